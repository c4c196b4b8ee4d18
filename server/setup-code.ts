/** The one-time code with which the first administrator of a real city proves to be the operator who started the server. */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import { findSetting, removeSetting, setSetting } from '../db/settings.ts';
import type { Database } from '../db/tables.ts';

/** Makes a new code, which replaces an earlier one; only its hash is kept. @returns the code, to be printed */
export async function makeSetupCode(db: Kysely<Database>, random: (length: number) => Uint8Array): Promise<string> {
  const code = Buffer.from(random(8))
    .toString('hex')
    .replaceAll(/(.{4})(?=.)/g, '$1-');
  await setSetting(db, 'setup', { codeHash: hashOf(code) });
  return code;
}

/** Whether this is the code; dashes, spaces and capitals do not matter. */
export async function isSetupCode(db: Kysely<Database>, code: string): Promise<boolean> {
  const kept = await findSetting(db, 'setup');
  if (kept === undefined) return false;
  return timingSafeEqual(Buffer.from(kept.codeHash), Buffer.from(hashOf(code)));
}

/** To be called in the transaction that uses it. @returns false when somebody else was faster */
export const forgetSetupCode = (db: Kysely<Database>): Promise<boolean> => removeSetting(db, 'setup');

const hashOf = (code: string): string =>
  createHash('sha256')
    .update(code.toLowerCase().replaceAll(/[^0-9a-f]/g, ''))
    .digest('hex');
