/**
 * A ballot that is written down in a batch: how it is read twice, what makes it void, where two readings differ and a third decides, which marks
 * come of it, and when the numbers of a batch add up. Pure.
 */

import type { Marks } from '../trust/ballot.ts';
import type { BatchChannel, VoidReason } from '../vocabulary.ts';
import { abstention, readMarks } from './marks.ts';
import { departmentsOf, levelsOf, type RoundPlan } from './plan.ts';

/** A cell with two levels, or with a correction. It makes its row void, never the ballot (domain rule of 双录). */
export const unclear = -1;

/** What stands on a ballot, as one person reads it: cells by department, in the order of {@link columnsOf}. Rows left blank are absent. */
export interface WrittenBallot {
  /** Why the whole ballot is void, as the person judges it. */
  void: VoidReason | null;
  rows: Readonly<Record<string, readonly number[]>>;
}

/** Which rows a ballot of a batch has. */
export interface BallotForm {
  departments: readonly string[];
  /**
   * Every department stands on the paper, so that a row left blank says 不了解. Otherwise only what was asked is written down: those who had to do with
   * one department, interviews, lines of a survey.
   */
  asksAll: boolean;
}

/** 总体评价 as a column, behind the items. Codes of items never look like this. */
export const overallColumn = 'r';

/** Columns of a row: the items, then 总体评价 where it is asked. */
export const columnsOf = ({ items, asksOverall }: Pick<RoundPlan, 'items' | 'asksOverall'>): string[] => [
  ...items.map(({ code }) => code),
  ...(asksOverall ? [overallColumn] : []),
];

/** The rows of a ballot of a group by a channel: departments that a code of the group would give ballots on. */
export function ballotForm(plan: RoundPlan, group: string, channel: BatchChannel): BallotForm {
  const rosters = plan.rosters.filter((rule) => rule.group === group);
  const covered = new Set(rosters.flatMap((rule) => departmentsOf(plan, rule)));
  const everywhere = departmentsOf(plan, { roster: '', group, codes: 0 });
  return {
    departments: covered.size === 0 ? everywhere : everywhere.filter((code) => covered.has(code)),
    asksAll: (channel === 'paper' || channel === 'hall') && rosters.every(({ only }) => only === undefined),
  };
}

/** A row as it is compared and stored: one that is void says nothing else. */
const tidyRow = (cells: readonly number[]): readonly number[] => (cells.includes(unclear) ? [unclear] : cells);
const isVoidRow = (cells: readonly number[] | undefined): boolean => cells?.[0] === unclear && cells.length === 1;

/** What is wrong with what was typed: the department, and the column where there is one. */
export interface TypedFault {
  department: string;
  column?: string;
  why: 'department' | 'columns' | 'level';
}

/**
 * What was typed, in the one form in which it is compared: void rows say only that, a void ballot has no rows, rows of 不了解 leave where blank says the same.
 * @returns the ballot; or what is wrong, department by department
 */
export function tidyBallot(
  plan: RoundPlan,
  form: BallotForm,
  typed: WrittenBallot,
): { ballot: WrittenBallot } | { faults: TypedFault[] } {
  const columns = columnsOf(plan);
  const levels = levelsOf(plan);
  const itemCount = plan.items.length;
  const faults: TypedFault[] = [];
  const rows: Record<string, readonly number[]> = {};
  for (const [department, cells] of Object.entries(typed.rows)) {
    if (!form.departments.includes(department)) {
      faults.push({ department, why: 'department' });
      continue;
    }
    const row = tidyRow(cells);
    if (isVoidRow(row)) {
      rows[department] = row;
      continue;
    }
    if (row.length !== columns.length) faults.push({ department, why: 'columns' });
    for (const [at, level] of row.entries())
      if (at < columns.length && !levels.includes(level))
        faults.push({ department, column: columns[at] ?? '', why: 'level' });
    if (row.slice(0, itemCount).some((level) => level > 0) || row[itemCount] || !form.asksAll) rows[department] = row;
  }
  if (faults.length > 0) return { faults };
  return { ballot: typed.void === null ? { void: null, rows: sorted(rows) } : { void: typed.void, rows: {} } };
}

const sorted = (rows: Record<string, readonly number[]>): Record<string, readonly number[]> =>
  Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The marks of a row. An overall mark alone rates nothing, but it was made, and is kept as it is. */
function marksIn(plan: RoundPlan, row: readonly number[]): Marks {
  const x = Object.fromEntries(plan.items.map(({ code }, at) => [code, row[at] ?? 0]));
  const r = plan.asksOverall ? (row[plan.items.length] ?? 0) : 0;
  return readMarks(plan, { r, x }) ?? abstention;
}

/** Rows of a valid ballot, as they count: one for each department, those left blank as 弃权 where all were asked. Void rows leave. */
export const marksOf = (plan: RoundPlan, form: BallotForm, { rows }: WrittenBallot): [string, Marks][] =>
  form.departments.flatMap((department): [string, Marks][] => {
    const row = rows[department];
    if (row === undefined) return form.asksAll ? [[department, abstention]] : [];
    return isVoidRow(row) ? [] : [[department, marksIn(plan, row)]];
  });

