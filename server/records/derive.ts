/**
 * What the server works out for an act on a record: its `derived` fields. Each function is called in the transaction of the act, before the rules
 * are asked; what it refuses with a Problem does not happen.
 */

import type { Transaction } from 'kysely';
import type { Database } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import type { Day } from '../domain/day.ts';
import type { FieldValues } from '../domain/fields.ts';
import type { RecordFile } from '../domain/records.ts';
import type { Actor } from '../domain/roles.ts';
import { orderDerivations } from './derive-orders.ts';
import { pledgeDerivations } from './derive-pledges.ts';
import { reportDerivations } from './derive-reports.ts';
import { awardDerivations } from '../rounds/derive-awards.ts';
import { batchDerivations } from '../rounds/derive-batches.ts';
import { exclusionDerivations } from '../rounds/derive-exclusions.ts';
import { freezeDerivations } from '../rounds/derive-freeze.ts';
import { recheckDerivations } from '../rounds/derive-rechecks.ts';
import { useDerivations } from '../rounds/derive-uses.ts';
import { roundDerivations } from '../rounds/derive-rounds.ts';
import { sampleDerivations } from '../samples/derive-samples.ts';
import { supervisorDerivations } from '../supervisors/derive-supervisors.ts';

export interface DeriveQuestion {
  trx: Transaction<Database>;
  context: Context;
  /** The record before the act; nothing with its first one. */
  before: RecordFile | null;
  /** Of the record. */
  id: string;
  /** What was given, names resolved: departments by code, cases and records by id. */
  given: FieldValues;
  actor: Actor;
  day: Day;
  /** What was made before the transaction, where an act needs that (around.ts). */
  prepared?: unknown;
}

/** @returns the derived fields of the act, and nothing else */
export type Derive = (question: DeriveQuestion) => Promise<FieldValues>;

/** By `<kind>.<act>`. An act whose derived fields nobody works out here goes without them. */
export const derivations: Readonly<Record<string, Derive>> = {
  ...awardDerivations,
  ...freezeDerivations,
  ...batchDerivations,
  ...exclusionDerivations,
  ...orderDerivations,
  ...pledgeDerivations,
  ...recheckDerivations,
  ...reportDerivations,
  ...roundDerivations,
  ...sampleDerivations,
  ...supervisorDerivations,
  ...useDerivations,
};
