/** Every published number, held against the formulas and against itself. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Counts,
  type CountRow,
  cityFigures,
  type FigureSource,
  figuresOf,
  monthsOfDepartment,
  noCounts,
  plainCounts,
  rateNames,
  sumCounts,
} from '../../server/domain/figures.ts';
import { noRatings } from '../../server/domain/rating-figures.ts';

const counts = (given: Partial<Counts>): Counts => ({ ...noCounts, ...given });

/** Counts that one group of 意见 can have: every part fits into its whole. */
const possibleCounts = fc
  .record({
    citizen: fc.nat({ max: 400 }),
    independent: fc.nat({ max: 400 }),
    office: fc.nat({ max: 400 }),
    explained: fc.nat({ max: 100 }),
    open: fc.nat({ max: 200 }),
    suspended: fc.nat({ max: 50 }),
    left: fc.nat({ max: 500 }),
    share: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ citizen, independent, office, explained, open, suspended, left, share }): Counts => {
    const part = (whole: number): number => Math.floor(whole * (share.next().value ?? 0));
    const resolved = citizen + independent + office;
    const effective = resolved + explained + open + suspended;
    const finished = resolved + explained;
    const revisitDue = part(finished);
    const revisited = part(revisitDue);
    const checked = part(effective);
    return {
      received: effective + left,
      effective,
      resolved: { citizen, independent, office },
      explained,
      claimed: Math.min(effective - explained, resolved + part(open)),
      open,
      overdue: part(open),
      suspended,
      returned: part(effective),
      extended: part(effective),
      reworked: part(finished),
      assigned: effective,
      acceptedInTime: part(effective),
      closedInTime: part(finished),
      checked,
      checkPassed: part(checked),
      revisitDue,
      revisited,
      revisitSatisfied: part(revisited),
      answeredSeen: part(effective),
      erased: part(effective),
    };
  });

const departments = [
  { code: 'cgj', name: '城市管理局', class: 'C' },
  { code: 'jyj', name: '教育局', class: 'D' },
  { code: 'sbj', name: '社保中心', class: 'D' },
];
const classes = [
  { code: 'C', name: '行政执法类', ranked: true },
  { code: 'D', name: '民生服务类', ranked: true },
];
const topics = [
  { code: 'city', name: '城市管理' },
  { code: 'conduct', name: '服务态度' },
];
const sourceOf = (rows: readonly CountRow[]): FigureSource => ({
  asOf: '2026-11-22',
  year: 2025,
  city: { name: '澜江市', organizer: '评议办', demonstration: true },
  classes,
  departments,
  topics,
  rows,
  closings: [],
  ratings: [],
});
const cube = fc.array(
  fc
    .tuple(
      possibleCounts,
      fc.constantFrom(2024, 2025),
      fc.constantFrom('2026-01', '2026-02', '2026-03'),
      fc.constantFrom(...departments.map(({ code }) => code)),
      fc.constantFrom(...topics.map(({ code }) => code)),
    )
    .map(([row, year, month, department, topic]): CountRow => ({ ...row, year, month, department, topic })),
  { maxLength: 12 },
);

/** Only the counts of a row. */
const countsIn = (row: Counts): Counts => sumCounts([row]);

