/** The rating page: one press instead of two, with a token of the phone's own and a proof that was made meanwhile. */
import { citizenErrors } from '#words/phone.ts';
import type { RatingItem, RatingLevel, RatingTag } from '../../server/domain/vocabulary.ts';
import { newToken } from '../token.ts';
import { base } from './base.ts';
import { proving } from './prove.ts';
import { onEveryView, sendByScript } from './send.ts';
import type { Sent } from './slip-check.ts';

onEveryView(() => {
  const form = document.querySelector<HTMLFormElement>('#rate-form');
  if (form === null || form.dataset['ready']) return;
  form.dataset['ready'] = 'yes';
  const token = newToken();
  const proof = proving('rate', base());
  form.addEventListener('focusin', proof.begin, { once: true });
  form.addEventListener('change', proof.begin, { once: true });
  let sent: Sent | undefined;
  sendByScript(form, {
    prepare: async () => {
      if (form.querySelector('[name=level]:checked') === null) {
        return { missing: [{ field: 'level', text: citizenErrors.level }] };
      }
      sent = { kind: 'rating', token, content: ratedIn(form) };
      return { fields: { token, scripted: 'yes', ...(await proof.ready()) } };
    },
    shown: () => {
      if (sent !== undefined) void fill(sent);
    },
  });
});

const fill = async (sent: Sent): Promise<void> => {
  const { fillLedgerSlip } = await import('./ledger-slip.ts');
  await fillLedgerSlip(sent);
};

/** What was chosen, read from the form as the server reads it. */
function ratedIn(form: HTMLFormElement): Extract<Sent, { kind: 'rating' }>['content'] {
  const data = new FormData(form);
  const items = [...form.querySelectorAll('select')].flatMap(({ name, value }) =>
    value === '' ? [] : [[name, Number(value)]],
  );
  return {
    department: form.dataset['department'] ?? '',
    level: Number(data.get('level')) as RatingLevel,
    items: Object.fromEntries(items) as Partial<Record<RatingItem, RatingLevel>>,
    tags: data.getAll('tags') as RatingTag[],
  };
}
