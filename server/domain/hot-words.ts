/** 热词: what many public texts have in common, found by runs of neighbouring characters; no dictionary, so that new names are found as well. */

/** Shortest and longest run that is looked at, in characters. */
const shortest = 2;
const longest = 6;
/** A run that stands in fewer texts says nothing. */
const fewestTexts = 3;
/** A run is part of a longer one when the longer one has at least this share of its texts. */
const sameTexts = 0.75;

/** Characters that only join words; a run with one of them is no word. */
const joining = new Set(
  '的了在是我有和就不人都一上也很到说要去你会着没看好自这那他她它们个为与及或等被把让给从对但而吗呢吧啊么些之其以将还又再才只能可请已后前时里中下过来多次天年月日号什怎哪',
);
/** Words that stand in any 意见, whatever it is about. */
const everyday = new Set([
  '希望',
  '建议',
  '反映',
  '问题',
  '情况',
  '解决',
  '工作',
  '人员',
  '市民',
  '群众',
  '有关',
  '部门',
  '单位',
  '领导',
  '电话',
  '现在',
  '已经',
  '没有',
  '办理',
  '处理',
  '全部',
  '重新',
  '增加',
  '恢复',
  '完成',
  '知道',
  '分钟',
  '进行',
  '及时',
  '尽快',
  '一直',
  '要求',
  '需要',
  '应当',
  '可以',
  '大家',
  '意见',
  '谢谢',
  '拜托',
  '重视',
  '同感',
  '亲历',
  '本人',
  '您好',
  '你好',
  '请问',
  '答复',
  '回复',
  '周边',
  '实名',
  '多次',
]);

/** Parts of a text between punctuation, digits and joining characters; only Han characters are left in them. */
const partsOf = (text: string): string[][] => {
  const parts: string[][] = [];
  let part: string[] = [];
  for (const character of text.normalize('NFKC')) {
    if (/\p{Script=Han}/u.test(character) && !joining.has(character)) part.push(character);
    else if (part.length > 0) {
      parts.push(part);
      part = [];
    }
  }
  if (part.length > 0) parts.push(part);
  return parts;
};

const runsOf = (text: string): Set<string> => {
  const runs = new Set<string>();
  for (const part of partsOf(text)) {
    for (let from = 0; from < part.length; from += 1) {
      for (let size = shortest; size <= longest && from + size <= part.length; size += 1) {
        runs.add(part.slice(from, from + size).join(''));
      }
    }
  }
  return runs;
};

/** Nothing, or hardly anything, is left of it without everyday words. */
function isEveryday(run: string): boolean {
  let left = run;
  for (const word of everyday) left = left.replaceAll(word, '');
  return left.length < shortest;
}

export interface HotWord {
  word: string;
  /** Number of texts that it stands in. */
  texts: number;
}

/**
 * The runs of two to six Han characters that stand in the most texts, the most frequent first, then the longer, then by their characters.
 * A run that hardly ever stands outside a longer one gives way to it; and what a longer one leaves over at its edges is left out.
 */
export function hotWords(texts: Iterable<string>, most = 20): HotWord[] {
  const counts = new Map<string, number>();
  for (const text of texts) for (const run of runsOf(text)) counts.set(run, (counts.get(run) ?? 0) + 1);
  const frequent = [...counts].filter(([run, count]) => count >= fewestTexts && !isEveryday(run));
  // How often the most frequent longer run around each run stands in the texts.
  const within = new Map<string, number>();
  for (const [run, count] of frequent) {
    const characters = [...run];
    for (const part of [characters.slice(1).join(''), characters.slice(0, -1).join('')]) {
      within.set(part, Math.max(within.get(part) ?? 0, count));
    }
  }
  const own = frequent
    .filter(([run, count]) => (within.get(run) ?? 0) < count * sameTexts)
    .map(([word, count]) => ({ word, texts: count }))
    .sort((a, b) => b.texts - a.texts || b.word.length - a.word.length || (a.word < b.word ? -1 : 1));
  // Of words that overlap, and are mostly pieces of the same longer phrase, the more frequent one stands for all.
  const chosen: HotWord[] = [];
  for (const candidate of own) {
    if (chosen.length >= most) break;
    if (!chosen.some(({ word }) => overlap(word, candidate.word))) chosen.push(candidate);
  }
  return chosen;
}

/** Characters in a row that two words share before they count as pieces of the same phrase. */
const sharedCharacters = 3;

/** Whether one word is within the other, or both have three characters in a row in common. */
function overlap(one: string, other: string): boolean {
  if (one.includes(other) || other.includes(one)) return true;
  const characters = [...other];
  return characters.some(
    (_, from) =>
      from + sharedCharacters <= characters.length &&
      one.includes(characters.slice(from, from + sharedCharacters).join('')),
  );
}
