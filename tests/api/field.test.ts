/** The desk of a supervisor on the spot: terms, recusals, signatures, 明查暗访 by two, and what becomes of a finding. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pseudonym } from '../../server/domain/trust/entries.ts';
import { signCheck } from '../../server/domain/trust/check-signature.ts';
import { supervisorJobs } from '../../server/jobs/supervisors.ts';
import type { FieldView, PublicSupervisor } from '../../server/schemas/field.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import {
  actOnRecord,
  addSupervisor,
  announce,
  appoint,
  draw,
  keyOf,
  registerKey,
  signatureOf,
} from '../support/supervisors.ts';

const written = {
  inspectionWay: 'covert',
  inspectedOn: '2026-10-12',
  place: '政务大厅三号窗口',
  department: 'cgj',
  inspectionItems: ['on-duty', 'told-once'],
  situation: '上午十点，窗口没有人，等了二十分钟。',
  problem: '脱岗',
  grade: 'minor',
  advice: 'assign',
};
const idOf = (letter: string): string => letter.repeat(22);

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await testDesk(await open());
  });
  afterEach(() => desk.close());

  const field = async (username = 'supervisor'): Promise<FieldView> => {
    const answer = await (await desk.as(username)).get('/api/desk/field');
    expect(answer.status).toBe(200);
    return (await answer.json()) as FieldView;
  };
  /** A 重点 case that the office is reviewing. */
  async function keyCase(): Promise<string> {
    const [clerk, liaison] = [await desk.as('clerk'), await desk.as('liaison')];
    const { id } = await desk.opinion();
    await clerk.act(id, 'takeUp', { publicText: '路灯坏了三个月没有修。', topic: 'city', kind: 'complaint' });
    await clerk.act(id, 'assign', { department: 'cgj', nature: 'TIMED', keyItem: true });
    await liaison.act(id, 'accept');
    await liaison.act(id, 'plan', {
      goal: '恢复照明',
      measures: [{ what: '更换灯具', section: '设施科', by: '2026-11-20' }],
      leader: '分管副局长',
      plannedDay: '2026-11-20',
    });
    await liaison.act(id, 'claim', { outcome: '修好了', evidence: [await liaison.upload()], signedBy: '局长' });
    await (await desk.as('clerk2')).act(id, 'beginReview');
    return id;
  }
  const checkOn = async (id: string, given: object = {}, username = 'supervisor') =>
    (await desk.as(username)).try(id, 'check', { finding: '灯亮了', place: '解放路', ...given });
  const nameOf = async (answer: Response): Promise<string> => ((await answer.json()) as { name: string }).name;
  const inspect = async (id: string, given: object = {}, username = 'supervisor') =>
    (await desk.as(username)).post('/api/desk/field/inspections', { id, given: { ...written, ...given } });

  test('重点件和抽中的件出现在监督员的核查里，核查过就不再出现', async () => {
    const id = await keyCase();
    expect((await field()).cases).toMatchObject([{ id, why: 'key', number: '2026-0001', recused: false }]);
    await desk.context.ledger.settle();
    const sample = await announce(desk);
    desk.later(3);
    await draw(desk, sample.id);
    expect((await field()).cases).toMatchObject([{ id, why: 'drawn', sample: sample.number }]);
    expect((await checkOn(id)).status).toBe(200);
    expect((await field()).cases).toEqual([]);
  });

  test('聘任绑定账号：同一个账号不能有两份，不是监督员的账号不能聘', async () => {
    const record = await appoint(desk, 'supervisor');
    expect(record.body.holder).toBe(pseudonym('account-supervisor'));
    const clerk = await desk.as('clerk');
    const given = { holderName: '某人', identity: 'citizen', termFrom: '2026-10-12', termUntil: '2027-10-11' };
    for (const account of ['account-supervisor', 'account-clerk', 'nobody'])
      expect((await clerk.post('/api/desk/supervisors', { account, given })).status).toBe(422);
    expect((await (await desk.as('supervisor')).post('/api/desk/supervisors', { account: 'x', given })).status).toBe(
      403,
    );
  });

  test('登记自己的公钥以后，带签名的核查要签得对：签别的事、别人的密钥、别的一步都不收', async () => {
    const id = await keyCase();
    await appoint(desk, 'supervisor');
    expect(await nameOf(await checkOn(id, { signature: await signatureOf(desk, 'supervisor', id, 'check') }))).toBe(
      'bad-signature',
    );
    expect((await registerKey(desk, 'supervisor')).status).toBe(200);
    expect((await field()).standing).toMatchObject({ state: 'in-term', publicKey: expect.any(String) });
    const { origin } = await field();
    // 收到、受理、交办、签收、方案、申请销号、开始审核 came before.
    const n = 8;
    for (const wrong of [
      signCheck(keyOf('somebody'), { origin, id, n, act: 'check' }),
      signCheck(keyOf('supervisor'), { origin, id, n, act: 'failCheck' }),
      signCheck(keyOf('supervisor'), { origin, id, n: n + 1, act: 'check' }),
      signCheck(keyOf('supervisor'), { origin, id: 'x', n, act: 'check' }),
      signCheck(keyOf('supervisor'), { origin: 'elsewhere', id, n, act: 'check' }),
    ])
      expect(await nameOf(await checkOn(id, { signature: wrong }))).toBe('bad-signature');
    const signature = signCheck(keyOf('supervisor'), { origin, id, n, act: 'check' });
    const done = await checkOn(id, { signature });
    expect(done.status, await done.clone().text()).toBe(200);
  });

  test('没有脚本、没有密钥的，照样能核查，只是没有签名', async () => {
    const id = await keyCase();
    await appoint(desk, 'supervisor');
    expect((await checkOn(id)).status).toBe(200);
  });

  test('没有聘任过的账号不能登记公钥；不像公钥的不收；换手机重新登记，新的那把才算', async () => {
    expect(await nameOf(await registerKey(desk, 'supervisor'))).toBe('not-in-this-state');
    await appoint(desk, 'supervisor');
    const hand = await desk.as('supervisor');
    expect((await hand.post('/api/desk/field/key', { publicKey: 'short' })).status).toBe(422);
    await registerKey(desk, 'supervisor', keyOf('old phone'));
    await registerKey(desk, 'supervisor');
    await registerKey(desk, 'supervisor');
    const id = await keyCase();
    expect((await checkOn(id, { signature: await signatureOf(desk, 'supervisor', id, 'check') })).status).toBe(200);
    const events = await desk.context.db
      .selectFrom('record_event')
      .selectAll()
      .where('act', '=', 'registerKey')
      .execute();
    expect(events).toHaveLength(2);
  });

  test('聘期到了自动结束，从那天起不能核查，也不能写明查暗访；续聘以后又可以', async () => {
    const id = await keyCase();
    const { id: record } = await appoint(desk, 'supervisor', { termUntil: '2026-10-14' });
    desk.later(2);
    expect((await inspect(idOf('a'))).status).toBe(201);
    desk.later(1);
    const refused = await checkOn(id);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('2026-10-14');
    expect(await nameOf(await inspect(idOf('b')))).toBe('term-over');
    const [terms] = supervisorJobs;
    expect(await terms?.run(desk.context)).toBe('1 terms ended');
    expect(await terms?.run(desk.context)).toBe('0 terms ended');
    const ended = await desk.context.db
      .selectFrom('record')
      .select('state')
      .where('id', '=', record)
      .executeTakeFirst();
    expect(ended?.state).toBe('ended');
    expect((await field()).standing.state).toBe('over');
    await appoint(desk, 'supervisor');
    expect((await field()).standing.state).toBe('in-term');
    expect((await checkOn(id)).status).toBe(200);
  });

  test('续聘的日期要更晚；聘期没到以前不能核查', async () => {
    const id = await keyCase();
    const { id: record } = await appoint(desk, 'supervisor', { termFrom: '2026-10-20', termUntil: '2026-12-31' });
    expect(await nameOf(await checkOn(id))).toBe('term-over');
    const renew = (termUntil: string) =>
      actOnRecord(desk, 'director', { id: record, kind: 'supervisor', act: 'renew', given: { termUntil } });
    await expect(renew('2026-12-30')).rejects.toThrow('validation');
    await renew('2027-12-31');
    desk.later(8);
    expect((await field()).standing).toMatchObject({ state: 'in-term', termUntil: '2027-12-31' });
  });

  test('应回避的单位，不能核查它的案件，不能去明查暗访，页面上也说出来', async () => {
    const id = await keyCase();
    await appoint(desk, 'supervisor', { recusals: ['cgj'] });
    expect((await field()).cases).toMatchObject([{ id, recused: true }]);
    expect(await nameOf(await checkOn(id))).toBe('recused');
    expect(await nameOf(await inspect(idOf('a')))).toBe('recused');
    expect((await inspect(idOf('b'), { department: 'jyj' })).status).toBe(201);
  });

  test('明查暗访要两个人：写的人不能签第二个名；断网重交同一份，只有一份', async () => {
    await addSupervisor(desk, 'second');
    await appoint(desk, 'supervisor');
    await appoint(desk, 'second');
    await registerKey(desk, 'supervisor');
    await registerKey(desk, 'second');
    const id = idOf('a');
    const { origin } = await field();
    const signature = signCheck(keyOf('supervisor'), { origin, id, n: 1, act: 'write' });
    const first = await inspect(id, { signature });
    expect(first.status, await first.clone().text()).toBe(201);
    expect((await inspect(id, { signature })).status).toBe(200);
    expect((await field()).mine).toMatchObject([{ id, mine: true, state: 'written' }]);
    expect((await field()).toSign).toEqual([]);
    expect((await field('second')).toSign).toMatchObject([{ id, mine: false, place: written.place }]);
    const cosign = async (username: string, given: object = {}) =>
      (await desk.as(username)).post(`/api/desk/records/${id}/acts`, {
        kind: 'inspection',
        act: 'cosign',
        seq: 1,
        given,
      });
    expect(await nameOf(await cosign('supervisor'))).toBe('second-signer');
    const wrong = signCheck(keyOf('supervisor'), { origin, id, n: 2, act: 'cosign' });
    expect(await nameOf(await cosign('second', { signature: wrong }))).toBe('bad-signature');
    const right = signCheck(keyOf('second'), { origin, id, n: 2, act: 'cosign' });
    expect((await cosign('second', { signature: right })).status).toBe(200);
    expect((await field('second')).mine).toMatchObject([{ id, mine: false, state: 'signed' }]);
  });

  test('评议办审核后把发现转为意见：新的一件由办公室代录，记在原单位名下，和记录连着', async () => {
    await addSupervisor(desk, 'second');
    const id = idOf('a');
    await inspect(id);
    await actOnRecord(desk, 'second', { id, kind: 'inspection', act: 'cosign' });
    await actOnRecord(desk, 'clerk', { id, kind: 'inspection', act: 'review', given: { opinion: '情况属实' } });
    const converted = await actOnRecord(desk, 'clerk', {
      id,
      kind: 'inspection',
      act: 'convert',
      given: { publicText: '明查暗访发现，政务大厅三号窗口上班时间没有人。' },
    });
    const caseId = converted.body.caseId as string;
    const row = await desk.context.db.selectFrom('case_file').selectAll().where('id', '=', caseId).executeTakeFirst();
    expect(row).toMatchObject({ channel: 'paper', state: 'received', named: 'cgj' });
    const link = await desk.context.db.selectFrom('record_case').selectAll().execute();
    expect(link).toEqual([{ record_id: id, case_id: caseId }]);
    const opinion = await desk.context.db.selectFrom('opinion').selectAll().executeTakeFirst();
    expect(opinion).toMatchObject({ case_id: caseId, code_seen: 1, may_publish: 1 });
    await desk.context.ledger.settle();
  });

  test('名单公开：聘任以后才有姓名、聘期、公钥，电话不公开', async () => {
    const read = async (): Promise<PublicSupervisor[]> =>
      ((await (await desk.ask('/api/supervisors')).json()) as { items: PublicSupervisor[] }).items;
    expect(await read()).toEqual([]);
    await appoint(desk, 'supervisor', { recusals: ['jyj'] });
    await registerKey(desk, 'supervisor');
    const [one] = await read();
    expect(one).toMatchObject({
      name: '姓名supervisor',
      ended: false,
      recusals: [{ code: 'jyj', name: '教育局' }],
      holder: pseudonym('account-supervisor'),
    });
    expect(one?.publicKey).toHaveLength(43);
    expect(JSON.stringify(one)).not.toContain('0571');
  });

  test('只有监督员有这张桌子；单位看不到聘任', async () => {
    expect((await (await desk.as('clerk')).get('/api/desk/field')).status).toBe(403);
    expect((await (await desk.as('liaison')).get('/api/desk/supervisors')).status).toBe(403);
    expect((await desk.ask('/api/desk/field')).status).toBe(401);
    const list = await (await desk.as('auditor')).get('/api/desk/supervisors');
    expect(await list.json()).toMatchObject({ items: [], propose: [] });
  });
});
