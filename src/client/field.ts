/** What a little JavaScript adds to the desk of a supervisor: a key of one's own, signatures, and drafts for when the network drops. */

import { checkMessage } from '../../server/domain/trust/check-signature.ts';
import { dropDraft, keepDraft } from './draft.ts';
import { keptKey, makeKey, signWith } from './signing-key.ts';
import { fieldWords } from '#words/field.ts';

const words = fieldWords.key;
const {
  account = '',
  origin = '',
  key = '',
  base = '/',
} = document.querySelector<HTMLElement>('[data-field]')?.dataset ?? {};

// ── The key ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const panel = document.querySelector<HTMLElement>('[data-key-panel]');
const status = panel?.querySelector<HTMLElement>('[data-key-status]');
const button = panel?.querySelector<HTMLButtonElement>('button');

async function showKey(): Promise<void> {
  if (!panel || !status || !button) return;
  const kept = await keptKey(account);
  const isHere = kept !== undefined && kept === key;
  status.textContent = isHere ? words.here : key === '' ? words.none : words.other;
  button.hidden = isHere;
}

async function register(): Promise<void> {
  if (!status || !button) return;
  button.disabled = true;
  status.textContent = words.making;
  const publicKey = await makeKey(account).catch(() => undefined);
  const answer =
    publicKey === undefined
      ? undefined
      : await fetch(`${base}api/desk/field/key`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ publicKey }),
        }).catch(() => undefined);
  button.disabled = false;
  status.textContent = publicKey === undefined ? words.unable : answer?.ok ? words.done : words.failed;
  button.hidden = answer?.ok ?? false;
}

button?.addEventListener('click', () => void register());
void showKey();

// ── Signing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-signs]')) {
  const { signs: id = '', seq = '0', act: only = '' } = form.dataset;
  const hidden = form.querySelector<HTMLInputElement>('input[name="signature"]');
  // Before the handler of the whole desk, which sends the form.
  form.addEventListener('submit', (event) => {
    const chosen = new FormData(form).get('act');
    const act = only || (typeof chosen === 'string' ? chosen : '');
    if (hidden === null || key === '' || act === '' || form.dataset['signed'] === act) return;
    event.preventDefault();
    event.stopPropagation();
    const message = new Uint8Array(checkMessage({ origin, id, n: Number(seq) + 1, act }));
    void signWith(account, key, message)
      .catch(() => undefined)
      .then((signature) => {
        hidden.value = signature ?? '';
        form.dataset['signed'] = act;
        form.requestSubmit(event.submitter);
      });
  });
}

// ── Drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const { done = '' } = document.querySelector<HTMLElement>('[data-draft-done]')?.dataset ?? {};
if (done !== '') dropDraft(done);

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-draft]')) {
  const { draft: name = '', draftFields = '' } = form.dataset;
  const fields = draftFields.split(' ');
  const { restored, drop } = keepDraft(form, name, fields);
  const notice = form.querySelector<HTMLElement>('[data-draft-notice]');
  if (!restored || notice === null) continue;
  notice.hidden = false;
  notice.querySelector('button')?.addEventListener('click', () => {
    drop();
    form.reset();
    notice.hidden = true;
  });
}
