/** 满意度函调: return codes. The server makes a code, tells it once, and keeps its hash. */

import { createHash } from 'node:crypto';
import { findLetterByCode } from '../db/letters.ts';
import type { StoredRecord } from '../db/records.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { formatCode, makeCode, readCode } from './domain/receipt.ts';
import { Problem } from './problem.ts';
import { letterErrors, letterWords } from '#words/letters.ts';

/** What is stored of a code, SHA-256 of a label and the code, in hex. */
const hashOf = (code: string): string => createHash('sha256').update(`wmpy-letter/1\n${code}`).digest('hex');

/** A new code as it is printed, and what is stored of it. */
export function newLetterCode(random: (length: number) => Uint8Array): { code: string; hash: string } {
  const code = makeCode(random(10));
  return { code: formatCode(code), hash: hashOf(code) };
}

/**
 * The letter that a code opens.
 * @throws Problem `validation` for what is no code, `not-found` for one that is nobody's
 */
export async function letterOf(db: Kysely<Database>, typed: string): Promise<StoredRecord> {
  const reading = readCode(typed);
  if (!reading.ok) {
    throw new Problem('validation', { errors: [{ pointer: '#/code', detail: letterWords.public.wrong[reading.why] }] });
  }
  const found = await findLetterByCode(db, hashOf(reading.code));
  if (found === undefined) throw new Problem('not-found', { detail: letterErrors.noSuchCode });
  return found;
}
