/** The tables of the open data as CSV: figures, the directory, cases, and entries of the ledger about cases. */

import type { Department } from '../../db/departments.ts';
import { csvFile, csvLine, fileMark } from '../csv.ts';
import type { CaseFacts } from '../domain/counting.ts';
import { type CityFigures, type Figures, plainCounts, rateNames } from '../domain/figures.ts';
import type { RatingFigures, RatingSample } from '../domain/rating-figures.ts';
import type { RecordFacts } from '../domain/record-facts.ts';
import { canonicalJson } from '../domain/trust/canonical.ts';
import { type Basis, bases, ratingLevels } from '../domain/vocabulary.ts';

type Cell = string | number | boolean | null;
/** Names of columns with what stands in them. */
type Columns<Row> = readonly (readonly [string, (row: Row) => Cell])[];

const tableOf = <Row>(columns: Columns<Row>, rows: readonly Row[]): string =>
  csvFile([columns.map(([name]) => name), ...rows.map((row) => columns.map(([, cell]) => cell(row)))]);

/** A group of the figures, with what only some groups have. */
interface Group {
  group: 'overall' | 'class' | 'department' | 'month' | 'topic' | 'year';
  code: string;
  name: string;
  row: Figures & { ratings?: RatingFigures; closed?: { resolved: Record<Basis, number>; explained: number } };
}

const groupsOf = (figures: CityFigures): Group[] => [
  { group: 'overall', code: '', name: figures.city.name, row: figures.overall },
  ...figures.classes.map((row): Group => ({ group: 'class', code: row.code, name: row.name, row })),
  ...figures.departments.map((row): Group => ({ group: 'department', code: row.code, name: row.name, row })),
  ...figures.months.map((row): Group => ({ group: 'month', code: row.month, name: row.month, row })),
  ...figures.topics.map((row): Group => ({ group: 'topic', code: row.code, name: row.name, row })),
  ...figures.years.map((row): Group => ({ group: 'year', code: String(row.year), name: String(row.year), row })),
];

/** Columns of a sample of ratings; empty in groups that have none, and where it is too small to be shown. */
const sampleColumns = (
  prefix: string,
  of: (ratings: RatingFigures) => RatingSample,
): (readonly [string, (group: Group) => Cell])[] => {
  const column = (name: string, cell: (sample: RatingSample) => Cell | undefined) =>
    [`${prefix}_${name}`, ({ row }: Group): Cell => (row.ratings && cell(of(row.ratings))) ?? null] as const;
  return [
    column('sample', ({ sample }) => sample),
    column('substantive', ({ substantive }) => substantive),
    ...ratingLevels.map((level) => column(`level_${level}`, ({ levels }) => levels?.[level])),
    column('satisfaction', ({ satisfaction }) => satisfaction?.percent),
    column('satisfaction_numerator', ({ satisfaction }) => satisfaction?.numerator),
    column('satisfaction_denominator', ({ satisfaction }) => satisfaction?.denominator),
    column('satisfaction_low', ({ satisfaction }) => satisfaction?.low),
    column('satisfaction_high', ({ satisfaction }) => satisfaction?.high),
    column('unknown', ({ unknown }) => unknown?.percent),
    column('unknown_numerator', ({ unknown }) => unknown?.numerator),
    column('unknown_denominator', ({ unknown }) => unknown?.denominator),
  ];
};

/** `figures.csv`: one line a group. */
export function figuresTable(figures: CityFigures): string {
  const columns: Columns<Group> = [
    ['as_of', () => figures.asOf],
    ['group', ({ group }) => group],
    ['code', ({ code }) => code],
    ['name', ({ name }) => name],
    ...plainCounts.map((count) => [count, ({ row }: Group) => row[count]] as const),
    ...bases.map((basis) => [`resolved_${basis}`, ({ row }: Group) => row.resolved[basis]] as const),
    ['resolved_total', ({ row }) => row.resolvedTotal],
    ...rateNames.flatMap(
      (rate) =>
        [
          [rate, ({ row }: Group) => row.rates[rate].percent],
          [`${rate}_numerator`, ({ row }: Group) => row.rates[rate].numerator],
          [`${rate}_denominator`, ({ row }: Group) => row.rates[rate].denominator],
        ] as const,
    ),
    ...bases.map((basis) => [`closed_${basis}`, ({ row }: Group) => row.closed?.resolved[basis] ?? null] as const),
    ['closed_explained', ({ row }) => row.closed?.explained ?? null],
    ...sampleColumns('ratings', (ratings) => ratings),
    ['ratings_flagged', ({ row }) => row.ratings?.flagged ?? null],
    ...sampleColumns('ratings_with_flagged', ({ withFlagged }) => withFlagged),
  ];
  return tableOf(columns, groupsOf(figures));
}

