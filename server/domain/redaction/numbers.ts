/** Finds numbers and addresses of the electronic kind that belong to a person or an account. */
import { findAll, hidden, type Span, type View } from './view.ts';

/** What people put between the digits of one number. */
const gap = '[ \\-‐‑‒–—−._·•*~/]{0,3}';
/** The same, and the commas of an enumeration, which need a telling grouping. */
const wideGap = '[ \\-‐‑‒–—−._·•*~/,、;|]{0,3}';

const onlyDigits = (text: string): string => text.replace(/[^0-9X]/gi, '').toUpperCase();
const groupLengths = (text: string): string => (text.match(/[0-9]+/g) ?? []).map((group) => group.length).join('-');

/** The ways in which people write the eleven digits of a mobile number; others are chance, like a list of bus lines. */
const mobileGroupings = new Set([
  '11',
  '3-4-4',
  '3-8',
  '7-4',
  '4-7',
  '4-4-3',
  '3-3-5',
  '5-6',
  '6-5',
  '4-3-4',
  '3-5-3',
  '3-2-2-2-2',
  '2-2-2-2-2-1',
  '1-1-1-1-1-1-1-1-1-1-1',
]);

const mobile = (view: View): Span[] =>
  findAll(
    view.numerals,
    'mobile',
    new RegExp(`(^|[^0-9])((?:(?:\\+|00)?86${gap}|0)?1${wideGap}[3-9](?:${wideGap}[0-9]){9})(?![0-9])`, 'g'),
    (found) =>
      mobileGroupings.has(groupLengths(found.replace(/^(?:(?:\+|00)?86(?=[^0-9]*1[^0-9]*[3-9])[^0-9]*|0)/, ''))),
  );

