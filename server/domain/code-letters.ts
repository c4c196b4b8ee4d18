/** Codes that people copy by hand: Crockford's base32, a check letter, groups of four. Receipt codes and invitation codes share it. */

/** Crockford's base32: no I, L, O or U, so that nothing is read as something else. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What is wrong with a typed code: not that many letters, impossible letters, or a slip of the finger. */
export type CodeProblem = 'length' | 'characters' | 'check';

/** Multiplies by x in the field GF(32) made with the polynomial x⁵+x²+1. */
const timesX = (value: number): number => (value & 16 ? (value << 1) ^ 0b100101 : value << 1);

/**
 * Reads letters as elements of that field, the coefficients of a polynomial, and evaluates it at x. In a correct code the
 * result is 0. Each place then has a weight of its own, a different power of x (up to 31 places), so that every single
 * wrong letter and every exchange of two letters, adjacent or not, is noticed; the check letter is one of the same 32.
 */
const remainder = (text: string): number => {
  let value = 0;
  for (const letter of text) value = timesX(value) ^ letters.indexOf(letter);
  return value;
};

/** Bytes as base32 letters, five bits each; the number of bytes is a multiple of five. */
export const toLetters = (bytes: Uint8Array): string => {
  let text = '';
  let bits = 0;
  let waiting = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    for (waiting += 8; waiting >= 5; waiting -= 5) text += letters.charAt((bits >> (waiting - 5)) & 31);
    bits &= 31;
  }
  return text;
};

/** The letters with their check letter behind them. */
export const withCheckLetter = (payload: string): string => payload + letters.charAt(timesX(remainder(payload)));

/** Letters as they are shown and printed: `ABCD-EFGH-JKMN-PQRS-T`. */
export const inGroupsOfFour = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1-');

/**
 * Reads a code of `length` letters, the check letter among them, as people type it: full-width or half-width, small or
 * capital letters, with any spaces and dashes, with O for 0 and I or L for 1.
 */
export const readLetters = (
  typed: string,
  length: number,
): { ok: true; code: string } | { ok: false; why: CodeProblem } => {
  if (typed.length > 200) return { ok: false, why: 'length' };
  const code = typed
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\u2060\ufeff\u00ad_\-\u2010-\u2015\u2212]/g, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (/[^0-9A-HJKMNP-TV-Z]/.test(code)) return { ok: false, why: 'characters' };
  if (code.length !== length) return { ok: false, why: 'length' };
  if (remainder(code) !== 0) return { ok: false, why: 'check' };
  return { ok: true, code };
};
