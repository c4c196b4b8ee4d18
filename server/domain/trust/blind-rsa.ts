/**
 * Blind RSA signatures (RFC 9474, RSABSSA-SHA384): the phone's side. It has a message signed without the signer learning it, so that who asked for a
 * signature and what was signed cannot be joined afterwards. The tickets of rounds are made of this.
 */

import { sha384 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes } from './encoding.ts';

/** An RSA public key. */
export interface RsaPublicKey {
  n: bigint;
  e: bigint;
}

const hashLength = 48;

/** Length of a number in bits. */
const bitLength = (value: bigint): number => value.toString(2).length;

/** RFC 8017 §4.2: bytes as a number, most significant first. */
export const toNumber = (bytes: Uint8Array): bigint => {
  let hex = '0x0';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
};

/** RFC 8017 §4.1: a number as so many bytes. @throws RangeError when it does not fit */
export const toBytes = (value: bigint, length: number): Uint8Array => {
  const hex = value.toString(16).padStart(length * 2, '0');
  if (hex.length > length * 2) throw new RangeError('The number is too large');
  return Uint8Array.from({ length }, (_, place) => Number.parseInt(hex.slice(place * 2, place * 2 + 2), 16));
};

/** base^exponent modulo n. Not in constant time: for public values only. */
export const modPow = (base: bigint, exponent: bigint, n: bigint): bigint => {
  let result = 1n;
  let power = base % n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * power) % n;
    power = (power * power) % n;
  }
  return result;
};

/** The inverse modulo n; nothing where there is none. */
const inverse = (value: bigint, n: bigint): bigint | undefined => {
  let [a, b] = [((value % n) + n) % n, n];
  let [x, y] = [1n, 0n];
  while (b > 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return a === 1n ? ((x % n) + n) % n : undefined;
};

/** MGF1 with SHA-384 (RFC 8017 §B.2.1). */
const mask = (seed: Uint8Array, length: number): Uint8Array => {
  const parts: Uint8Array[] = [];
  for (let counter = 0; parts.length * hashLength < length; counter += 1)
    parts.push(sha384(concatBytes(seed, toBytes(BigInt(counter), 4))));
  return concatBytes(...parts).slice(0, length);
};

const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, place) => byte ^ (b[place] ?? 0));

/** EMSA-PSS-ENCODE (RFC 8017 §9.1.1) for a key of `bits` bits. */
const encodePss = (message: Uint8Array, salt: Uint8Array, bits: number): Uint8Array => {
  const length = Math.ceil((bits - 1) / 8);
  const hash = sha384(concatBytes(new Uint8Array(8), sha384(message), salt));
  const block = new Uint8Array(length - hashLength - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  const masked = xor(block, mask(hash, block.length));
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * length - (bits - 1)));
  return concatBytes(masked, hash, Uint8Array.of(0xbc));
};

/** RSASSA-PSS-VERIFY (RFC 8017 §8.1.2) with SHA-384 and a salt of `saltLength` bytes. */
export function verifiesPss(
  { n, e }: RsaPublicKey,
  message: Uint8Array,
  signature: Uint8Array,
  saltLength: number,
): boolean {
  const bits = bitLength(n);
  const value = toNumber(signature);
  if (signature.length !== Math.ceil(bits / 8) || value >= n) return false;
  const length = Math.ceil((bits - 1) / 8);
  const opened = modPow(value, e, n);
  if (bitLength(opened) > length * 8) return false;
  const encoded = toBytes(opened, length);
  const hash = encoded.slice(length - hashLength - 1, length - 1);
  const block = xor(encoded.slice(0, length - hashLength - 1), mask(hash, length - hashLength - 1));
  const salt = block.slice(block.length - saltLength);
  return equalBytes(encodePss(message, salt, bits), encoded);
}

/** A message made ready to be signed, and what turns the answer into a signature. */
export interface Blinded {
  /** To be sent to the signer. */
  request: Uint8Array;
  /** Kept until the answer is there, and told to nobody. */
  inverse: bigint;
}

/**
 * Blinds a message (RFC 9474 §4.2).
 * @param random `salt` for PSS (48 bytes, or none) and `blind`, a random number below n
 * @throws RangeError when the blind or the message has no inverse, which does not happen by chance
 */
export function blind(key: RsaPublicKey, message: Uint8Array, random: { salt: Uint8Array; blind: bigint }): Blinded {
  const { n, e } = key;
  const bits = bitLength(n);
  const encoded = toNumber(encodePss(message, random.salt, bits));
  const inverted = inverse(random.blind, n);
  if (inverted === undefined || random.blind <= 1n || random.blind >= n || inverse(encoded, n) === undefined)
    throw new RangeError('A blind must be random, below n, and coprime with it');
  const request = toBytes((encoded * modPow(random.blind, e, n)) % n, Math.ceil(bits / 8));
  return { request, inverse: inverted };
}

/**
 * Makes the signature of the signer's answer (RFC 9474 §4.4).
 * @returns nothing when the answer is not a signature by this key on this message
 */
export function unblind(
  key: RsaPublicKey,
  message: Uint8Array,
  answer: Uint8Array,
  blinded: Blinded,
  saltLength: number,
): Uint8Array | undefined {
  const length = Math.ceil(bitLength(key.n) / 8);
  if (answer.length !== length) return undefined;
  const signature = toBytes((toNumber(answer) * blinded.inverse) % key.n, length);
  return verifiesPss(key, message, signature, saltLength) ? signature : undefined;
}
