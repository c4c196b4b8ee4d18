/** Names for what is stored: random ones, and those made from a client's token. */

import { hash } from 'node:crypto';

/** A random id of 128 bits in base64url; says nothing of when it was made. */
export const newId = (random: (length: number) => Uint8Array): string => Buffer.from(random(16)).toString('base64url');

/** The id of what was sent with a token: SHA-256 in base64url. The token itself is not kept. */
export const idOfToken = (token: string): string => hash('sha256', token, 'base64url');