/** The telephones of offices are published; whoever says that one is not answered names it. */
const officeLine =
  /(?:公布的?|公示的?|官网上?的?|监督|投诉|咨询|举报|服务|值班|办公|报修|抢修|客服|公开|官方|预约|便民|热线|政务)(?:电话|热线|专线|号码|座机)?(?:号码|号)?[ :是为("“]{0,3}$/;
const isPrivateLine = (_: string, before: string): boolean =>
  !officeLine.test(before) || /我家?的?[^,。]{0,4}$/.test(before);

/** 区号 and number; service numbers such as 12345, 95598 or 400-… have none and stay. */
const landline = (view: View): Span[] => [
  ...findAll(
    view.numerals,
    'landline',
    new RegExp(
      `(^|[^0-9])(\\(?0(?:10|2[0-9]|[3-9][0-9]{2})\\)?${gap}[2-8][0-9]{2,3}${gap}[0-9]{4}(?: ?(?:转|-) ?[0-9]{1,5})?)(?![0-9])`,
      'g',
    ),
    isPrivateLine,
  ),
  ...findAll(
    view.numerals,
    'landline',
    new RegExp(
      `((?:电话|座机|手机|联系方式|tel|致电|拨打)(?:号码|号)?[ :是为]{0,3})([2-8][0-9]{2,3}${gap}[0-9]{4})(?!${gap}[0-9])`,
      'gi',
    ),
    isPrivateLine,
  ),
];

/** Province codes of GB/T 2260. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);

const isMonthAndDay = (text: string): boolean => /^(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$/.test(text);

/** GB 11643: sum of digits times weights 2^(17-place) modulo 11, the last character being 10 = X. */
const hasIdentityChecksum = (id: string): boolean => {
  let sum = 0;
  for (const character of id) sum = (sum * 2 + (character === 'X' ? 10 : Number(character))) % 11;
  return sum === 1;
};

const saidToBeIdentity = new RegExp(`身份证[^${hidden}]{0,6}$`);

/** 18 characters with their checksum, or said to be an identity number; or the 15 digits of an old card. */
const identity = (view: View): Span[] => [
  ...findAll(
    view.numerals,
    'identity',
    new RegExp(`(^|[^0-9])([1-9](?:${gap}[0-9]){16}${gap}[0-9X])(?![0-9A-Z])`, 'gi'),
    (found, before) => {
      const id = onlyDigits(found);
      const plausible =
        provinces.has(id.slice(0, 2)) && /^(?:18|19|20)/.test(id.slice(6)) && isMonthAndDay(id.slice(10, 14));
      return saidToBeIdentity.test(before) || (plausible && hasIdentityChecksum(id));
    },
  ),
  ...findAll(
    view.numerals,
    'identity',
    /(^|[^0-9])([1-9][0-9]{14})(?![0-9])/g,
    (id) => provinces.has(id.slice(0, 2)) && isMonthAndDay(id.slice(8, 12)),
  ),
];

const creditLetters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100: the weights are powers of 3 modulo 31. */
const hasCreditChecksum = (code: string): boolean => {
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += creditLetters.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return creditLetters.charAt((31 - (sum % 31)) % 31) === code.charAt(17);
};

/** 统一社会信用代码. */
const creditCode = (view: View): Span[] =>
  findAll(
    view.plain,
    'creditCode',
    /(^|[^0-9A-Z])([0-9A-HJ-NP-RTUWXY](?:[ -]?[0-9A-HJ-NP-RTUWXY]){17})(?![0-9A-Z])/gi,
    (found) => {
      const code = found.replace(/[ -]/g, '').toUpperCase();
      return /^..[0-9]{6}/.test(code) && hasCreditChecksum(code);
    },
  );

/** ISO/IEC 7812-1 (Luhn): from the right, every second digit doubled. */
const hasLuhnChecksum = (digits: string): boolean => {
  let sum = 0;
  [...digits].reverse().forEach((character, place) => {
    const value = Number(character) * (place % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
};

/** 13 to 19 digits with a Luhn checksum, in one piece or in groups of at least four; numbers of papers are left alone. */
const bankCard = (view: View): Span[] =>
  [19, 18, 17, 16, 15, 14, 13].flatMap((length) =>
    findAll(
      view.numerals,
      'bankCard',
      new RegExp(`(^|[^0-9])([3-69](?:[ \\-]{0,2}[0-9]){${length - 1}})(?![0-9])`, 'g'),
      (found, before) =>
        hasLuhnChecksum(onlyDigits(found)) &&
        groupLengths(found)
          .split('-')
          .slice(0, -1)
          .every((size) => Number(size) >= 4) &&
        !/(?:单号|编号|流水号|案号|条码|文号)[ :为是]{0,3}$/.test(before),
    ),
  );

/** Car plates of GA 36, green ones included (one character more). */
const plate = (view: View): Span[] =>
  findAll(
    view.numerals,
    'plate',
    /()([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-HJ-NP-Z] ?[·•.\- ]?(?:[A-HJ-NP-Z0-9] ?){4}[A-HJ-NP-Z0-9挂学警港澳](?: ?[A-HJ-NP-Z0-9])?)(?![A-Z0-9])/gi,
    (found) => onlyNumbers(found.slice(2)) >= 3,
  );

const onlyNumbers = (text: string): number => (text.match(/[0-9]/g) ?? []).length;

const email = (view: View): Span[] =>
  findAll(
    view.plain,
    'email',
    /(^|[^A-Z0-9._%+-])([A-Z0-9._%+-]{1,64} ?(?:@|\(at\)|\[at\]) ?[A-Z0-9-]{1,63}(?:[.。][A-Z0-9-]{1,63}){1,5})/gi,
  );

const qq = (view: View): Span[] =>
  findAll(
    view.numerals,
    'qq',
    /((?:QQ|扣扣|抠抠|企鹅|球球|[加我]Q)(?:号码|号|群号|群)?[ :为是]{0,3})([1-9](?:[ -]?[0-9]){4,11})(?![0-9])/gi,
  );

/** A name of letters only is taken for a WeChat name when the author says 号 or writes a colon; 微信APP is none. */
const wechat = (view: View): Span[] =>
  findAll(
    view.plain,
    'wechat',
    /((?:微信|威信|薇信|v信|加微|加v|v[❤♥芯心]|wechat|weixin|vx|wx)(?:号码|号|id)?[ :为是=]{0,3})([A-Z][-_A-Z0-9]{5,19}|[0-9]{5,19})(?![-_A-Z0-9])/gi,
    (found, before) => /[0-9_-]/.test(found) || /(?:号|id|:|=|为|是) ?$/i.test(before),
  );

/** Longer and better checked numbers first, so that no part of one is taken for another. */
export const numberDetectors = [identity, creditCode, email, plate, wechat, qq, mobile, landline, bankCard];
