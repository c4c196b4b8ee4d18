/** What happens when a form of a record is sent: the act is done, or the page comes back with everything that was typed. */
import type { DepartmentLine } from '../../server/schemas/departments.ts';
import type { RecordOffer, RecordView } from '../../server/schemas/records.ts';
import { deskErrors } from '#words/desk-api.ts';
import { problemOf } from '../api.ts';
import { actErrors, controlOf, type FieldSheet, readSheet, uploadFiles } from './act-form.ts';
import type { Attempt } from './case-post.ts';
import { textOf, type Visit } from './visit.ts';

/** An act of a record as a form. What is signed by a key is signed on the pages of those who have one. */
export const recordSheet = ({ act, fields }: RecordOffer): FieldSheet => ({
  key: act,
  offer: { fields: fields.filter(({ kind }) => kind !== 'signature') },
  fixed: {},
});

/** What a form held once its files are stored; nothing to send yet where something is wrong with it, or a line more was asked for. */
async function readForm(
  { api }: Visit,
  sheet: FieldSheet,
  form: FormData,
  departments: readonly DepartmentLine[],
): Promise<{ given: Record<string, unknown> } | { attempt: Attempt }> {
  const attempt: Attempt = { key: sheet.key, form, errors: [] };
  const refusedFiles = await uploadFiles(api, form, sheet);
  if (textOf(form, 'more') !== '') return { attempt: { ...attempt, errors: refusedFiles } };
  const { given, errors } = readSheet(form, sheet, departments);
  return errors.length + refusedFiles.length > 0
    ? { attempt: { ...attempt, errors: [...refusedFiles, ...errors] } }
    : { given };
}

/** Begins a record. @returns its id, or the attempt to show */
export async function tryBegin(
  visit: Visit,
  { kind, act }: { kind: RecordView['kind']; act: RecordOffer },
  form: FormData,
  departments: readonly DepartmentLine[],
): Promise<{ id: string } | Attempt> {
  const sheet = recordSheet(act);
  const read = await readForm(visit, sheet, form, departments);
  if ('attempt' in read) return read.attempt;
  const answer = await visit.api.desk.records.$post({ json: { kind, act: act.act, given: read.given } });
  if (answer.ok) return { id: (await answer.json()).id };
  const errors = actErrors(await problemOf(answer), sheet);
  // The API lets a department leave out that it is itself, and asks others for it only when all else is right.
  const asked = sheet.offer.fields.find(({ name, required }) => name === 'department' && required);
  const control = controlOf(sheet.key, 'department');
  if (asked && read.given['department'] === undefined && !errors.some(({ field }) => field === control)) {
    errors.unshift({ field: control, text: `${asked.label}：${deskErrors.missing}` });
  }
  return { key: sheet.key, form, errors };
}

/** Does an act on a record. @returns the act that was done, or the attempt to show */
export async function tryRecordAct(
  visit: Visit,
  view: RecordView,
  form: FormData,
  departments: readonly DepartmentLine[],
): Promise<{ done: string } | Attempt> {
  const key = textOf(form, 'sheet');
  const offer = view.acts.find(({ act }) => act === key);
  if (offer === undefined) return { key, form, errors: [], conflict: 'gone' };
  const sheet = recordSheet(offer);
  const read = await readForm(visit, sheet, form, departments);
  if ('attempt' in read) return read.attempt;
  const answer = await visit.api.desk.records[':id'].acts.$post({
    param: { id: view.id },
    json: { kind: view.kind, act: key, seq: Number(textOf(form, 'seq')), given: read.given },
  });
  if (answer.ok) return { done: key };
  const problem = await problemOf(answer);
  if (problem.name === 'conflict' || problem.name === 'not-in-this-state') {
    // Some refusals of that name say what to wait for.
    return problem.name === 'conflict'
      ? { key, form, errors: [], conflict: 'again' }
      : { key, form, errors: [{ text: problem.detail }] };
  }
  return { key, form, errors: actErrors(problem, sheet) };
}
