/** Signed webhooks as Standard Webhooks 1.0 describes them: a system of the city's own hears of notices and can tell that they are ours. */

import { createHmac } from 'node:crypto';
import type { Attempt, Outcome } from './attempt.ts';
import type { WebhookSettings } from './channel-settings.ts';
import { post } from './post.ts';

const prefix = 'whsec_';

/** A secret with which both sides sign: 32 bytes. */
export const newWebhookSecret = (random: (length: number) => Uint8Array): string =>
  prefix + Buffer.from(random(32)).toString('base64');

/** Whether a text is such a secret, of 24 to 64 bytes. */
export function isWebhookSecret(text: string): boolean {
  const bytes = Buffer.from(text.slice(prefix.length), 'base64');
  return (
    text.startsWith(prefix) &&
    bytes.length >= 24 &&
    bytes.length <= 64 &&
    bytes.toString('base64').replace(/=+$/, '') === text.slice(prefix.length).replace(/=+$/, '')
  );
}

/** `v1,` and the HMAC-SHA256 over id, time and body. */
export const webhookSignature = (secret: string, id: string, seconds: number, body: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(prefix.length), 'base64'))
    .update(`${id}.${seconds}.${body}`)
    .digest('base64')}`;

/** What is sent: the day is all that is told of the time, because some of it is of a citizen's doing. */
export const webhookBody = ({ message: { kind, subject, caseId, recordId, department, day }, link }: Attempt): string =>
  JSON.stringify({
    type: `notice.${kind}`,
    timestamp: `${day}T00:00:00+08:00`,
    data: { kind, subject, case: caseId, record: recordId, department, day, url: link },
  });

/** @throws NotDelivered when there is no answer */
export async function sendWebhook({ url, secret }: WebhookSettings, attempt: Attempt): Promise<Outcome> {
  const id = `msg_${attempt.id}`;
  const seconds = Math.floor(attempt.now.getTime() / 1000);
  const body = webhookBody(attempt);
  const { status, retryAfter } = await post(
    url,
    body,
    {
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': webhookSignature(secret, id, seconds, body),
      'idempotency-key': id,
    },
    attempt,
  );
  if (status >= 200 && status < 300) return { end: 'delivered' };
  const after = retryAfter === undefined ? {} : { retryAfter };
  // 410: the receiver says that it is gone for good.
  return { end: 'refused', trouble: `status:${status}`, ...(status === 410 && { final: true }), ...after };
}
