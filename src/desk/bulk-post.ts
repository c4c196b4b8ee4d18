/** The steps of an act on many cases: choose the act and fill it in, see what would become of each case, and give the word. */
import type { BulkCheck, BulkOffers } from '../../server/schemas/desk-bulk.ts';
import type { DepartmentLine } from '../../server/schemas/departments.ts';
import { deskWords } from '#words/desk.ts';
import { problemOf } from '../api.ts';
import type { ErrorLine } from '../refused.ts';
import { actErrors, controlOf, readSheet, type Sheet } from './act-form.ts';
import { textOf, textsOf, type Visit } from './visit.ts';

/** One case as the form carries it: id and count of events. */
export const carried = ({ id, seq }: { id: string; seq: number }): string => `${id} ${seq}`;
function caseOf(text: string): { id: string; seq: number } {
  const [id = '', seq = ''] = text.split(' ');
  return { id, seq: Number(seq) };
}

export const sheetFor = ({ offer }: BulkOffers['acts'][number]): Sheet => ({
  key: offer.act,
  offer,
  title: offer.button,
  fixed: {},
});

/** What the page shows. */
export type BulkStep =
  | { step: 'choose'; offers: BulkOffers; typed?: FormData | undefined; errors: ErrorLine[] }
  | {
      step: 'check';
      check: BulkCheck;
      act: Sheet['offer']['act'];
      /** JSON of the fields, and the same for people. */
      given: string;
      told: { label: string; value: string }[];
      typed: [string, string][];
    }
  | { step: 'refused'; title: string; text: string; status: number };

/** Controls of the form that was filled in, as they can be filled in again. */
const typedIn = (form: FormData, key: string): [string, string][] =>
  [...form.entries()].flatMap(([name, value]): [string, string][] =>
    name.startsWith(`${key}-`) && typeof value === 'string' ? [[name, value]] : [],
  );

/** What was filled in, as one reads it. */
const toldOf = (form: FormData, { key, offer }: Sheet): { label: string; value: string }[] =>
  offer.fields.flatMap(({ name, label, kind, of }) => {
    const values = textsOf(form, controlOf(key, name)).filter(Boolean);
    const texts = values.map((value) => of.find((option) => String(option.value) === value)?.label ?? value);
    return texts.length === 0 ? [] : [{ label, value: kind === 'yes-no' ? deskWords.yes : texts.join('、') }];
  });

/** What a form of the page asks for next. */
export async function bulkStep(
  { api }: Visit,
  form: FormData | undefined,
  departments: readonly DepartmentLine[],
): Promise<BulkStep> {
  const chosen = textsOf(form, 'case').map(caseOf);
  const all = textOf(form, 'all') !== '';
  const ids = chosen.length > 0 ? chosen.map(({ id }) => id) : textsOf(form, 'c');
  const answer = await api.desk.bulk.offers.$post({
    json: all ? { ids: [], query: textOf(form, 'query') } : { ids },
  });
  if (!answer.ok) return refusedWith(await problemOf(answer));
  const offers = await answer.json();
  const step = textOf(form, 'step');
  const act = offers.acts.find(({ offer }) => offer.act === textOf(form, 'sheet'));
  if (form === undefined || act === undefined || step === '') return { step: 'choose', offers, errors: [] };
  if (step === 'edit') return { step: 'choose', offers, errors: [], typed: typedAgain(form) };

  const sheet = sheetFor(act);
  const { given, errors } = readSheet(form, sheet, departments);
  if (textOf(form, 'more') !== '' || errors.length > 0) return { step: 'choose', offers, errors, typed: form };
  const checked = await api.desk.bulk.check.$post({
    json: { act: act.offer.act as never, given, cases: offers.items.map(({ id, seq }) => ({ id, seq })) },
  });
  if (!checked.ok) {
    return { step: 'choose', offers, errors: actErrors(await problemOf(checked), sheet), typed: form };
  }
  return {
    step: 'check',
    check: await checked.json(),
    act: act.offer.act,
    given: JSON.stringify(given),
    told: toldOf(form, sheet),
    typed: typedIn(form, sheet.key),
  };
}

/** What was filled in before the check, carried by its page. */
function typedAgain(form: FormData): FormData {
  const typed = new FormData();
  typed.set('sheet', textOf(form, 'sheet'));
  for (const [name, value] of typedIn(form, textOf(form, 'sheet'))) typed.append(name, value);
  return typed;
}

const refusedWith = ({ title, detail, status }: Awaited<ReturnType<typeof problemOf>>): BulkStep => ({
  step: 'refused',
  title,
  text: detail,
  status,
});

/** Gives the word. @returns the id of what is held, or the refusal */
export async function giveWord({ api }: Visit, form: FormData): Promise<{ id: string } | BulkStep> {
  let given: Record<string, unknown> = {};
  try {
    given = JSON.parse(textOf(form, 'given')) as Record<string, unknown>;
  } catch {
    // What is no JSON is refused below as the empty fields that it stands for.
  }
  const answer = await api.desk.bulk.$post({
    json: {
      act: textOf(form, 'sheet') as never,
      given,
      cases: textsOf(form, 'case').map(caseOf),
      token: textOf(form, 'token'),
    },
  });
  return answer.ok ? { id: (await answer.json()).id } : refusedWith(await problemOf(answer));
}
