/** Channels of notifications: only the administrator manages them, secrets go in and never come out, and each service gets what it wants. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createContactSeal } from '../../server/files/contact.ts';
import { instantText } from '../../server/clock.ts';
import { setSetting } from '../../db/settings.ts';
import { noticeKinds, outsideKinds } from '../../server/domain/notices.ts';
import { createOutbox } from '../../server/notify/outbox.ts';
import { notify } from '../../server/notify/notify.ts';
import type { ProblemBody } from '../../server/problem.ts';
import type { ChannelView } from '../../server/schemas/channels.ts';
import { databases } from '../support/databases.ts';
import { type Desk, dump, type Hand, testDesk } from '../support/desk.ts';
import { httpReceiver, smtpReceiver } from '../support/receivers.ts';

const loopback = { env: { NOTIFY_LOOPBACK: 'on' } };
const events = [...outsideKinds];
const common = { name: '值班群', events };

async function opened(hand: Hand, body: object): Promise<ChannelView> {
  const answer = await hand.post('/api/admin/channels', { ...common, ...body });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return ((await answer.json()) as { channel: ChannelView }).channel;
}
const tested = async (hand: Hand, id: string): Promise<string | null> =>
  ((await (await hand.post(`/api/admin/channels/${id}/test`)).json()) as { trouble: string | null }).trouble;
const wrong = async (answer: Response): Promise<string[]> =>
  ((await answer.json()) as ProblemBody).errors?.map(({ pointer, detail }) => `${pointer} ${detail}`) ?? [];
const tell = (desk: Desk, about: string): Promise<void> =>
  desk.context.db.transaction().execute((trx) =>
    notify(trx, desk.context, {
      kind: 'overdue',
      about,
      to: { department: 'cgj' },
      subject: `案件 2026-0123（城管局）：已超期 ${about}`,
      day: '2026-10-12',
    }),
  );

describe.each(databases)('$name', ({ open }) => {
  test('只有系统管理员能看、能改通道', async () => {
    const desk = await testDesk(await open(), loopback);
    for (const name of ['clerk', 'director', 'liaison', 'auditor', 'supervisor']) {
      const hand = await desk.as(name);
      expect((await hand.get('/api/admin/channels')).status, name).toBe(403);
      expect((await hand.post('/api/admin/channels', {})).status, name).toBe(403);
    }
    expect((await (await desk.as('administrator')).get('/api/admin/channels')).status).toBe(200);
    await desk.close();
  });

  test('地址、密钥、密码存进去以后，接口、库里的明文、日志和审计记录都看不到', async () => {
    const desk = await testDesk(await open(), loopback);
    const hand = await desk.as('administrator');
    const robot = await opened(hand, {
      kind: 'dingtalk',
      url: 'https://oapi.dingtalk.test/robot/send?access_token=TOKEN-9f8e7d',
      secret: 'SEC-1a2b3c',
    });
    const post = await opened(hand, {
      kind: 'mail',
      host: 'smtp.lanjiang.test',
      port: 465,
      security: 'tls',
      user: 'wanping',
      password: 'PASSWORD-4d5e6f',
      from: 'wanping@lanjiang.test',
      recipients: ['a@lanjiang.test'],
    });
    expect(robot).toMatchObject({ where: 'oapi.dingtalk.test', hasSecret: true, mail: null });
    expect(post).toMatchObject({ where: 'smtp.lanjiang.test:465', hasSecret: true });
    const seen = [
      await (await hand.get('/api/admin/channels')).text(),
      await (await hand.get(`/api/admin/channels/${robot.id}`)).text(),
      await (await hand.get(`/api/admin/channels/${post.id}`)).text(),
      await dump(desk.context.db),
      desk.log.join('\n'),
    ].join('\n');
    for (const hidden of ['TOKEN-9f8e7d', 'SEC-1a2b3c', 'PASSWORD-4d5e6f']) expect(seen).not.toContain(hidden);
    const trail = await (await (await desk.as('auditor')).get('/api/admin/audit?act=channel.created')).json();
    expect((trail as { items: { subject: string }[] }).items.map(({ subject }) => subject).sort()).toEqual(
      [robot.id, post.id].sort(),
    );
    await desk.close();
  });

  test('改名字时留空的地址和密码照旧；换了邮件服务器，密码要重填', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), loopback);
    const hand = await desk.as('administrator');
    const { id } = await opened(hand, { kind: 'wecom', url: `${receiver.url}/send?key=K1` });
    const renamed = await hand.post(`/api/admin/channels/${id}`, { ...common, name: '新名字', kind: 'wecom' });
    expect(renamed.status, await renamed.clone().text()).toBe(200);
    expect(await tested(hand, id)).toBeNull();
    expect(receiver.received[0]?.url).toBe('/send?key=K1');
    const mail = {
      kind: 'mail',
      host: 'smtp.lanjiang.test',
      port: 465,
      security: 'tls',
      user: 'wanping',
      password: '密码',
      from: 'wanping@lanjiang.test',
      recipients: ['a@lanjiang.test'],
    };
    const post = await opened(hand, mail);
    const kept = { ...common, ...mail, password: '' };
    expect((await hand.post(`/api/admin/channels/${post.id}`, kept)).status).toBe(200);
    const moved = await hand.post(`/api/admin/channels/${post.id}`, { ...kept, host: 'smtp.elsewhere.test' });
    expect(moved.status).toBe(422);
    expect(await wrong(moved)).toEqual(['#/password 换了服务器、用户名或加密方式，请重新填写密码']);
    expect(await wrong(await hand.post(`/api/admin/channels/${id}`, kept))).toEqual([
      '#/kind 通道的种类不能改，请另建一个',
    ]);
    await desk.close();
  });

  test('写错的地方逐项说明', async () => {
    const desk = await testDesk(await open());
    const hand = await desk.as('administrator');
    const refused = async (body: object) => wrong(await hand.post('/api/admin/channels', { ...common, ...body }));
    expect(await refused({ kind: 'wecom', url: 'http://qyapi.weixin.qq.com/x' })).toEqual([
      '#/url 要以 https:// 开头的完整地址，里面不带用户名和密码',
    ]);
    expect(await refused({ kind: 'wecom', url: 'https://user:word@qyapi.weixin.qq.com/x' })).toHaveLength(1);
    expect(await refused({ kind: 'feishu' })).toEqual(['#/url 请填写机器人或接收系统给的完整地址']);
    expect(await refused({ kind: 'webhook', url: 'https://a.test', secret: 'whsec_短' })).toHaveLength(1);
    expect(await refused({ kind: 'wecom', url: 'https://a.test', events: [] })).toEqual([
      '#/events 请至少勾选一类通知',
    ]);
    expect(await refused({ kind: 'wecom', url: 'https://a.test', events: ['clue'] })).toHaveLength(1);
    expect(await refused({ kind: 'wecom', url: 'https://a.test', department: 'nobody' })).toHaveLength(1);
    const mail = { kind: 'mail', host: 'smtp.a.test', port: 25, from: 'a@a.test', recipients: ['b@a.test'] };
    expect(await refused({ ...mail, security: 'none', user: 'wanping', password: 'x' })).toEqual([
      '#/user 不加密时不能带用户名和密码，否则密码在网上看得见。请改用加密，或清空用户名',
    ]);
    expect(await refused({ ...mail, security: 'tls', from: 'a@a.test\r\nBcc: c@c.test' })).toHaveLength(1);
    expect(await refused({ ...mail, security: 'tls', recipients: ['b@a.test>'] })).toHaveLength(1);
    await desk.close();
  });

  test('只发 https，不发本机和链路本地地址，也不跟着跳转', async () => {
    await using receiver = await httpReceiver();
    const strict = await testDesk(await open());
    const hand = await strict.as('administrator');
    for (const url of [
      'https://127.0.0.1:9/x',
      'https://localhost/x',
      'https://[::1]/x',
      'https://169.254.169.254/latest',
      'https://[::ffff:127.0.0.1]/x',
      'https://0.0.0.0/x',
      // 127.0.0.1 once more, as one number.
      'https://2130706433/x',
    ]) {
      const { id } = await opened(hand, { kind: 'webhook', url });
      expect(await tested(hand, id), url).toBe('地址不允许：只能用 https，且不能是本机或链路本地地址');
    }
    const { id } = await opened(hand, {
      kind: 'mail',
      host: '127.0.0.1',
      port: 25,
      security: 'none',
      from: 'a@a.test',
      recipients: ['b@a.test'],
    });
    expect(await tested(hand, id)).toMatch(/^地址不允许/);
    await strict.close();

    const desk = await testDesk(await open(), loopback);
    const administrator = await desk.as('administrator');
    receiver.answer = (response) => response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end();
    const { id: redirected } = await opened(administrator, { kind: 'webhook', url: `${receiver.url}/here` });
    expect(await tested(administrator, redirected)).toMatch(/请直接填写最终地址/);
    expect(receiver.received.map(({ url }) => url)).toEqual(['/here']);
    await desk.close();
  });

  test('企业微信、钉钉、飞书各收到自己的格式，签名对得上', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), { env: { ...loopback.env, PUBLIC_URL: 'https://wanping.test' } });
    const hand = await desk.as('administrator');
    await opened(hand, { kind: 'wecom', url: `${receiver.url}/wecom?key=K` });
    await opened(hand, { kind: 'dingtalk', url: `${receiver.url}/ding?access_token=T`, secret: 'SECding' });
    await opened(hand, { kind: 'feishu', url: `${receiver.url}/feishu/hook`, secret: 'feishu-secret' });
    await tell(desk, 'a');
    const outbox = createOutbox(desk.context, (line) => desk.log.push(line));
    await outbox.tick();
    await outbox.stop();
    const text =
      '【澜江市万人评议·超期】\n案件 2026-0123（城管局）：已超期 a\n查看（需登录工作台）：https://wanping.test/desk/inbox';
    const of = (part: string) => receiver.received.find(({ url }) => url.startsWith(part));
    const body = (part: string): unknown => JSON.parse(of(part)?.body ?? 'null');
    expect(of('/wecom')?.url).toBe('/wecom?key=K');
    expect(body('/wecom')).toEqual({ msgtype: 'text', text: { content: text } });

    expect(body('/ding')).toEqual({ msgtype: 'text', text: { content: text } });
    const query = new URL(of('/ding')?.url ?? '', 'http://x').searchParams;
    const milliseconds = String(desk.time.getTime());
    expect(query.get('access_token')).toBe('T');
    expect(query.get('timestamp')).toBe(milliseconds);
    expect(query.get('sign')).toBe(createHmac('sha256', 'SECding').update(`${milliseconds}\nSECding`).digest('base64'));

    const seconds = String(desk.time.getTime() / 1000);
    expect(body('/feishu')).toEqual({
      timestamp: seconds,
      sign: createHmac('sha256', `${seconds}\nfeishu-secret`).update('').digest('base64'),
      msg_type: 'text',
      content: { text },
    });
    await desk.close();
  });

  test('机器人说不行时，用它的错误码说明原因；改好以前不再白试，太快了等一会儿再发', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), loopback);
    const hand = await desk.as('administrator');
    const saying = (text: string) => {
      receiver.answer = (response) => response.end(text);
    };
    const wecom = await opened(hand, { kind: 'wecom', url: `${receiver.url}/w` });
    const ding = await opened(hand, { kind: 'dingtalk', url: `${receiver.url}/d` });
    const feishu = await opened(hand, { kind: 'feishu', url: `${receiver.url}/f` });
    saying('{"errcode":93000,"errmsg":"invalid webhook url"}');
    expect(await tested(hand, wecom.id)).toMatch(/key 不对/);
    saying('{"errcode":310000,"errmsg":"sign not match"}');
    expect(await tested(hand, ding.id)).toMatch(/加签密钥/);
    saying('{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}');
    expect(await tested(hand, feishu.id)).toMatch(/签名校验不符/);
    saying('{"Extra":null,"StatusCode":0,"StatusMessage":"success"}');
    expect(await tested(hand, feishu.id)).toBeNull();
    saying('<html>');
    expect(await tested(hand, feishu.id)).toMatch(/看不懂/);

    for (const { id } of [wecom, feishu]) await hand.post(`/api/admin/channels/${id}/remove`);
    saying('{"errcode":130101,"errmsg":"send too fast"}');
    await tell(desk, 'a');
    const outbox = createOutbox(desk.context, (line) => desk.log.push(line));
    await outbox.tick();
    const rows = () => desk.context.db.selectFrom('outbox').select(['state', 'last_error']).execute();
    expect(await rows()).toEqual([{ state: 'waiting', last_error: 'code:130101' }]);
    saying('{"errcode":310000,"errmsg":"keywords not in content"}');
    desk.time = new Date(desk.time.getTime() + 60_000);
    await outbox.tick();
    expect(await rows()).toEqual([{ state: 'failed', last_error: 'code:310000' }]);
    const detail = (await (await hand.get(`/api/admin/channels/${ding.id}`)).json()) as {
      troubled: { id: string; trouble: string; isOver: boolean }[];
    };
    expect(detail.troubled).toMatchObject([{ isOver: true, trouble: expect.stringContaining('关键词') }]);

    saying('{"errcode":0,"errmsg":"ok"}');
    const again = await hand.post(`/api/admin/channels/${ding.id}/retry`, { message: detail.troubled[0]?.id });
    expect(await again.json()).toEqual({ retried: 1 });
    await outbox.tick();
    expect(await rows()).toEqual([{ state: 'sent', last_error: '' }]);
    await outbox.stop();
    await desk.close();
  });

  test('群机器人一分钟最多收 20 条，其余的等下一分钟', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), loopback);
    await opened(await desk.as('administrator'), { kind: 'wecom', url: receiver.url });
    for (let index = 0; index < 25; index += 1) await tell(desk, `n${index}`);
    const outbox = createOutbox(desk.context, (line) => desk.log.push(line));
    await outbox.tick();
    await outbox.tick();
    expect(receiver.received).toHaveLength(20);
    desk.time = new Date(desk.time.getTime() + 61_000);
    await outbox.tick();
    expect(receiver.received).toHaveLength(25);
    await outbox.stop();
    await desk.close();
  });

  test('签名用机器的真实时间，演示城市自己的时间不影响', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), loopback);
    await setSetting(desk.context.db, 'clock', { offsetMilliseconds: 40 * 86_400_000 });
    const hand = await desk.as('administrator');
    const { id } = await opened(hand, { kind: 'webhook', url: receiver.url });
    expect(await tested(hand, id)).toBeNull();
    const seconds = Number(receiver.received[0]?.headers['webhook-timestamp']);
    expect(instantText(new Date(seconds * 1000))).toBe('2026-09-02T02:00:00Z');
    await desk.close();
  });

  test('停用、删除、换了密钥的通道都不再发，并且说得出原因', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), loopback);
    const hand = await desk.as('administrator');
    const { id } = await opened(hand, { kind: 'webhook', url: receiver.url });
    await tell(desk, 'a');
    await hand.post(`/api/admin/channels/${id}`, { ...common, kind: 'webhook', isActive: false });
    const outbox = createOutbox(desk.context, (line) => desk.log.push(line));
    await outbox.tick();
    const state = () => desk.context.db.selectFrom('outbox').select(['state', 'last_error']).execute();
    expect(await state()).toEqual([{ state: 'failed', last_error: 'off' }]);
    // Nothing more is written for it, either.
    await tell(desk, 'b');
    expect(await state()).toHaveLength(1);
    desk.context.contacts = createContactSeal(new Uint8Array(32).fill(9));
    expect(await tested(hand, id)).toMatch(/解不开/);
    expect(((await (await hand.get('/api/admin/channels')).json()) as { items: ChannelView[] }).items[0]?.where).toBe(
      null,
    );
    expect((await hand.post(`/api/admin/channels/${id}/remove`)).status).toBe(204);
    expect(await state()).toEqual([]);
    expect((await hand.get(`/api/admin/channels/${id}`)).status).toBe(404);
    expect(receiver.received).toEqual([]);
    await outbox.stop();
    await desk.close();
  });

  test('邮件的测试消息当场送到，测试不留在发件箱里', async () => {
    await using post = await smtpReceiver();
    const desk = await testDesk(await open(), loopback);
    const hand = await desk.as('administrator');
    const { id } = await opened(hand, {
      kind: 'mail',
      host: '127.0.0.1',
      port: post.port,
      security: 'none',
      from: 'wanping@lanjiang.test',
      recipients: ['a@lanjiang.test'],
    });
    expect(await tested(hand, id)).toBeNull();
    expect(post.letters).toHaveLength(1);
    post.reply = (command, usual) => (command.startsWith('MAIL') ? '530 sign in first' : usual);
    expect(await tested(hand, id)).toBe('邮件服务器拒收（530）');
    expect(await desk.context.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
    await desk.close();
  });

  test('线索的通知不出工作台', async () => {
    await using receiver = await httpReceiver();
    const desk = await testDesk(await open(), loopback);
    await opened(await desk.as('administrator'), { kind: 'webhook', url: receiver.url });
    await desk.context.db.transaction().execute(async (trx) => {
      for (const kind of noticeKinds) {
        await notify(trx, desk.context, {
          kind,
          about: 'x',
          to: { roles: ['discipline'] },
          subject: kind,
          day: '2026-10-12',
        });
      }
    });
    const kinds = (await desk.context.db.selectFrom('outbox').select('payload').execute()).map(
      ({ payload }) => (JSON.parse(payload) as { kind: string }).kind,
    );
    expect(kinds).toHaveLength(noticeKinds.length - 1);
    expect(kinds).not.toContain('clue');
    await desk.close();
  });
});
