/** Results of checks as the page shows them: a mark that differs in shape, a sentence, and one line that sums up. */
import { verifyWords } from '#words/verify-page.ts';
import { element } from './elements.ts';

/** One thing that was checked; `null` is neither right nor wrong, but worth knowing. */
export function check(isRight: boolean | null, text: string): HTMLElement {
  const [mark, className, word] =
    isRight === null
      ? ['◇', 'waits', '']
      : isRight
        ? ['✓', 'agrees', verifyWords.yes]
        : ['✗', 'differs', verifyWords.no];
  const sign = element('span', { className }, mark);
  sign.setAttribute('aria-hidden', 'true');
  return element(
    'li',
    {},
    sign,
    element('span', { className: 'hidden-text' }, word === '' ? '' : `${word}：`),
    element('span', {}, text),
  );
}

export const checks = (list: readonly HTMLElement[]): HTMLElement => element('ul', { className: 'checks' }, ...list);

/** The one line that sums up. */
export const report = (isFine: boolean, text: string): HTMLElement =>
  element('p', { className: `verdict ${isFine ? 'agrees' : 'differs'}` }, `${isFine ? '✓' : '✗'} ${text}`);
