/** The text as the detectors see it: tidied up, but every place still known in the original. */

/** What a detector can find. */
export type RedactionKind =
  | 'mobile'
  | 'landline'
  | 'identity'
  | 'creditCode'
  | 'bankCard'
  | 'account'
  | 'plate'
  | 'email'
  | 'qq'
  | 'wechat'
  | 'address'
  | 'person'
  | 'position'
  | 'link';

/** A find, in places of a view or of the original text; `end` is the place after the last character. */
export type Span<Kind = RedactionKind> = { readonly kind: Kind; readonly start: number; readonly end: number };

/**
 * `plain` is the text in half-width characters without invisible ones; `numerals` is the same with Chinese numerals as
 * digits. Both have the same length, and `from` and `to` tell for each character where its original begins and ends.
 */
export type View = {
  plain: string;
  numerals: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
};

/** Stands in a view for a name that is hidden already; from the private area of Unicode, like `hiddenOther`. */
export const hiddenName = '\ue001';
const hiddenOther = '\ue000';

/**
 * What stands in a view for what is already hidden, as part of a class of characters. No detector accepts it, and none
 * may look across it: a mark is shorter than what it hides, so distances across it change.
 */
export const hidden = hiddenOther + hiddenName;
const isHidden = new RegExp(`[${hidden}]`);

const standIn = (kind: RedactionKind): string => (kind === 'person' ? hiddenName : hiddenOther);

/** Characters that do not show, or only decorate a digit (1️⃣). */
const invisible = /\u20e3|[\ufe00-\ufe0f]|[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

const digitOf: Record<string, string> = {
  零: '0',
  〇: '0',
  '○': '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  幺: '1',
  壹: '1',
  贰: '2',
  叁: '3',
  肆: '4',
  伍: '5',
  陆: '6',
  柒: '7',
  捌: '8',
  玖: '9',
};

/** The view of a text; passages that are among `marks` already are hidden from the start. */
export const viewOf = (text: string, marks: Readonly<Record<RedactionKind, string>>): View => {
  const kinds = Object.keys(marks) as RedactionKind[];
  let plain = '';
  const from: number[] = [];
  const to: number[] = [];
  let place = 0;
  while (place < text.length) {
    const kind = kinds.find((candidate) => text.startsWith(marks[candidate], place));
    const original = kind === undefined ? String.fromCodePoint(text.codePointAt(place) ?? 0) : marks[kind];
    const shown = kind === undefined ? original.normalize('NFKC').replace(invisible, '') : standIn(kind);
    for (let unit = 0; unit < shown.length; unit += 1) {
      from.push(place);
      to.push(place + original.length);
    }
    plain += shown;
    place += original.length;
    // What does not show belongs to the character before it, and is hidden together with it.
    if (shown === '' && to.length > 0) to[to.length - 1] = place;
  }
  return { plain, numerals: plain.replace(/./gs, (character) => digitOf[character] ?? character), from, to };
};

/**
 * Hides a find from all later detectors, with the whole of each original character that it touches.
 * False, and nothing done, when part of it is hidden already.
 */
export const hide = (view: View, { kind, start, end }: Span): boolean => {
  if (isHidden.test(view.plain.slice(start, end))) return false;
  let [first, last] = [start, end];
  while (first > 0 && view.from[first - 1] === view.from[start]) first -= 1;
  while (last < view.plain.length && view.from[last] === view.from[end - 1]) last += 1;
  const cover = (text: string): string => text.slice(0, first) + standIn(kind).repeat(last - first) + text.slice(last);
  view.plain = cover(view.plain);
  view.numerals = cover(view.numerals);
  return true;
};

/** How many characters before a find can matter. */
const reach = 40;

/**
 * All places where `pattern` matches. The pattern is global and has two groups, what stands before and the find itself:
 * old browsers know no look-behind. `accept` may refuse a find, given its text and what stands
 * before it (some of it, so that a text of many finds takes time in proportion to its length).
 */
export const findAll = <Kind extends string>(
  text: string,
  kind: Kind,
  pattern: RegExp,
  accept: (found: string, before: string) => boolean = () => true,
): Span<Kind>[] => {
  const spans: Span<Kind>[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index + (match[1] ?? '').length;
    const found = match[2] ?? '';
    if (accept(found, text.slice(Math.max(0, start - reach), start))) {
      spans.push({ kind, start, end: start + found.length });
      pattern.lastIndex = start + found.length;
    } else {
      pattern.lastIndex = match.index + 1;
    }
  }
  return spans;
};
