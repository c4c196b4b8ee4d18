/** Draws a 抽查 once more on the phone: the list as it was frozen, the winning numbers, and whether the same ones come out. */

import { drawLots, frameHash } from '../../server/domain/lottery.ts';
import { sampleWords } from '#words/samples.ts';

const words = sampleWords.page;
const place = document.querySelector<HTMLElement>('[data-sample]');
const button = place?.querySelector('button');
const status = place?.querySelector<HTMLElement>('[role="status"]');

async function drawAgain(): Promise<string> {
  const { root = '', ids = '', size = '0', winning = '', drawn = '', list = '' } = place?.dataset ?? {};
  const answer = await fetch(list).catch(() => undefined);
  if (!answer?.ok) return words.noNetwork;
  const frame = (await answer.text()).split('\n').filter((id) => id !== '');
  if (frameHash(frame) !== ids) return words.listDiffers;
  if (winning === '') return words.waitingSame(frame.length);
  const expected = drawLots({ root, winning, ids: frame, size: Number(size) });
  return expected.join(' ') === drawn ? words.same(frame.length) : words.drawDiffers;
}

if (button && status) {
  button.hidden = false;
  button.addEventListener('click', () => {
    status.textContent = words.onPhoneBusy;
    void drawAgain().then((said) => {
      status.textContent = said;
    });
  });
}
