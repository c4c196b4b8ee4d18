/** Stores the round of 2025 through the rules of the desk: from its draft to the final result, each act on its own day, by the people who do it. */

import type { Transaction } from 'kysely';
import { insertBallots, saveBallot, type StoredBallot } from '../../../db/batches.ts';
import { savePlan, saveReport } from '../../../db/rounds.ts';
import type { Database } from '../../../db/tables.ts';
import type { Context } from '../../context.ts';
import type { Day } from '../../domain/day.ts';
import type { FieldValues } from '../../domain/fields.ts';
import type { RecordKind } from '../../domain/records.ts';
import type { RoundPlan } from '../../domain/round/plan.ts';
import type { WrittenBallot } from '../../domain/round/written-ballot.ts';
import { newId } from '../../ids.ts';
import { performRecordAct, recordAct } from '../../records/perform-record-act.ts';
import { flagByHand, proposeExclusions } from '../../rounds/propose-exclusions.ts';
import { flagClosedRounds } from '../../rounds/flags.ts';
import { departments } from '../data/departments.ts';
import * as texts from '../data/round-2025.ts';
import { staffOf } from '../office/store-office.ts';
import { onDay } from '../on-day.ts';
import { randomFrom } from '../random.ts';
import { batches2025, type DemoBallot, type DemoBatch } from './ballots-2025.ts';
import type { OddRule } from './numbers-2025.ts';
import { days2025, plan2025 } from './plan-2025.ts';

/** The seed of everything that was marked. */
const seed = 20_251_210;

/** When the acts after the last day of voting were done; all of them are working days. */
const days = {
  ...days2025,
  counted: '2026-01-13',
  confirmed: '2026-01-14',
  flagged: '2026-01-15',
  proposed: '2026-01-16',
  excluded: '2026-01-19',
  reviewed: '2026-01-20',
  published: '2026-01-26',
  heard: '2026-01-27',
  appealed: '2026-01-29',
  decided: '2026-02-04',
  concluded: '2026-02-06',
  used: '2026-02-09',
  approved: '2026-02-11',
} as const;

/** Does one act as somebody on a day. */
type Act = (
  day: Day,
  account: string,
  kind: RecordKind,
  act: string,
  given: FieldValues,
  id?: string,
) => Promise<string>;

const actor =
  (context: Context): Act =>
  async (day, account, kind, act, given, id) => {
    const request = { kind, act, given, ...(id !== undefined && { id }) };
    const file = await performRecordAct(onDay(context, day), staffOf(account), request).catch((cause: unknown) => {
      throw new Error(`The rules refuse ${kind}.${act} on ${day}`, { cause });
    });
    return file.id;
  };

/** @returns the id of the round */
export async function storeRound2025(context: Context): Promise<string> {
  const plan = plan2025(newId(context.random));
  const act = actor(context);
  await prepare(context, plan, act);
  const batches = await takeBatches(context, plan, act);
  await exclude(context, plan.round, batches, act);
  await conclude(plan.round, act);
  return plan.round;
}

async function prepare(context: Context, plan: RoundPlan, act: Act): Promise<void> {
  const { round, title, opensOn, closesOn } = plan;
  await context.db.transaction().execute(async (trx) => {
    await recordAct(
      trx,
      onDay(context, days.drafted),
      staffOf('clerk-1'),
      { kind: 'round', act: 'draft', given: { title, roundKind: 'annual', opensOn, closesOn } },
      round,
    );
    await savePlan(trx, plan);
    for (const { code, name, duties, commitments } of departments) {
      const report = texts.selfReport(name, duties, commitments);
      await saveReport(trx, round, code, { report, filledOn: days.drafted });
    }
  });
  await act(days.frozen, 'director', 'round', 'freeze', {}, round);
  // Nobody votes under rules that the log does not tell of.
  await context.ledger.enter();
  await act(days.opens, 'director', 'round', 'open', {}, round);
}

interface StoredBatch extends DemoBatch {
  id: string;
}

