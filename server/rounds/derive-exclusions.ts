/** What the server checks and works out for 剔除: that the round takes them, which rows go, which flags are free again. */

import type { Kysely } from 'kysely';
import { releaseFlags } from '../../db/flags.ts';
import { findRound, type StoredRound } from '../../db/rounds.ts';
import type { Database } from '../../db/tables.ts';
import type { Canonical } from '../domain/trust/canonical.ts';
import { Problem } from '../problem.ts';
import type { Derive } from '../records/derive.ts';
import { flagErrors } from '#words/flags.ts';

/** Before the office has looked through the round, and again when a department has asked for 复核. */
const excludingStates: readonly string[] = ['closed', 'appealed'];
export const takesExclusions = (state: string): boolean => excludingStates.includes(state);

/** @throws Problem `not-found`, `not-in-this-state` */
export async function excludingRound(db: Kysely<Database>, roundId: string): Promise<StoredRound> {
  const round = await findRound(db, roundId);
  if (round?.plan === undefined) throw new Problem('not-found');
  if (!takesExclusions(round.record.file.state)) throw new Problem('not-in-this-state', { detail: flagErrors.notNow });
  return round;
}

/** What one exclusion is about. */
export interface Part {
  flags: string[];
  ballots: number;
  targets: string[];
}

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && 'targets' in value;

const propose: Derive = async ({ trx, given, prepared }) => {
  await excludingRound(trx, given.round ?? '');
  // Which rows are meant is chosen from flags, on their own page.
  if (!isPart(prepared))
    throw new Problem('validation', { errors: [{ pointer: '#/given/flagged', detail: flagErrors.fromFlags }] });
  const { ballots, targets } = prepared;
  return { excluded: { ballots, rows: targets.length, targets: targets.toSorted() } satisfies Canonical };
};

const stillOpen: Derive = async ({ trx, before }) => {
  await excludingRound(trx, before?.body.round ?? '');
  return {};
};

const reject: Derive = async ({ trx, id }) => {
  await releaseFlags(trx, id);
  return {};
};

export const exclusionDerivations: Readonly<Record<string, Derive>> = {
  'exclusion.propose': propose,
  'exclusion.confirm': stillOpen,
  'exclusion.reject': reject,
};
