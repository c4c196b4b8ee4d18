/** Writes docs/tamper.md from the list of attacks that tests/fault/tamper.test.ts tries: each with what it is called, or why nobody can see it. */

import { writeFileSync } from 'node:fs';
import { attackLists } from '../tests/support/tamper/attacks.ts';
import type { Attack } from '../tests/support/tamper/scene.ts';

const path = new URL('../docs/tamper.md', import.meta.url);

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const head = (...names: readonly string[]): string[] => [row(...names), row(...names.map(() => '---'))];

const caught = ({ by, does, found, says, onlyByFirst }: Attack): string =>
  row(
    by,
    does,
    found === 'no-ledger' ? '读不出来，程序以 2 结束' : `${says ?? ''}（\`${found ?? ''}\`）`,
    onlyByFirst ? '只有 `npm run verify`' : '两个程序都查出',
  );
const unseen = ({ by, does, how, missed, instead }: Attack): string =>
  row(by, `${does}${how === undefined ? '（程序无从试起）' : ''}`, missed ?? '', instead ?? '');

/** The whole document. */
export function tamperDocument(): string {
  const all = attackLists.flatMap(({ attacks }) => attacks);
  const count = all.filter(({ found }) => found !== undefined).length;
  return [
    '# 有人动手脚，查得出来吗',
    '',
    '<!-- Generated from tests/support/tamper/ by `npm run docs`. Do not edit by hand. -->',
    '',
    '下面每一种手脚，每次测试都在一座真实跑过的城市上做一遍（`tests/fault/tamper.test.ts`），再用两个核验程序去查：' +
      `${count} 种查得出来，写明报告里怎么说；${all.length - count} 种查不出来，写明为什么、谁看得出来。` +
      '查不出来的也真的试过：哪天查得出来了，测试会要求改这一页。怎样自己核验，见 [verify.md](verify.md)。',
    '',
    ...attackLists.flatMap(({ title, about, attacks }) => {
      const isUnseen = attacks.every(({ found }) => found === undefined);
      return [
        `## ${title}`,
        '',
        about,
        '',
        ...(isUnseen ? head('谁', '做什么', '为什么看不出来', '谁看得出来') : head('谁', '做什么', '报告里怎么说', '')),
        ...attacks.map(isUnseen ? unseen : caught),
        '',
      ];
    }),
    '## 手机上的回执',
    '',
    '存证回执由手机自己留着，每次打开网站都悄悄查一遍。存入以前就被抹掉的意见和评价、变短或者改写过的账本，手机会说出来，并留下有签名的证据。',
    '',
  ].join('\n');
}

if (import.meta.main) writeFileSync(path, tamperDocument());
