/** A page on which one part of a round's plan is prepared: reading the round, saving the part, and coming back with what was typed. */
import type { AstroGlobal } from 'astro';
import type { DeskRound, PlanPartRequest } from '../../server/schemas/desk-rounds.ts';
import type { Me } from '../../server/schemas/desk.ts';
import { problemOf } from '../api.ts';
import { href } from '../links.ts';
import type { ErrorLine } from '../refused.ts';
import { roundDesk } from '#words/round-desk.ts';
import { formOf, sendOn, textOf, textsOf, type Visit, visitDesk } from './visit.ts';

/** A part as a form holds it. */
export interface PartForm {
  body: PlanPartRequest extends infer P ? (P extends { version: string } ? Omit<P, 'version'> : never) : never;
  /** Of each list, which row of the form each entry came from: blank rows are left out. */
  rows?: Readonly<Record<string, readonly number[]>>;
}

export interface PartPage {
  me: Me;
  api: Visit['api'];
  /** Nothing for a round that the reader may not know of. */
  round: DeskRound | undefined;
  /** What was typed, when the page came back. */
  form: FormData | undefined;
  errors: ErrorLine[];
  /** Somebody else has changed this part in the meantime. */
  conflict: boolean;
  saved: boolean;
  /** To send along with the form. */
  version: string;
}

/** Reads the round. A round that is not for the reader is answered with the status of that. */
export async function readDeskRound(page: AstroGlobal, { api }: Visit): Promise<DeskRound | undefined> {
  const answer = await api.desk.rounds[':id'].$get({ param: { id: page.params['id'] ?? '' } });
  if (answer.ok) return (await answer.json()) as DeskRound;
  page.response.status = answer.status;
  return undefined;
}

/**
 * The page of a part. Only the button with the value `save` saves; others bring the form back with more rows, or filled in.
 * @returns the answer to give instead, where the part was saved or nobody is signed in
 */
export async function visitPart(
  page: AstroGlobal,
  part: PlanPartRequest['part'],
  read: (form: FormData, round: DeskRound) => PartForm,
): Promise<PartPage | Response> {
  const visit = await visitDesk(page);
  if (visit instanceof Response) return visit;
  const { me, api } = visit;
  let round = await readDeskRound(page, visit);
  const form = await formOf(page);
  const shown = { me, api, form, errors: [] as ErrorLine[], conflict: false };
  if (form === undefined || round === undefined || textOf(form, 'do') !== 'save') {
    const saved = form === undefined && page.url.searchParams.get('done') === '1';
    return { ...shown, round, saved, version: textOf(form, 'version') || (round?.versions[part] ?? '') };
  }
  const { body, rows = {} } = read(form, round);
  const json = { ...body, version: textOf(form, 'version') } as PlanPartRequest;
  const answer = await api.desk.rounds[':id'].plan.$post({ param: { id: round.id }, json });
  if (answer.ok) return sendOn(page, `${href(`/desk/rounds/${round.id}/${part}`)}?done=1`);
  const problem = await problemOf(answer);
  page.response.status = answer.status;
  const conflict = problem.name === 'conflict';
  if (conflict) round = await readDeskRound(page, visit);
  return {
    ...shown,
    round,
    conflict,
    saved: false,
    version: conflict ? (round?.versions[part] ?? '') : json.version,
    errors: conflict ? [] : errorsOf(problem, rows),
  };
}

/** Sentences of a refusal, each with the control that it is about: `#/groups/2/weight` is `weight-4`, where that is the row it came from. */
function errorsOf(
  problem: Awaited<ReturnType<typeof problemOf>>,
  rows: Readonly<Record<string, readonly number[]>>,
): ErrorLine[] {
  const lines = (problem.errors ?? []).map(({ pointer, detail }): ErrorLine => {
    const steps = pointer.replace(/^#\//, '').split('/');
    const at = steps.findIndex((step) => /^\d+$/.test(step));
    if (at < 0) return { field: steps[0], text: detail };
    const list = steps[at - 1] ?? '';
    const row = rows[list]?.[Number(steps[at])] ?? Number(steps[at]);
    return {
      field: [list, steps[at + 1], row].filter((step) => step !== undefined).join('-'),
      text: roundDesk.edit.inRow(row + 1, detail),
    };
  });
  return lines.length > 0 ? lines : [{ text: `${problem.title}。${problem.detail}` }];
}

/** A whole number as it was typed; what is none is left for the API to refuse. */
export const numberOf = (text: string): number => (/^\d{1,7}$/.test(text) ? Number(text) : -1);

/** Rows of a form whose controls share their names: one entry for each, by the row it stands in. */
export function rowsOf<Name extends string>(form: FormData, names: readonly Name[]): Record<Name, string>[] {
  const columns = names.map((name) => textsOf(form, name));
  const count = Math.max(0, ...columns.map(({ length }) => length));
  return Array.from(
    { length: count },
    (_, row) =>
      Object.fromEntries(names.map((name, column) => [name, columns[column]?.[row] ?? ''])) as Record<Name, string>,
  );
}

/** Rows that say something, with where they stood in the form. */
export const filledRows = <Row extends { name: string }>(rows: readonly Row[]): { row: Row; at: number }[] =>
  rows.flatMap((row, at) => (row.name === '' ? [] : [{ row, at }]));
