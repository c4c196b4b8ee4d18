/**
 * Sends what waits in the outbox. Several processes may do so at once: each message is taken by one of them, by a conditional update.
 *
 * What "never twice" rests on: before the first byte of a message leaves, and after the connection stands, the row says `handed`, durably.
 * A process that dies before that has sent nothing, and its message is tried again. One that dies later, or hears no answer,
 * leaves a message that nobody can know of: a webhook is sent again with the same id, which its receiver drops as a double
 * (that is what the id is for); a mail or a line in a chat group is not, and a person decides.
 */

import { type Channel, listChannels } from '../../db/channels.ts';
import {
  dueMessages,
  failWaiting,
  handMessage,
  type Hold,
  lapsedMessages,
  type OutboxRow,
  sentSince,
  type Settlement,
  settleMessage,
  takeMessage,
} from '../../db/outbox.ts';
import { instantText, later } from '../clock.ts';
import type { Context } from '../context.ts';
import type { Outcome } from './attempt.ts';
import { nextTry } from './back-off.ts';
import { type OpenChannel, openSettings } from './channel-settings.ts';
import { type Letterhead, letterheadOf, wallClock } from './letterhead.ts';
import { robots } from './robots.ts';
import { send } from './send.ts';

export interface Outbox {
  /** Sends what is due now. */
  tick(): Promise<void>;
  /** Takes nothing up any more; resolves when what has left has been answered, and the rest has been put back. */
  stop(): Promise<void>;
}

/** Milliseconds between two looks. */
const look = 10_000;
/** How long a process may hold a message: longer than any attempt takes. */
const holdFor = 5 * 60_000;
/** Messages in one look; the next one takes the rest. */
const most = 100;
const minute = 60_000;

/** @param log receives what went wrong here, never what a service answered */
export function createOutbox(context: Context, log: (line: string) => void): Outbox {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();
  const tick = (): Promise<void> => {
    current = current
      .then(() => (stopping.signal.aborted ? undefined : sendDue(context, stopping.signal)))
      .catch((error: unknown) => log(`outbox: ${String(error)}`));
    return current;
  };
  const again = (): void => {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => void tick().then(again), look).unref();
  };
  again();
  return {
    tick,
    stop: () => {
      stopping.abort();
      clearTimeout(timer);
      return current;
    },
  };
}

async function sendDue(context: Context, signal: AbortSignal): Promise<void> {
  const { db, now } = context;
  const channels = new Map((await listChannels(db)).map((channel) => [channel.id, channel]));
  await settleLapsed(context, channels);
  const due = await dueMessages(db, instantText(now()), most);
  if (due.length === 0) return;
  const letterhead = await letterheadOf(context);
  const byChannel = Map.groupBy(due, ({ channel_id }) => channel_id);
  const ends = await Promise.allSettled(
    [...byChannel].map(([id, rows]) => sendThrough(context, channels.get(id), { rows, letterhead, signal })),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** What a process that died has left behind. */
async function settleLapsed({ db, now }: Context, channels: ReadonlyMap<string, Channel>): Promise<void> {
  const at = instantText(now());
  for (const row of await lapsedMessages(db, at)) {
    const mayRepeat = row.state === 'sending' || channels.get(row.channel_id)?.kind === 'webhook';
    await settleMessage(
      db,
      row,
      mayRepeat
        ? { state: 'waiting', nextAt: at, error: row.state === 'sending' ? 'died' : 'unknown' }
        : { state: 'failed', error: 'unknown' },
    );
  }
}

interface Batch {
  rows: readonly OutboxRow[];
  letterhead: Letterhead;
  signal: AbortSignal;
}

/** One after the other, in the order in which they wait; after the first that does not get through the others wait on. */
async function sendThrough(context: Context, channel: Channel | undefined, batch: Batch): Promise<void> {
  const { db, contacts, now } = context;
  const ids = batch.rows.map(({ id }) => id);
  if (channel === undefined || !channel.isActive) return failWaiting(db, ids, 'off');
  const open = openSettings(contacts, channel);
  if (open === undefined) return failWaiting(db, ids, 'sealed');
  for (const row of batch.rows) {
    if (batch.signal.aborted || (await isTooFast(context, open, channel.id))) return;
    const hold = await takeMessage(db, row, instantText(later(now(), holdFor)));
    // Where another process was quicker, the next one may still be had.
    if (hold !== undefined && !(await sendOne(context, open, { row, hold }, batch))) return;
  }
}

/** A robot takes so many lines a minute, from all processes together. */
async function isTooFast({ db, now }: Context, { kind }: OpenChannel, channelId: string): Promise<boolean> {
  if (kind === 'mail' || kind === 'webhook') return false;
  return (await sentSince(db, channelId, instantText(later(now(), -minute)))) >= robots[kind].pace;
}

/** Makes one attempt and notes how it ended. @returns whether the message got through */
async function sendOne(
  context: Context,
  channel: OpenChannel,
  { row, hold }: { row: OutboxRow; hold: Hold },
  { letterhead, signal }: Batch,
): Promise<boolean> {
  const { db, now, env } = context;
  const outcome = await send(channel, {
    id: row.id,
    message: row.payload,
    ...letterhead.of(row.payload),
    now: await wallClock(context),
    loopback: env.notifyLoopback,
    handOver: () => handMessage(db, hold, instantText(later(now(), holdFor))),
    signal,
  });
  await settleMessage(db, hold, settlementOf(outcome, hold, { now: now(), mayRepeat: channel.kind === 'webhook' }));
  return outcome.end === 'delivered';
}

function settlementOf(
  outcome: Outcome,
  { attempts }: Hold,
  { now, mayRepeat }: { now: Date; mayRepeat: boolean },
): Settlement {
  if (outcome.end === 'delivered') return { state: 'sent', at: instantText(now), note: outcome.note ?? '' };
  // An attempt that ended because the server does is none.
  if (outcome.trouble === 'stopped')
    return { state: 'waiting', nextAt: instantText(now), error: '', attempts: attempts - 1 };
  const isFinal = outcome.end === 'refused' ? outcome.final : !mayRepeat;
  const wait = isFinal ? undefined : nextTry(attempts, outcome.end === 'refused' ? outcome.retryAfter : undefined);
  if (wait === undefined)
    return { state: 'failed', error: outcome.end === 'unknown' && !mayRepeat ? 'unknown' : outcome.trouble };
  return { state: 'waiting', nextAt: instantText(later(now, wait)), error: outcome.trouble };
}
