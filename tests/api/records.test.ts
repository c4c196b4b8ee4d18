/** Records beside the cases over the API: a whole life of each kind, who may do and see what, and what the ledger and the open data tell. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativeSha256 } from '../../db/native-hash.ts';
import { numberRules } from '../../db/ledger-rules.ts';
import type { RecordFacts } from '../../server/domain/record-facts.ts';
import type { TextLine } from '../../server/domain/trust/open-data.ts';
import { verifyLedger } from '../../server/domain/trust/verify.ts';
import type { PublicRecord, RecordBeginning, RecordList } from '../../server/schemas/records.ts';
import { reportWords } from '#words/verify.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { mirrorCity } from '../support/open-mirror.ts';
import { hasPython, verifyWithPython } from '../support/python-verifier.ts';
import { inspectionGiven, pledgeGiven, recordHands, type RecordHands } from '../support/record-hands.ts';
import { mirrorOf } from '../support/small-ledger.ts';
import { addSupervisor, announce, appoint, draw, registerKey } from '../support/supervisors.ts';

describe.each(databases)('承诺、督办等记录（$name）', ({ open }) => {
  let city: Desk;
  let hands: RecordHands;
  beforeAll(async () => {
    city = await testDesk(await open());
    await city.context.db.transaction().execute(numberRules);
    hands = recordHands(city);
    await addSupervisor(city, 'second');
  });
  afterAll(() => city.close());

  const json = async <T>(answer: Promise<Response> | Response): Promise<T> => (await (await answer).json()) as T;
  const published = async <T>(path: string): Promise<T[]> =>
    (await (await city.ask(`/open/${path}`)).text())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
  const factsOf = async (id: string): Promise<RecordFacts | undefined> =>
    (await published<RecordFacts>('records.ndjson')).find((one) => one.id === id);
  const list = async (who: string, query: string): Promise<RecordList> =>
    json(await (await city.as(who)).get(`/api/desk/records?${query}`));

  test('公开承诺：拟写、公示、进展、完成、测评、认定，每一步都进存证本，公开的字盖住了手机号', async () => {
    const begun = await hands.begin('clerk', 'pledge', 'draft', pledgeGiven(hands));
    expect(begun).toMatchObject({ seq: 1, state: 'drafted', stateName: '待公示', number: null });
    await hands.act('clerk', begun.id, 'redraft', {
      ...pledgeGiven(hands, { title: '修好解放路和人民路的路灯' }),
      department: undefined,
    });
    const shown = await hands.act('director', begun.id, 'publish');
    expect(shown.number).toBe('澜评诺〔2026〕0001号');
    await hands.act('liaison', begun.id, 'report', { progress: '换好了一半', percent: 50 });
    const evidence = [await (await city.as('liaison')).upload()];
    await hands.act('liaison', begun.id, 'finish', { outcome: '全部换好', evidence, signedBy: '王局长' });
    await city.context.ledger.settle();
    const number = shown.number ?? '';
    for (const [mark, isHuman] of [
      ['satisfied', true],
      ['satisfied', true],
      ['dissatisfied', true],
      ['fairly', false],
    ] as const) {
      expect((await hands.mark(number, mark, { isHuman })).status).toBe(201);
    }
    // Marks are entered the day after.
    await city.context.ledger.publish();
    expect((await factsOf(begun.id))?.marks).toEqual({ satisfied: 0, fairly: 0, dissatisfied: 0, apart: 0 });
    city.later(16);
    // What counts the marks waits for them in the log, even if it is done before they are entered.
    await hands.act('director', begun.id, 'keep', { opinion: '已经做到' });
    await city.context.ledger.publish();
    expect(await factsOf(begun.id)).toMatchObject({
      kind: 'pledge',
      number,
      state: 'kept',
      department: 'cgj',
      marks: { satisfied: 2, fairly: 0, dissatisfied: 1, apart: 1 },
      body: { percent: 50, evidence: 1, marksCounted: { satisfied: 2, fairly: 0, dissatisfied: 1, apart: 1 } },
    });
    const texts = (await published<TextLine>('texts.ndjson')).filter(({ id }) => id === begun.id);
    expect(texts.filter(({ f }) => f === 'title').map(({ n, v }) => [n, v])).toEqual([[2, '修好解放路和人民路的路灯']]);
    expect(texts.find(({ f }) => f === 'matter')?.v).toBe('群众反映解放路路灯长期不亮，有人打电话〔手机号〕催过。');
    // Who signs inside is nobody else's business; who promises is.
    expect(texts.map(({ f }) => f)).toContain('leader');
    expect(texts.map(({ f }) => f)).not.toContain('signedBy');
    expect(texts.find(({ f }) => f === 'measures')?.v).toHaveLength(2);
    const shownToAll = await json<PublicRecord>(city.ask(`/api/records/${encodeURIComponent(number)}`));
    expect(shownToAll.history.map(({ act }) => act)).toEqual([
      'draft',
      'redraft',
      'publish',
      'report',
      'finish',
      'keep',
    ]);
    expect(JSON.stringify(shownToAll)).not.toContain('13800138000');
    expect(JSON.stringify(shownToAll)).toContain('满意 2，基本满意 0，不满意 1');
  });

  test('没做完的结转：改定日期、公开理由；拟好又不采用的没有编号，文字不公开', async () => {
    const carried = await hands.begin('head', 'pledge', 'draft', pledgeGiven(hands, { department: undefined }));
    await hands.act('director', carried.id, 'publish');
    const day = hands.today(90);
    await hands.act('director', carried.id, 'carry', { reason: '资金明年到位', plannedDay: day });
    expect(await hands.view('clerk', carried.id)).toMatchObject({ state: 'published', due: day });
    const dropped = await hands.begin('clerk', 'pledge', 'draft', pledgeGiven(hands, { title: '不采用的那一份' }));
    await hands.act('director', dropped.id, 'drop', { reason: '与上一份重复' });
    await city.context.ledger.settle();
    expect(await factsOf(dropped.id)).toMatchObject({ state: 'dropped', number: null });
    const texts = (await published<TextLine>('texts.ndjson')).filter(({ id }) => id === dropped.id);
    expect(texts).toEqual([]);
  });

  test('明查暗访：一人写、另一人签名、评议办审核；同一个人签不了第二个名', async () => {
    const sample = await appointed();
    const written = await hands.begin('supervisor', 'inspection', 'write', inspectionGiven(hands, { sample }));
    expect(written.number).toMatch(/^澜评查〔\d{4}〕0001号$/);
    const twice = await hands.tryAct('supervisor', written.id, 'cosign');
    expect([twice.status, (await json<{ name: string }>(twice)).name]).toEqual([403, 'second-signer']);
    await hands.act('second', written.id, 'cosign', { comment: '我也在场' });
    await hands.act('clerk', written.id, 'review', { opinion: '属实' });
    const converted = await hands.act('director', written.id, 'convert', { publicText: '政务大厅三号窗口无人值守' });
    expect(converted.state).toBe('converted');
    const { cases, fields } = await hands.view('clerk', written.id);
    expect(cases).toHaveLength(1);
    expect(fields.find(({ field }) => field === 'inspectionItems')?.value).toBe('在岗、亮牌');
    expect(fields.find(({ field }) => field === 'startsAt')?.value).toBe('09:30');
    // The department that was looked at does not read it here: what it is to do comes to it as a case.
    expect((await (await city.as('liaison')).get(`/api/desk/records/${written.id}`)).status).toBe(404);
    const filed = await hands.begin('second', 'inspection', 'write', inspectionGiven(hands, { grade: 'none' }));
    await hands.act('supervisor', filed.id, 'cosign');
    await hands.act('clerk', filed.id, 'review', { opinion: '没有问题' });
    await hands.act('clerk', filed.id, 'file', { reason: '没有问题' });
  });

  /** Two supervisors with their appointments, and lots announced and drawn. @returns the 文号 of the sample */
  async function appointed(): Promise<string> {
    for (const username of ['supervisor', 'second']) {
      const { id, number } = await appoint(city, username);
      expect(number).toMatch(/^澜评聘〔\d{4}〕000[12]号$/);
      expect((await registerKey(city, username)).status).toBe(200);
      await hands.act('director', id, 'renew', { termUntil: hands.today(700) });
    }
    await city.context.ledger.settle();
    const { id, number } = await announce(city, { frame: 'departments', sampleSize: 2 });
    city.later(4);
    await draw(city, id);
    const drawn = await hands.view('clerk', id);
    expect(drawn.state).toBe('drawn');
    expect(drawn.fields.find(({ field }) => field === 'drawn')?.value?.split('、')).toHaveLength(2);
    return number ?? '';
  }

  test('监督员解聘后不再在聘；自己的聘任只有自己和评议办看得到', async () => {
    const [one] = (await list('clerk', 'kind=supervisor')).items;
    expect(one?.title).toMatch(/^姓名/);
    const mine = await list('supervisor', 'kind=supervisor');
    expect(mine.items.map(({ title }) => title)).toEqual(['姓名supervisor']);
    const theirs = (await list('clerk', 'kind=supervisor')).items.find(({ title }) => title === '姓名second');
    expect((await (await city.as('supervisor')).get(`/api/desk/records/${theirs?.id}`)).status).toBe(404);
    const ended = await hands.act('director', theirs?.id ?? '', 'end', { reason: '本人辞去' });
    expect(ended.stateName).toBe('已解聘');
  });

  test('督办：发出、反馈、退回、再反馈、办结；别的单位看不到，事由公开', async () => {
    const issued = await hands.begin('director', 'order', 'issue', {
      orderLevel: 'yellow',
      department: 'cgj',
      reason: '超期三件',
      demand: '十日内办结',
      replyBy: hands.today(10),
    });
    expect(issued.number).toMatch(/^澜评督〔\d{4}〕0001号$/);
    expect((await (await city.as('other')).get(`/api/desk/records/${issued.id}`)).status).toBe(404);
    expect((await hands.tryAct('other', issued.id, 'answer', { orderReply: '已办', signedBy: '长' })).status).toBe(404);
    await hands.act('liaison', issued.id, 'answer', { orderReply: '已办结两件', signedBy: '王局长' });
    await hands.act('director', issued.id, 'sendBack', { reason: '还差一件', replyBy: hands.today(5) });
    await hands.act('liaison', issued.id, 'answer', { orderReply: '三件都已办结', signedBy: '王局长' });
    await hands.act('director', issued.id, 'lift', { opinion: '同意办结' });
    await city.context.ledger.settle();
    const told = (await published<TextLine>('texts.ndjson')).filter(({ id }) => id === issued.id);
    expect(told.filter(({ f }) => f === 'orderReply').map(({ n }) => n)).toEqual([2, 4]);
  });

  test('函调：发函、登记回函；另一封逾期未回', async () => {
    const given = { department: 'cgj', addressee: '解放社区居委会', replyBy: hands.today(20), matter: '路灯维修' };
    const one = await hands.begin('clerk', 'letter', 'issue', given);
    await hands.act('clerk', one.id, 'answer', { mark: 'satisfied', attitude: 'good', contacted: true });
    const other = await hands.begin('clerk', 'letter', 'issue', { ...given, addressee: '城北中学' });
    expect(other.number).toMatch(/0002号$/);
    await hands.act('director', other.id, 'lapse');
    await city.context.ledger.settle();
    expect(await factsOf(one.id)).toMatchObject({ state: 'answered', body: { mark: 'satisfied', contacted: true } });
    // To whom it went stays inside.
    const open = await Promise.all(
      ['records.ndjson', 'records.csv', 'texts.ndjson'].map(async (path) => (await city.ask(`/open/${path}`)).text()),
    );
    for (const content of open) expect(content).not.toContain('解放社区');
    expect((await city.ask(`/api/records/${encodeURIComponent(one.number ?? '')}`)).status).toBe(404);
  });

  test('月报：填写、退回、重填、审核；通报和分析报告：起草、修改、签发', async () => {
    const month = hands.today().slice(0, 7);
    const filled = await hands.begin('handler', 'report', 'fill', {
      month,
      doneThisMonth: '办结四件',
      nextPlan: '再办三件',
      filledBy: '小李',
    });
    await hands.act('deputy', filled.id, 'sendBack', { reason: '写具体些' });
    const { acts } = await hands.view('handler', filled.id);
    // What was written is there to be mended.
    expect(acts[0]?.fields.find(({ name }) => name === 'doneThisMonth')?.value).toBe('办结四件');
    await hands.act('handler', filled.id, 'refill', {
      doneThisMonth: '修好路灯十二盏',
      nextPlan: '再修三盏',
      filledBy: '小李',
    });
    expect((await hands.act('head', filled.id, 'approve', { signedBy: '王局长' })).state).toBe('approved');

    const words = { overview: '总体平稳', problems: '个别超期', requirements: '抓紧办理' };
    for (const [kind, more] of [
      ['bulletin', {}],
      ['analysis', { title: '十月意见分析' }],
    ] as const) {
      const drafted = await hands.begin('statistician', kind, 'draft', { month, ...words, ...more });
      // Before it is out, departments do not know of it.
      expect((await (await city.as('liaison')).get(`/api/desk/records/${drafted.id}`)).status).toBe(404);
      await hands.act('clerk', drafted.id, 'redraft', { ...words, overview: '总体向好', ...more });
      const issued = await hands.act('director', drafted.id, 'issue');
      expect(issued.number).toMatch(/〔\d{4}〕0001号$/);
      expect((await (await city.as('liaison')).get(`/api/desk/records/${drafted.id}`)).status).toBe(200);
    }
  });

  test('与案件关联：写案件编号，两边都看得到；还没存入存证本的案件，等它存入再记', async () => {
    const { id } = await city.opinion();
    const clerk = await city.as('clerk');
    await clerk.act(id, 'takeUp', { publicText: '路灯不亮', topic: 'city', kind: 'complaint' });
    const { number } = await clerk.view(id);
    const wrong = await hands.tryBegin('clerk', 'pledge', 'draft', pledgeGiven(hands, { cases: ['2020-0001'] }));
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('2020-0001');
    const pledge = await hands.begin('clerk', 'pledge', 'draft', pledgeGiven(hands, { cases: [number] }));
    expect((await hands.view('clerk', pledge.id)).cases).toEqual([{ id, number }]);
    expect((await clerk.view(id)).records).toEqual([
      { id: pledge.id, kindName: '公开承诺公示表', number: null, stateName: '待公示' },
    ]);
    await city.context.ledger.publish();
    expect(await factsOf(pledge.id)).toBeUndefined();
    city.later(14);
    await city.context.ledger.publish();
    expect(await factsOf(pledge.id)).toMatchObject({ state: 'drafted', body: { cases: [id] } });
  });

  test('岗位不对、单位不对、状态不对、少填、改过了：都有说法，什么也没有发生', async () => {
    const asked = async (answer: Promise<Response>): Promise<[number, string]> => {
      const one = await answer;
      return [one.status, (await json<{ name: string }>(one)).name];
    };
    expect(await asked(hands.tryBegin('supervisor', 'pledge', 'draft', pledgeGiven(hands)))).toEqual([
      403,
      'not-this-role',
    ]);
    expect(await asked(hands.tryBegin('other', 'pledge', 'draft', pledgeGiven(hands)))).toEqual([403, 'not-your-case']);
    expect(await asked(hands.tryBegin('auditor', 'pledge', 'draft', pledgeGiven(hands)))).toEqual([403, 'not-allowed']);
    expect(await asked(hands.tryBegin('clerk', 'pledge', 'draft', pledgeGiven(hands, { goal: '' })))).toEqual([
      422,
      'validation',
    ]);
    expect(
      await asked(hands.tryBegin('clerk', 'pledge', 'draft', pledgeGiven(hands, { plannedDay: '2020-01-01' }))),
    ).toEqual([422, 'validation']);
    const { id } = await hands.begin('clerk', 'pledge', 'draft', pledgeGiven(hands));
    expect(await asked(hands.tryAct('clerk', id, 'publish'))).toEqual([403, 'not-this-role']);
    expect(await asked(hands.tryAct('director', id, 'keep', { opinion: '好' }))).toEqual([409, 'not-in-this-state']);
    const director = await city.as('director');
    expect(
      await asked(director.post(`/api/desk/records/${id}/acts`, { kind: 'pledge', act: 'publish', seq: 9, given: {} })),
    ).toEqual([409, 'conflict']);
    expect(
      await asked(
        director.post(`/api/desk/records/${id}/acts`, { kind: 'order', act: 'lift', seq: 1, given: { opinion: '好' } }),
      ),
    ).toEqual([404, 'not-found']);
    expect(await hands.view('clerk', id)).toMatchObject({ seq: 1, state: 'drafted' });
  });

  test('名单按岗位：待我办的、各状态的、写着什么的；新建的表单由表生成，单位自己的不用选', async () => {
    const all = await list('clerk', 'kind=pledge');
    expect(all.count).toBe(all.states.reduce((sum, { count }) => sum + count, 0));
    expect(all.mayBegin).toBe(true);
    expect((await list('clerk', 'kind=pledge&state=kept')).items.every(({ state }) => state === 'kept')).toBe(true);
    const found = await list('clerk', `kind=pledge&q=${encodeURIComponent('人民路')}`);
    expect(found.items.map(({ title }) => title)).toEqual(['修好解放路和人民路的路灯']);
    expect((await list('clerk', `kind=pledge&q=${encodeURIComponent('100%_')}`)).count).toBe(0);
    const turn = await list('director', 'kind=pledge&turn=mine');
    expect(turn.items.every(({ state }) => state === 'drafted' || state === 'marking')).toBe(true);
    expect(turn.count).toBe(turn.mine);
    const first = await list('clerk', 'kind=pledge&limit=2');
    const second = await list('clerk', `kind=pledge&limit=2&after=${first.next}`);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(4);
    // A department sees its own, and what is out for all.
    expect((await list('other', 'kind=pledge')).count).toBe(0);
    expect((await list('other', 'kind=bulletin')).count).toBe(1);
    expect((await (await city.as('discipline')).get('/api/desk/records?kind=pledge')).status).toBe(403);
    const form = await json<RecordBeginning>(await (await city.as('liaison')).get('/api/desk/records/new/pledge'));
    expect(form.act.fields.map(({ name }) => name)).not.toContain('department');
    expect((await (await city.as('liaison')).get('/api/desk/records/new/order')).status).toBe(403);
  });

  test('佐证只有看得到记录的人能下载', async () => {
    const pledge = (await list('liaison', 'kind=pledge&state=kept')).items[0];
    const { fields } = await hands.view('liaison', pledge?.id ?? '');
    const file = fields.find(({ field }) => field === 'evidence')?.files[0]?.id ?? '';
    expect((await (await city.as('liaison')).get(`/api/desk/files/${file}`)).status).toBe(200);
    expect((await (await city.as('other')).get(`/api/desk/files/${file}`)).status).toBe(404);
  });

  test('全部存入以后，两个核验程序都说一致', async () => {
    await city.context.ledger.settle();
    const files = await mirrorCity(city);
    const report = await verifyLedger({ mirror: mirrorOf(files), hash: nativeSha256 });
    expect(reportWords.lines(report).join('\n')).toContain('结果：全部一致。');
    expect(report.checked).toMatchObject({ marks: 4 });
    expect(report.checked.records).toBeGreaterThan(14);
    if (hasPython()) expect(verifyWithPython(files).printed).toContain('结论：全部一致。');
  });
});
