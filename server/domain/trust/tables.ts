/** What must stand in the tables of the open data: written from docs/ledger.md apart from the publisher, so that one checks the other. */

import type { CaseFacts } from '../counting.ts';
import { type CityFigures, type Figures, plainCounts, rateNames } from '../figures.ts';
import type { RecordFacts } from '../record-facts.ts';
import type { RatingFigures, RatingSample } from '../rating-figures.ts';
import { type Basis, bases, ratingLevels } from '../vocabulary.ts';
import { canonicalJson } from './canonical.ts';
import type { CaseEntry } from './entries.ts';
import type { Findings } from './findings.ts';
import { readCsv } from './read-csv.ts';

export type Cell = string | number | boolean | null | undefined;
/** One line: column names with what stands under them. */
export type Row = Readonly<Record<string, Cell>>;

type Group = Figures & { ratings?: RatingFigures; closed?: { resolved: Record<Basis, number>; explained: number } };

const sampleCells = (prefix: string, sample: RatingSample | undefined): Row => ({
  [`${prefix}_sample`]: sample?.sample,
  [`${prefix}_substantive`]: sample?.substantive,
  ...Object.fromEntries(ratingLevels.map((level) => [`${prefix}_level_${level}`, sample?.levels?.[level]])),
  [`${prefix}_satisfaction`]: sample?.satisfaction?.percent,
  [`${prefix}_satisfaction_numerator`]: sample?.satisfaction?.numerator,
  [`${prefix}_satisfaction_denominator`]: sample?.satisfaction?.denominator,
  [`${prefix}_satisfaction_low`]: sample?.satisfaction?.low,
  [`${prefix}_satisfaction_high`]: sample?.satisfaction?.high,
  [`${prefix}_unknown`]: sample?.unknown?.percent,
  [`${prefix}_unknown_numerator`]: sample?.unknown?.numerator,
  [`${prefix}_unknown_denominator`]: sample?.unknown?.denominator,
});

/** The lines of `figures.csv`. */
export function figureRows(figures: CityFigures): Row[] {
  const line = (group: string, code: string, name: string, row: Group): Row => ({
    as_of: figures.asOf,
    group,
    code,
    name,
    ...Object.fromEntries(plainCounts.map((count) => [count, row[count]])),
    ...Object.fromEntries(bases.map((basis) => [`resolved_${basis}`, row.resolved[basis]])),
    resolved_total: row.resolvedTotal,
    ...Object.fromEntries(
      rateNames.flatMap((rate) => [
        [rate, row.rates[rate].percent],
        [`${rate}_numerator`, row.rates[rate].numerator],
        [`${rate}_denominator`, row.rates[rate].denominator],
      ]),
    ),
    ...Object.fromEntries(bases.map((basis) => [`closed_${basis}`, row.closed?.resolved[basis]])),
    closed_explained: row.closed?.explained,
    ...sampleCells('ratings', row.ratings),
    ratings_flagged: row.ratings?.flagged,
    ...sampleCells('ratings_with_flagged', row.ratings?.withFlagged),
  });
  return [
    line('overall', '', figures.city.name, figures.overall),
    ...figures.classes.map((row) => line('class', row.code, row.name, row)),
    ...figures.departments.map((row) => line('department', row.code, row.name, row)),
    ...figures.months.map((row) => line('month', row.month, row.month, row)),
    ...figures.topics.map((row) => line('topic', row.code, row.name, row)),
    ...figures.years.map((row) => line('year', String(row.year), String(row.year), row)),
  ];
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The line of a case in `cases/<year>.csv`: its facts under the same names, departments separated by spaces. */
export const factRow = (facts: CaseFacts): Row =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [snakeCase(name), Array.isArray(value) ? value.join(' ') : value]),
  );

const asJson = (value: unknown): Cell => (value === undefined ? undefined : JSON.stringify(value));

/** The line of a record in `records.csv`. */
export const recordRow = ({ id, kind, number, state, department, begun, moved, body, marks }: RecordFacts): Row => ({
  id,
  kind,
  number,
  state,
  department,
  begun,
  moved,
  body: canonicalJson(body),
  marks_satisfied: marks?.satisfied,
  marks_fairly: marks?.fairly,
  marks_dissatisfied: marks?.dissatisfied,
  marks_apart: marks?.apart,
});

/** The line of an entry in `events.csv`. */
export function eventRow(index: number, entry: CaseEntry): Row {
  const { t, id, n, act, to, by, a, d } = entry;
  const row = { i: index, t, id, n, act, to, by, a, d };
  if (t === 'case.new') {
    const { w, ch, k, s, c, y, x } = entry as Extract<CaseEntry, { t: 'case.new' }>;
    return { ...row, week: w, ch, k, s, c, y: y.join(' '), x: x.join(' ') };
  }
  const { day, v, no, basis, reach, g, due, w } = entry as Exclude<CaseEntry, { t: 'case.new' }>;
  return { ...row, day, v, no, basis, reach, g: asJson(g), due: asJson(due), commitments: asJson(w) };
}

/** A cell as text. What a spreadsheet would take for a formula may have an apostrophe in front. */
export const isCell = (published: string | undefined, value: Cell): boolean => {
  const text = value === null || value === undefined ? '' : String(value);
  return published === text || (text !== '' && published === `'${text}`);
};

/** Holds a table against its lines: every column that the lines have, no other, and no line more or less. */
export function compareTable(
  text: string | undefined,
  rows: readonly Row[],
  { path, findings }: { path: string; findings: Findings },
): void {
  const table = text === undefined ? undefined : readCsv(text);
  if (table === undefined) return findings.add(text === undefined ? 'file-missing' : 'file-malformed', { path });
  if (table.rows.length !== rows.length) {
    findings.add('table', { path, published: String(table.rows.length), recounted: String(rows.length) });
  }
  for (const [place, row] of rows.entries()) {
    const published = table.rows[place];
    if (published === undefined) return;
    for (const column of new Set([...Object.keys(row), ...table.names])) {
      const value = row[column];
      if (published.has(column) && isCell(published.get(column), value)) continue;
      const recounted = value === null || value === undefined ? '' : String(value);
      findings.add('table', { path, line: place + 2, what: column, published: published.get(column) ?? '', recounted });
    }
  }
}