describe('数字', () => {
  test('1,152 件有效意见、1,018 件销号、52 件解释说明：整改率 92.5，办结率 92.9，按期办结率 93.9', () => {
    const { rates, resolvedTotal } = figuresOf(
      counts({
        received: 2146,
        effective: 1152,
        resolved: { citizen: 380, independent: 131, office: 507 },
        explained: 52,
        closedInTime: 1005,
      }),
    );
    expect(resolvedTotal).toBe(1018);
    expect(rates.rectification).toEqual({ numerator: 1018, denominator: 1100, percent: '92.5' });
    expect(rates.verified).toEqual({ numerator: 511, denominator: 1100, percent: '46.5' });
    expect(rates.completion).toEqual({ numerator: 1070, denominator: 1152, percent: '92.9' });
    expect(rates.onTime).toEqual({ numerator: 1005, denominator: 1070, percent: '93.9' });
  });

  test('回访 391 人中满意 262、基本满意 91：回访满意率 90.3', () => {
    const { rates } = figuresOf(counts({ revisitDue: 438, revisited: 391, revisitSatisfied: 353 }));
    expect(rates.revisitSatisfaction.percent).toBe('90.3');
    expect(rates.revisit).toEqual({ numerator: 391, denominator: 438, percent: '89.3' });
  });

  test('没有分母的比率不写成零', () => {
    const { rates } = figuresOf(noCounts);
    for (const name of rateNames) expect(rates[name]).toEqual({ numerator: 0, denominator: 0, percent: null });
  });

  test('单位自报再多，也不改变整改率', () => {
    fc.assert(
      fc.property(possibleCounts, fc.nat({ max: 1000 }), (given, claimed) => {
        expect(figuresOf({ ...given, claimed }).rates.rectification).toEqual(figuresOf(given).rates.rectification);
      }),
    );
  });

  test('件数相互一致时，每个比率都在零和一百之间，证实率不超过整改率', () => {
    fc.assert(
      fc.property(possibleCounts, (given) => {
        const { rates } = figuresOf(given);
        for (const name of rateNames) {
          const { numerator, denominator, percent } = rates[name];
          expect(numerator).toBeLessThanOrEqual(denominator);
          if (percent !== null) expect(percent).toMatch(/^(100\.0|\d{1,2}\.\d)$/);
        }
        expect(rates.verified.numerator).toBeLessThanOrEqual(rates.rectification.numerator);
      }),
    );
  });

  test('各类、各单位、各月、各类别加起来都等于全市', () => {
    fc.assert(
      fc.property(cube, (rows) => {
        const figures = cityFigures(sourceOf(rows));
        const whole = countsIn(figures.overall);
        for (const groups of [figures.classes, figures.departments, figures.months, figures.topics]) {
          expect(sumCounts(groups)).toEqual(whole);
        }
      }),
    );
  });

  test('一个类别等于它的单位之和，一个单位等于它各月之和', () => {
    fc.assert(
      fc.property(cube, (rows) => {
        const source = sourceOf(rows);
        const figures = cityFigures(source);
        for (const row of figures.classes) {
          const members = figures.departments.filter((department) => department.class === row.code);
          expect(sumCounts(members)).toEqual(countsIn(row));
        }
        const months = figures.months.map(({ month }) => month);
        for (const row of figures.departments) {
          expect(sumCounts(monthsOfDepartment(source, row.code, months))).toEqual(countsIn(row));
        }
      }),
    );
  });

  test('往年的意见只在按年度的表里', () => {
    const row = (year: number, effective: number): CountRow => ({
      ...counts({ received: effective, effective }),
      year,
      month: `${year + 1}-03`,
      department: 'cgj',
      topic: 'city',
    });
    const figures = cityFigures(sourceOf([row(2024, 5), row(2025, 7)]));
    expect(figures.overall.effective).toBe(7);
    expect(figures.months.map(({ month }) => month)).toEqual(['2026-03']);
    expect(figures.years.map(({ year, effective }) => [year, effective])).toEqual([
      [2024, 5],
      [2025, 7],
    ]);
  });

  test('没有指明单位的意见进全市数，不进任何单位', () => {
    const figures = cityFigures(
      sourceOf([{ ...counts({ received: 3 }), year: 2025, month: '2026-01', department: '', topic: '' }]),
    );
    expect(figures.overall.received).toBe(3);
    expect(sumCounts(figures.departments).received).toBe(0);
  });

  test('只有销号没有新意见的月份也列出来', () => {
    const resolved = { citizen: 2, independent: 1, office: 0 };
    const figures = cityFigures({ ...sourceOf([]), closings: [{ month: '2026-05', resolved, explained: 4 }] });
    expect(figures.months).toMatchObject([{ month: '2026-05', effective: 0, closed: { resolved, explained: 4 } }]);
  });

  test('公众日常评价不改变任何件数', () => {
    const without = cityFigures(sourceOf([]));
    const ratings = [{ department: 'cgj', ...noRatings, levels: { ...noRatings.levels, 5: 90, 1: 10 } }];
    const rated = cityFigures({ ...sourceOf([]), ratings });
    expect(rated.overall.ratings.satisfaction?.percent).toBe('90.0');
    for (const name of plainCounts) expect(rated.overall[name]).toBe(without.overall[name]);
    expect(rated.overall.rates).toEqual(without.overall.rates);
  });

  test('不公开的单位有多少评价，从公开的任何数里都推不出来', () => {
    const few = fc.nat({ max: 9 });
    const level = fc.constantFrom(0, 1, 2, 3, 4, 5);
    const apart = fc.dictionary(level.map(String), fc.nat({ max: 40 }), { noNullPrototype: true });
    // A department whose ratings stay under ten, whatever their levels, with any 不了解 and any counted apart.
    const hidden = fc
      .record({ levels: fc.array(fc.constantFrom(1, 2, 3, 4, 5), { maxLength: 9 }), unknown: few, apart })
      .map(({ levels, unknown, apart: own }) => {
        const counts = structuredClone(noRatings);
        for (const one of levels) counts.levels[one as 1] += 1;
        counts.levels[0] = unknown;
        Object.assign(counts.apart, own);
        return counts;
      });
    const shown = fc
      .record({ levels: fc.array(fc.nat({ max: 30 }), { minLength: 6, maxLength: 6 }), apart })
      .map(({ levels, apart: own }) => {
        const counts = structuredClone(noRatings);
        for (const of of [0, 1, 2, 3, 4, 5] as const) counts.levels[of] = levels[of] ?? 0;
        counts.levels[5] += 10;
        Object.assign(counts.apart, own);
        return counts;
      });
    const source = sourceOf([]);
    fc.assert(
      fc.property(
        fc.array(fc.record({ isHidden: fc.boolean(), one: hidden, other: hidden, counts: shown }), {
          minLength: source.departments.length,
          maxLength: source.departments.length,
        }),
        (cells) => {
          // Two cities that differ only in what is hidden: everything published, from which one could subtract, is the same.
          const published = (which: 'one' | 'other') =>
            cityFigures({
              ...source,
              ratings: source.departments.flatMap(({ code }, index) => {
                const cell = cells[index];
                return cell === undefined ? [] : [{ department: code, ...(cell.isHidden ? cell[which] : cell.counts) }];
              }),
            });
          const figures = published('one');
          expect(published('other')).toEqual(figures);
          figures.departments.forEach(({ ratings }, index) => {
            expect(ratings.sample === 'hidden').toBe(cells[index]?.isHidden);
          });
          // And the sums are those of what is shown.
          const sum = (rows: readonly { ratings: { substantive: number | null } }[]): number =>
            rows.reduce((total, { ratings }) => total + (ratings.substantive ?? 0), 0);
          expect(figures.overall.ratings.substantive ?? 0).toBe(sum(figures.departments));
          expect(sum(figures.classes)).toBe(sum(figures.departments));
        },
      ),
    );
  });
});
