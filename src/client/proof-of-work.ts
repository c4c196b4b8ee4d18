/** Solves a proof of work (ALTCHA, protocol version 2, PBKDF2). Runs beside the page, so that typing stays smooth. */

/** What the server signed: find the counter whose derived key begins with the prefix. */
export interface Work {
  algorithm: string;
  nonce: string;
  salt: string;
  cost: number;
  keyLength: number;
  keyPrefix: string;
}
export interface Solution {
  counter: number;
  derivedKey: string;
}

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Counters are tried from 0 upwards: the password is the nonce with the counter behind it as 32 bits, big-endian. */
export async function solve({ algorithm, nonce, salt, cost, keyLength, keyPrefix }: Work): Promise<Solution> {
  const derivation = {
    name: 'PBKDF2',
    hash: algorithm.split('/')[1] ?? 'SHA-256',
    salt: bytesOf(salt),
    iterations: cost,
  };
  const start = bytesOf(nonce);
  const password = new Uint8Array(start.length + 4);
  password.set(start);
  const view = new DataView(password.buffer);
  for (let counter = 0; ; counter += 1) {
    view.setUint32(start.length, counter);
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    const derivedKey = hexOf(new Uint8Array(await crypto.subtle.deriveBits(derivation, key, keyLength * 8)));
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
  }
}
