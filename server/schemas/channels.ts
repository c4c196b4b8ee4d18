/** Channels on the wire: where notifications go outside the desk. Addresses and secrets go in and never come out again. */

import { z } from '@hono/zod-openapi';
import { channelKinds, noticeKinds, type OutsideKind, outsideKinds } from '../domain/notices.ts';
import { cleanLine } from '../domain/opinion.ts';
import { departmentCode } from './departments.ts';
import { departmentRef } from './desk.ts';
import { channelErrors } from '#words/notify.ts';

const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(cleanLine)
    .pipe(z.string().min(1).max(max));

/** A mailbox (RFC 5321 §4.1.2, without quoted local parts). */
const mailbox = z
  .string()
  .trim()
  .max(254)
  .regex(/^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/i, { error: channelErrors.mailbox });
const host = z
  .string()
  .trim()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|[0-9a-f:]+)$/i, {
    error: channelErrors.host,
  });
/** Empty: as it is. What may be called is checked with the settings of the server. */
const address = z.string().trim().max(500).default('');
const secret = z.string().trim().max(200).default('');

const common = {
  name: line(40),
  /** Kinds of notices that it carries. */
  events: z
    .array(z.enum(outsideKinds as [OutsideKind, ...OutsideKind[]]))
    .min(1, { error: channelErrors.events })
    .max(outsideKinds.length),
  /** Only what this department is told; null: everything. */
  department: departmentCode.nullable().default(null),
  isActive: z.boolean().default(true),
};

const mail = z
  .object({
    kind: z.literal('mail'),
    ...common,
    host,
    port: z.int().min(1).max(65_535),
    security: z.enum(['tls', 'starttls', 'none']),
    user: z.string().trim().max(254).default(''),
    /** Empty: as it is. */
    password: secret,
    from: mailbox,
    recipients: z.array(mailbox).min(1, { error: channelErrors.recipients }).max(20),
  })
  .strict();
const byAddress = <Kind extends 'wecom' | 'dingtalk' | 'feishu' | 'webhook'>(kind: Kind) =>
  z.object({ kind: z.literal(kind), ...common, url: address, secret }).strict();

/** The kind of a channel never changes; of one that is there, empty addresses and secrets stay as they are. */
export const channelRequest = z
  .discriminatedUnion('kind', [
    mail,
    byAddress('wecom'),
    byAddress('dingtalk'),
    byAddress('feishu'),
    byAddress('webhook'),
  ])
  .openapi('ChannelRequest');
export type ChannelRequest = z.infer<typeof channelRequest>;

export const channel = z
  .object({
    id: z.string(),
    kind: z.enum(channelKinds),
    kindName: z.string(),
    name: z.string(),
    events: z.array(z.enum(noticeKinds)),
    department: departmentRef.nullable(),
    isActive: z.boolean(),
    /** Host (and port) alone; null when the settings were sealed with another key and must be entered anew. */
    where: z.string().nullable(),
    /** Whether there is a secret or a password. */
    hasSecret: z.boolean(),
    /** What of a mail server is no secret; null for other kinds. */
    mail: z
      .object({
        host: z.string(),
        port: z.int(),
        security: z.enum(['tls', 'starttls', 'none']),
        user: z.string(),
        from: z.string(),
        recipients: z.array(z.string()),
      })
      .nullable(),
    waiting: z.int(),
    failed: z.int(),
    sent: z.int(),
    /** Instant. */
    lastSent: z.string().nullable(),
  })
  .openapi('Channel');
export type ChannelView = z.infer<typeof channel>;

export const channelList = z.object({ items: z.array(channel) }).openapi('Channels');

/** `secret` is the one with which webhooks are signed, shown this once where the server made it. */
export const channelSaved = z.object({ channel, secret: z.string().nullable() }).openapi('ChannelSaved');

/** A message that failed or has not got through yet, with why. */
const troubled = z.object({
  id: z.string(),
  subject: z.string(),
  /** Day of what it tells of. */
  day: z.string(),
  isOver: z.boolean(),
  attempts: z.int(),
  trouble: z.string(),
  /** It may have arrived: sending it again may double it. */
  mayDouble: z.boolean(),
  /** Instant of the next attempt. */
  nextAt: z.string().nullable(),
});
export const channelDetail = z.object({ channel, troubled: z.array(troubled) }).openapi('ChannelDetail');

/** `trouble` says in words why a test did not get through. */
export const channelTested = z.object({ trouble: z.string().nullable() }).openapi('ChannelTested');

/** One message, or all that failed. */
export const retryRequest = z
  .object({
    message: z
      .string()
      .regex(/^[\w-]{43}$/)
      .optional(),
  })
  .strict()
  .openapi('ChannelRetry');
export const retried = z.object({ retried: z.int() }).openapi('ChannelRetried');
