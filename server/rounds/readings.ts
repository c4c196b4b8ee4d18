/** 双录: what one person reads of a paper, what two of them agree on, and what a third decides. Nobody sees another reading before their own. */

import type { Transaction } from 'kysely';
import { findBallot, holdBatch, lastSerial, removeBallot, saveBallot, type StoredBallot } from '../../db/batches.ts';
import { findRecord } from '../../db/records.ts';
import type { Database } from '../../db/tables.ts';
import { audit } from '../audit.ts';
import type { Context } from '../context.ts';
import {
  type Difference,
  differenceOf,
  settled,
  tidyBallot,
  type WrittenBallot,
  voidOf,
} from '../domain/round/written-ballot.ts';
import type { BatchChannel } from '../domain/vocabulary.ts';
import { newId } from '../ids.ts';
import { type FieldError, Problem } from '../problem.ts';
import type { ReadingRequest } from '../schemas/batches.ts';
import { batchErrors } from '#words/batches.ts';
import { type BatchBasis, basisOf, takesBatches } from './derive-batches.ts';

/** Channels whose papers are read by two people; what is taken down on the telephone or comes from a firm has no paper. */
export const isOnPaper = (channel: BatchChannel): boolean => channel === 'paper' || channel === 'hall';

/** The batch, held until the transaction ends, while ballots may be entered. */
async function entering(trx: Transaction<Database>, batchId: string): Promise<BatchBasis> {
  if (!(await holdBatch(trx, batchId, 'entering'))) {
    const stored = await findRecord(trx, batchId);
    throw new Problem(stored?.file.kind === 'batch' ? 'not-in-this-state' : 'not-found');
  }
  const stored = await findRecord(trx, batchId);
  if (stored === undefined) throw new Problem('not-found');
  const basis = await basisOf(trx, stored.file);
  if (!takesBatches(basis.round.record.file.state))
    throw new Problem('not-in-this-state', { detail: batchErrors.roundTakesNone });
  return basis;
}

/** What was typed, if it fits the questionnaire. @throws Problem `validation` with a pointer to each cell */
export function tidied({ plan, form }: BatchBasis, typed: WrittenBallot): WrittenBallot {
  const outcome = tidyBallot(plan, form, typed);
  if ('ballot' in outcome) return outcome.ballot;
  const name = (code: string): string => plan.departments.find((one) => one.code === code)?.name ?? code;
  throw new Problem('validation', {
    errors: outcome.faults.slice(0, 50).map(({ department, column, why }): FieldError => {
      const item = plan.items.find(({ code }) => code === column)?.name ?? batchErrors.overall;
      return {
        pointer: `#/rows/${department}${column === undefined ? '' : `/${column}`}`,
        detail: batchErrors.cell(name(department), why === 'level' ? item : null, why),
      };
    }),
  });
}

/** How a ballot stands once people agree on it. */
const agreed = ({ plan, form }: BatchBasis, ballot: WrittenBallot): Pick<StoredBallot, 'state' | 'voidReason'> => {
  const voidReason = voidOf(plan, form, ballot);
  return { state: voidReason === null ? 'agreed' : 'void', voidReason };
};

const blankBallot = (context: Context, serial: number): StoredBallot => ({
  id: newId(context.random),
  serial,
  state: 'first',
  voidReason: null,
  first: null,
  second: null,
  third: null,
  seconds: null,
});

/**
 * Takes in what somebody reads of a paper: the first reading, the second one of another person, or the correction of one's own first.
 * @throws Problem `second-signer` when the same person reads twice; `conflict` when two have read it already
 */
export const takeReading = (
  context: Context,
  accountId: string,
  batchId: string,
  { serial, correct = false, ...typed }: ReadingRequest,
): Promise<StoredBallot> =>
  context.db.transaction().execute(async (trx) => {
    const basis = await entering(trx, batchId);
    if (!isOnPaper(basis.channel)) throw new Problem('not-in-this-state', { detail: batchErrors.notOnPaper });
    const reading = { ballot: tidied(basis, typed), by: accountId };
    const known = await findBallot(trx, batchId, serial);
    const after = withReading(basis, known ?? blankBallot(context, serial), reading, correct);
    await saveBallot(trx, batchId, after);
    return after;
  });

function withReading(
  basis: BatchBasis,
  before: StoredBallot,
  reading: NonNullable<StoredBallot['first']>,
  correct: boolean,
): StoredBallot {
  if (before.first === null) return { ...before, first: reading };
  if (before.state !== 'first') {
    throw before.first.by === reading.by || before.second?.by === reading.by
      ? new Problem('second-signer', { detail: batchErrors.readBefore })
      : new Problem('conflict', { detail: batchErrors.readTwice });
  }
  if (before.first.by === reading.by) {
    if (!correct) throw new Problem('second-signer', { detail: batchErrors.readBefore });
    return { ...before, first: reading };
  }
  const { kind } = differenceOf(basis.plan, basis.form, before.first.ballot, reading.ballot);
  return {
    ...before,
    second: reading,
    ...(kind === 'none' ? agreed(basis, before.first.ballot) : { state: 'differs' as const }),
  };
}

