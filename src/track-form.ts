/** 查进度 as a form: finds a case by its code or, from a phone with JavaScript, by the view key alone, and says what its holder says. */
import { preimage, readCode, viewKey } from '../server/domain/receipt.ts';
import { citizenWords } from '#words/citizen.ts';
import { trackWords } from '#words/phone.ts';
import type { Track } from '../server/schemas/tracking.ts';
import { api, problemOf } from './api.ts';
import { type ErrorLine, linesOf } from './refused.ts';

export type TrackState =
  | { step: 'ask'; code: string; errors: ErrorLine[]; status: number }
  | {
      step: 'shown';
      track: Track;
      viewKey: string;
      /** The code, where the server has been sent it. */
      code: string | undefined;
      /** What was just said, to be thanked for. */
      said: string | undefined;
      errors: ErrorLine[];
      /** Words that were refused, to be typed no second time. */
      typed: string;
      status: number;
    };

const ids = { viewKey: null, preimage: 'code', seen: null, answer: 'answer', reason: 'reason', comment: 'comment' };

/** Reads the request and does what it asks for. */
export async function trackStep(request: Request): Promise<TrackState> {
  if (request.method !== 'POST') return { step: 'ask', code: '', errors: [], status: 200 };
  const form = await request.formData();
  const given = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const typedCode = given('code');
  const reading = typedCode === '' ? undefined : readCode(typedCode);
  if (reading?.ok === false || (reading === undefined && given('view-key') === '')) {
    const text = reading?.ok === false ? trackWords.wrong[reading.why] : citizenWords.track.codeMissing;
    return { step: 'ask', code: typedCode.slice(0, 200), errors: [{ field: 'code', text }], status: 422 };
  }
  const code = reading?.code;
  const key = code === undefined ? given('view-key') : viewKey(code);
  const opened = await api.api.track.$post({ json: { viewKey: key } });
  if (!opened.ok) {
    const lines = linesOf(await problemOf(opened), ids);
    const text = opened.status === 422 ? citizenWords.track.codeMissing : (lines[0]?.text ?? '');
    return {
      step: 'ask',
      code: typedCode.slice(0, 200),
      errors: [{ field: 'code', text: opened.status === 404 ? citizenWords.track.notFound : text }],
      status: opened.status,
    };
  }
  const before = await opened.json();
  const shown = {
    step: 'shown' as const,
    track: before,
    viewKey: key,
    code,
    said: undefined,
    errors: [],
    typed: '',
    status: 200,
  };
  const round = before.ask?.round ?? before.reopen?.round ?? 1;
  const proven = (answer: 'y' | 'n') => ({
    viewKey: key,
    preimage: code === undefined ? given('preimage') : preimage(code, round, answer),
    seen: code !== undefined,
  });
  const words = citizenWords.track;

  const does = {
    answer: () => {
      const answer = given('answer') === 'yes' ? ('yes' as const) : ('no' as const);
      return {
        said: answer === 'no' ? words.answered.no : before.ask?.own ? words.answered.yes : words.answered.recorded,
        sent: api.api.track.answer.$post({
          json: {
            ...proven(answer === 'yes' ? 'y' : 'n'),
            answer,
            ...(given('comment') && { comment: given('comment') }),
          },
        }),
      };
    },
    reply: () => ({
      said: words.question.done,
      sent: api.api.track.reply.$post({ json: { viewKey: key, answer: given('reply') } }),
    }),
    reopen: () => ({
      said: words.reopen.done,
      sent: api.api.track.reopen.$post({ json: { ...proven('n'), reason: given('reason') } }),
    }),
    withdraw: () => ({
      said: words.contact.done,
      sent: api.api.track['withdraw-contact'].$post({ json: { viewKey: key } }),
    }),
  };
  const act = given('do');
  if (act === 'answer' && given('answer') !== 'yes' && given('answer') !== 'no') {
    return {
      ...shown,
      errors: [{ field: 'answer-yes', text: words.ask.choose }],
      typed: given('comment'),
      status: 422,
    };
  }
  if (!(act in does)) return shown;
  const { said, sent } = does[act as keyof typeof does]();
  const answer = await sent;
  if (answer.ok) return { ...shown, track: await answer.json(), said };
  const errors = linesOf(await problemOf(answer), act === 'reply' ? { ...ids, answer: 'reply' } : ids);
  return { ...shown, errors, typed: given('comment') || given('reply') || given('reason'), status: answer.status };
}
