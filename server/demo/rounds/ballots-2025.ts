/** The ballots of 2025, as they lay in their batches: valid ones, void ones, and those that were excluded later. */

import type { RoundPlan } from '../../domain/round/plan.ts';
import type { VoidReason } from '../../domain/vocabulary.ts';
import { departments } from '../data/departments.ts';
import type { Random } from '../random.ts';
import { type Abstaining, abstaining2025, asked2025, cell, rowsAsked } from './asked-2025.ts';
import { marks2025, type Row, type Rows } from './marks-2025.ts';
import { type GroupNumbers, groups2025, type OddRule, unknownRates, worst } from './numbers-2025.ts';
import { scores2025 } from './scores-2025.ts';

export interface DemoBallot {
  /** Its number in the batch. */
  serial: number;
  void: VoidReason | null;
  /** By department: levels of the items and 总体评价; nothing of them is 不了解 of everything. */
  rows: { department: string; row: Row | undefined }[];
  /** How long it took, where the firm noted it. */
  seconds: number | null;
  /** Was excluded later, by this rule. */
  excluded?: OddRule;
}

export interface DemoBatch {
  group: GroupNumbers;
  ballots: DemoBallot[];
}

type Unnumbered = Omit<DemoBallot, 'serial'>;

/** Who abstains from which department: nobody from more than half of what was asked, because that would make the ballot void. */
function chooseAbstaining(group: GroupNumbers, ballots: readonly string[][], abstaining: Abstaining): Set<string>[] {
  const chosen = ballots.map(() => new Set<string>());
  const most = Math.floor(group.each / 2);
  const leastKnownFirst = departments.toSorted(
    (a, b) => unknownRates[b.classCode] - unknownRates[a.classCode] || (a.code < b.code ? -1 : 1),
  );
  for (const { code } of leastKnownFirst) {
    const able = [...ballots.keys()]
      .filter((at) => ballots[at]?.includes(code))
      .sort((a, b) => (chosen[a]?.size ?? 0) - (chosen[b]?.size ?? 0) || a - b);
    for (const at of able.slice(0, abstaining.get(cell(group.code, code)) ?? 0)) {
      if ((chosen[at]?.size ?? 0) >= most) throw new Error(`Too many of ${group.code} abstain`);
      chosen[at]?.add(code);
    }
  }
  return chosen;
}

/** Deals the rows out to the ballots. */
function validBallots(
  group: GroupNumbers,
  asked: readonly string[][],
  { rows, abstaining }: { rows: Rows; abstaining: Abstaining },
  random: Random,
): Unnumbered[] {
  const left = new Map(departments.map(({ code }) => [code, [...(rows.get(cell(group.code, code)) ?? [])]]));
  const abstains = chooseAbstaining(group, asked, abstaining);
  return asked.map((codes, at) => ({
    void: null,
    rows: codes.map((department) => ({
      department,
      row: abstains[at]?.has(department) ? undefined : left.get(department)?.pop(),
    })),
    seconds: group.channel === 'survey' ? random.between(25, 60) * group.each : null,
  }));
}

const allOf = (level: number, { items }: RoundPlan): Row => ({ levels: items.map(() => level), overall: level });

/** A ballot that some rule was made for. */
function oddBallot(plan: RoundPlan, group: GroupNumbers, rule: OddRule, random: Random): Unnumbered {
  const codes = random.shuffled(departments.map(({ code }) => code)).slice(0, group.each);
  const made: Unnumbered = { void: null, rows: [], seconds: 40 * group.each, excluded: rule };
  switch (rule) {
    case 'too-fast':
      return {
        ...made,
        rows: codes.map((department) => ({ department, row: allOf(random.between(3, 4), plan) })),
        seconds: random.between(1, 2 * group.each - 1),
      };
    case 'lone-zero':
      return { ...made, rows: codes.map((department, at) => ({ department, row: allOf(at === 0 ? 1 : 4, plan) })) };
    case 'interference':
      return { ...made, rows: [{ department: worst.department, row: allOf(4, plan) }] };
  }
}

const repeat = <T>(counts: Readonly<Partial<Record<string, number>>>, make: (name: string) => T): T[] =>
  Object.entries(counts).flatMap(([name, count]) => Array.from({ length: count ?? 0 }, () => make(name)));

/** All ballots of the round, a batch for each group. */
export function batches2025(plan: RoundPlan, random: Random): DemoBatch[] {
  const scores = scores2025(random);
  const asked = asked2025(random);
  const counts = rowsAsked(asked);
  const abstaining = abstaining2025(counts);
  const rows = marks2025(plan, counts, abstaining, scores, random);
  return groups2025.map((group) => {
    const all: Unnumbered[] = [
      ...validBallots(group, asked.get(group.code) ?? [], { rows, abstaining }, random),
      ...repeat(group.void, (reason) => ({ void: reason as VoidReason, rows: [], seconds: null })),
      ...repeat(group.excluded, (rule) => oddBallot(plan, group, rule as OddRule, random)),
    ];
    return { group, ballots: random.shuffled(all).map((ballot, index) => ({ serial: index + 1, ...ballot })) };
  });
}
