/** What a plan begins with: the usual scales, the usual questions, the usual groups of raters. Copied into the plan, changed there, frozen with it. */

import type { AnnualFormula, Minimums, QuestionItem, RaterGroup, Scale } from './plan.ts';

/** What a level is called; the words are in the catalogue. */
export const levelNames = [
  'very-satisfied',
  'satisfied',
  'basically-satisfied',
  'dissatisfied',
  'five-stars',
  'four-stars',
  'three-stars',
  'two-stars',
  'one-star',
] as const;
export type LevelName = (typeof levelNames)[number];

interface PresetLevel {
  name: LevelName;
  points: number;
  isSatisfied: boolean;
}

const level = (name: LevelName, points: number, isSatisfied: boolean): PresetLevel => ({ name, points, isSatisfied });

/** Best level first. 不了解 belongs to every scale and has no points. */
const presets = {
  P5: [
    level('very-satisfied', 100, true),
    level('satisfied', 80, true),
    level('basically-satisfied', 60, true),
    level('dissatisfied', 0, false),
  ],
  'P4-100-70-30': [
    level('satisfied', 100, true),
    level('basically-satisfied', 70, true),
    level('dissatisfied', 30, false),
  ],
  'P4-100-90-80-60': [
    level('very-satisfied', 100, true),
    level('satisfied', 90, true),
    level('basically-satisfied', 80, true),
    level('dissatisfied', 60, false),
  ],
  STAR5: [
    level('five-stars', 100, true),
    level('four-stars', 80, true),
    level('three-stars', 60, true),
    level('two-stars', 40, false),
    level('one-star', 20, false),
  ],
} as const satisfies Record<string, PresetLevel[]>;

export type ScalePreset = keyof typeof presets;
export const scalePresets = Object.keys(presets) as ScalePreset[];

/** Levels are numbered from the worst, 1, upwards. */
export const copyScale = (preset: ScalePreset, names: Readonly<Record<LevelName, string>>): Scale => ({
  preset,
  levels: presets[preset].map(({ name, points, isSatisfied }, index) => ({
    level: presets[preset].length - index,
    name: names[name],
    points,
    isSatisfied,
  })),
});

/** Code and weight (per cent) of the seven usual items. */
const usualItems = {
  attitude: 15,
  efficiency: 20,
  lawful: 15,
  integrity: 15,
  openness: 10,
  competence: 10,
  effect: 15,
} as const;

export type UsualItem = keyof typeof usualItems;

export const copyItems = (names: Readonly<Record<UsualItem, string>>): QuestionItem[] =>
  (Object.keys(usualItems) as UsualItem[]).map((code) => ({ code, name: names[code], weight: usualItems[code] }));

/** Code and weight (per cent) of the six usual groups: 服务对象, 企业, 基层单位, 两代表一委员, 社会监督员, 市民随机样本. */
const usualGroups = {
  clients: 35,
  enterprises: 15,
  grassroots: 15,
  delegates: 15,
  supervisors: 10,
  residents: 10,
} as const;

export type UsualGroup = keyof typeof usualGroups;

/** Nobody is invited yet, and the frame is still to be written. */
export const copyGroups = (names: Readonly<Record<UsualGroup, string>>): RaterGroup[] =>
  (Object.keys(usualGroups) as UsualGroup[]).map((code) => ({
    code,
    name: names[code],
    weight: usualGroups[code],
    invited: 0,
    frame: '',
  }));

export const usualMinimums: Minimums = { cell: 10, group: 10, ranked: 30 };

export const usualAnnual: AnnualFormula = { review: 70, rectification: 20, regular: 10 };