async function takeBatches(context: Context, plan: RoundPlan, act: Act): Promise<StoredBatch[]> {
  const { round } = plan;
  const stored: StoredBatch[] = [];
  for (const batch of batches2025(plan, randomFrom(seed))) {
    const { code, channel, invited } = batch.group;
    const given = {
      round,
      raterGroup: code,
      ballotChannel: channel,
      batchName: texts.batchNames[code],
      issued: invited,
    };
    const id = await act(days.opens, 'statistician', 'batch', 'begin', given);
    await context.db.transaction().execute((trx) => storeBallots(trx, context, plan, { ...batch, id }));
    stored.push({ ...batch, id });
  }
  await act(days.closes, 'director', 'round', 'close', {}, round);
  for (const { id, group } of stored) {
    const given = { issued: group.invited, returned: group.returned };
    await act(days.counted, 'statistician', 'batch', 'count', given, id);
    await act(days.confirmed, 'clerk-2', 'batch', 'confirm', {}, id);
  }
  return stored;
}

/** What stands on a ballot. On a paper with all departments what is blank says 不了解. */
function written(plan: RoundPlan, { void: reason, rows }: DemoBallot, isPaper: boolean): WrittenBallot {
  const blank = plan.items.map(() => 0);
  return {
    void: reason,
    rows: Object.fromEntries(
      rows
        .filter(({ row }) => row !== undefined || !isPaper)
        .map(({ department, row }) => [department, row ? [...row.levels, row.overall] : [...blank, 0]]),
    ),
  };
}

async function storeBallots(
  trx: Transaction<Database>,
  context: Context,
  plan: RoundPlan,
  { id, group, ballots }: StoredBatch,
): Promise<void> {
  const isPaper = group.channel === 'paper';
  const rows = ballots.map((ballot): StoredBallot => {
    const by = isPaper ? 'clerk-1' : 'statistician';
    const reading = { ballot: written(plan, ballot, isPaper), by };
    return {
      id: newId(context.random),
      serial: ballot.serial,
      state: ballot.void === null ? 'agreed' : 'void',
      voidReason: ballot.void,
      first: reading,
      // Paper is read by two; what a firm hands over comes in as it is.
      second: isPaper ? { ...reading, by: 'clerk-2' } : null,
      third: null,
      seconds: ballot.seconds,
    };
  });
  if (isPaper) for (const row of rows) await saveBallot(trx, id, row);
  else await insertBallots(trx, id, rows);
}

/** Ballots that meet a published rule, and those that people found out about, are proposed by one and confirmed by another. */
async function exclude(context: Context, round: string, batches: readonly StoredBatch[], act: Act): Promise<void> {
  await flagClosedRounds(context.db);
  for (const { id, ballots } of batches) {
    const serials = ballots.filter(({ excluded }) => excluded === 'interference').map(({ serial }) => serial);
    if (serials.length > 0)
      await flagByHand(onDay(context, days.flagged), round, { rule: 'interference', batch: id, serials });
  }
  for (const rule of Object.keys(texts.exclusionReasons) as OddRule[]) {
    const given = { rule, flags: 'all' as const, reason: texts.exclusionReasons[rule] };
    const proposed = await proposeExclusions(onDay(context, days.proposed), staffOf('clerk-1'), round, given);
    for (const { id } of proposed)
      await act(days.excluded, 'clerk-2', 'exclusion', 'confirm', { opinion: texts.exclusionOpinion }, id);
  }
}

async function conclude(round: string, act: Act): Promise<void> {
  await act(days.reviewed, 'clerk-2', 'round', 'review', { opinion: texts.reviewOpinion }, round);
  await act(days.published, 'director', 'round', 'publish', {}, round);
  await act(days.heard, 'director', 'round', 'hear', {}, round);
  const rechecks: string[] = [];
  for (const { department, reason } of texts.rechecks2025) {
    const given = { department, round, reason, signedBy: texts.signature };
    rechecks.push(await act(days.appealed, `${department}-head`, 'recheck', 'apply', given));
  }
  for (const [index, { opinion }] of texts.rechecks2025.entries())
    await act(days.decided, 'director', 'recheck', 'decide', { recheckResult: 'upheld', opinion }, rechecks[index]);
  await act(days.concluded, 'director', 'round', 'conclude', {}, round);
  for (const { opinion, ...given } of texts.uses2025) {
    const id = await act(days.used, 'clerk-1', 'use', 'propose', { round, ...given });
    await act(days.approved, 'director', 'use', 'approve', { opinion }, id);
  }
}
