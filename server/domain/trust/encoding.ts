/** Bytes as text and back: standard Base64 (RFC 4648 §4), URL-safe Base64 without padding (§5), and UTF-8. */

import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export { concatBytes, utf8ToBytes };

const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const urlSafe = `${standard.slice(0, 62)}-_`;

/** The digits of Base64, without padding. Every entry is written through it several times, so it makes no lists on the way. */
function digits(bytes: Uint8Array, alphabet: string): string {
  let text = '';
  let word = 0;
  let bits = 0;
  for (let place = 0; place < bytes.length; place += 1) {
    word = ((word << 8) | (bytes[place] ?? 0)) & 0xffff;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += alphabet.charAt((word >> bits) & 63);
    }
  }
  return bits === 0 ? text : text + alphabet.charAt((word << (6 - bits)) & 63);
}

/** Standard Base64 with padding. */
export const toBase64 = (bytes: Uint8Array): string =>
  digits(bytes, standard) + '='.repeat((3 - (bytes.length % 3)) % 3);

/** Bytes of a standard Base64 text; nothing when it is not exactly what {@link toBase64} writes. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3);
  let at = 0;
  for (let start = 0; start < text.length; start += 4) {
    let word = 0;
    for (let place = start; place < start + 4; place += 1) {
      const value = place >= text.length - padding ? 0 : standard.indexOf(text.charAt(place));
      if (value < 0) return undefined;
      word = (word << 6) | value;
    }
    bytes[at++] = word >> 16;
    bytes[at++] = (word >> 8) & 255;
    bytes[at++] = word & 255;
  }
  const result = bytes.subarray(0, bytes.length - padding);
  return toBase64(result) === text ? result : undefined;
}

/** URL-safe Base64 without padding. */
export const toBase64Url = (bytes: Uint8Array): string => digits(bytes, urlSafe);

/** Bytes of such a text; nothing when it is not exactly what {@link toBase64Url} writes. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  const standardText = text.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = fromBase64(standardText + '='.repeat((4 - (text.length % 4)) % 4));
  return bytes !== undefined && toBase64Url(bytes) === text ? bytes : undefined;
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, place) => byte === b[place]);
