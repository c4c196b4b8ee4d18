/** The 存证回执 on the slip: has it checked that what came back is what was sent, remembers it, and offers ways to keep it. */
import { receiptWords } from '#words/receipt.ts';
import { askBeside } from './ask-beside.ts';
import { button, copyText, element, linesAsText, saveText } from './elements.ts';
import { type Memory, phoneDay, type Promised, recall, remember, type Trouble, type TroubleKind } from './kept.ts';
import { base } from './base.ts';
import type { Answer, Sent } from './slip-check.ts';

/** A promise as it came, and the lines of text in which people keep it: title, day, and what to check it with. */
export interface KeptSlip {
  promise: Promised;
  lines: readonly string[];
}

/**
 * Completes the part of the slip that is about the ledger. The slip stands without it.
 * @returns what to keep with the slip; nothing where the slip says nothing of the ledger
 */
export async function fillLedgerSlip(sent: Sent): Promise<KeptSlip | undefined> {
  const place = document.querySelector<HTMLElement>('#ledger-receipt');
  if (place === null) return undefined;
  const { entry = '', number = '', by = '', until = '', logKey = '', receiptKey = '' } = place.dataset;
  // A browser without such workers keeps the number that the page shows, and the next visit asks the log for it.
  const shown: Answer = { leaf: place.querySelector('code')?.textContent ?? '', isRight: undefined };
  const { leaf, isRight } = (await askBeside<Answer>({ slip: { entry, sent } })) ?? shown;
  const note = place.dataset['note'] ?? (await fetchNote(leaf));
  const keys = recall().keys ?? { log: logKey, receipts: receiptKey };
  const inNote = `${leaf.replaceAll('-', '+').replaceAll('_', '/')}=`;
  const [, , named, day] = note?.split('\n') ?? [];
  // Whether the note is signed is looked at with everything else, at the next visit.
  const kind: TroubleKind | undefined =
    isRight === false
      ? 'slip'
      : keys.log !== logKey || keys.receipts !== receiptKey
        ? 'keys'
        : note !== null && (named !== inNote || day !== by)
          ? 'promise'
          : undefined;
  const promise: Promised = { leaf, number, kind: sent.kind, by, note };
  const trouble: Trouble | undefined = kind && {
    kind,
    day: phoneDay(),
    leaf,
    evidence: { entry, by, receipt: note ?? '' },
  };
  const kept = remember((memory) => ({
    ...memory,
    keys,
    promises: [promise, ...memory.promises.filter((one) => one.leaf !== leaf)],
    ...(trouble && { trouble }),
  }));
  // Told at once and from here, because a browser that keeps nothing has no later.
  if (trouble !== undefined) void tell({ promises: [promise], keys }, trouble);
  const checked = isRight === true && kind === undefined ? receiptWords.checked[sent.kind] : '';
  place.querySelector('[data-ledger-said]')?.append(checked + (kept ? receiptWords.kept : receiptWords.notKept));
  const fold = place.querySelector('details');
  if (note !== null && fold?.querySelector('pre') === null) {
    fold.querySelector('p')?.after(element('pre', { className: 'note' }, note));
  }
  const lines = [
    `${receiptWords.title} ${number}`,
    until,
    `${receiptWords.leaf} ${leaf}`,
    receiptWords.fileNote,
    new URL(`${base()}verify`, location.href).href,
    ...(note === null ? [] : ['', ...note.split('\n')]),
  ];
  place.querySelector('[data-ledger-ways]')?.replaceChildren(...ways({ promise, lines }, fold));
  return { promise, lines };
}

async function tell(memory: Memory, trouble: Trouble): Promise<void> {
  const [{ showTrouble }, { recheckNow }] = await Promise.all([import('./trouble.ts'), import('./recheck.ts')]);
  showTrouble(memory, trouble, async () => {
    await recheckNow();
    return trouble.kind === 'slip' || recall().trouble !== undefined;
  });
}

/** Asks for the signed 回执; the next visit asks again. */
async function fetchNote(leaf: string): Promise<string | null> {
  const answer = await fetch(`${base()}log/receipt?leaf=${leaf}`, { cache: 'no-store' }).catch(() => undefined);
  return answer?.ok === true ? answer.text() : null;
}

function ways({ promise, lines }: KeptSlip, shown: Element | null): HTMLElement[] {
  const status = element('div', { className: 'small' });
  status.setAttribute('role', 'status');
  const copy = async (): Promise<void> => {
    if (await copyText(lines.join('\n'), shown)) status.textContent = receiptWords.copied;
  };
  const qr = async (): Promise<void> => {
    const { qrPicture } = await import('./qr.ts');
    status.replaceChildren(qrPicture(promise.note ?? promise.leaf, receiptWords.qrLabel));
  };
  const file = `${receiptWords.title}-${promise.number}.txt`;
  return [
    element(
      'div',
      { className: 'buttons' },
      button(receiptWords.copy, () => void copy()),
      button(receiptWords.text, () => saveText(file, linesAsText(lines))),
      button(receiptWords.qr, () => void qr()),
    ),
    status,
  ];
}
