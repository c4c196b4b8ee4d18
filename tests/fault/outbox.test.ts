/** A process that is killed while it sends notifications leaves nothing unsent, and nothing sent twice. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { saveChannel } from '../../db/channels.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { outsideKinds } from '../../server/domain/notices.ts';
import { createContactSeal } from '../../server/files/contact.ts';
import { type OpenChannel, sealSettings } from '../../server/notify/channel-settings.ts';
import { notify } from '../../server/notify/notify.ts';
import { createOutbox } from '../../server/notify/outbox.ts';
import { newWebhookSecret } from '../../server/notify/signed-webhook.ts';
import { type TestCity, testCity } from '../support/city.ts';
import { newPostgresDatabase } from '../support/databases.ts';
import { httpReceiver, smtpReceiver, welcome } from '../support/receivers.ts';

const notifier = fileURLToPath(new URL('../support/dying-notifier.ts', import.meta.url));

interface Scene extends AsyncDisposable {
  city: TestCity;
  /** Another process begins to send. */
  begin: () => ChildProcess;
  states: () => Promise<string[]>;
}

/** A city with one message for a channel. */
async function scene(kind: 'SQLite' | 'PostgreSQL', open: OpenChannel): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'wanping-outbox-'));
  const url = kind === 'SQLite' ? `sqlite:${join(folder, 'wanping.sqlite')}` : await newPostgresDatabase();
  const db = openDatabase(url);
  await migrateToLatest(db);
  const city = await testCity(db, { env: { NOTIFY_LOOPBACK: 'on' } });
  city.context.contacts = createContactSeal(new Uint8Array(32));
  await saveChannel(db, {
    id: 'channel',
    kind: open.kind,
    name: '通道',
    sealed: sealSettings(city.context.contacts, open),
    events: outsideKinds,
    department: null,
    isActive: true,
  });
  await db.transaction().execute((trx) =>
    notify(trx, city.context, {
      kind: 'overdue',
      about: 'a',
      to: { roles: ['clerk'] },
      subject: '案件 2026-0123：已超期',
      day: '2026-10-12',
    }),
  );
  return {
    city,
    begin: () => spawn(process.execPath, [notifier, url, city.time.toISOString()], { stdio: 'ignore' }),
    states: async () =>
      (await db.selectFrom('outbox').select(['state', 'last_error']).execute()).map(
        ({ state, last_error }) => `${state} ${last_error}`,
      ),
    [Symbol.asyncDispose]: async () => {
      await city.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a process that lives does, at once and after the hold of the dead one is over. */
async function livesOn({ city }: Scene): Promise<void> {
  const outbox = createOutbox(city.context, (line) => city.log.push(line));
  await outbox.tick();
  city.time = new Date(city.time.getTime() + 6 * 60_000);
  await outbox.tick();
  city.time = new Date(city.time.getTime() + 24 * 60 * 60_000);
  await outbox.tick();
  await outbox.stop();
  expect(city.log).toEqual([]);
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe.each(['SQLite', 'PostgreSQL'] as const)('%s', (kind) => {
  test('连上对方、还没送出一个字就被杀掉：别的进程以后送到，只有一次', async () => {
    await using post = await smtpReceiver();
    const reached = Promise.withResolvers<void>();
    // A server that takes the connection and says nothing.
    post.reply = () => {
      reached.resolve();
      return '';
    };
    await using at = await scene(kind, {
      kind: 'mail',
      settings: {
        host: '127.0.0.1',
        port: post.port,
        security: 'none',
        user: '',
        password: '',
        from: 'a@lanjiang.test',
        recipients: ['b@lanjiang.test'],
      },
    });
    const child = at.begin();
    await reached.promise;
    await killed(child);
    expect(await at.states()).toEqual(['sending ']);
    post.reply = (_command, usual) => usual;
    await livesOn(at);
    expect(await at.states()).toEqual(['sent ']);
    expect(post.letters).toHaveLength(1);
  });

  test('送出以后、听到回答以前被杀掉：群机器人不再送，留给人看；签名回调用同一个编号再送', async () => {
    for (const channel of ['wecom', 'webhook'] as const) {
      await using receiver = await httpReceiver();
      const arrived = Promise.withResolvers<void>();
      receiver.answer = () => arrived.resolve();
      await using at = await scene(
        kind,
        channel === 'wecom'
          ? { kind: 'wecom', settings: { url: receiver.url, secret: '' } }
          : {
              kind: 'webhook',
              settings: { url: receiver.url, secret: newWebhookSecret((length) => new Uint8Array(length)) },
            },
      );
      const child = at.begin();
      await arrived.promise;
      await killed(child);
      expect(await at.states()).toEqual(['handed ']);
      receiver.answer = welcome;
      await livesOn(at);
      const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
      if (channel === 'wecom') {
        expect(await at.states()).toEqual(['failed unknown']);
        expect(ids).toHaveLength(1);
      } else {
        expect(await at.states()).toEqual(['sent ']);
        expect(ids).toEqual([ids[0], ids[0]]);
        expect(ids[0]).toMatch(/^msg_/);
      }
    }
  });
});
