/** A thread that checks tickets with the processor's own arithmetic. */

import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { ticketSaltLength } from '../../server/domain/trust/ballot.ts';
import type { TicketJob } from '../../server/domain/trust/tickets.ts';

/** By modulus; nothing for one that is no key. */
const keys = new Map<string, KeyObject | undefined>();

function keyOf(n: string): KeyObject | undefined {
  if (!keys.has(n)) keys.set(n, readKey(n));
  return keys.get(n);
}

function readKey(n: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function isTicket({ n, message, signature }: TicketJob): boolean {
  const key = keyOf(n);
  if (key === undefined) return false;
  const padding = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: ticketSaltLength };
  return verify('sha384', Buffer.from(message, 'utf8'), padding, Buffer.from(signature, 'base64url'));
}

parentPort?.on('message', ({ id, jobs }: { id: number; jobs: TicketJob[] }) => {
  parentPort?.postMessage({ id, good: jobs.map(isTicket) });
});
