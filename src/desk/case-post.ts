/** What happens when a form of a case is sent: the act is done, or the page comes back with everything that was typed. */
import type { ActDone, CaseView } from '../../server/schemas/desk.ts';
import type { DepartmentLine } from '../../server/schemas/departments.ts';
import { deskWords } from '#words/desk.ts';
import { problemOf } from '../api.ts';
import type { ErrorLine } from '../refused.ts';
import { actErrors, controlOf, readSheet, uploadFiles } from './act-form.ts';
import { needsSure, sheetsOf } from './sheets.ts';
import { textOf, type Visit } from './visit.ts';

/** An act that was tried and not done. */
export interface Attempt {
  /** Form that was sent. */
  key: string;
  form: FormData;
  errors: ErrorLine[];
  /** Somebody else acted first; `gone` where the act is not possible any more. */
  conflict?: 'again' | 'gone';
}

/** The outcome: done, or an attempt to show. `view` is the case as it was read before the act. */
export async function tryAct(
  { api }: Visit,
  view: CaseView,
  form: FormData,
  departments: readonly DepartmentLine[],
): Promise<ActDone | Attempt> {
  const key = textOf(form, 'sheet');
  const attempt: Attempt = { key, form, errors: [] };
  const sheet = sheetsOf(view).find((candidate) => candidate.key === key);
  if (sheet === undefined) return { ...attempt, conflict: 'gone' };

  const refusedFiles = await uploadFiles(api, form, sheet);
  if (textOf(form, 'more') !== '') return { ...attempt, errors: refusedFiles };
  const { given, errors } = readSheet(form, sheet, departments);
  const { act } = sheet.offer;
  if (needsSure(act) && textOf(form, controlOf(key, 'sure')) !== 'yes') {
    errors.push({ field: controlOf(key, 'sure'), text: deskWords.sureMissing });
  }
  if (errors.length + refusedFiles.length > 0) return { ...attempt, errors: [...refusedFiles, ...errors] };

  const answer = await api.desk.cases[':id'].acts.$post({
    param: { id: view.id },
    json: { act, seq: Number(textOf(form, 'seq')), given },
  });
  if (answer.ok) return answer.json();
  const problem = await problemOf(answer);
  if (problem.name === 'conflict' || problem.name === 'not-in-this-state') return { ...attempt, conflict: 'again' };
  return { ...attempt, errors: actErrors(problem, sheet) };
}

/** What was typed into a form whose act is gone, to be copied from the page. */
export const typedTexts = ({ form, key }: Attempt): string[] =>
  [...form.entries()].flatMap(([name, value]) =>
    name.startsWith(`${key}-`) && typeof value === 'string' && value.trim() !== '' && !name.endsWith('-kept')
      ? [value.trim()]
      : [],
  );