/**
 * Why a ballot is void: as whoever read it says; else because nothing on it rates anything (空白, or spoiled where rows are), or because more than
 * half of the departments that stand on it were left out (弃权过半). Ballots that ask only about some departments have no half.
 */
export function voidOf(plan: RoundPlan, form: BallotForm, ballot: WrittenBallot): VoidReason | null {
  if (ballot.void !== null) return ballot.void;
  const rows = Object.values(ballot.rows);
  const spoiled = rows.filter(isVoidRow).length;
  const rated = rows.filter(
    (row) => !isVoidRow(row) && row.slice(0, plan.items.length).some((level) => level > 0),
  ).length;
  if (rated === 0) return spoiled > 0 ? 'spoiled' : 'blank';
  return form.asksAll && (rated + spoiled) * 2 < form.departments.length ? 'unknown-majority' : null;
}

/** Where two readings differ. `void`: one holds the ballot for void and the other does not, or for another reason. */
export type Difference =
  | { kind: 'none' }
  | { kind: 'void' }
  | {
      kind: 'rows';
      rows: { department: string; first: readonly number[]; second: readonly number[]; columns: number[] }[];
    };

/** A row as cells of the full width: blank is 0, a void one is unclear in each. */
const widened = (row: readonly number[] | undefined, width: number): readonly number[] =>
  row === undefined
    ? Array.from({ length: width }, () => 0)
    : isVoidRow(row)
      ? Array.from({ length: width }, () => unclear)
      : row;

/** Compares two readings, cell by cell. A row that only one of them has differs as a whole, even if it says nothing but 不了解. */
export function differenceOf(
  plan: RoundPlan,
  form: BallotForm,
  first: WrittenBallot,
  second: WrittenBallot,
): Difference {
  if (first.void !== null || second.void !== null) {
    return voidOf(plan, form, first) === voidOf(plan, form, second) ? { kind: 'none' } : { kind: 'void' };
  }
  const width = columnsOf(plan).length;
  const rows = form.departments.flatMap((department) => {
    const one = first.rows[department];
    const other = second.rows[department];
    const [a, b] = [widened(one, width), widened(other, width)];
    const whole = !form.asksAll && (one === undefined) !== (other === undefined);
    const columns = a.flatMap((level, at) => (whole || level !== b[at] ? [at] : []));
    return columns.length === 0 ? [] : [{ department, first: a, second: b, columns }];
  });
  return rows.length === 0 ? { kind: 'none' } : { kind: 'rows', rows };
}

/**
 * The ballot after a third person has read what differs: cells on which both agreed stay, whatever the third one says of them.
 * @param third rows of the departments that differ
 * @returns the ballot; or the departments that the third reading leaves out
 */
export function settled(
  plan: RoundPlan,
  form: BallotForm,
  readings: { first: WrittenBallot; second: WrittenBallot },
  third: WrittenBallot,
): { ballot: WrittenBallot } | { missing: string[] } {
  const difference = differenceOf(plan, form, readings.first, readings.second);
  if (difference.kind !== 'rows') return { ballot: difference.kind === 'void' ? third : readings.first };
  const missing = difference.rows.filter(({ department }) => third.rows[department] === undefined);
  if (missing.length > 0) return { missing: missing.map(({ department }) => department) };
  const width = columnsOf(plan).length;
  const rows: Record<string, readonly number[]> = { ...readings.first.rows };
  for (const { department, first, columns } of difference.rows) {
    const decided = widened(third.rows[department], width);
    rows[department] = first.map((level, at) => (columns.includes(at) ? (decided[at] ?? 0) : level));
  }
  const tidied = tidyBallot(plan, form, { void: null, rows });
  return 'ballot' in tidied ? tidied : { missing: [] };
}

/** What stands in the way of counting a batch. */
export type BatchFault = 'more-returned' | 'undecided' | 'not-all-entered' | 'too-many-entered';

/**
 * Whether the numbers of a batch add up: no more came back than went out, and every one that came back was entered twice and agreed on.
 * @param entered ballots on which people agree: void ones by reason, and valid ones; `undecided` those read once, or twice with a difference
 */
export function reconcile(
  given: { issued: number; returned: number },
  entered: { void: Partial<Record<VoidReason, number>>; valid: number; undecided: number },
): { valid: number } | { fault: BatchFault } {
  if (given.returned > given.issued) return { fault: 'more-returned' };
  if (entered.undecided > 0) return { fault: 'undecided' };
  const voids = Object.values(entered.void).reduce((sum, count) => sum + count, 0);
  if (entered.valid + voids < given.returned) return { fault: 'not-all-entered' };
  if (entered.valid + voids > given.returned) return { fault: 'too-many-entered' };
  return { valid: entered.valid };
}
