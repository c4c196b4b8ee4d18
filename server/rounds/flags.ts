/** Looks through the ballots of a closed round by the published rules, and keeps what meets them as flags. Nothing is dropped by that. */

import type { Kysely } from 'kysely';
import { deleteFlagsOfFinalRounds, insertFlags, loggedBallots, type StoredFlag, writtenRows } from '../../db/flags.ts';
import { recordsOfRound } from '../../db/round-records.ts';
import { listRounds } from '../../db/rounds.ts';
import type { Database } from '../../db/tables.ts';
import type { RecordFile } from '../domain/records.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { burstsIn, flagsOf } from '../domain/round/validity.ts';
import { idOfToken } from '../ids.ts';

type Db = Kysely<Database>;
type NewFlag = Omit<StoredFlag, 'exclusion'>;

/** Rows that one exclusion may name. */
export const exclusionMost = 1000;

/** The same ballot under the same rule is one flag, however often it is looked at. */
const flagId = (...parts: readonly string[]): string => idOfToken(`ballot-flag/1\n${parts.join('\n')}`);

/** Flags on the written ballots of a confirmed batch. */
async function batchFlags(db: Db, plan: RoundPlan, { id: batch, body }: RecordFile): Promise<NewFlag[]> {
  const { raterGroup: group = '', ballotChannel: channel = '' } = body;
  return (await writtenRows(db, batch)).flatMap(({ id, serial, seconds, rows }) =>
    flagsOf(plan, { id, rows, ...(seconds !== null && { seconds }) }).map(({ rule, detail }) => ({
      id: flagId(rule, id),
      rule,
      ballots: 1,
      detail: { group, channel, batch, serial, numbers: detail },
      targets: rows.map(({ c }) => c).sort(),
    })),
  );
}

/** Flags on days on which far more ballots on one department came than on others. */
async function burstFlags(db: Db, round: string): Promise<NewFlag[]> {
  const { days, ballots } = await loggedBallots(db, round);
  const order = days.toSorted();
  const bursts = burstsIn(
    order.map((_, at) => at),
    ballots.map(({ day, department, group, c }) => ({ day: order.indexOf(day), department, group, ballots: c.length })),
  );
  return bursts.flatMap(({ day: at, department, group, ballots: count, others, otherDays }) => {
    const day = order[at] ?? '';
    const all = ballots.find((one) => one.day === day && one.department === department && one.group === group)?.c ?? [];
    const targets = all.toSorted();
    return Array.from({ length: Math.ceil(targets.length / exclusionMost) }, (_, part) => ({
      id: flagId('burst', round, day, department, group, String(part)),
      rule: 'burst' as const,
      ballots: 0,
      detail: { group, channel: 'online', department, day, numbers: { ballots: count, others, otherDays } },
      targets: targets.slice(part * exclusionMost, (part + 1) * exclusionMost),
    }));
  });
}

/** Batches and logs that were looked through by this process: looking again would find the same. */
const looked = new Set<string>();

/** Flags what has come in to the closed rounds since it last ran. @returns how many flags are new */
export async function flagClosedRounds(db: Db): Promise<number> {
  await deleteFlagsOfFinalRounds(db);
  let added = 0;
  for (const { record, plan } of await listRounds(db)) {
    const { id: round, state, seq } = record.file;
    if (plan === undefined || state !== 'closed') continue;
    for (const { file } of await recordsOfRound(db, 'batch', round)) {
      const mark = `${file.id} ${file.seq}`;
      if (file.state !== 'confirmed' || looked.has(mark)) continue;
      added += await insertFlags(db, round, await batchFlags(db, plan, file));
      looked.add(mark);
    }
    // The log tells of all votes once it tells that the round is closed.
    if (record.loggedSeq < seq || looked.has(round)) continue;
    added += await insertFlags(db, round, await burstFlags(db, round));
    looked.add(round);
  }
  return added;
}
