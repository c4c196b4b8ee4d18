/** Measures what the rules of redaction find and what they spare, on sentences written for it; prints the figures. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RedactionKind, redact, redactionMarks } from '../../server/domain/redaction.ts';
import { heldOutKeep, heldOutRedact, knownMisses, mustKeep, mustRedact } from './redaction-set.ts';

type Place = { readonly kind: RedactionKind; readonly start: number; readonly end: number };

/** The sentence without its marks, and the places of what must be hidden in it. */
const read = (marked: string): { text: string; secrets: Place[] } => {
  let text = '';
  const secrets: Place[] = [];
  for (const part of marked.split(/(\{[a-zA-Z]+:[^}]*\})/)) {
    const mark = /^\{([a-zA-Z]+):([^}]*)\}$/.exec(part);
    const start = text.length;
    text += mark?.[2] ?? part;
    if (mark) secrets.push({ kind: mark[1] as RedactionKind, start, end: text.length });
  }
  return { text, secrets };
};

/** Characters that two places have in common. */
const common = (a: Place, b: Place): number => Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));

/** Of one kind: secrets there are, secrets hidden to the last character, finds made, finds that hide little else. */
type Tally = { secrets: number; hidden: number; finds: number; right: number };

/** A find is right when at most this many of the characters that it hides are no secret. */
const tolerated = 3;

const measure = (sentences: readonly string[]): { rows: Map<RedactionKind, Tally>; all: Tally; wrong: string[] } => {
  const empty = (): Tally => ({ secrets: 0, hidden: 0, finds: 0, right: 0 });
  const rows = new Map(Object.keys(redactionMarks).map((kind) => [kind as RedactionKind, empty()]));
  const all = empty();
  const wrong: string[] = [];
  const add = (kind: RedactionKind, what: keyof Tally): void => {
    const row = rows.get(kind) ?? empty();
    row[what] += 1;
    rows.set(kind, row);
    all[what] += 1;
  };
  for (const sentence of sentences) {
    const { text, secrets } = read(sentence);
    const { text: redacted, found } = redact(text);
    let good = true;
    for (const secret of secrets) {
      add(secret.kind, 'secrets');
      const covered = found.reduce((sum, find) => sum + common(find, secret), 0);
      if (covered === secret.end - secret.start) add(secret.kind, 'hidden');
      else good = false;
    }
    for (const find of found) {
      add(find.kind, 'finds');
      const covered = secrets.reduce((sum, secret) => sum + common(find, secret), 0);
      if (covered > 0 && find.end - find.start - covered <= tolerated) add(find.kind, 'right');
      else good = false;
    }
    if (!good) wrong.push(`${sentence} → ${redacted}`);
  }
  return { rows, all, wrong };
};

const recall = ({ secrets, hidden }: Tally): number => (secrets === 0 ? 1 : hidden / secrets);
const precision = ({ finds, right }: Tally): number => (finds === 0 ? 1 : right / finds);

const line = (name: string, tally: Tally): string =>
  [
    name.padEnd(12),
    `${tally.hidden}/${tally.secrets}`.padStart(9),
    recall(tally).toFixed(3).padStart(8),
    `${tally.right}/${tally.finds}`.padStart(11),
    precision(tally).toFixed(3).padStart(10),
  ].join('');

/** The table of one part of the set. */
const table = (title: string, sentences: number, rows: ReadonlyMap<RedactionKind, Tally>, all: Tally): string =>
  [
    `${title} (${sentences} sentences)`,
    `${'kind'.padEnd(12)}${'hidden'.padStart(9)}${'recall'.padStart(8)}${'right'.padStart(11)}${'precision'.padStart(10)}`,
    ...[...rows].filter(([, tally]) => tally.secrets + tally.finds > 0).map(([kind, tally]) => line(kind, tally)),
    line('together', all),
  ].join('\n');

/** Prints one part and gives its figures; `console.log` shows in the report that people read. */
const report = (title: string, sentences: readonly string[]): { all: Tally; wrong: string[] } => {
  const { rows, all, wrong } = measure(sentences);
  console.log(table(title, sentences.length, rows, all));
  return { all, wrong };
};

