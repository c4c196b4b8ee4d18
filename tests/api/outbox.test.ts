/** What leaves the desk: once, signed, later when the other side is not there, and never with a word of a citizen. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { saveChannel } from '../../db/channels.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../../db/tables.ts';
import { outsideKinds } from '../../server/domain/notices.ts';
import { type OpenChannel, sealSettings } from '../../server/notify/channel-settings.ts';
import { notify } from '../../server/notify/notify.ts';
import { createOutbox } from '../../server/notify/outbox.ts';
import { newWebhookSecret } from '../../server/notify/signed-webhook.ts';
import { databases } from '../support/databases.ts';
import { type Desk, dump, testDesk } from '../support/desk.ts';
import { httpReceiver, smtpReceiver } from '../support/receivers.ts';

const loopback = { env: { NOTIFY_LOOPBACK: 'on', PUBLIC_URL: 'https://wanping.test' } };
const secret = newWebhookSecret((length) => new Uint8Array(length).fill(7));

/** A channel that carries everything. */
async function channel(
  desk: Desk,
  open: OpenChannel,
  more: { id?: string; department?: string } = {},
): Promise<string> {
  const id = more.id ?? 'channel';
  await saveChannel(desk.context.db, {
    id,
    kind: open.kind,
    name: '通道',
    sealed: sealSettings(desk.context.contacts, open),
    events: outsideKinds,
    department: more.department ?? null,
    isActive: true,
  });
  return id;
}

const webhook = (url: string): OpenChannel => ({ kind: 'webhook', settings: { url, secret } });
const mail = (port: number, more: object = {}): OpenChannel => ({
  kind: 'mail',
  settings: {
    host: '127.0.0.1',
    port,
    security: 'none',
    user: '',
    password: '',
    from: 'wanping@lanjiang.test',
    recipients: ['pingyiban@lanjiang.test', 'duchashi@lanjiang.test'],
    ...more,
  },
});

/** Tells the office of something. */
const tell = (desk: Desk, about: string): Promise<void> =>
  desk.context.db.transaction().execute((trx) =>
    notify(trx, desk.context, {
      kind: 'claimed',
      about,
      to: { roles: ['clerk', 'director'] },
      caseId: 'case-1',
      subject: `案件 2026-0123（城管局）：申请销号，请审核${about}`,
      day: '2026-10-12',
    }),
  );

const worker = (desk: Desk) => createOutbox(desk.context, (line) => desk.log.push(line));
const pass = (desk: Desk, minutes: number): void => {
  desk.time = new Date(desk.time.getTime() + minutes * 60_000);
};
const rows = (db: Kysely<Database>) => db.selectFrom('outbox').selectAll().orderBy('id').execute();
const stateOf = async (desk: Desk) =>
  (await rows(desk.context.db)).map(({ state, attempts, last_error }) => [state, attempts, last_error]);

