/**
 * The key with which a supervisor signs, made and kept in this browser: where it has Ed25519 of its own, as one that cannot be taken out again;
 * else as bytes, which only scripts of this site can read.
 */

import { getPublicKey, hashes, sign } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { toBase64Url } from '../../server/domain/trust/encoding.ts';

hashes.sha512 = sha512;

const algorithm = { name: 'Ed25519' };
const [database, store] = ['wanping-field', 'keys'];

/** What is kept, by account: phones are shared. */
type Kept = { publicKey: string } & ({ privateKey: CryptoKey } | { seed: Uint8Array<ArrayBuffer> });

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

async function withStore<T>(mode: IDBTransactionMode, work: (keys: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(store, mode);
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB'));
    });
  } finally {
    db.close();
  }
}

/** The public key that this browser keeps for an account, base64url; nothing where it keeps none, or can keep nothing. */
export const keptKey = async (account: string): Promise<string | undefined> =>
  (await read(account).catch(() => undefined))?.publicKey;

const read = (account: string): Promise<Kept | undefined> =>
  withStore('readonly', (keys) => keys.get(account) as IDBRequest<Kept | undefined>);

async function make(): Promise<Kept> {
  try {
    const pair = (await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])) as CryptoKeyPair;
    const publicKey = toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
    return { publicKey, privateKey: pair.privateKey };
  } catch {
    // Browsers from before 2025, and pages without https.
    const seed = crypto.getRandomValues(new Uint8Array(32));
    return { publicKey: toBase64Url(getPublicKey(seed)), seed };
  }
}

/**
 * Makes a key and keeps it; the one that was kept before is gone.
 * @returns the public one, base64url
 * @throws whatever the browser throws when it can keep nothing
 */
export async function makeKey(account: string): Promise<string> {
  const kept = await make();
  await withStore('readwrite', (keys) => keys.put(kept, account));
  return kept.publicKey;
}

/** Signs with the key that is kept, if it is the one that is registered. @returns base64url; nothing without one */
export async function signWith(
  account: string,
  publicKey: string,
  message: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  const kept = await read(account).catch(() => undefined);
  if (kept?.publicKey !== publicKey) return undefined;
  return toBase64Url(
    'seed' in kept
      ? sign(message, kept.seed)
      : new Uint8Array(await crypto.subtle.sign(algorithm, kept.privateKey, message)),
  );
}