describe('what the rules of redaction find and spare', () => {
  test('in the sentences that they were made with, nothing slips through and nothing is hidden needlessly', () => {
    const { wrong } = report('sentences that the rules were made with', [...mustRedact, ...mustKeep]);
    expect(wrong).toEqual([]);
  });

  test('in sentences put aside, at least 95 of 100 pieces are hidden whole, and 95 of 100 finds are right', () => {
    const { all } = report('sentences put aside', [...heldOutRedact, ...heldOutKeep]);
    expect(recall(all)).toBeGreaterThanOrEqual(0.95);
    expect(precision(all)).toBeGreaterThanOrEqual(0.95);
  });

  test('names that nothing announces are left to the person who reviews', () => {
    const { all } = report('bare names, which no rule can find (not in the floor)', knownMisses);
    expect(all.secrets).toBeGreaterThan(all.hidden);
  });

  test('the set is large enough, and a third of it was put aside', () => {
    const redacted = mustRedact.length + heldOutRedact.length;
    const kept = mustKeep.length + heldOutKeep.length;
    expect(redacted).toBeGreaterThanOrEqual(120);
    expect(kept).toBeGreaterThanOrEqual(100);
    expect((heldOutRedact.length + heldOutKeep.length) * 3).toBeGreaterThanOrEqual(redacted + kept);
    expect([...mustKeep, ...heldOutKeep].filter((sentence) => read(sentence).secrets.length > 0)).toEqual([]);
    expect(
      [...mustRedact, ...heldOutRedact, ...knownMisses].filter((sentence) => read(sentence).secrets.length === 0),
    ).toEqual([]);
  });
});

/** Pieces of sentences, in any order: words that announce something, and beginnings of what they announce. */
const anyPatchwork = fc
  .array(
    fc.constantFrom(
      ..."我叫 联系人： 姓名 孩子 我是 姓 名 王 欧阳 建国 小 老 头 先生 科长 的 在 ， 。 （ ） · - / . : 微信号 QQ 护照 住院号 卡号 账号 电话 监督电话 身份证 第 号 栋 单元 室 住 路 区 组 一 二 三 十 0 1 3 12 138 1234 5678 501 X A 皖A 31.8206 117.2272 北纬 ° ' https:// www. a.cn/ gov.cn/ ?u=1 @ com 〔姓名〕 〔手机号〕 〔 〕 １ Ａ \u200b \ue000 \ue001 \ud83d ①".split(
        ' ',
      ),
      ' ',
      '\n',
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

/** Characters that all patterns together went over, which does not depend on the machine as time does. */
const stepsOf = (text: string): number => {
  // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
  const exec: (this: RegExp, subject: string) => RegExpExecArray | null = RegExp.prototype.exec;
  let steps = 0;
  RegExp.prototype.exec = function (this: RegExp, subject: string) {
    const from = this.lastIndex;
    const match = exec.call(this, subject);
    steps += 1 + (match === null ? subject.length : match.index + match[0].length) - Math.min(from, subject.length);
    return match;
  };
  try {
    redact(text);
  } finally {
    RegExp.prototype.exec = exec;
  }
  return steps;
};

describe('redaction of anything at all', () => {
  test('a text that is redacted already is not changed again', () => {
    fc.assert(
      fc.property(anyPatchwork, (text) => {
        const once = redact(text).text;
        expect(redact(once)).toEqual({ text: once, found: [] });
      }),
      { numRuns: 3000 },
    );
  });

  test('no text is refused, broken characters included, and no digit is shown that its author did not write', () => {
    const digits = (text: string): string => text.replaceAll(/[^0-9]/g, '');
    const isPartOf = (part: string, whole: string): boolean => {
      let place = -1;
      return [...part].every((digit) => (place = whole.indexOf(digit, place + 1)) >= 0);
    };
    fc.assert(
      fc.property(fc.oneof(anyPatchwork, fc.string({ unit: 'binary' })), (text) => {
        expect(isPartOf(digits(redact(text).text), digits(text))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    '1',
    '9 ',
    '1,',
    '86 1',
    '13 8',
    'a.',
    'a@a.',
    '1号楼, ',
    '身份证1',
    '卡号 1',
    '王',
    '京A',
    '我叫',
    '我叫王建国，',
    '孩子王小二',
    '护照E1234567 ',
    '31.12345,117.12345 ',
    'http://a.cn/1?',
    '小王',
    '小王的',
    '\n王五',
    '姓王，名五，',
    '12-3-401',
    '联系人：无 ',
    'X ',
    '1°1',
    '甲·',
  ])('a text that repeats “%s” takes work in proportion to its length', (unit) => {
    const ofLength = (length: number): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
    const steps = stepsOf(ofLength(4000));
    expect(steps).toBeLessThan(4000 * 2000);
    expect(stepsOf(ofLength(8000))).toBeLessThan(2.5 * steps);
  });
});
