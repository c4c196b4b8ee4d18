/** The notice when the ledger does not hold what this phone was promised: calm, on whatever page, with the evidence to save. */
import { recheckWords } from '#words/recheck.ts';
import { button, element, linesAsText, saveText } from './elements.ts';
import { type Memory, remember, type Trouble } from './kept.ts';
import { base } from './base.ts';

const id = 'ledger-trouble';

/**
 * Puts the notice at the head of the page, once.
 * @param look looks once more; says whether it is still wrong, and rejects when it cannot say
 */
export function showTrouble(memory: Memory, trouble: Trouble, look: () => Promise<boolean>): void {
  const main = document.getElementById('main');
  if (main === null || document.getElementById(id) !== null) return;
  const words = recheckWords;
  const status = element('p', { className: 'small' });
  status.setAttribute('role', 'status');
  const by = memory.promises.find(({ leaf }) => leaf === trouble.leaf)?.by ?? '';
  const box = element(
    'section',
    { id, className: 'error-summary ledger-trouble no-print' },
    element('h2', {}, words.title),
    element('p', {}, words.what[trouble.kind](by)),
    element('p', {}, words.calm),
    element('ol', {}, ...words.steps.map((step) => element('li', {}, step))),
    element(
      'div',
      { className: 'buttons' },
      button(words.save, () => saveEvidence(memory, trouble), ''),
      button(words.again, () => void again(look, status)),
      button(words.quiet, () => {
        remember((now) => (now.trouble ? { ...now, trouble: { ...now.trouble, quiet: true } } : now));
        box.remove();
      }),
    ),
    status,
    element('p', { className: 'small' }, element('a', { href: `${base()}verify#wrong` }, words.more)),
  );
  box.setAttribute('role', 'alert');
  main.prepend(box);
}

async function again(look: () => Promise<boolean>, status: HTMLElement): Promise<void> {
  const isWrong = await look().catch(() => undefined);
  if (isWrong === undefined) status.textContent = recheckWords.noAnswer;
  else if (isWrong) status.textContent = recheckWords.same;
  else {
    document.getElementById(id)?.remove();
    const said = element('p', { className: 'notice' }, recheckWords.solved);
    said.setAttribute('role', 'status');
    document.getElementById('main')?.prepend(said);
  }
}

/** Everything that somebody else needs to judge it, as one text. */
export function saveEvidence(memory: Memory, trouble: Trouble): void {
  const { file, what, title } = recheckWords;
  const by = memory.promises.find(({ leaf }) => leaf === trouble.leaf)?.by ?? '';
  const parts: [string, string][] = [
    [file.kind, trouble.kind],
    [file.day, trouble.day],
    [file.site, location.origin + base()],
    ...Object.entries(trouble.evidence),
    [file.keys, memory.keys === undefined ? '' : `${memory.keys.log}\n${memory.keys.receipts}`],
    [file.checkpoint, memory.checkpoint ?? ''],
    // Only the one that it is about: the others are nobody else's business.
    ...memory.promises
      .filter(({ leaf }) => leaf === trouble.leaf)
      .map((one): [string, string] => [file.receipts, [one.leaf, one.by, one.index ?? '', one.note ?? ''].join('\n')]),
  ];
  const lines = parts.flatMap(([name, text]) => ['', `== ${name}`, ...text.split('\n')]);
  saveText(`${file.title}-${trouble.day}.txt`, linesAsText([`${title}：${what[trouble.kind](by)}`, ...lines]));
}
