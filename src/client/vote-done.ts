/** After the vote: receipts that say nothing of the marks, the key that takes it back, and where words may still be left. */
import { formatDate } from '#words/calendar.ts';
import { button, copyText, element, linesAsText, saveText } from './elements.ts';
import { forgetPromise } from './kept.ts';
import { base } from './base.ts';
import { cancelLines } from './vote-cancel.ts';
import { paragraph, showScreen, statusLine } from './vote-screen.ts';
import { forgetVote, type KeptVote } from './vote-store.ts';
import { voteWords } from './vote-words.ts';

/** @param names of departments by code, where they are known */
export function showDone(vote: KeptVote, names: ReadonlyMap<string, string>, cancel: (() => void) | undefined): void {
  const words = voteWords.done;
  const receipts = Object.entries(vote.ballots).flatMap(([d, { receipt }]) =>
    receipt === undefined ? [] : [{ name: names.get(d) ?? d, ...receipt }],
  );
  const by =
    receipts
      .map((receipt) => receipt.by)
      .sort()
      .at(-1) ?? '';
  const lines = [
    words.slip,
    vote.title,
    `${words.facts.ballots} ${words.ballots(receipts.length)}`,
    words.promise(by),
    words.fileNote,
    new URL(`${base()}verify`, location.href).href,
    ...receipts.flatMap(({ note }) => ['', ...note.split('\n')]),
  ];
  const fact = (name: string, value: string): HTMLElement =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value));
  showScreen(
    words.title,
    element(
      'section',
      { className: 'slip' },
      element('div', { className: 'slip-head' }, element('h2', {}, words.slip)),
      element(
        'dl',
        { className: 'facts' },
        fact(words.facts.round, vote.title),
        fact(words.facts.ballots, words.ballots(receipts.length)),
        fact(words.facts.by, formatDate(by)),
      ),
      paragraph(words.promise(by)),
      paragraph(words.secret, 'small'),
      element(
        'div',
        { className: 'buttons no-print' },
        button(words.text, () =>
          saveText(`${words.slip}-${receipts[0]?.leaf.slice(0, 8) ?? ''}.txt`, linesAsText(lines)),
        ),
      ),
      receiptList(receipts),
      element('p', { className: 'small' }, element('a', { href: `${base()}verify#receipt` }, words.verify)),
    ),
    ...(cancel === undefined ? [] : [cancelPart(vote, names, cancel)]),
    element(
      'section',
      {},
      element('h2', {}, words.also),
      element(
        'ul',
        { className: 'rows' },
        element('li', {}, element('a', { href: `${base()}opinion` }, words.opinion)),
      ),
      paragraph(words.pressed),
    ),
    forgetPart(vote),
  );
}

function receiptList(receipts: readonly { name: string; leaf: string; note: string }[]): HTMLElement {
  const words = voteWords.done;
  const rows = element('ul', { className: 'vote-receipts' });
  const fold = element(
    'details',
    { className: 'definition' },
    element('summary', {}, words.list(receipts.length)),
    rows,
  );
  // Made when somebody wants to see them.
  fold.addEventListener('toggle', () => {
    if (rows.hasChildNodes()) return;
    for (const { name, leaf, note } of receipts) {
      const place = element('div', {});
      const shown = element('code', {}, leaf);
      const status = statusLine();
      const copy = button(
        words.copy,
        () => {
          void copyText(leaf, shown).then((isCopied) => {
            if (isCopied) status.textContent = words.copied;
          });
        },
        'link',
      );
      const qr = button(
        words.qr,
        () => {
          void import('./qr.ts').then(({ qrPicture }) => place.replaceChildren(qrPicture(note, words.qrLabel)));
        },
        'link',
      );
      qr.setAttribute('aria-label', `${words.qr}：${name}`);
      copy.setAttribute('aria-label', `${words.copy}：${name}`);
      rows.append(
        element(
          'li',
          {},
          name,
          element('br', {}),
          shown,
          element('p', { className: 'links' }, qr, copy),
          status,
          place,
        ),
      );
    }
  });
  return fold;
}

function cancelPart(vote: KeptVote, names: ReadonlyMap<string, string>, cancel: () => void): HTMLElement {
  const words = voteWords.done;
  return element(
    'section',
    { className: 'no-print' },
    element('h2', {}, words.cancelTitle),
    paragraph(words.cancelLead),
    element(
      'div',
      { className: 'buttons' },
      button(words.cancelSave, () =>
        saveText(
          `${words.cancelFile}.txt`,
          linesAsText([words.cancelFile, vote.title, words.cancelNote, '', ...cancelLines(vote, names)]),
        ),
      ),
      button(words.cancelGo, cancel),
    ),
  );
}

function forgetPart(vote: KeptVote): HTMLElement {
  const words = voteWords.done;
  const line = element('p', { className: 'small no-print' }, words.forgetHint, ' ');
  const forget = (): void => {
    forgetVote(vote.redemption);
    for (const { receipt } of Object.values(vote.ballots)) if (receipt !== undefined) forgetPromise(receipt.leaf);
    line.textContent = words.forgotten;
  };
  line.append(button(words.forget, forget, 'link'));
  return line;
}
