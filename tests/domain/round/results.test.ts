/** Scores, places and what may be known of small cells. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareFractions, fraction, readPrinted } from '../../../server/domain/round/fraction.ts';
import type { RoundPlan } from '../../../server/domain/round/plan.ts';
import { rankClass } from '../../../server/domain/round/rank.ts';
import { computeResults, type DepartmentResult } from '../../../server/domain/round/results.ts';
import type { BallotCount } from '../../../server/domain/round/tally.ts';
import { type Canonical, canonicalJson } from '../../../server/domain/trust/canonical.ts';
import { anyBallots, inputOf, marks, smallRound } from './small-round.ts';

const ballots = (
  department: string,
  group: string,
  counts: readonly [attitude: number, effect: number, count: number, overall?: number][],
  channel: BallotCount['channel'] = 'online',
): BallotCount[] =>
  counts.map(([attitude, effect, count, overall = attitude]) => ({
    department,
    group,
    channel,
    count,
    marks: marks(attitude, effect, overall),
  }));

const resultsOf = (all: readonly BallotCount[], plan: RoundPlan = smallRound) =>
  computeResults(plan, inputOf(all, plan));
const departmentIn = (all: readonly BallotCount[], code: string, plan: RoundPlan = smallRound): DepartmentResult => {
  const found = resultsOf(all, plan).departments.find(({ department }) => department === code);
  if (found === undefined) throw new Error(code);
  return found;
};

test('a score is worked out as on paper', () => {
  // Clients: attitude (20×100 + 10×90)/30, effect 20×90/20 (10 did not know). Delegates: 80 throughout.
  const all = [
    ...ballots('c1', 'clients', [
      [4, 3, 20],
      [3, 0, 10],
    ]),
    ...ballots('c1', 'delegates', [[2, 2, 15]], 'paper'),
  ];
  const result = departmentIn(all, 'c1');
  const [clients, delegates] = result.groups;
  expect(clients?.items[0]).toMatchObject({ n: 30, points: 2900, unknown: 0, score: '96.667' });
  expect(clients?.items[1]).toMatchObject({ n: 20, points: 1800, unknown: 10, score: '90.000' });
  // 0.6 × 96.667 + 0.4 × 90
  expect(clients?.score).toBe('94.000');
  expect(delegates?.score).toBe('80.000');
  // Residents gave nothing: (50 × 94 + 30 × 80) ÷ 80
  expect(result).toMatchObject({ score: '88.750', n: 45, standing: 'ranked', rank: 1, tier: 1 });
  expect(result.satisfied).toMatchObject({ part: 45, of: 45, percent: '100.0', low: '0.9213', high: '1.0000' });
  expect(result.verySatisfied).toEqual({ part: 20, of: 45, percent: '44.4' });
  expect(result.channels.map(({ channel, score }) => [channel, score])).toEqual([
    ['online', '94.000'],
    ['paper', '80.000'],
  ]);
});

test('不了解 is counted apart and changes no score', () => {
  const known = ballots('c1', 'clients', [[4, 2, 40]]);
  const unknown: BallotCount = {
    department: 'c1',
    group: 'clients',
    channel: 'online',
    count: 60,
    marks: {
      r: 0,
      x: {},
    },
  };
  const [before, after] = [departmentIn(known, 'c1'), departmentIn([...known, unknown], 'c1')];
  expect(after.score).toBe(before.score);
  expect(after.n).toBe(40);
  expect(after.unknown).toEqual({ part: 60, of: 100, percent: '60.0' });
});

test('a group with too few ballots leaves, and the weights of the others are scaled up', () => {
  const strict = { ...smallRound, minimums: { ...smallRound.minimums, group: 20 } };
  const clients = ballots('c1', 'clients', [[4, 4, 40]]);
  const few = ballots('c1', 'delegates', [[1, 1, 19]]);
  const enough = ballots('c1', 'delegates', [[1, 1, 20]]);
  expect(departmentIn([...clients, ...few], 'c1', strict).score).toBe('100.000');
  // (50 × 100 + 30 × 60) ÷ 80
  expect(departmentIn([...clients, ...enough], 'c1', strict).score).toBe('85.000');
});

test('a channel that does not count is shown apart and leaves the score alone', () => {
  const online = ballots('c1', 'clients', [[3, 3, 40]]);
  const survey = ballots('c1', 'clients', [[1, 1, 40]], 'survey');
  const result = departmentIn([...online, ...survey], 'c1');
  expect(result.score).toBe('90.000');
  expect(result.n).toBe(40);
  expect(result.channels.find(({ channel }) => channel === 'survey')).toMatchObject({ counts: false, score: '60.000' });
});

test.each([
  [9, 'withheld', false],
  [10, 'few', true],
  [29, 'few', true],
  [30, 'ranked', true],
])('%i ballots make a department %s', (count, standing, hasScore) => {
  const result = departmentIn(ballots('c1', 'clients', [[4, 3, count]]), 'c1');
  expect(result.standing).toBe(standing);
  expect(result.score !== undefined).toBe(hasScore);
  expect(result.rank !== undefined).toBe(standing === 'ranked');
});

test('a department of a class that is only asked for opinions has a score and no place; an exempt one has nothing', () => {
  expect(departmentIn(ballots('a1', 'clients', [[4, 3, 50]]), 'a1')).toMatchObject({
    standing: 'unranked',
    score: '96.000',
  });
  expect(departmentIn(ballots('a1', 'clients', [[4, 3, 50]]), 'a1').rank).toBeUndefined();
  const exempting: RoundPlan = {
    ...smallRound,
    departments: smallRound.departments.map((one) => (one.code === 'c2' ? { ...one, isExempt: true } : one)),
  };
  expect(departmentIn([], 'c2', exempting).standing).toBe('exempt');
});

test('without a question on the whole, satisfaction is of all marks, and its interval still counts people', () => {
  const plan = { ...smallRound, asksOverall: false };
  const result = departmentIn(
    ballots('c1', 'clients', [
      [4, 1, 20, 0],
      [3, 2, 20, 0],
    ]),
    'c1',
    plan,
  );
  expect(result.satisfied).toMatchObject({ part: 60, of: 80, percent: '75.0', low: '0.5981', high: '0.8581' });
  expect(result.overall).toEqual({});
});

test('年度得分 uses the formula of the plan, and what does not exist leaves it', () => {
  const input = inputOf(ballots('c1', 'clients', [[3, 3, 40]]));
  const inputs = {
    department: 'c1',
    rectified: { part: 9, of: 10 },
    onTime: { part: 8, of: 10 },
    revisits: { part: 0, of: 0 },
    signed: { part: 10, of: 10 },
    regular: ['80.000', '81.001'],
  };
  const annual = (more: Partial<typeof inputs>) =>
    computeResults(smallRound, { ...input, annual: [{ ...inputs, ...more }] }).departments.find(
      ({ department }) => department === 'c1',
    )?.annual;
  // 整改得分 (50 × 90 + 20 × 80 + 10 × 100) ÷ 80; 日常得分 80.5005
  expect(annual({})).toMatchObject({ review: '90.000', rectification: '88.750', regular: '80.501', score: '88.800' });
  // (70 × 90 + 20 × 88.75) ÷ 90
  expect(annual({ regular: [] })).toMatchObject({ score: '89.722' });
  expect(annual({ regular: [] })?.regular).toBeUndefined();
});

test('turnout is counted in people, by group and channel, with every reason', () => {
  const results = computeResults(smallRound, {
    ...inputOf([]),
    turnout: [
      {
        group: 'clients',
        channel: 'paper',
        issued: 300,
        returned: 200,
        void: {
          blank: 5,
          spoiled: 3,
        },
        excluded: { 'straight-line': 2 },
      },
      { group: 'clients', channel: 'online', issued: 100, returned: 90, void: {}, excluded: {} },
    ],
  });
  expect(results.turnout.groups[0]).toMatchObject({
    invited: 400,
    issued: 400,
    returned: 290,
    valid: 280,
    void: {
      blank: 5,
      spoiled: 3,
    },
    excluded: { 'straight-line': 2 },
    returnRate: {
      part: 290,
      of: 400,
      percent: '72.5',
    },
    validRate: {
      part: 280,
      of: 290,
      percent: '96.6',
    },
  });
  expect(results.turnout.channels.map(({ channel, valid }) => [channel, valid])).toEqual([
    ['online', 90],
    ['paper', 190],
  ]);
  expect(results.turnout.total.returnRate).toMatchObject({ part: 290, of: 900 });
});

test('the mean, the best and the worst of a class are of departments with enough ballots', () => {
  const results = resultsOf([
    ...ballots('c1', 'clients', [[4, 4, 40]]),
    ...ballots('c2', 'clients', [[3, 3, 40]]),
    ...ballots('c3', 'clients', [[1, 1, 15]]),
  ]);
  expect(results.classes.find(({ classCode }) => classCode === 'C')).toMatchObject({
    departments: 2,
    mean: '95.000',
    max: '100.000',
    min: '90.000',
    items: [
      {
        item: 'attitude',
        score: '95.000',
      },
      {
        item: 'effect',
        score: '95.000',
      },
    ],
  });
  expect(results.overall).toMatchObject({ max: '100.000', min: '90.000' });
});

test('equal scores share a place, and the place after them is left out', () => {
  const around = (department: string, score: number, margin: number) => ({
    department,
    score: fraction(score),
    low: fraction(score - margin),
    high: fraction(score + margin),
  });
  expect(
    rankClass([around('c', 90, 1), around('a', 95, 1), around('d', 80, 1), around('b', 90, 4)]).map(
      ({ department, rank, tier }) => [department, rank, tier],
    ),
  ).toEqual([
    ['a', 1, 1],
    ['c', 2, 1],
    ['b', 2, 1],
    ['d', 4, 2],
  ]);
});

const anyClass = fc
  .uniqueArray(
    fc.record({
      department: fc.string({ minLength: 1, maxLength: 3 }),
      score: fc.integer({ min: 0, max: 400 }),
      margin: fc.integer({ min: 0, max: 30 }),
    }),
    { selector: ({ department }) => department, maxLength: 12 },
  )
  .map((all) =>
    all.map(({ department, score, margin }) => ({
      department,
      score: fraction(score, 4),
      low: fraction(score - margin, 4),
      high: fraction(score + margin, 4),
    })),
  );

test('a better score never has a worse place or tier, and overlapping intervals are always in one tier', () => {
  fc.assert(
    fc.property(anyClass, (departments) => {
      const places = new Map(rankClass(departments).map((place) => [place.department, place]));
      for (const a of departments)
        for (const b of departments) {
          const [first, second] = [places.get(a.department), places.get(b.department)];
          if (first === undefined || second === undefined) throw new Error('A department lost its place');
          const order = compareFractions(a.score, b.score);
          if (order > 0) expect(first.rank < second.rank && first.tier <= second.tier).toBe(true);
          if (order === 0) expect(first.rank).toBe(second.rank);
          const overlap = compareFractions(a.low, b.high) <= 0 && compareFractions(b.low, a.high) <= 0;
          if (overlap) expect(first.tier).toBe(second.tier);
        }
    }),
  );
});

test('the order in which ballots are counted changes nothing, nor how they are bundled', () => {
  fc.assert(
    fc.property(anyBallots, fc.integer({ min: 0, max: 2 ** 31 }), (all, seed) => {
      const single = all.flatMap((ballot) => Array.from({ length: ballot.count }, () => ({ ...ballot, count: 1 })));
      const shuffled = single
        .map((ballot, index) => ({ ballot, key: Math.imul(index + 1, seed | 1) }))
        .sort((a, b) => a.key - b.key)
        .map(({ ballot }) => ballot);
      expect(resultsOf(shuffled)).toEqual(resultsOf(all));
    }),
    { numRuns: 50 },
  );
});

test('every score lies within its interval, the interval within 0 and 100, and rows add up', () => {
  fc.assert(
    fc.property(anyBallots, (all) => {
      const { rows, departments } = resultsOf(all);
      expect(rows.hidden + rows.unopened + rows.malformed + rows.abstained + rows.substantive).toBe(rows.ballots);
      expect(rows.ballots).toBe(all.reduce((sum, { count }) => sum + count, 0));
      expect(rows.counted).toBe(departments.reduce((sum, { n }) => sum + n, 0));
      for (const { score, interval, n, satisfied } of departments) {
        if (score === undefined || interval === undefined) continue;
        const [low, middle, high] = [interval.low, score, interval.high].map(readPrinted) as [never, never, never];
        expect(compareFractions(low, middle)).toBeLessThanOrEqual(0);
        expect(compareFractions(middle, high)).toBeLessThanOrEqual(0);
        expect(n).toBeGreaterThanOrEqual(smallRound.minimums.group);
        expect(Number(satisfied.low)).toBeLessThanOrEqual(Number(satisfied.high));
      }
    }),
    { numRuns: 100 },
  );
});

test('the exact score agrees with one worked out in floating point', () => {
  fc.assert(
    fc.property(anyBallots, (all) => {
      for (const { groups, score } of resultsOf(all).departments) {
        let [sum, weights] = [0, 0];
        for (const { group, counts, items } of groups) {
          if (!counts) continue;
          let [itemSum, itemWeights] = [0, 0];
          for (const { item, n, points } of items) {
            const weight = smallRound.items.find(({ code }) => code === item)?.weight ?? 0;
            if (n > 0) [itemSum, itemWeights] = [itemSum + (weight * points) / n, itemWeights + weight];
          }
          const weight = smallRound.groups.find(({ code }) => code === group)?.weight ?? 0;
          [sum, weights] = [sum + (weight * itemSum) / itemWeights, weights + weight];
        }
        if (score !== undefined) expect(Math.abs(Number(score) - sum / weights)).toBeLessThan(0.00051);
      }
    }),
    { numRuns: 100 },
  );
});

test('one better mark never lowers a score', () => {
  fc.assert(
    fc.property(anyBallots, fc.constantFrom('c1', 'c2'), (all, department) => {
      const more = (level: number): BallotCount[] => [
        ...all,
        ...ballots(department, 'clients', [[level, level, 1]]),
        ...ballots(department, 'clients', [[2, 2, 10]]),
      ];
      const [worse, better] = [1, 4].map((level) => readPrinted(departmentIn(more(level), department).score ?? ''));
      expect(compareFractions(worse as never, better as never)).toBeLessThan(0);
    }),
    { numRuns: 50 },
  );
});

test('nothing of a cell that stays closed is in any figure but the number of its ballots', () => {
  const any = fc.constantFrom(1, 2, 3, 4);
  fc.assert(
    fc.property(
      anyBallots,
      fc.array(fc.tuple(any, any, any), { minLength: 1, maxLength: 9 }),
      fc.array(fc.tuple(any, any, any), { minLength: 9, maxLength: 9 }),
      (others, said, instead) => {
        const rest = others.filter(({ group }) => group !== 'residents');
        const hidden = (all: readonly (readonly [number, number, number])[]): BallotCount[] =>
          ballots(
            'c1',
            'residents',
            all.slice(0, said.length).map(([a, b, r]) => [a, b, 1, r] as const as [number, number, number, number]),
          );
        expect(resultsOf([...rest, ...hidden(said)])).toEqual(resultsOf([...rest, ...hidden(instead)]));
        // And a server that knows what they say prints the same as one that does not.
        const input = inputOf([...rest, ...hidden(said)]);
        const knowing = inputOf([...rest, ...hidden(said)], {
          ...smallRound,
          minimums: { ...smallRound.minimums, cell: 0 },
        });
        expect(computeResults(smallRound, knowing)).toEqual(computeResults(smallRound, input));
      },
    ),
    { numRuns: 60 },
  );
});

test('the results can be written down as canonical text, so that they have one hash', () => {
  fc.assert(
    fc.property(anyBallots, (all) => {
      const results = resultsOf(all) as unknown as Canonical;
      expect(JSON.parse(canonicalJson(results))).toEqual(results);
    }),
    { numRuns: 30 },
  );
});