/** `departments.csv`: the directory, with those that no longer take part. */
export function departmentsTable(
  departments: readonly Department[],
  classes: readonly { code: string; name: string }[],
): string {
  const classNames = new Map(classes.map(({ code, name }) => [code, name]));
  const columns: Columns<Department> = [
    ['code', ({ code }) => code],
    ['name', ({ name }) => name],
    ['full_name', ({ fullName }) => fullName],
    ['class', ({ classCode }) => classCode],
    ['class_name', ({ classCode }) => classNames.get(classCode) ?? ''],
    ['address', ({ address }) => address],
    ['telephone', ({ telephone }) => telephone],
    ['duties', ({ duties }) => duties],
    ['active', ({ isActive }) => isActive],
  ];
  return tableOf(columns, departments);
}

/** What stands in one column of the facts; codes of several departments are separated by spaces. */
const factColumns: Columns<CaseFacts> = [
  ['id', ({ id }) => id],
  ['number', ({ number }) => number],
  ['week', ({ week }) => week],
  ['channel', ({ channel }) => channel],
  ['kind', ({ kind }) => kind],
  ['state', ({ state }) => state],
  ['exit', ({ exit }) => exit],
  ['topic', ({ topic }) => topic],
  ['department', ({ department }) => department],
  ['named', ({ named }) => named],
  ['co_departments', ({ coDepartments }) => coDepartments.join(' ')],
  ['nature', ({ nature }) => nature],
  ['assigned_on', ({ assignedOn }) => assignedOn],
  ['accepted_on', ({ acceptedOn }) => acceptedOn],
  ['accept_due', ({ acceptDue }) => acceptDue],
  ['due', ({ due }) => due],
  ['paused', ({ paused }) => paused],
  ['returns', ({ returns }) => returns],
  ['transfers', ({ transfers }) => transfers],
  ['extensions', ({ extensions }) => extensions],
  ['claims', ({ claims }) => claims],
  ['result', ({ result }) => result],
  ['reworks', ({ reworks }) => reworks],
  ['checked', ({ checked }) => checked],
  ['failed_check', ({ failedCheck }) => failedCheck],
  ['answer', ({ answer }) => answer],
  ['answer_proof', ({ answerProof }) => answerProof],
  ['revisit', ({ revisit }) => revisit],
  ['reachable', ({ reachable }) => reachable],
  ['supervision', ({ supervision }) => supervision],
  ['basis', ({ basis }) => basis],
  ['closure', ({ closure }) => closure],
  ['closed_on', ({ closedOn }) => closedOn],
  ['on_time', ({ onTime }) => onTime],
  ['erased', ({ erased }) => erased],
];

/** `cases/<year>.csv`. */
export const casesTable = (cases: readonly CaseFacts[]): string => tableOf(factColumns, cases);

const recordColumns: Columns<RecordFacts> = [
  ['id', ({ id }) => id],
  ['kind', ({ kind }) => kind],
  ['number', ({ number }) => number],
  ['state', ({ state }) => state],
  ['department', ({ department }) => department],
  ['begun', ({ begun }) => begun],
  ['moved', ({ moved }) => moved],
  ['body', ({ body }) => canonicalJson(body)],
  ['marks_satisfied', ({ marks }) => marks?.satisfied ?? null],
  ['marks_fairly', ({ marks }) => marks?.fairly ?? null],
  ['marks_dissatisfied', ({ marks }) => marks?.dissatisfied ?? null],
  ['marks_apart', ({ marks }) => marks?.apart ?? null],
];

/** `records.csv`. */
export const recordsTable = (records: readonly RecordFacts[]): string => tableOf(recordColumns, records);

/** An entry about a case as read from the log, with its index. */
export type EventLine = Readonly<Record<string, unknown>>;

const plain = (value: unknown): Cell =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
/** A part of an entry that is not one value, as JSON. */
const asJson = (value: unknown): Cell =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : plain(value);
const column = (name: string, field = name) => [name, (event: EventLine): Cell => plain(event[field])] as const;

/** `w` is the receipt week of a new case and the commitments of every other entry: two columns here. */
const eventColumns: Columns<EventLine> = [
  column('i'),
  column('t'),
  column('id'),
  column('n'),
  column('act'),
  column('to'),
  column('day'),
  column('by'),
  column('a'),
  column('d'),
  column('v'),
  ['week', (event) => plain(event['w'])],
  ['commitments', (event) => (typeof event['w'] === 'object' ? asJson(event['w']) : null)],
  column('ch'),
  column('k'),
  column('no'),
  column('basis'),
  column('reach'),
  column('s'),
  ['g', (event) => asJson(event['g'])],
  ['due', (event) => asJson(event['due'])],
  column('c'),
  ['y', (event) => (Array.isArray(event['y']) ? event['y'].join(' ') : null)],
  ['x', (event) => (Array.isArray(event['x']) ? event['x'].join(' ') : null)],
];

/** The beginning of `events.csv`. */
export const eventsHead = (): string => fileMark + csvLine(eventColumns.map(([name]) => name));
/** One line of `events.csv`. */
export const eventRow = (event: EventLine): string => csvLine(eventColumns.map(([, cell]) => cell(event)));
