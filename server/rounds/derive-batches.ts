/** What the server checks and works out for 收票批次: that the round takes them, that the numbers add up, and the rows that come of them. */

import type { Transaction } from 'kysely';
import {
  agreedReading,
  countEntered,
  deleteBatchRows,
  holdBatch,
  insertBatchRows,
  listBallots,
} from '../../db/batches.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { putRoundFile } from '../../db/round-files.ts';
import { findRound, type StoredRound } from '../../db/rounds.ts';
import type { BatchRowTable, Database } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import type { FieldName } from '../domain/fields.ts';
import type { RecordFile } from '../domain/records.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { type BallotForm, ballotForm, marksOf, reconcile, voidOf } from '../domain/round/written-ballot.ts';
import { marksCommitment, rowsHash } from '../domain/trust/ballot.ts';
import { type Canonical, canonicalJson } from '../domain/trust/canonical.ts';
import type { BatchChannel } from '../domain/vocabulary.ts';
import { Problem } from '../problem.ts';
import type { Derive } from '../records/derive.ts';
import { batchErrors } from '#words/batches.ts';

/** From its first day until the office has looked through what came in; afterwards its numbers stand. */
const takingStates: readonly string[] = ['open', 'closed'];

export const takesBatches = (state: string): boolean => takingStates.includes(state);

const wrong = (field: FieldName, detail: string): Problem =>
  new Problem('validation', { errors: [{ pointer: `#/given/${field}`, detail }] });

/** What a batch is about, from its record. */
export interface BatchBasis {
  round: StoredRound;
  plan: RoundPlan;
  group: string;
  channel: BatchChannel;
  form: BallotForm;
}

/**
 * The round, the group and the channel of a batch.
 * @throws Problem `not-found` when the round or its plan is gone
 */
export async function basisOf(db: Context['db'], { body }: Pick<RecordFile, 'body'>): Promise<BatchBasis> {
  const round = await findRound(db, body.round ?? '');
  const { raterGroup: group = '', ballotChannel: channel = 'paper' } = body;
  if (round?.plan === undefined) throw new Problem('not-found');
  return { round, plan: round.plan, group, channel, form: ballotForm(round.plan, group, channel) };
}

const begin: Derive = async ({ trx, given }) => {
  const round = await findRound(trx, given.round ?? '');
  if (round?.plan === undefined) throw wrong('round', batchErrors.noRound);
  if (!takesBatches(round.record.file.state)) throw wrong('round', batchErrors.roundTakesNone);
  if (!round.plan.groups.some(({ code }) => code === given.raterGroup)) throw wrong('raterGroup', batchErrors.noGroup);
  if (!round.plan.channels.some(({ channel }) => channel === given.ballotChannel))
    throw wrong('ballotChannel', batchErrors.noChannel);
  return {};
};

/** The batch while its round still takes batches. */
async function openBatch(trx: Transaction<Database>, before: RecordFile | null): Promise<BatchBasis> {
  if (before === null) throw new Problem('not-found');
  const basis = await basisOf(trx, before);
  if (!takesBatches(basis.round.record.file.state))
    throw new Problem('not-in-this-state', { detail: batchErrors.roundTakesNone });
  return basis;
}

const count: Derive = async ({ trx, context, before, id, given }) => {
  const { plan, group, channel, form } = await openBatch(trx, before);
  if (!(await holdBatch(trx, id, 'entering'))) throw new Problem('conflict');
  const { issued = 0, returned = 0 } = given;
  const entered = (await countEntered(trx, [id])).get(id);
  if (entered === undefined) throw new Problem('not-found');
  const { valid, void: voids, once, differs } = entered;
  const outcome = reconcile({ issued, returned }, { void: voids, valid, undecided: once + differs });
  if ('fault' in outcome) {
    const entries = valid + Object.values(voids).reduce((sum, of) => sum + of, 0);
    throw wrong('returned', batchErrors.faults[outcome.fault]({ issued, returned, entries, once, differs }));
  }
  const rows: BatchRowTable[] = [];
  for (const ballot of await listBallots(trx, id, ['agreed'])) {
    const reading = agreedReading(ballot);
    // The rules of the plan cannot have changed since; a valid ballot is valid still.
    if (voidOf(plan, form, reading) !== null) throw new Problem('conflict');
    for (const [department, marks] of marksOf(plan, form, reading)) {
      const salt = Buffer.from(context.random(32)).toString('base64url');
      rows.push({
        c: marksCommitment(nativeSha256, marks, salt),
        batch_id: id,
        round_id: plan.round,
        rater_group: group,
        department,
        channel,
        salt,
        marks: canonicalJson(marks as unknown as Canonical),
        ballot_id: ballot.id,
      });
    }
  }
  // By commitment, so that neither the table nor the file keeps the order of the papers.
  rows.sort((a, b) => (a.c < b.c ? -1 : 1));
  await insertBatchRows(trx, rows);
  const lines = rows.map(({ c, department }) => `${canonicalJson({ c, d: department })}\n`);
  const file = await putRoundFile(trx, plan.round, `batches/${id}.ndjson`, lines.join(''));
  return {
    batchCounts: { issued, returned, void: voids as Canonical, valid, rows: rows.length },
    batchRows: {
      count: rows.length,
      hash: rowsHash(
        nativeSha256,
        rows.map(({ c }) => c),
      ),
      file,
    },
  };
};

const takeBack: Derive = async ({ trx, before, id }) => {
  await openBatch(trx, before);
  await deleteBatchRows(trx, id);
  return {};
};

const confirm: Derive = async ({ trx, before }) => {
  await openBatch(trx, before);
  return {};
};

export const batchDerivations: Readonly<Record<string, Derive>> = {
  'batch.begin': begin,
  'batch.count': count,
  'batch.recount': takeBack,
  'batch.annul': takeBack,
  'batch.confirm': confirm,
};
