/** The page 核验: its buttons. What they do is loaded when they are pressed. */
import { verifyWords } from '#words/verify-page.ts';
import { button, element } from './elements.ts';
import { forgetPromise, recall } from './kept.ts';
import { offerScan } from './scan.ts';
import { onEveryView } from './send.ts';

addEventListener('hashchange', entryOfAddress);
onEveryView(() => {
  entryOfAddress();
  department();
  receipt();
  city();
  document.querySelector('[data-print]')?.addEventListener('click', () => window.print());
});

/** A form whose button does something here instead of sending. */
function onSubmit(form: HTMLFormElement | null, act: (place: HTMLElement) => Promise<void>): void {
  const place = form?.parentElement?.querySelector<HTMLElement>('[data-result]');
  if (!form || !place || form.dataset['ready']) return;
  form.dataset['ready'] = 'yes';
  const send = form.querySelector('button');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (send?.getAttribute('aria-disabled') === 'true') return;
    send?.setAttribute('aria-disabled', 'true');
    act(place)
      .catch(() => place.replaceChildren(element('p', {}, verifyWords.noAnswer)))
      .finally(() => send?.removeAttribute('aria-disabled'));
  });
}

function department(): void {
  const form = document.querySelector<HTMLFormElement>('#recount-form');
  onSubmit(form, async (place) => {
    const code = form?.querySelector('select')?.value ?? '';
    if (code === '') return place.replaceChildren(element('p', { className: 'wrong' }, verifyWords.recount.choose));
    const { showDepartment } = await import('./verify-department.ts');
    await showDepartment(code, place);
  });
}

function receipt(): void {
  const form = document.querySelector<HTMLFormElement>('#receipt-form');
  const field = form?.querySelector('textarea');
  if (!form || !field) return;
  onSubmit(form, async (place) => {
    const typed = field.value.normalize('NFKC').trim();
    if (/^\d{1,9}$/.test(typed)) return entry(Number(typed), place);
    const { readPasted, showReceipt } = await import('./verify-receipt.ts');
    const pasted = readPasted(field.value);
    const wrong = field.value.trim() === '' ? verifyWords.pasteFirst : verifyWords.unreadable;
    if (pasted === undefined) return place.replaceChildren(element('p', { className: 'wrong' }, wrong));
    await showReceipt(pasted, place);
  });
  const scan = form.querySelector<HTMLElement>('[data-scan-receipt]');
  if (scan !== null && !scan.hasChildNodes()) {
    offerScan(scan, scan.dataset['scanReceipt'] ?? '', (text) => {
      field.value = text;
      form.requestSubmit();
      return verifyWords.pasted;
    });
  }
  const list = (): void => kept(form, field);
  list();
  document.addEventListener('rechecked', list);
}

async function entry(index: number, place: HTMLElement): Promise<void> {
  const { showEntry } = await import('./verify-entry.ts');
  await showEntry(index, place);
}

/** A line of a public case leads to `#entry-123`. */
function entryOfAddress(): void {
  const index = /^#entry-(\d{1,9})$/.exec(location.hash)?.[1];
  const place = document.getElementById('receipt-result');
  if (index === undefined || place === null) return;
  place.scrollIntoView();
  void entry(Number(index), place).then(() => place.scrollIntoView());
}

/** Receipts of this phone, each one press away. */
function kept(form: HTMLFormElement, field: HTMLTextAreaElement): void {
  const section = document.querySelector<HTMLElement>('[data-promises]');
  const rows = section?.querySelector('ul');
  if (!section || !rows) return;
  const { promises } = recall();
  section.hidden = promises.length === 0;
  rows.replaceChildren(
    ...promises.map(({ leaf, number, kind, by, note, index }) => {
      const { kinds, keptState } = verifyWords;
      const state = index === undefined ? keptState.waiting(by) : keptState.in(index);
      const look = (): void => {
        field.value = note ?? leaf;
        form.requestSubmit();
      };
      const row = element(
        'li',
        { className: 'kept' },
        button(`${kinds[kind]} ${number}`, look, 'link'),
        element('span', { className: 'quiet' }, state),
        button(
          section.dataset['forget'] ?? '',
          () => {
            forgetPromise(leaf);
            row.remove();
            section.hidden = rows.children.length === 0;
          },
          'link small',
        ),
      );
      return row;
    }),
  );
  const again = section.querySelector<HTMLButtonElement>('[data-again]');
  const said = section.querySelector('[data-again-said]');
  if (again === null || again.dataset['ready']) return;
  again.dataset['ready'] = 'yes';
  again.addEventListener('click', () => {
    if (said) said.textContent = verifyWords.working;
    void import('./recheck.ts')
      .then(({ recheckNow }) => recheckNow())
      .then(() => {
        if (said) said.textContent = '';
      })
      .catch(() => {
        if (said) said.textContent = verifyWords.noAnswer;
      });
  });
}

function city(): void {
  const form = document.querySelector<HTMLFormElement>('#city-form');
  onSubmit(form, async (place) => {
    const { verifyCity } = await import('./verify-city.ts');
    await verifyCity(place);
  });
}
