/**
 * Canonical JSON: RFC 8785 (JCS) restricted to strings, integers, booleans, arrays and objects with ASCII keys, all text in NFC.
 * With that restriction any JSON library that sorts keys and leaves out white space writes the same bytes.
 */

import { utf8ToBytes } from './encoding.ts';

export type Canonical = string | number | boolean | readonly Canonical[] | { readonly [key: string]: Canonical };

/** The largest entry that the tile format can hold (its length is a 16-bit number). */
export const largestEntry = 65_535;

/**
 * The one text of a value.
 * @throws RangeError for what the restriction leaves out: null, fractions, unsafe integers, keys beyond printable ASCII, text that is not NFC
 */
export function canonicalJson(value: Canonical): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new RangeError(`Not a canonical number: ${value}`);
    return String(value);
  }
  if (typeof value === 'string') {
    if (value.normalize('NFC') !== value || !value.isWellFormed()) throw new RangeError('Text is not well-formed NFC');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) throw new RangeError(`Not a canonical value: ${String(value)}`);
  const fields = Object.entries(value as Record<string, Canonical>).map(([key, field]) => {
    if (!/^[\x20-\x7e]+$/.test(key)) throw new RangeError(`Not a canonical key: ${key}`);
    return [key, `${JSON.stringify(key)}:${canonicalJson(field)}`] as const;
  });
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([, text]) => text).join(',')}}`;
}

/** The bytes that are hashed and logged. */
export const canonicalBytes = (value: Canonical): Uint8Array => utf8ToBytes(canonicalJson(value));

/**
 * Reads an entry from its bytes as served.
 * @returns the value; or nothing when the bytes are not exactly its canonical form
 */
export function readCanonical(text: string): Canonical | undefined {
  try {
    const value = JSON.parse(text) as Canonical;
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
