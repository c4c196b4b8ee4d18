/** Batches as the desk sees them: how far each is, the form of its ballots, and what waits for whoever looks. */

import { countEntered, type EnteredCounts, listSerials } from '../../db/batches.ts';
import { findRecord, newestRecordWords } from '../../db/records.ts';
import { recordsOfRound } from '../../db/round-records.ts';
import { findRound, type StoredRound } from '../../db/rounds.ts';
import type { Context } from '../context.ts';
import { firstRecordAct } from '../domain/advance-record.ts';
import type { RecordFile } from '../domain/records.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { columnsOf, overallColumn } from '../domain/round/written-ballot.ts';
import { batchChannels, voidReasons } from '../domain/vocabulary.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { Problem } from '../problem.ts';
import type { BatchLine, BatchList, BatchView } from '../schemas/batches.ts';
import { batchErrors } from '#words/batches.ts';
import { recordKindWords } from '#words/records.ts';
import { ballotChannelWords, voidReasonWords } from '#words/rounds.ts';
import { basisOf, takesBatches } from './derive-batches.ts';
import { isOnPaper } from './readings.ts';

const emptyCounts: EnteredCounts = { valid: 0, void: {}, once: 0, differs: 0 };

const roundRefOf = ({ record: { file }, title }: StoredRound): BatchList['round'] => ({
  id: file.id,
  number: file.number,
  title,
  state: file.state,
  stateName: recordKindWords.round.states[file.state] ?? file.state,
});

function lineOf(
  { id, number, state, body }: Pick<RecordFile, 'id' | 'number' | 'state' | 'body'>,
  name: string,
  plan: RoundPlan,
  counts: EnteredCounts,
): BatchLine {
  const { raterGroup: group = '', ballotChannel: channel = 'paper', issued = 0, returned } = body;
  return {
    id,
    number,
    name,
    group,
    groupName: plan.groups.find(({ code }) => code === group)?.name ?? group,
    channel,
    channelName: ballotChannelWords[channel],
    state,
    stateName: recordKindWords.batch.states[state] ?? state,
    issued,
    returned: state === 'entering' ? null : (returned ?? null),
    entered: {
      valid: counts.valid,
      void: voidReasons.flatMap((reason) => {
        const count = counts.void[reason] ?? 0;
        return count === 0 ? [] : [{ reason, name: voidReasonWords[reason], count }];
      }),
      once: counts.once,
      differs: counts.differs,
    },
  };
}

/** In the order in which they were begun; numbers grow longer only after ten thousand. */
const byNumber = ({ number: a }: Pick<RecordFile, 'number'>, { number: b }: Pick<RecordFile, 'number'>): number =>
  (a ?? '').length - (b ?? '').length || ((a ?? '') < (b ?? '') ? -1 : 1);

/** The batches of a round, and what they come to. @throws Problem `not-found` */
export async function batchesOf({ db }: Context, staff: Staff, roundId: string): Promise<BatchList> {
  const round = await findRound(db, roundId);
  if (round?.plan === undefined) throw new Problem('not-found');
  const { plan } = round;
  const batches = (await recordsOfRound(db, 'batch', roundId)).map(({ file }) => file).sort(byNumber);
  const ids = batches.map(({ id }) => id);
  const counts = await countEntered(db, ids);
  const words = await newestRecordWords(db, ids, ['batchName']);
  const items = batches.map((batch) =>
    lineOf(batch, words.get(batch.id)?.batchName ?? '', plan, counts.get(batch.id) ?? emptyCounts),
  );
  const takes = takesBatches(round.record.file.state);
  const channels = batchChannels.filter((channel) => plan.channels.some((rule) => rule.channel === channel));
  return {
    round: roundRefOf(round),
    takes,
    mayBegin: takes && channels.length > 0 && firstRecordAct('batch', actorOf(staff)) !== undefined,
    groups: plan.groups.map(({ code, name }) => ({ code, name })),
    channels: channels.map((channel) => ({ channel, name: ballotChannelWords[channel] })),
    items,
    totals: channels.map((channel) => {
      const confirmed = batches.filter(({ state, body }) => state === 'confirmed' && body.ballotChannel === channel);
      const of = confirmed.map(({ body }) => body.batchCounts as { issued: number; returned: number; valid: number });
      const sum = (name: 'issued' | 'returned' | 'valid'): number => of.reduce((all, one) => all + one[name], 0);
      return {
        channel,
        name: ballotChannelWords[channel],
        batches: confirmed.length,
        issued: sum('issued'),
        returned: sum('returned'),
        void: sum('returned') - sum('valid'),
        valid: sum('valid'),
      };
    }),
  };
}

/** One batch. Of the readings of others it says only how many there are. @throws Problem `not-found` */
export async function batchFor({ db }: Context, staff: Staff, batchId: string): Promise<BatchView> {
  const stored = await findRecord(db, batchId);
  if (stored?.file.kind !== 'batch') throw new Problem('not-found');
  const { file } = stored;
  const { round, plan, channel, form } = await basisOf(db, file);
  const words = await newestRecordWords(db, [batchId], ['batchName']);
  const counts = (await countEntered(db, [batchId])).get(batchId) ?? emptyCounts;
  const serials = await listSerials(db, batchId);
  const takes = takesBatches(round.record.file.state);
  const mayEnter = takes && file.state === 'entering' && firstRecordAct('batch', actorOf(staff)) !== undefined;
  const once = serials.filter(({ state }) => state === 'first');
  const { accountId } = staff;
  const toSecond = isOnPaper(channel) ? once.filter(({ first_by }) => first_by !== accountId) : [];
  const columnNames = new Map(plan.items.map(({ code, name }) => [code, name]));
  return {
    ...lineOf(file, words.get(batchId)?.batchName ?? '', plan, counts),
    seq: file.seq,
    round: roundRefOf(round),
    takes,
    form: {
      asksAll: form.asksAll,
      departments: form.departments.map((code) => {
        const department = plan.departments.find((one) => one.code === code);
        const className = plan.classes.find((one) => one.code === department?.classCode)?.name;
        return { code, name: department?.name ?? code, className: className ?? '' };
      }),
      columns: columnsOf(plan).map((code) => ({
        code,
        name: code === overallColumn ? batchErrors.overall : (columnNames.get(code) ?? code),
      })),
      levels: plan.scale.levels.map(({ level, name }) => ({ level, name })),
    },
    mine: {
      mayEnter,
      next: toSecond[0]?.serial ?? (serials.at(-1)?.serial ?? 0) + 1,
      toSecond: toSecond.length,
      toDecide: mayEnter
        ? serials
            .filter((one) => one.state === 'differs' && one.first_by !== accountId && one.second_by !== accountId)
            .map(({ serial }) => serial)
        : [],
      alone: isOnPaper(channel)
        ? once.filter(({ first_by }) => first_by === accountId).map(({ serial }) => serial)
        : [],
    },
    isEmpty: serials.length === 0,
  };
}
