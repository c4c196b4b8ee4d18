/** Seals the contacts that citizens leave, so that a copy of the database alone tells nobody. AES-256-GCM (NIST SP 800-38D). */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export interface ContactSeal {
  /** The text sealed, as one line of text: base64 of nonce, tag and ciphertext. */
  seal(contact: string): string;
  /** The text again; nothing when the key is another one or the text was altered. */
  open(sealed: string): string | undefined;
}

const nonceLength = 12;
const tagLength = 16;
/** Every contact is filled up to a multiple of this, so that its length does not tell a phone number from an address. */
const block = 64;

/** @param key 32 bytes */
export const createContactSeal = (key: Uint8Array): ContactSeal => ({
  seal: (contact) => {
    const text = Buffer.from(contact, 'utf8');
    const padded = Buffer.alloc(Math.ceil((text.length + 1) / block) * block);
    text.copy(padded);
    padded[text.length] = 0x80;
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const sealed = Buffer.concat([cipher.update(padded), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  },
  open: (sealed) => {
    const bytes = Buffer.from(sealed, 'base64');
    if (bytes.length < nonceLength + tagLength) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength));
    decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
    try {
      const padded = Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()]);
      return padded.subarray(0, padded.lastIndexOf(0x80)).toString('utf8');
    } catch {
      return undefined;
    }
  },
});