/** A paper on which two differ, with their readings, for a third person. @throws Problem `second-signer` for one of the two */
async function disputed(
  db: Context['db'],
  accountId: string,
  batchId: string,
  serial: number,
): Promise<StoredBallot & { readings: { first: WrittenBallot; second: WrittenBallot } }> {
  const ballot = await findBallot(db, batchId, serial);
  if (ballot === undefined) throw new Problem('not-found');
  const { first, second } = ballot;
  if (ballot.state !== 'differs' || first === null || second === null) throw new Problem('conflict');
  if (first.by === accountId || second.by === accountId)
    throw new Problem('second-signer', { detail: batchErrors.thirdPerson });
  return { ...ballot, readings: { first: first.ballot, second: second.ballot } };
}

/** What two people read differently. */
export async function differenceFor(
  { db }: Context,
  accountId: string,
  batchId: string,
  serial: number,
): Promise<{ basis: BatchBasis; difference: Difference; voids: [WrittenBallot['void'], WrittenBallot['void']] }> {
  const stored = await findRecord(db, batchId);
  if (stored?.file.kind !== 'batch') throw new Problem('not-found');
  const basis = await basisOf(db, stored.file);
  const { readings } = await disputed(db, accountId, batchId, serial);
  const { plan, form } = basis;
  return {
    basis,
    difference: differenceOf(plan, form, readings.first, readings.second),
    voids: [voidOf(plan, form, readings.first), voidOf(plan, form, readings.second)],
  };
}

/**
 * A third person decides, having looked at the paper. Where one reading held the ballot for void and it is not, that reading goes, and somebody else
 * reads the paper again: no mark ever stands on the word of one.
 */
export const decide = (
  context: Context,
  accountId: string,
  { batchId, serial }: { batchId: string; serial: number },
  typed: WrittenBallot,
): Promise<StoredBallot> =>
  context.db.transaction().execute(async (trx) => {
    const basis = await entering(trx, batchId);
    const { readings, ...before } = await disputed(trx, accountId, batchId, serial);
    // A row of 不了解 is a decision, too: none is left out here.
    const third = tidied({ ...basis, form: { ...basis.form, asksAll: false } }, typed);
    const { kind } = differenceOf(basis.plan, basis.form, readings.first, readings.second);
    if (kind === 'void' && third.void === null) return readAgain(trx, batchId, before);
    const outcome = third.void === null ? settled(basis.plan, basis.form, readings, third) : { ballot: third };
    if ('missing' in outcome) {
      throw new Problem('validation', {
        errors: outcome.missing.map((code) => ({ pointer: `#/rows/${code}`, detail: batchErrors.undecided })),
      });
    }
    const after: StoredBallot = {
      ...before,
      third: { ballot: outcome.ballot, by: accountId },
      ...agreed(basis, outcome.ballot),
    };
    await saveBallot(trx, batchId, after);
    return after;
  });

/** The readings that do not hold the paper for void: one stays as the first, none means that it is read anew from the beginning. */
async function readAgain(trx: Transaction<Database>, batchId: string, before: StoredBallot): Promise<StoredBallot> {
  const kept = [before.first, before.second].find((one) => one?.ballot.void === null) ?? null;
  const after: StoredBallot = { ...before, state: 'first', first: kept, second: null };
  if (kept === null) await removeBallot(trx, batchId, before.serial);
  else await saveBallot(trx, batchId, after);
  return after;
}

/** Takes a paper out of a batch, so that it is read anew: it bore another number, or turned up twice. The trail tells of it. */
export const takeOut = (context: Context, accountId: string, batchId: string, serial: number): Promise<void> =>
  context.db.transaction().execute(async (trx) => {
    await entering(trx, batchId);
    if ((await findBallot(trx, batchId, serial)) === undefined) throw new Problem('not-found');
    await removeBallot(trx, batchId, serial);
    await audit(context, accountId, 'ballot.removed', `${batchId} ${serial}`, trx);
  });

/** An interview on the telephone: one person asks and types, another one confirms the batch. It gets the next number. */
export const takeInterview = (
  context: Context,
  accountId: string,
  batchId: string,
  { rows, seconds }: { rows: WrittenBallot['rows']; seconds?: number | undefined },
): Promise<StoredBallot> =>
  context.db.transaction().execute(async (trx) => {
    const basis = await entering(trx, batchId);
    if (basis.channel !== 'telephone') throw new Problem('not-in-this-state', { detail: batchErrors.notTelephone });
    const ballot = tidied(basis, { void: null, rows });
    const after: StoredBallot = {
      ...blankBallot(context, (await lastSerial(trx, batchId)) + 1),
      first: { ballot, by: accountId },
      ...agreed(basis, ballot),
      seconds: seconds ?? null,
    };
    await saveBallot(trx, batchId, after);
    return after;
  });
