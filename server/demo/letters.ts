/** Writes the text of an 意见 from a sentence pattern: short mostly, long sometimes, never twice the same. */

import type { Fill } from './data/fills.ts';
import { background, closings, openings } from './data/replies.ts';
import type { Random } from './random.ts';

/** Longest text an 意见 of the demonstration has, in characters; the form takes a thousand. */
const longest = 600;

export class Letters {
  readonly #random: Random;
  readonly #written = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** A text on a pattern; one in twenty is a long letter, one in fifty gives away a telephone or an address. */
  write(pattern: string, fill: Fill): string {
    for (let attempt = 0; ; attempt += 1) {
      const text = this.#compose(pattern, fill, attempt > 20);
      if (this.#written.has(text) && attempt < 60) continue;
      this.#written.add(text);
      return text;
    }
  }

  /** Another citizen's text on the same matter: other words around it. */
  writeAgain(pattern: string, fill: Fill): string {
    const random = this.#random;
    return `${fill(random.pick(openings) + pattern)}${random.pick(['我也遇到了。', '已经不止我一个人反映。', '楼上邻居也说过。', '至今没有改变。', '再反映一次。'])}${random.pick(closings)}`;
  }

  #compose(pattern: string, fill: Fill, wantsMore: boolean): string {
    const random = this.#random;
    const parts = [random.pick(openings) + pattern];
    const tail = random.pick(closings);
    const size = random.below(1000);
    const [least, sentences] = size < 55 ? [205, 99] : size < 190 || wantsMore ? [0, random.between(1, 2)] : [0, 0];
    for (const [index, sentence] of random.shuffled(background).entries()) {
      const length = parts.join('').length + tail.length;
      if (index >= sentences || (least > 0 && length > least + 10) || length > longest) break;
      parts.push(sentence);
    }
    if (random.chance(2)) parts.push('我的电话1380000{digits}，随时可以联系。');
    else if (random.chance(1)) parts.push('我家住{estate}3幢2单元502室，可以上门来看。');
    return fill(parts.join('') + tail);
  }
}
