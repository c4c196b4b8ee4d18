/** 提意见 as a form: what was typed, the step one is at, and sending it on to the API. Used by /opinion and /d/{code}/opinion. */
import { makeCode, locksOf, readCode, textSalt, viewHash, viewKey, type Locks } from '../server/domain/receipt.ts';
import { opinionLength, photosMost, tokenPattern } from '../server/domain/opinion.ts';
import { redact } from '../server/domain/redaction.ts';
import { opinionKinds } from '../server/domain/vocabulary.ts';
import { opinionErrors } from '#words/citizen.ts';
import { citizenErrors, photoWords } from '#words/phone.ts';
import type { OpinionSlip } from '../server/schemas/opinions.ts';
import { api, problemOf } from './api.ts';
import { type ErrorLine, linesOf } from './refused.ts';
import { newToken } from './token.ts';

export interface OpinionValues {
  text: string;
  department: string;
  kind: string;
  publish: string;
  contact: string;
  /** Ids of photos that were uploaded. */
  photos: string[];
}

/** `confirm` is the step without JavaScript: it shows the public version and carries a token and a code that the server made. */
export type OpinionState =
  | { step: 'form'; values: OpinionValues; errors: ErrorLine[]; status: number }
  | { step: 'confirm'; values: OpinionValues; publicText: string; token: string; code: string; status: number }
  | { step: 'done'; values: OpinionValues; slip: OpinionSlip; code: string | undefined; status: number };

const nothing: OpinionValues = { text: '', department: '', kind: '', publish: '', contact: '', photos: [] };

/** What to say of a field with that name in the API. */
const ids = {
  mayPublish: 'publish',
  token: null,
  viewHash: null,
  locks: null,
  textSalt: null,
  codeSeen: null,
  channel: null,
  proof: null,
};

/** Reads the request and does the step that it asks for. `fixed` is the department that the address names. */
export async function opinionStep(request: Request, url: URL, fixed: string | undefined): Promise<OpinionState> {
  if (request.method !== 'POST') {
    return { step: 'form', values: { ...nothing, department: fixed ?? '' }, errors: [], status: 200 };
  }
  const form = await request.formData();
  const given = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const values: OpinionValues = {
    text: given('text').replaceAll('\r\n', '\n'),
    department: fixed ?? given('department'),
    kind: given('kind'),
    publish: given('publish'),
    contact: given('contact'),
    photos: form
      .getAll('photo-id')
      .filter((id): id is string => typeof id === 'string' && id !== '')
      .slice(0, photosMost),
  };
  const errors: ErrorLine[] = [];
  if (values.text.trim().length < opinionLength.least) errors.push({ field: 'text', text: citizenErrors.text });
  if (!fixed && values.department === '') errors.push({ field: 'department', text: citizenErrors.department });
  if (!opinionKinds.some((kind) => kind === values.kind)) errors.push({ field: 'kind', text: citizenErrors.kind });
  if (values.publish !== 'yes' && values.publish !== 'no')
    errors.push({ field: 'publish', text: citizenErrors.publish });
  errors.push(...(await upload(form, values)));
  if (errors.length > 0) return { step: 'form', values, errors, status: 422 };

  const token = given('token');
  if (!tokenPattern.test(token)) {
    return {
      step: 'confirm',
      values,
      publicText: redact(values.text).text,
      token: newToken(),
      code: makeCode(crypto.getRandomValues(new Uint8Array(10))),
      status: 200,
    };
  }
  const seen = readCode(given('code'));
  const keys = seen.ok
    ? { viewHash: viewHash(viewKey(seen.code)), locks: locksOf(seen.code), textSalt: textSalt(seen.code) }
    : keysOf(given);
  const via = url.searchParams.get('via');
  const altcha = given('altcha');
  const turnstile = given('cf-turnstile-response');
  const answer = await api.api.opinions.$post({
    json: {
      token,
      department: values.department === unknownDepartment ? null : values.department,
      kind: values.kind as (typeof opinionKinds)[number],
      text: values.text,
      mayPublish: values.publish === 'yes',
      ...(values.contact.trim() && { contact: values.contact }),
      photos: values.photos,
      channel: via === 'qr' || via === 'sms' ? via : 'web',
      ...keys,
      codeSeen: seen.ok,
      proof: { ...(altcha && { altcha }), ...(turnstile && { turnstile }) },
    },
  });
  if (!answer.ok) {
    const problem = await problemOf(answer);
    return { step: 'form', values, errors: linesOf(problem, ids), status: answer.status };
  }
  return { step: 'done', values, slip: await answer.json(), code: seen.ok ? seen.code : undefined, status: 200 };
}

/** The choice for those who do not know which department it is. */
export const unknownDepartment = '-';

/** Hashes that the phone made; nonsense is left for the API to refuse. */
function keysOf(given: (name: string) => string): { viewHash: string; locks: Locks; textSalt?: string } {
  const locks = ['y1', 'y2', 'y3', 'n1', 'n2', 'n3'].map((name) => given(`lock-${name}`));
  const [y1 = '', y2 = '', y3 = '', n1 = '', n2 = '', n3 = ''] = locks;
  const salt = given('text-salt');
  return {
    viewHash: given('view-hash'),
    locks: { yes: [y1, y2, y3], no: [n1, n2, n3] },
    ...(salt !== '' && { textSalt: salt }),
  };
}

/** Hands on the photos of a form without JavaScript, and adds their ids to what was given. */
async function upload(form: FormData, values: OpinionValues): Promise<ErrorLine[]> {
  const files = form.getAll('photo').filter((file): file is File => file instanceof File && file.size > 0);
  if (files.length + values.photos.length > photosMost) return [{ field: 'photo', text: photoWords.tooMany }];
  for (const file of files) {
    const answer = await api.api.photos.$post({}, { init: { body: file, headers: { 'content-type': 'image/jpeg' } } });
    if (answer.ok) values.photos.push((await answer.json()).id);
    else return [{ field: 'photo', text: `${(await problemOf(answer)).title}。${opinionErrors.photos}` }];
  }
  return [];
}
