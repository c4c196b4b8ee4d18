/** What the city is known for in its round of 2025: who was invited, what came back, what was void, and the figures that were published. */

import type { BatchChannel, VoidReason } from '../../domain/vocabulary.ts';
import type { ClassCode } from '../data/departments.ts';

/** Why ballots were excluded in this round. */
export type OddRule = 'too-fast' | 'lone-zero' | 'interference';

export interface GroupNumbers {
  code: 'clients' | 'enterprises' | 'grassroots' | 'delegates' | 'supervisors' | 'residents';
  channel: BatchChannel;
  invited: number;
  returned: number;
  void: Partial<Record<VoidReason, number>>;
  excluded: Partial<Record<OddRule, number>>;
  /** Departments on one ballot: the one that somebody had to do with, some by lot, or all. */
  each: number;
  /** How often 不了解 is said, compared with the other groups. Who had to do with a department knows it. */
  unknowing: number;
  /** Thousandths of a point by which the group is more generous than the others. */
  kindness: number;
}

export const groups2025: readonly GroupNumbers[] = [
  {
    code: 'clients',
    channel: 'survey',
    invited: 5200,
    returned: 4688,
    void: { blank: 96, 'unknown-majority': 52, spoiled: 43, repeated: 24 },
    excluded: { 'too-fast': 40, interference: 31 },
    each: 1,
    unknowing: 0,
    kindness: -300,
  },
  {
    code: 'enterprises',
    channel: 'survey',
    invited: 1800,
    returned: 1694,
    void: { blank: 26, 'unknown-majority': 20, spoiled: 10, repeated: 8 },
    excluded: { 'too-fast': 19 },
    each: 3,
    unknowing: 12,
    kindness: 100,
  },
  {
    code: 'grassroots',
    channel: 'survey',
    invited: 2000,
    returned: 1958,
    void: { blank: 18, 'unknown-majority': 16, spoiled: 9, repeated: 5 },
    excluded: { 'too-fast': 8 },
    each: 3,
    unknowing: 10,
    kindness: 700,
  },
  {
    code: 'delegates',
    channel: 'survey',
    invited: 900,
    returned: 861,
    void: { blank: 5, 'unknown-majority': 7, spoiled: 3, repeated: 1 },
    excluded: { 'lone-zero': 3 },
    each: 5,
    unknowing: 7,
    kindness: 300,
  },
  {
    code: 'supervisors',
    channel: 'paper',
    invited: 120,
    returned: 118,
    void: { 'unknown-majority': 1 },
    excluded: {},
    each: 86,
    unknowing: 8,
    kindness: -600,
  },
  {
    code: 'residents',
    channel: 'survey',
    invited: 3200,
    returned: 2861,
    void: { blank: 66, 'unknown-majority': 50, spoiled: 23, repeated: 16 },
    excluded: { 'too-fast': 42 },
    each: 2,
    unknowing: 14,
    kindness: -200,
  },
];

const total = (counts: Readonly<Partial<Record<string, number>>>): number =>
  Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);

/** Ballots that count. */
export const validOf = ({ returned, void: voids, excluded }: GroupNumbers): number =>
  returned - total(voids) - total(excluded);

/** Means of the classes in thousandths of a point; that of the class without ranks is nowhere told. */
export const classMeans: Record<ClassCode, number> = {
  A: 92_640,
  B: 93_214,
  C: 90_876,
  D: 92_045,
  E: 94_118,
  F: 89_733,
};

/** The best and the worst department of all that are ranked, in thousandths. */
export const best = { department: 'qxj', score: 97_612 };
export const worst = { department: 'tcgs', score: 84_105 };

/** 不了解率 in thousandths; of D and F it is nowhere told. */
export const unknownRates: Record<ClassCode, number> = { A: 350, B: 220, C: 60, D: 46, E: 280, F: 53 };

/** 满意率 and 很满意 in thousandths of those who answered 总体评价. */
export const satisfiedRate = 946;
export const verySatisfiedRate = 312;

/** How many of the 服务对象 went to a department of the class, about. */
export const clientsEach: Record<ClassCode, number> = { A: 22, B: 45, C: 78, D: 74, E: 42, F: 53 };

/** Departments that hardly anybody had to do with, so that their cell stays closed. */
export const fewClients: Readonly<Record<string, number>> = { wgc: 7, swfj: 8, gsl: 9 };
