/** Channels through which notifications leave the desk: managed by the administrator, who never gets to see a secret again. */

import { type Channel, deleteChannel, findChannel, listChannels, saveChannel } from '../../db/channels.ts';
import { findDepartment } from '../../db/departments.ts';
import { deleteMessagesOf, retryFailed, trafficByChannel, troubledMessages } from '../../db/outbox.ts';
import { type AuditAct, audit } from '../audit.ts';
import { instantText } from '../clock.ts';
import type { Context } from '../context.ts';
import { type DepartmentNames, departmentNames, refOrNull } from '../desk/names.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { newId } from '../ids.ts';
import { changedSettings } from '../notify/changed-settings.ts';
import { openSettings, sealSettings } from '../notify/channel-settings.ts';
import { testChannel } from '../notify/test-channel.ts';
import { Problem } from '../problem.ts';
import {
  channelDetail,
  channelList,
  channelRequest,
  type ChannelRequest,
  channelSaved,
  channelTested,
  type ChannelView,
  retried,
  retryRequest,
} from '../schemas/channels.ts';
import { idInPath } from '../schemas/desk.ts';
import { deskErrors } from '#words/desk-api.ts';
import { channelErrors, channelKindWords, troubleWords } from '#words/notify.ts';

const tags = ['administration'];
const refusals = refuses('not-signed-in', 'not-allowed');
/** Messages in trouble that are shown. */
const shown = 50;

type Traffic = Awaited<ReturnType<typeof trafficByChannel>>;

function viewOf(channel: Channel, context: Context, names: DepartmentNames, traffic: Traffic): ChannelView {
  const open = openSettings(context.contacts, channel);
  const counts = traffic.get(channel.id) ?? { waiting: 0, failed: 0, sent: 0, lastSent: null };
  const mail = open?.kind === 'mail' ? open.settings : undefined;
  return {
    id: channel.id,
    kind: channel.kind,
    kindName: channelKindWords[channel.kind],
    name: channel.name,
    events: channel.events,
    department: refOrNull(channel.department, names),
    isActive: channel.isActive,
    where:
      open === undefined
        ? null
        : open.kind === 'mail'
          ? `${open.settings.host}:${open.settings.port}`
          : new URL(open.settings.url).host,
    hasSecret: open !== undefined && (open.kind === 'mail' ? open.settings.password : open.settings.secret) !== '',
    mail: mail
      ? {
          host: mail.host,
          port: mail.port,
          security: mail.security,
          user: mail.user,
          from: mail.from,
          recipients: mail.recipients,
        }
      : null,
    ...counts,
  };
}

async function viewAlone(channel: Channel, context: Context): Promise<ChannelView> {
  return viewOf(channel, context, await departmentNames(context.db), await trafficByChannel(context.db));
}

async function found(context: Context, id: string): Promise<Channel> {
  const channel = await findChannel(context.db, id);
  if (channel === undefined) throw new Problem('not-found');
  return channel;
}

/** Keeps what was sent as a channel, sealed. @returns it, and the secret that was made for it */
async function keep(
  context: Context,
  accountId: string,
  given: ChannelRequest,
  before: Channel | undefined,
): Promise<{ channel: Channel; secret: string | null }> {
  const { db, contacts, env, random } = context;
  if (before !== undefined && before.kind !== given.kind) {
    throw new Problem('validation', { errors: [{ pointer: '#/kind', detail: channelErrors.kind }] });
  }
  if (given.department !== null && (await findDepartment(db, given.department)) === undefined) {
    throw new Problem('validation', { errors: [{ pointer: '#/department', detail: deskErrors.department }] });
  }
  const settings = changedSettings(given, before && openSettings(contacts, before), {
    loopback: env.notifyLoopback,
    random,
  });
  const channel: Channel = {
    id: before?.id ?? newId(random),
    kind: given.kind,
    name: given.name,
    sealed: sealSettings(contacts, settings.channel),
    events: given.events,
    department: given.department,
    isActive: given.isActive,
  };
  const act: AuditAct = before === undefined ? 'channel.created' : 'channel.edited';
  await db.transaction().execute(async (trx) => {
    await saveChannel(trx, channel);
    await audit(context, accountId, act, channel.id, trx);
  });
  return { channel, secret: settings.made };
}

