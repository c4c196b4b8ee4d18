/** A test message, sent while somebody waits for what comes of it; it leaves no trace in the outbox. */

import type { Channel } from '../../db/channels.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { newId } from '../ids.ts';
import type { Trouble } from './attempt.ts';
import { openSettings } from './channel-settings.ts';
import { letterheadOf, wallClock } from './letterhead.ts';
import { send } from './send.ts';
import { messageWords } from '#words/notify.ts';

/** @returns what kept it from getting through; null when it did */
export async function testChannel(context: Context, channel: Channel): Promise<Trouble | null> {
  const open = openSettings(context.contacts, channel);
  if (open === undefined) return 'sealed';
  const message = {
    kind: 'test' as const,
    subject: messageWords.test,
    caseId: null,
    recordId: null,
    department: channel.department,
    day: dayOf(context.now()),
  };
  const outcome = await send(open, {
    id: newId(context.random),
    message,
    ...(await letterheadOf(context)).of(message),
    now: await wallClock(context),
    loopback: context.env.notifyLoopback,
    handOver: async () => true,
    signal: new AbortController().signal,
  });
  return outcome.end === 'delivered' ? (outcome.note ?? null) : outcome.trouble;
}
