/** 提意见 on the phone: keeps the draft, shows the public version while one types, makes the receipt code, and sends without a second step. */
import { opinionLength } from '../../server/domain/opinion.ts';
import { type Locks, locksOf, makeCode, textSalt, viewHash, viewKey } from '../../server/domain/receipt.ts';
import { redact } from '../../server/domain/redaction.ts';
import { citizenErrors, draftWords, previewWords } from '#words/phone.ts';
import { newToken } from '../token.ts';
import { base } from './base.ts';
import { keepDraft } from './draft.ts';
import { uploadPhotos } from './photos.ts';
import { proving } from './prove.ts';
import { onEveryView, sendByScript } from './send.ts';

/** Kept while the page is open, so that sending again after a failure is the same 意见. */
let token = newToken();
let code = newCode();

function newCode(): string {
  return makeCode(crypto.getRandomValues(new Uint8Array(10)));
}

onEveryView(() => {
  const form = document.querySelector<HTMLFormElement>('#opinion-form');
  if (form !== null && !form.dataset['ready']) begin(form);
});

function begin(form: HTMLFormElement): void {
  form.dataset['ready'] = 'yes';
  const draft = keepDraft(form, form.dataset['draft'] ?? '');
  if (draft.restored) offerDraft(form, draft.drop);
  preview(form);
  const photos = uploadPhotos(form, base());
  const proof = proving('opinion', base());
  form.addEventListener('focusin', proof.begin, { once: true });
  const button = form.querySelector<HTMLButtonElement>('button[data-with-script]');
  if (button) button.textContent = button.dataset['withScript'] ?? '';
  sendByScript(form, {
    prepare: async () => {
      const missing = missingIn(form);
      if (missing.length > 0) return { missing };
      await photos();
      return { fields: { token, ...keys(code), ...(await proof.ready()) } };
    },
    shown: (status) => {
      const used = code;
      // After success the next 意见 has its own; after a conflict the code was, by a freak of chance, somebody else's.
      if (status === 200 || status === 409) code = newCode();
      if (status !== 200) return;
      token = newToken();
      draft.drop();
      const text = document.querySelector('[data-public-text]')?.textContent ?? '';
      const sent = { kind: 'opinion' as const, locks: locksOf(used), salt: textSalt(used), text };
      const ledger = import('./ledger-slip.ts').then(({ fillLedgerSlip }) => fillLedgerSlip(sent));
      void import('./slip.ts').then(({ fillSlip }) => fillSlip(used, ledger));
    },
  });
}

/** Only hashes leave the phone. The salt is one that the author can always make again, so that nobody else decides whether the text can be proved. */
function keys(of: string): Record<string, string> {
  const { yes, no }: Locks = locksOf(of);
  return {
    'view-hash': viewHash(viewKey(of)),
    'text-salt': textSalt(of),
    ...Object.fromEntries(yes.map((lock, round) => [`lock-y${round + 1}`, lock])),
    ...Object.fromEntries(no.map((lock, round) => [`lock-n${round + 1}`, lock])),
  };
}

function missingIn(form: HTMLFormElement): { field: string; text: string }[] {
  const data = new FormData(form);
  const text = data.get('text');
  const missing = (['department', 'kind', 'publish'] as const).filter(
    (name) => form.elements.namedItem(name) !== null && !data.get(name),
  );
  return [
    ...(typeof text === 'string' && text.trim().length >= opinionLength.least
      ? []
      : [{ field: 'text', text: citizenErrors.text }]),
    ...missing.map((field) => ({ field, text: citizenErrors[field] })),
  ];
}

/** Shows beside the text what the public would read, as it is typed. */
function preview(form: HTMLFormElement): void {
  const shown = form.querySelector('[data-preview-text]');
  const count = form.querySelector('[data-preview-count]');
  const field = form.querySelector<HTMLTextAreaElement>('#text');
  if (!shown || !count || !field) return;
  const update = (): void => {
    const { text, found } = redact(field.value);
    shown.textContent = text.trim() === '' ? previewWords.empty : text;
    const said = text.trim() === '' ? '' : found.length > 0 ? previewWords.covered(found.length) : previewWords.none;
    // Only a change is said aloud.
    if (count.textContent !== said) count.textContent = said;
  };
  update();
  field.addEventListener('input', update);
}

function offerDraft(form: HTMLFormElement, drop: () => void): void {
  const notice = form.querySelector<HTMLElement>('[data-draft-notice]');
  if (!notice) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'link';
  button.textContent = draftWords.drop;
  button.addEventListener('click', () => {
    drop();
    form.reset();
    notice.hidden = true;
    form.querySelector<HTMLTextAreaElement>('#text')?.dispatchEvent(new Event('input', { bubbles: true }));
    drop();
    form.querySelector<HTMLTextAreaElement>('#text')?.focus();
  });
  notice.replaceChildren(draftWords.kept, ' ', button);
  notice.hidden = false;
}
