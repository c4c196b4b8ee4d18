/** Pinyin of names, so that a department is found by Latin letters. */

import { pinyin } from 'pinyin-pro';

/** Pinyin without tones or spaces, and its initials: `shizhengwufuwuzhongxin`, `szwfwzx`. */
export function pinyinOf(name: string): { pinyin: string; initials: string } {
  const syllables = pinyin(name, { toneType: 'none', type: 'array' }).map((syllable) => syllable.toLowerCase());
  return { pinyin: syllables.join('').replaceAll(/\s/g, ''), initials: syllables.map(([first]) => first).join('') };
}
