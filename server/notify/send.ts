/** Sends one message through one channel, and says how it ended. */

import { type Attempt, NotDelivered, type Outcome } from './attempt.ts';
import type { OpenChannel } from './channel-settings.ts';
import { sendMail } from './mail.ts';
import { sendToRobot } from './robots.ts';
import { sendWebhook } from './signed-webhook.ts';

/** Never throws what a service or the network did. */
export async function send(channel: OpenChannel, attempt: Attempt): Promise<Outcome> {
  try {
    return await sendThrough(channel, attempt);
  } catch (error) {
    if (!(error instanceof NotDelivered)) throw error;
    return { end: error.sent ? 'unknown' : 'refused', trouble: error.trouble };
  }
}

function sendThrough(channel: OpenChannel, attempt: Attempt): Promise<Outcome> {
  if (channel.kind === 'mail') return sendMail(channel.settings, attempt);
  if (channel.kind === 'webhook') return sendWebhook(channel.settings, attempt);
  return sendToRobot(channel.kind, channel.settings, attempt);
}
