/** What was typed into the forms of a case and not sent: kept by the button without JavaScript, and put back when one returns. */
import type { CaseView } from '../../server/schemas/desk.ts';
import { problemOf } from '../api.ts';
import { textOf, type Visit } from './visit.ts';

/** A draft as a form that was sent, so that the controls are filled in from it. */
export interface TypedDraft {
  form: FormData;
  savedAt: string;
}

/** One's own drafts for the forms of a case, by form; none for those who only read. */
export async function draftsOf({ api }: Visit, id: string): Promise<Map<string, TypedDraft>> {
  const answer = await api.desk.cases[':id'].drafts.$get({ param: { id } });
  if (!answer.ok) return new Map();
  return new Map(
    (await answer.json()).items.map(({ sheet, controls, savedAt }) => {
      const form = new FormData();
      for (const [name, value] of controls) form.append(name, value);
      return [sheet, { form, savedAt }];
    }),
  );
}

/** Keeps or forgets the draft of the form that was sent for that. @returns what went wrong */
export async function keepDraft(
  { api }: Visit,
  { id }: Pick<CaseView, 'id'>,
  form: FormData,
): Promise<string | undefined> {
  const sheet = textOf(form, 'sheet');
  const param = { id };
  if (textOf(form, 'draft') === 'remove') {
    await api.desk.cases[':id'].drafts.remove.$post({ param, json: { sheet } });
    return undefined;
  }
  const controls = [...form.entries()].flatMap(([name, value]): [string, string][] =>
    name.startsWith(`${sheet}-`) && typeof value === 'string' && value !== '' && name !== `${sheet}-sure`
      ? [[name, value]]
      : [],
  );
  if (controls.length === 0) return undefined;
  const answer = await api.desk.cases[':id'].drafts.$post({ param, json: { sheet, controls } });
  return answer.ok ? undefined : (await problemOf(answer)).title;
}