export const adminChannelRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/channels',
      tags,
      summary: 'Where notifications go outside the desk',
      responses: { 200: answers(channelList, 'By name'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const names = await departmentNames(context.db);
      const traffic = await trafficByChannel(context.db);
      const items = (await listChannels(context.db)).map((one) => viewOf(one, context, names, traffic));
      return c.json({ items }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/channels/{id}',
      tags,
      summary: 'One channel, with what did not get through',
      request: { params: idInPath },
      responses: { 200: answers(channelDetail, 'The channel'), ...refusals, ...refuses('not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const channel = await found(context, c.req.valid('param').id);
      const troubled = await troubledMessages(context.db, channel.id, shown);
      return c.json(
        {
          channel: await viewAlone(channel, context),
          troubled: troubled.map(({ id, payload, state, attempts, last_error, next_at }) => ({
            id,
            subject: payload.subject,
            day: payload.day,
            isOver: state === 'failed',
            attempts,
            trouble: troubleWords(last_error, channel.kind),
            mayDouble: last_error === 'unknown',
            nextAt: state === 'failed' ? null : next_at,
          })),
        },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/channels',
      tags,
      summary: 'Open a channel',
      request: { body: json(channelRequest) },
      responses: { 201: answers(channelSaved, 'Opened'), ...refusals, ...refuses('validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const { channel, secret } = await keep(context, staffOf(c).accountId, c.req.valid('json'), undefined);
      return c.json({ channel: await viewAlone(channel, context), secret }, 201);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/channels/{id}',
      tags,
      summary: 'Change a channel; empty addresses and secrets stay as they are',
      request: { params: idInPath, body: json(channelRequest) },
      responses: { 200: answers(channelSaved, 'Changed'), ...refusals, ...refuses('validation', 'not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const before = await found(context, c.req.valid('param').id);
      const { channel, secret } = await keep(context, staffOf(c).accountId, c.req.valid('json'), before);
      return c.json({ channel: await viewAlone(channel, context), secret }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/channels/{id}/test',
      tags,
      summary: 'Send a test message now, and say what came of it',
      request: { params: idInPath },
      responses: { 200: answers(channelTested, 'What came of it'), ...refusals, ...refuses('not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const channel = await found(context, c.req.valid('param').id);
      await audit(context, staffOf(c).accountId, 'channel.tested', channel.id);
      const trouble = await testChannel(context, channel);
      return c.json({ trouble: trouble === null ? null : troubleWords(trouble, channel.kind) }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/channels/{id}/retry',
      tags,
      summary: 'Try once more what failed',
      request: { params: idInPath, body: json(retryRequest) },
      responses: { 200: answers(retried, 'How many wait again'), ...refusals, ...refuses('validation', 'not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const channel = await found(context, c.req.valid('param').id);
      const { message } = c.req.valid('json');
      const count = await retryFailed(context.db, channel.id, { now: instantText(context.now()), id: message });
      if (count > 0) await audit(context, staffOf(c).accountId, 'channel.retried', channel.id);
      return c.json({ retried: count }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/channels/{id}/remove',
      tags,
      summary: 'Remove a channel, its secrets and what still waits for it',
      request: { params: idInPath },
      responses: { 204: { description: 'Removed' }, ...refusals, ...refuses('not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const channel = await found(context, c.req.valid('param').id);
      await context.db.transaction().execute(async (trx) => {
        await deleteMessagesOf(trx, channel.id);
        await deleteChannel(trx, channel.id);
        await audit(context, staffOf(c).accountId, 'channel.removed', channel.id, trx);
      });
      return c.body(null, 204);
    },
  );
