/**
 * Canonical JSON: RFC 8785 (JCS) restricted to strings, integers, booleans, arrays and objects with ASCII keys, all text in NFC.
 * With that restriction any JSON library that sorts keys and leaves out white space writes the same bytes.
 */

import { utf8ToBytes } from './encoding.ts';

export type Canonical = string | number | boolean | readonly Canonical[] | { readonly [key: string]: Canonical };

/** The largest entry that the tile format can hold (its length is a 16-bit number). */
export const largestEntry = 65_535;

const ascii = /^[\x20-\x7e]*$/;

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
    // What is plain ASCII needs no closer look, and most of it is.
    if (!ascii.test(value) && (value.normalize('NFC') !== value || !value.isWellFormed()))
      throw new RangeError('Text is not well-formed NFC');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) throw new RangeError(`Not a canonical value: ${String(value)}`);
  const fields = value as Readonly<Record<string, Canonical>>;
  let text = '';
  // Without a function to compare by, keys are sorted by their UTF-16 units (RFC 8785 §3.2.3).
  for (const key of Object.keys(fields).sort()) {
    if (key === '' || !ascii.test(key)) throw new RangeError(`Not a canonical key: ${key}`);
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(fields[key] as Canonical)}`;
  }
  return `{${text}}`;
}

/** A value where it is text, else nothing: what an entry should say in words. */
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

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
