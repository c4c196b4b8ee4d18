/** The round of 2025 of the demonstration, before it is stored: the figures that the city is known for, recomputed from single ballots. */
import { beforeAll, expect, test } from 'vitest';
import { randomFrom } from '../../../server/demo/random.ts';
import { batches2025, type DemoBatch } from '../../../server/demo/rounds/ballots-2025.ts';
import { plan2025 } from '../../../server/demo/rounds/plan-2025.ts';
import { abstention } from '../../../server/domain/round/marks.ts';
import { planProblems } from '../../../server/domain/round/check-plan.ts';
import { computeResults, type RoundResults } from '../../../server/domain/round/results.ts';
import { type BallotCount, tally } from '../../../server/domain/round/tally.ts';
import { flagsOf } from '../../../server/domain/round/validity.ts';
import type { Marks } from '../../../server/domain/trust/ballot.ts';

const plan = plan2025('round-2025');
let batches: DemoBatch[];
let results: RoundResults;

type DemoRow = DemoBatch['ballots'][number]['rows'][number]['row'];
const marksOf = (row: DemoRow): Marks =>
  row === undefined
    ? abstention
    : { r: row.overall, x: Object.fromEntries(plan.items.map(({ code }, at) => [code, row.levels[at] ?? 0])) };

const counted = (batch: DemoBatch): BallotCount[] =>
  batch.ballots
    .filter(({ excluded }) => excluded === undefined)
    .flatMap(({ rows }) =>
      rows.map(({ department, row }) => ({
        department,
        group: batch.group.code,
        channel: batch.group.channel,
        marks: marksOf(row),
        count: 1,
      })),
    );

beforeAll(() => {
  batches = batches2025(plan, randomFrom(20_251_210));
  results = computeResults(plan, {
    cells: tally(plan, batches.flatMap(counted)),
    turnout: [],
    cancelled: 0,
    excludedRows: 0,
  });
});

test('its plan could be frozen as it is', () => {
  expect(planProblems(plan)).toEqual([]);
});

test('12,180 ballots came back of 13,220, and 11,538 of them count', () => {
  expect(plan.groups.map(({ invited }) => invited)).toEqual([5200, 1800, 2000, 900, 120, 3200]);
  expect(batches.map(({ ballots }) => ballots.length)).toEqual([4688, 1694, 1958, 861, 118, 2861]);
  const valid = batches.map(({ ballots }) => ballots.filter((one) => one.void === null && one.excluded === undefined));
  expect(valid.map(({ length }) => length)).toEqual([4402, 1611, 1902, 842, 117, 2664]);
  const voids = batches.flatMap(({ ballots }) => ballots.flatMap(({ void: reason }) => reason ?? []));
  const times = (reason: string): number => voids.filter((one) => one === reason).length;
  expect(['blank', 'unknown-majority', 'spoiled', 'repeated'].map(times)).toEqual([211, 146, 88, 54]);
  expect(batches.flatMap(({ ballots }) => ballots.flatMap(({ excluded }) => excluded ?? []))).toHaveLength(143);
});

test('the means of the five ranked classes, the best and the worst department are exact to the third decimal', () => {
  expect(results.classes.map(({ classCode, mean }) => [classCode, mean]).slice(1)).toEqual([
    ['B', '93.214'],
    ['C', '90.876'],
    ['D', '92.045'],
    ['E', '94.118'],
    ['F', '89.733'],
  ]);
  expect(results.overall).toMatchObject({ max: '97.612', min: '84.105' });
});

test('94.6 % are satisfied, 31.2 % very; 不了解 as it was published by class', () => {
  expect([results.overall.satisfied.percent, results.overall.verySatisfied.percent]).toEqual(['94.6', '31.2']);
  const unknown = new Map(results.classes.map(({ classCode, unknown: share }) => [classCode, share.percent]));
  expect(['A', 'B', 'C', 'E'].map((code) => unknown.get(code))).toEqual(['35.0', '22.0', '6.0', '28.0']);
});

test('every department has a score, three cells are too small to be opened, and some differences are more than chance', () => {
  expect(results.departments).toHaveLength(86);
  expect(results.departments.every(({ score }) => score !== undefined)).toBe(true);
  expect(results.departments.filter(({ rank }) => rank !== undefined)).toHaveLength(70);
  expect(results.rows).toMatchObject({ hiddenCells: 3, hidden: 24, unopened: 0, malformed: 0 });
  expect(results.departments.some(({ tier }) => tier === 2)).toBe(true);
});

test('no ballot asks about a department twice, none that counts leaves out more than half, and the rules flag just those that were excluded', () => {
  for (const { group, ballots } of batches)
    for (const { serial, void: reason, rows, seconds, excluded } of ballots) {
      expect(new Set(rows.map(({ department }) => department)).size).toBe(rows.length);
      if (reason !== null) continue;
      expect(rows.filter(({ row }) => row === undefined).length * 2).toBeLessThanOrEqual(rows.length);
      const flags = flagsOf(plan, {
        id: `${group.code} ${serial}`,
        rows: rows.map(({ department, row }) => ({ department, marks: marksOf(row) })),
        ...(seconds !== null && { seconds }),
      });
      const rules = flags.map(({ rule }) => rule);
      // 干预 is found out by people.
      expect(rules).toEqual(excluded === undefined || excluded === 'interference' ? [] : [excluded]);
    }
});
