/** What papers are put together from: fields with what the case says, blanks, signatures, tables. */

import { type Day, daysBetween } from '../../domain/day.ts';
import type { FieldName } from '../../domain/fields.ts';
import type { FileRef, HistoryLine } from '../../schemas/desk.ts';
import type { Paper, PaperForm, PaperRow, PaperSection } from '../../schemas/papers.ts';
import { formatDate } from '#words/calendar.ts';
import { paperWords as words } from '#words/papers.ts';
import type { Step } from '../course.ts';
import { numberOf } from '../history.ts';
import type { ReadCase } from '../read-case.ts';

/** A case as papers see it: its course, and the history in words as far as the reader may know it. */
export interface PaperSource extends ReadCase {
  lines: ReadonlyMap<number, HistoryLine>;
}

const lineOf = ({ lines }: PaperSource, step: Step | undefined): HistoryLine | undefined =>
  step && lines.get(step.event.seq);

/** What a step says in a field; nothing where it was not given. */
export function said(source: PaperSource, step: Step | undefined, field: FieldName): string | null {
  const given = lineOf(source, step)?.fields.find((one) => one.field === field);
  return given === undefined ? null : (given.value ?? words.erased);
}

/** Who did a step and when. */
export const doneBy = (source: PaperSource, step: Step | undefined): string | null => {
  const line = lineOf(source, step);
  return line === undefined ? null : words.dated(line.by, line.day);
};

export const filesOf = (source: PaperSource, step: Step | undefined): FileRef[] =>
  lineOf(source, step)?.fields.flatMap(({ files }) => files) ?? [];

export const row = (label: string, value: string | null | undefined, files: FileRef[] = []): PaperRow => ({
  label,
  value: value || null,
  files,
  sign: false,
});
/** Room to sign, below the name that the case has. */
export const sign = (label: string, value: string | null = null): PaperRow => ({ label, value, files: [], sign: true });

/** Leaves out what is not the case's. */
export const rowsOf = (...rows: readonly (PaperRow | false)[]): PaperRow[] => rows.filter((one) => one !== false);

export const section = (
  heading: string | null,
  rows: PaperRow[],
  table: PaperSection['table'] = null,
): PaperSection => ({ heading, rows, table });

export const dayText = (day: Day | null | undefined): string | null => (day ? formatDate(day) : null);

export const departmentName = ({ names }: PaperSource, code: string | null | undefined): string | null =>
  code ? (names.departments.get(code) ?? code) : null;

export const paperNumberOf = ({ names }: PaperSource, step: Step | undefined): string | null =>
  step === undefined ? null : numberOf(step.event.seq, names);

/** The newest step before another with one of these acts. */
export const lastBefore = (source: PaperSource, step: Step, ...acts: readonly string[]): Step | undefined =>
  source.course.findLast(({ event }) => event.seq < step.event.seq && acts.includes(event.act));

/** The first step after another with one of these acts, before any that ends its search. */
export function firstAfter(
  source: PaperSource,
  step: Step,
  acts: readonly string[],
  until: readonly string[] = [],
): Step | undefined {
  for (const later of source.course) {
    if (later.event.seq <= step.event.seq) continue;
    if (acts.includes(later.event.act)) return later;
    if (until.includes(later.event.act)) return undefined;
  }
  return undefined;
}

/** 交办单 under which a step was done. */
export const assignmentOf = (source: PaperSource, step: Step): Step | undefined =>
  step.event.act === 'assign' ? step : lastBefore(source, step, 'assign');

/** What every paper about a case begins with. */
export const caseRows = (source: PaperSource, step: Step): PaperRow[] => [
  row(words.rows.assignmentNumber, paperNumberOf(source, assignmentOf(source, step))),
  row(words.rows.caseNumber, source.stored.file.number),
];

/** The public text, as far as the reader may know it. */
export const matter = ({ stored: { file, publicText }, readable }: PaperSource): string | null =>
  file.erased ? words.erased : readable.published ? publicText : words.hidden;

/** How many days a day lies after a deadline; nothing where it does not. */
export const daysLate = (due: Day | undefined, day: Day): number =>
  due === undefined || day <= due ? 0 : daysBetween(due, day);

export const paperOf = (
  source: PaperSource,
  form: PaperForm,
  step: Step,
  given: Pick<Paper, 'title' | 'sections'> & Partial<Paper>,
): Paper => ({
  key: `${form}-${step.event.seq}`,
  form,
  number: paperNumberOf(source, step),
  day: step.event.day,
  about: null,
  notes: [],
  ...given,
});