describe.each(databases)('$name', ({ open }) => {
  test('一条通知写进收件箱，也经通道送出一次；再看一遍不会再送', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, webhook(receiver.url));
    await tell(desk, 'a');
    await tell(desk, 'a');
    const outbox = worker(desk);
    await outbox.tick();
    await outbox.tick();
    expect(receiver.received).toHaveLength(1);
    expect(await stateOf(desk)).toEqual([['sent', 1, '']]);
    const told = await desk.context.db.selectFrom('notice').select(['account_id', 'subject']).execute();
    expect(told.map(({ account_id }) => account_id).sort()).toEqual([
      'account-clerk',
      'account-clerk2',
      'account-director',
    ]);
    await outbox.stop();
    await desk.close();
  });

  test('回调带着标准的签名，收的一方自己算得出来', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, webhook(`${receiver.url}/hook`));
    await tell(desk, 'a');
    const outbox = worker(desk);
    await outbox.tick();
    await outbox.stop();
    const [{ headers, body, url } = { headers: {}, body: '', url: '' }] = receiver.received;
    expect(url).toBe('/hook');
    const id = String(headers['webhook-id']);
    const seconds = String(headers['webhook-timestamp']);
    expect(Number(seconds)).toBe(desk.time.getTime() / 1000);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
    expect(headers['idempotency-key']).toBe(id);
    expect(JSON.parse(body)).toEqual({
      type: 'notice.claimed',
      timestamp: '2026-10-12T00:00:00+08:00',
      data: {
        kind: 'claimed',
        subject: '案件 2026-0123（城管局）：申请销号，请审核a',
        case: 'case-1',
        record: null,
        department: null,
        day: '2026-10-12',
        url: 'https://wanping.test/desk/cases/case-1',
      },
    });
    await desk.close();
  });

  test('对方出错时隔 1 分钟、5 分钟、半小时、2 小时、8 小时再送，编号不变，仍不行才算失败', async () => {
    await using receiver = await httpReceiver();
    receiver.answer = (response) => response.writeHead(500).end();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, webhook(receiver.url));
    await tell(desk, 'a');
    const outbox = worker(desk);
    await outbox.tick();
    for (const [index, wait] of [1, 5, 30, 120, 480].entries()) {
      expect(await stateOf(desk)).toEqual([['waiting', index + 1, 'status:500']]);
      pass(desk, wait - 0.5);
      await outbox.tick();
      expect(receiver.received).toHaveLength(index + 1);
      pass(desk, 0.5);
      await outbox.tick();
      expect(receiver.received).toHaveLength(index + 2);
    }
    expect(await stateOf(desk)).toEqual([['failed', 6, 'status:500']]);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await outbox.stop();
    await desk.close();
  });

  test('送到以后就不再送：先出错、后成功的只有一次成功', async () => {
    await using receiver = await httpReceiver();
    receiver.answer = (response, nth) => response.writeHead(nth === 1 ? 503 : 204, { 'retry-after': '120' }).end();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, webhook(receiver.url));
    await tell(desk, 'a');
    const outbox = worker(desk);
    await outbox.tick();
    pass(desk, 1);
    await outbox.tick();
    // It asked for two minutes.
    expect(receiver.received).toHaveLength(1);
    pass(desk, 1);
    await outbox.tick();
    pass(desk, 60 * 24);
    await outbox.tick();
    expect(receiver.received).toHaveLength(2);
    expect(await stateOf(desk)).toEqual([['sent', 2, '']]);
    await outbox.stop();
    await desk.close();
  });

  test('几个进程一起送，每条也只送一次', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, webhook(receiver.url));
    for (let index = 0; index < 30; index += 1) await tell(desk, `n${index}`);
    const workers = [1, 2, 3].map(() => worker(desk));
    await Promise.all(workers.map((one) => one.tick()));
    await Promise.all(workers.map((one) => one.tick()));
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
    await Promise.all(workers.map((one) => one.stop()));
    await desk.close();
  });

  test('进程拿走一条、还没送就没了：过了时候别的进程再送；已经递出去的不再送，留给人看', async () => {
    await using post = await smtpReceiver();
    const desk = await testDesk(await open(), loopback);
    const { db } = desk.context;
    await channel(desk, mail(post.port));
    for (const about of ['sending', 'handed']) await tell(desk, about);
    // As a process leaves them that is killed: before the first byte of one, after it of the other.
    for (const row of await rows(db)) {
      await db
        .updateTable('outbox')
        .set({
          state: row.payload.includes('handed') ? 'handed' : 'sending',
          attempts: 1,
          next_at: '2026-10-12T02:05:00Z',
        })
        .where('id', '=', row.id)
        .execute();
    }
    const outbox = worker(desk);
    await outbox.tick();
    expect(post.letters).toHaveLength(0);
    pass(desk, 6);
    await outbox.tick();
    expect(post.letters).toHaveLength(1);
    const states = await stateOf(desk);
    expect(states).toContainEqual(['failed', 1, 'unknown']);
    expect(states).toContainEqual(['sent', 2, '']);
    await outbox.stop();
    await desk.close();
  });

  test('邮件：收件人互相看不到，信件编号每次都一样，密码不进信里', async () => {
    await using post = await smtpReceiver();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, mail(post.port, { user: 'wanping', password: '邮箱密码' }));
    await tell(desk, 'a');
    post.reply = (command, usual) => (command === 'DATA.' && post.letters.length === 1 ? '451 later' : usual);
    const outbox = worker(desk);
    await outbox.tick();
    expect(await stateOf(desk)).toEqual([['waiting', 1, 'smtp:451']]);
    pass(desk, 1);
    await outbox.tick();
    expect(await stateOf(desk)).toEqual([['sent', 2, '']]);
    const [first, second] = post.letters;
    expect(second?.to).toEqual(['pingyiban@lanjiang.test', 'duchashi@lanjiang.test']);
    expect(second?.auth).toBe('\0wanping\0邮箱密码');
    for (const letter of [first, second]) {
      expect(letter?.text).not.toMatch(/pingyiban|duchashi|邮箱密码/);
      expect(letter?.text).toContain('Auto-Submitted: auto-generated');
    }
    const idOf = (text = '') => /^Message-ID: (<.+@lanjiang\.test>)\r?$/m.exec(text)?.[1];
    expect(idOf(first?.text)).toBeDefined();
    expect(idOf(first?.text)).toBe(idOf(second?.text));
    await outbox.stop();
    await desk.close();
  });

  test('邮件：信已经递出去、对方没有回话就断了，不再自动送', async () => {
    await using post = await smtpReceiver();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, mail(post.port));
    await tell(desk, 'a');
    post.reply = (command, usual) => (command === 'DATA.' ? null : usual);
    const outbox = worker(desk);
    await outbox.tick();
    pass(desk, 60);
    await outbox.tick();
    expect(post.letters).toHaveLength(1);
    expect(await stateOf(desk)).toEqual([['failed', 1, 'unknown']]);
    await outbox.stop();
    await desk.close();
  });

  test('邮件：还没递信就断了，过一会儿再送；地址不对的不再送', async () => {
    await using post = await smtpReceiver();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, mail(post.port));
    await tell(desk, 'a');
    post.reply = (command, usual) => (command.startsWith('MAIL') ? null : usual);
    const outbox = worker(desk);
    await outbox.tick();
    expect(await stateOf(desk)).toEqual([['waiting', 1, 'connect']]);
    post.reply = (command, usual) => (command.startsWith('RCPT') ? '550 no such user' : usual);
    pass(desk, 1);
    await outbox.tick();
    expect(await stateOf(desk)).toEqual([['failed', 2, 'smtp:550']]);
    expect(post.letters).toHaveLength(0);
    await outbox.stop();
    await desk.close();
  });

  test('只要一个收件人被拒收，其余的照样收到，并记下来', async () => {
    await using post = await smtpReceiver();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, mail(post.port));
    await tell(desk, 'a');
    post.reply = (command, usual) => (command.includes('duchashi') ? '550 no such user' : usual);
    const outbox = worker(desk);
    await outbox.tick();
    expect(post.letters).toHaveLength(1);
    expect(await stateOf(desk)).toEqual([['sent', 1, 'rejected:1']]);
    await outbox.stop();
    await desk.close();
  });

  test('停止服务时，还没递出去的放回去，下次再送', async () => {
    const desk = await testDesk(await open(), loopback);
    // Takes the connection and never says a word.
    await using post = await smtpReceiver();
    post.reply = () => '';
    await channel(desk, mail(post.port));
    await tell(desk, 'a');
    const outbox = worker(desk);
    const ticking = outbox.tick();
    await expect.poll(async () => (await rows(desk.context.db))[0]?.state).toBe('sending');
    await outbox.stop();
    await ticking;
    expect(await stateOf(desk)).toEqual([['waiting', 0, '']]);
    await desk.close();
  });

  test('单位的通道只收本单位的，停用的不收', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, webhook(`${receiver.url}/cgj`), { id: 'cgj', department: 'cgj' });
    await channel(desk, webhook(`${receiver.url}/jyj`), { id: 'jyj', department: 'jyj' });
    await tell(desk, 'office');
    await desk.context.db.transaction().execute((trx) =>
      notify(trx, desk.context, {
        kind: 'assigned',
        about: 'case:1',
        to: { department: 'cgj' },
        subject: '案件 2026-0124（城管局）：已交办，请签收',
        day: '2026-10-12',
      }),
    );
    const outbox = worker(desk);
    await outbox.tick();
    expect(receiver.received.map(({ url }) => url)).toEqual(['/cgj']);
    const told = await desk.context.db
      .selectFrom('notice')
      .select('account_id')
      .where('kind', '=', 'assigned')
      .orderBy('account_id')
      .execute();
    expect(told.map(({ account_id }) => account_id)).toEqual(['account-head', 'account-liaison']);
    await outbox.stop();
    await desk.close();
  });

  test('意见人做的事当天就在收件箱里，但只记日期；送出去要等第二天早上八点', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, webhook(receiver.url));
    await desk.context.db.transaction().execute((trx) =>
      notify(trx, desk.context, {
        kind: 'sent-back',
        about: 'case:1:9',
        to: { department: 'cgj' },
        subject: '案件 2026-0124（城管局）：意见人不认可，请重办',
        day: '2026-10-12',
        byCitizen: true,
      }),
    );
    const [noticed] = await desk.context.db.selectFrom('notice').selectAll().execute();
    expect(noticed?.at).toBe('2026-10-12');
    const [row] = await rows(desk.context.db);
    expect([row?.made_at, row?.next_at]).toEqual(['2026-10-12', '2026-10-13T00:00:00Z']);
    const outbox = worker(desk);
    await outbox.tick();
    expect(receiver.received).toHaveLength(0);
    desk.time = new Date('2026-10-13T00:00:01Z');
    await outbox.tick();
    expect(receiver.received).toHaveLength(1);
    await outbox.stop();
    await desk.close();
  });

  test('意见的内容和联系方式不进任何通知：收件箱、发件箱、邮件、回调都没有', async () => {
    await using receiver = await httpReceiver();
    await using post = await smtpReceiver();
    const desk = await testDesk(await open(), loopback);
    await channel(desk, webhook(receiver.url), { id: 'hook' });
    await channel(desk, mail(post.port), { id: 'mail' });
    await channel(
      desk,
      { kind: 'dingtalk', settings: { url: `${receiver.url}/ding`, secret: 'SEC1' } },
      { id: 'ding' },
    );
    const planted = [
      '种下的原文',
      '种下的联系人',
      '13912345678',
      '种下的公开文本',
      '种下的理由',
      '种下的答复',
      '种下的不认可',
    ];
    const citizen = await desk.opinion({ text: '种下的原文：路灯坏了', contact: '种下的联系人 13912345678' });
    const [clerk, clerk2, director, liaison, head] = await Promise.all(
      ['clerk', 'clerk2', 'director', 'liaison', 'head'].map((name) => desk.as(name)),
    );
    if (!clerk || !clerk2 || !director || !liaison || !head) throw new Error('nobody');
    const { id } = citizen;
    await clerk.act(id, 'takeUp', { publicText: '种下的公开文本', topic: 'city', kind: 'complaint' });
    await clerk.act(id, 'assign', {
      department: 'cgj',
      nature: 'IMMEDIATE',
      coDepartments: ['jyj'],
      demand: '种下的理由',
    });
    await liaison.act(id, 'accept');
    await clerk.act(id, 'urge', { demand: '种下的理由' });
    await (await desk.as('other')).act(id, 'assist', { opinion: '种下的理由' });
    await liaison.act(id, 'ask', { question: '种下的理由' });
    await desk.post('/api/track/reply', { viewKey: citizen.viewKey, answer: '种下的答复' });
    await liaison.act(id, 'requestExtension', {
      reason: '种下的理由',
      workDone: '种下的理由',
      until: '2026-11-05',
      signedBy: '种下的理由',
    });
    await head.act(id, 'signExtension');
    await director.act(id, 'refuseExtension', { ruling: '种下的理由' });
    await liaison.act(id, 'claim', {
      outcome: '种下的理由',
      evidence: [await liaison.upload()],
      signedBy: '种下的理由',
    });
    await clerk2.act(id, 'beginReview');
    await clerk2.act(id, 'passReview', { opinion: '种下的理由' });
    const answered = await desk.post('/api/track/answer', {
      viewKey: citizen.viewKey,
      answer: 'no',
      preimage: citizen.preimage(1, 'n'),
      seen: false,
      comment: '种下的不认可',
    });
    expect(answered.status, await answered.text()).toBe(200);
    const outbox = worker(desk);
    await outbox.tick();
    desk.later(1);
    for (let turn = 0; turn < 5; turn += 1) {
      await outbox.tick();
      pass(desk, 2);
    }
    await outbox.stop();
    const { db } = desk.context;
    const inside = JSON.stringify([await rows(db), await db.selectFrom('notice').selectAll().execute()]);
    const outside = JSON.stringify([receiver.received, post.letters.map(({ text }) => decoded(text))]);
    expect(post.letters.length).toBeGreaterThan(8);
    expect(receiver.received.length).toBeGreaterThan(16);
    expect((await rows(db)).filter(({ state }) => state !== 'sent')).toEqual([]);
    expect(outside).toContain('意见人不认可');
    for (const text of planted) {
      expect(inside).not.toContain(text);
      expect(outside).not.toContain(text);
      expect(desk.log.join('\n')).not.toContain(text);
    }
    // Of what the citizen said there is only the day.
    const byCitizen = (JSON.parse(inside) as { subject?: string; payload?: string; at?: string; made_at?: string }[][])
      .flat()
      .filter((row) => /意见人(已答复|不认可)/.test(row.subject ?? row.payload ?? ''));
    expect(byCitizen.length).toBeGreaterThan(4);
    expect(new Set(byCitizen.map((row) => row.at ?? row.made_at))).toEqual(new Set(['2026-10-12']));
    expect(await dump(db)).toContain('种下的公开文本');
    await desk.close();
  });
});

/** A letter with its encoded words and its body as text. */
function decoded(letter: string): string {
  const [head = '', ...body] = letter.split('\r\n\r\n');
  const words = head.replaceAll(/=\?UTF-8\?B\?([^?]*)\?=\s*/gi, (_all, text: string) =>
    Buffer.from(text, 'base64').toString('utf8'),
  );
  return `${words}\n${Buffer.from(body.join(''), 'base64').toString('utf8')}`;
}
