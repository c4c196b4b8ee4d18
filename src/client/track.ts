/** 查进度 on the phone: the code stays here. The server gets the view key made from it and, for an answer, the preimage of one lock. */
import { formatCode, preimage, readCode, viewKey } from '../../server/domain/receipt.ts';
import { formatDate } from '#words/calendar.ts';
import { trackWords } from '#words/phone.ts';
import { forgetReceipt, receipts } from './receipts.ts';
import { onEveryView, sendByScript } from './send.ts';

/** The code that was typed, for as long as the page is open. */
let code: string | undefined;

onEveryView(() => {
  for (const form of document.querySelectorAll<HTMLFormElement>('main form[method=post]')) {
    if (form.dataset['ready']) continue;
    form.dataset['ready'] = 'yes';
    if (form.id === 'track-form') ask(form);
    else answer(form);
  }
});

function ask(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>('#code');
  for (const part of document.querySelectorAll<HTMLElement>('[data-no-script]')) part.hidden = true;
  list(form, field);
  sendByScript(form, {
    prepare: async () => {
      const reading = readCode(field?.value ?? '');
      if (!reading.ok) {
        return { missing: [{ field: 'code', text: trackWords.wrong[reading.why] }], heading: trackWords.notFound };
      }
      code = reading.code;
      return { fields: { code: null, 'view-key': viewKey(reading.code) } };
    },
    // A code that is nobody's comes back with an empty field, because the server never saw it: here it is, to be corrected.
    shown: () => {
      const again = document.querySelector<HTMLInputElement>('#track-form #code');
      if (again !== null && field !== null && again.value === '') again.value = field.value;
    },
  });
}

function answer(form: HTMLFormElement): void {
  const round = Number(document.getElementById('track')?.dataset['round'] || 1) as 1 | 2 | 3;
  sendByScript(form, {
    prepare: async (submitter) => {
      // Sent by a page that the server made from the code: it has been seen already.
      if (form.querySelector('[name=code]') !== null) return { fields: {} };
      if (code === undefined) return { missing: [{ field: 'code', text: trackWords.codeGone }] };
      if (form.id === 'answer-form') {
        const said = submitter instanceof HTMLButtonElement && submitter.value === 'yes' ? 'y' : 'n';
        return { fields: { preimage: preimage(code, round, said) } };
      }
      return { fields: form.id === 'reopen-form' ? { preimage: preimage(code, round, 'n') } : {} };
    },
  });
}

/** Receipts that this phone remembers, each one press away. */
function list(form: HTMLFormElement, field: HTMLInputElement | null): void {
  const kept = receipts();
  const section = document.querySelector<HTMLElement>('[data-kept]');
  const rows = document.querySelector('[data-kept-list]');
  if (!section || !rows || kept.length === 0) return;
  section.hidden = false;
  rows.replaceChildren(
    ...kept.map((receipt) => {
      const row = document.createElement('li');
      row.className = 'kept';
      const open = document.createElement('button');
      open.type = 'button';
      open.className = 'link';
      open.textContent = [receipt.name, formatDate(receipt.day)].filter(Boolean).join('　');
      open.addEventListener('click', () => {
        if (field) field.value = formatCode(receipt.code);
        form.requestSubmit();
      });
      const forget = document.createElement('button');
      forget.type = 'button';
      forget.className = 'link small';
      forget.textContent = trackWords.forget;
      forget.addEventListener('click', () => {
        forgetReceipt(receipt.code);
        row.remove();
        section.hidden = rows.children.length === 0;
      });
      row.append(open, forget);
      return row;
    }),
  );
}
