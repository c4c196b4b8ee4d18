/**
 * Hides personal data in what citizens write, before anybody but the office reads it. The same rules run in the
 * browser, where the author sees and confirms the result, and again on the server; then a person reviews it.
 * Criticism is never touched.
 */
import { introductionDetectors, possibleNames } from './redaction/introduced.ts';
import { linkDetectors } from './redaction/links.ts';
import { nameDetectors } from './redaction/names.ts';
import { numberDetectors } from './redaction/numbers.ts';
import { paperDetectors } from './redaction/papers.ts';
import { placeDetectors } from './redaction/places.ts';
import { findAll, hide, type RedactionKind, type Span, viewOf } from './redaction/view.ts';

export type { RedactionKind } from './redaction/view.ts';

/** What is put in place of a find. It becomes part of the published Chinese text, whatever the language of the page. */
export const redactionMarks: Readonly<Record<RedactionKind, string>> = {
  mobile: '〔手机号〕',
  landline: '〔电话〕',
  identity: '〔身份证号〕',
  creditCode: '〔信用代码〕',
  bankCard: '〔银行卡号〕',
  account: '〔账号〕',
  plate: '〔车牌号〕',
  email: '〔邮箱〕',
  qq: '〔QQ号〕',
  wechat: '〔微信号〕',
  address: '〔门牌号〕',
  person: '〔姓名〕',
  position: '〔位置〕',
  link: '〔链接〕',
};

const detectors = [
  ...linkDetectors,
  ...numberDetectors,
  ...paperDetectors,
  ...placeDetectors,
  ...introductionDetectors,
  ...nameDetectors,
];

/** Place in the original of a find in a view. */
const original = <Kind>(view: ReturnType<typeof viewOf>, { kind, start, end }: Span<Kind>): Span<Kind> => ({
  kind,
  start: view.from[start] ?? 0,
  end: view.to[end - 1] ?? 0,
});

/**
 * The text with every find replaced by its mark, and the finds in their order, as places (UTF-16) of the given text.
 * Marks that are already there stay; redacting twice changes nothing more.
 */
export const redact = (text: string): { text: string; found: Span[] } => {
  const view = viewOf(text, redactionMarks);
  const found: Span[] = [];
  let before: number;
  // Once something is hidden, what is left beside it may show itself: repeat until nothing more is found.
  do {
    before = found.length;
    for (const detect of detectors) {
      let beforeThis: number;
      // First each detector by itself: a chain of ten thousand characters, each find showing the next, ends sooner.
      do {
        beforeThis = found.length;
        for (const span of detect(view)) {
          if (hide(view, span)) found.push(original(view, span));
        }
      } while (found.length > beforeThis);
    }
  } while (found.length > before);
  found.sort((a, b) => a.start - b.start);
  let redacted = '';
  let place = 0;
  for (const { kind, start, end } of found) {
    redacted += text.slice(place, start) + redactionMarks[kind];
    place = end;
  }
  return { text: redacted + text.slice(place), found };
};

/** What rules cannot decide and a reviewer should look at: a long number, a possible name, a link. */
export type ReviewHint = 'digits' | 'name' | 'link';

/** Places (UTF-16) in a text, best one that is redacted already, at which a reviewer should look. Changes nothing. */
export const marksForReview = (text: string): Span<ReviewHint>[] => {
  const view = viewOf(text, redactionMarks);
  return [
    ...findAll(view.numerals, 'digits', /(^|[^0-9])([0-9](?:[ -]?[0-9]){5,})/g),
    ...possibleNames(view),
    ...findAll(view.plain, 'link', /(^|[^A-Z0-9])((?:https?:\/\/|www\.)[^\s\u4e00-\u9fa5\ue000\ue001]+)/gi),
  ]
    .map((span) => original(view, span))
    .sort((a, b) => a.start - b.start);
};
