/** Preparing a 评议活动: its plan part by part, rosters and self-reports, and how it is frozen, thawed and opened. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { numberRules } from '../../db/ledger-rules.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { roundFile } from '../../db/round-files.ts';
import { planText } from '../../db/rounds.ts';
import { verifyLedger } from '../../server/domain/trust/verify.ts';
import type { RecordView } from '../../server/schemas/records.ts';
import type { DeskRoundList, RoundReport } from '../../server/schemas/desk-rounds.ts';
import type { PublicRound } from '../../server/schemas/rounds.ts';
import { reportWords } from '#words/verify.ts';
import { databases } from '../support/databases.ts';
import { type Desk, type Hand, testDesk } from '../support/desk.ts';
import { mirrorCity } from '../support/open-mirror.ts';
import { hasPython, verifyWithPython } from '../support/python-verifier.ts';
import { recordAs } from '../support/records.ts';
import { actOnRound, prepareRound, readRound, rosterFile, savePart, usualWindow } from '../support/rounds.ts';
import { mirrorOf } from '../support/small-ledger.ts';

interface Refused {
  name: string;
  detail: string;
  errors?: { pointer: string; detail: string }[];
}

const refusal = async (answer: Response): Promise<Refused> => (await answer.json()) as Refused;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let clerk: Hand;
  beforeAll(async () => {
    desk = await testDesk(await open());
    await desk.context.db.transaction().execute(numberRules);
    clerk = await desk.as('clerk');
  });
  afterAll(() => desk.close());

  const begin = async (hand: Hand, body: object): Promise<Response> =>
    hand.post('/api/desk/rounds', { title: '试一试', ...usualWindow, ...body });
  const begunId = async (hand: Hand, body: object): Promise<string> =>
    ((await (await begin(hand, body)).json()) as { id: string }).id;
  const publicRound = async (id: string): Promise<PublicRound | undefined> => {
    const answer = await desk.ask(`/api/rounds/${id}`);
    return answer.ok ? ((await answer.json()) as PublicRound) : undefined;
  };

  test('a round begins with the departments of the city, the usual questions and the usual groups, and lacks what only people know', async () => {
    const id = await begunId(clerk, { kind: 'annual' });
    const { plan, checks, mayPrepare, number } = await readRound(clerk, id);
    expect(plan.departments.map(({ code }) => code)).toEqual(['cgj', 'jyj', 'zjj']);
    expect(plan.items.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect(plan.groups.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect(plan).toMatchObject({ kind: 'annual', title: '试一试', year: 2025, annual: { review: 70 } });
    expect({ mayPrepare, number }).toEqual({ mayPrepare: true, number: null });
    const blocking = checks.filter(({ blocks }) => blocks).map(({ part }) => part);
    expect(new Set(blocking)).toEqual(new Set(['groups', 'rosters']));
    expect(checks.find(({ part }) => part === 'reports')).toMatchObject({ blocks: false });
  });

  test('its name and days are changed by an act, and the plan says the same', async () => {
    const id = await begunId(clerk, { kind: 'regular' });
    const given = { title: '第四季度日常评议', opensOn: '2026-11-02', closesOn: '2026-11-30' };
    expect((await actOnRound(desk, 'clerk', id, 'redraft', given)).status).toBe(200);
    expect((await readRound(clerk, id)).plan).toMatchObject(given);
    const wrong = await refusal(await actOnRound(desk, 'clerk', id, 'redraft', { ...given, closesOn: '2026-11-01' }));
    expect(wrong.errors?.[0]).toEqual({ pointer: '#/given/closesOn', detail: '截止日期不能早于开始日期' });
  });

  test('who changes a part that somebody else has changed since is told so; another part is nobody’s concern', async () => {
    const id = await begunId(clerk, { kind: 'annual' });
    const { versions, plan } = await readRound(clerk, id);
    const items = plan.items.map(({ code, name, weight }) => ({ code, name, weight }));
    const questionnaire = { part: 'questionnaire' as const, scale: plan.scale, asksOverall: true };
    const scale = { preset: 'P5', levels: plan.scale.levels.map(({ level: _level, ...rest }) => rest) };
    const mine = await savePart(
      clerk,
      id,
      { ...questionnaire, scale, items: items.slice(0, 3) },
      versions.questionnaire,
    );
    expect(mine.status).toBe(200);
    const other = await desk.as('clerk2');
    const theirs = await savePart(other, id, { ...questionnaire, scale, items }, versions.questionnaire);
    expect(theirs.status).toBe(409);
    expect((await refusal(theirs)).name).toBe('conflict');
    const groups = [{ code: 'clients', name: '服务对象', weight: 100, invited: 300, frame: '随机' }];
    expect((await savePart(other, id, { part: 'groups', groups }, versions.groups)).status).toBe(200);
    const after = await readRound(clerk, id);
    expect(after.plan.items).toHaveLength(3);
    expect(after.plan.groups).toHaveLength(1);
    expect(after.checks).toContainEqual({
      part: 'questionnaire',
      text: '题目的权重加起来不是 100，或者有题目的权重是 0',
      blocks: true,
    });
  });

  test('new classes, items and groups get codes of their own, and what is used elsewhere is not taken away', async () => {
    const { id } = await prepareRound(desk);
    const saved = await savePart(clerk, id, {
      part: 'departments',
      classes: [
        { code: 'law', name: '行政执法类', isRanked: true },
        { name: '征求意见类', isRanked: false },
      ],
      departments: [
        { code: 'cgj', classCode: 'law' },
        { code: 'jyj', classCode: 'c1', isExempt: true },
        { code: 'zjj', classCode: 'c1' },
      ],
    });
    expect(saved.status, await saved.clone().text()).toBe(200);
    const { plan } = await readRound(clerk, id);
    expect(plan.departments).toEqual([
      { code: 'cgj', name: '城管局', classCode: 'law' },
      { code: 'jyj', name: '教育局', classCode: 'c1', isExempt: true },
      { code: 'zjj', name: '住建局', classCode: 'c1' },
    ]);
    const without = await savePart(clerk, id, {
      part: 'groups',
      groups: [{ code: 'delegates', name: '代表', weight: 100, invited: 200, frame: '全体' }],
    });
    expect((await refusal(without)).errors?.[0]?.detail).toBe('有一类评议人还有名单（CA），请先撤下名单');
    const left = await savePart(clerk, id, {
      part: 'departments',
      classes: [{ code: 'law', name: '行政执法类', isRanked: true }],
      departments: [{ code: 'zjj', classCode: 'law' }],
    });
    expect((await refusal(left)).errors?.[0]?.detail).toContain('CA');
    const gone = await savePart(clerk, id, {
      part: 'departments',
      classes: [],
      departments: [{ code: 'cgj', classCode: 'law' }],
    });
    expect((await refusal(gone)).errors?.[0]?.detail).toBe('城管局所在的类别没有了，请另选');
  });

  test('a file of rosters is taken for the round that it was made for, and its lines never leave by the desk', async () => {
    const { id } = await prepareRound(desk);
    const post = (file: string): Promise<Response> => clerk.post(`/api/desk/rounds/${id}/rosters`, { file });
    const rule = { roster: 'DE', group: 'delegates', codes: 3 };
    const refusals = await Promise.all(
      [
        '不是名单',
        rosterFile('another', [rule]),
        rosterFile(id, [{ ...rule, group: 'nobody' }]),
        rosterFile(id, [{ ...rule, only: 'nowhere' }]),
        rosterFile(id, [{ ...rule, window: { from: '2026-10-01T09:00', until: '2026-10-01T11:00' } }]),
      ].map(async (file) => (await refusal(await post(file))).errors?.[0]?.detail),
    );
    expect(refusals).toEqual([
      '这不是名单文件，请选择 npm run invite 生成的 roster.json',
      '这是另一次评议的名单文件，请核对评议编号',
      '名单 DE 写的评议人类别 nobody，方案里没有',
      '名单 DE 写的单位 nowhere，不在这次评议里',
      '名单 DE 的会场时间不在评议日期以内',
    ]);
    expect((await post(rosterFile(id, [rule]))).status).toBe(200);
    const { rosters } = await readRound(clerk, id);
    expect(rosters.map(({ roster, codes, lines }) => ({ roster, codes, lines }))).toEqual([
      { roster: 'CA', codes: 5, lines: 5 },
      { roster: 'DE', codes: 3, lines: 3 },
    ]);
    expect((await clerk.post(`/api/desk/rounds/${id}/rosters/remove`, { roster: 'CA' })).status).toBe(200);
    expect((await readRound(clerk, id)).rosters.map(({ roster }) => roster)).toEqual(['DE']);
    expect(
      await desk.context.db.selectFrom('roster_line').select('line').where('round_id', '=', id).execute(),
    ).toHaveLength(3);
  });

  test('a department says something of itself at its own desk until the plan is frozen; the office sees who has not', async () => {
    const { id } = await prepareRound(desk);
    const liaison = await desk.as('liaison');
    const { items } = (await (await liaison.get('/api/desk/rounds')).json()) as DeskRoundList;
    expect(items.find((one) => one.id === id)).toMatchObject({ report: 'missing', mayOpen: false });
    // The plan itself is not for departments before it is out.
    expect((await liaison.get(`/api/desk/rounds/${id}`)).status).toBe(404);
    const fill = (hand: Hand, report: string): Promise<Response> =>
      hand.post(`/api/desk/rounds/${id}/report`, { report });
    expect((await fill(liaison, '长'.repeat(501))).status).toBe(422);
    expect((await fill(clerk, '代写')).status).toBe(403);
    expect((await fill(liaison, '今年新开二十处口袋公园。')).status).toBe(200);
    const read = (await (await liaison.get(`/api/desk/rounds/${id}/report`)).json()) as RoundReport;
    expect(read).toMatchObject({ report: '今年新开二十处口袋公园。', mayFill: true, department: { code: 'cgj' } });
    const { reports } = await readRound(clerk, id);
    expect(reports.map(({ department, filledOn }) => [department.code, filledOn])).toEqual([
      ['cgj', '2026-10-12'],
      ['jyj', null],
      ['zjj', null],
    ]);
    expect(await (await clerk.post(`/api/desk/rounds/${id}/remind`)).json()).toEqual({ departments: 2 });
    const other = await desk.as('other');
    expect(await (await other.get('/api/desk/inbox')).text()).toContain('填写你单位的自述');
  });

  test('freezing binds plan, self-reports, keys and rosters byte for byte, by a second person; the public reads them from then on', async () => {
    const { id, plan } = await prepareRound(desk);
    await (await desk.as('liaison')).post(`/api/desk/rounds/${id}/report`, { report: '已办实事三十件。' });
    expect(await publicRound(id)).toBeUndefined();
    expect((await actOnRound(desk, 'clerk', id, 'freeze')).status).toBe(403);
    const frozen = await actOnRound(desk, 'director', id, 'freeze');
    expect(frozen.status, await frozen.clone().text()).toBe(200);

    const found = await publicRound(id);
    expect(found).toMatchObject({ state: 'frozen', plan, reports: { cgj: '已办实事三十件。' }, title: plan.title });
    const { files } = found ?? {};
    const texts = new Map<string, string>();
    for (const name of ['rules', 'reports', 'keys', 'roster'] as const) {
      const file = await roundFile(desk.context.db, id, `${name}.json`);
      const text = Buffer.from(file?.bytes ?? []).toString('utf8');
      expect(hashOf(text), name).toBe(files?.[name].hash);
      texts.set(name, text);
    }
    expect(texts.get('rules')).toBe(planText(plan));
    const keys = JSON.parse(texts.get('keys') ?? '') as { group: string; department: string; n: string }[];
    expect(keys.map(({ group, department }) => `${group}/${department}`)).toEqual([
      'clients/cgj',
      'delegates/cgj',
      'delegates/jyj',
      'delegates/zjj',
    ]);
    expect(new Set(keys.map(({ n }) => n)).size).toBe(4);
    expect(Object.keys(JSON.parse(texts.get('roster') ?? '') as object)).toEqual(['CA', 'DE']);

    // From now on nothing of it changes.
    const { versions } = await readRound(clerk, id);
    const late = await clerk.post(`/api/desk/rounds/${id}/plan`, {
      part: 'rules',
      version: versions.rules,
      year: 2026,
      channels: [],
      minimums: plan.minimums,
    });
    expect((await refusal(late)).name).toBe('not-in-this-state');
    const lateReport = await (await desk.as('liaison')).post(`/api/desk/rounds/${id}/report`, { report: '改一改' });
    expect(lateReport.status).toBe(409);
    const record = (await (await clerk.get(`/api/desk/records/${id}`)).json()) as RecordView;
    expect(record.number).toMatch(/^澜评评〔2026〕\d{4}号$/);
  });

  test('a plan that lacks something is not frozen, and everything that is missing is said at once', async () => {
    const id = await begunId(clerk, { kind: 'annual' });
    const { name, errors = [] } = await refusal(await actOnRound(desk, 'director', id, 'freeze'));
    expect(name).toBe('validation');
    expect(errors.map(({ detail }) => detail)).toContain('要用手机投票，还没有上传名单');
    expect(errors).toContainEqual({
      pointer: '#/plan/groups',
      detail: '没有写明邀请多少人：服务对象、企业、基层单位、两代表一委员、社会监督员等 6 个',
    });
    expect((await readRound(clerk, id)).state).toBe('drafted');
  });

  test('two who freeze at the same moment freeze it once, with the keys that the issuer signs with', async () => {
    const { id } = await prepareRound(desk);
    const both = await Promise.all([
      actOnRound(desk, 'director', id, 'freeze'),
      actOnRound(desk, 'director', id, 'freeze'),
    ]);
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    const file = await roundFile(desk.context.db, id, 'keys.json');
    const told = JSON.parse(Buffer.from(file?.bytes ?? []).toString('utf8')) as { n: string }[];
    const kept = await desk.context.db.selectFrom('issuer_key').select('modulus').where('round_id', '=', id).execute();
    expect(kept.map(({ modulus }) => modulus).sort()).toEqual(told.map(({ n }) => n).sort());
  });

  test('a department asks about itself only, and the office approves by freezing', async () => {
    const liaison = await desk.as('liaison');
    expect((await begin(liaison, { kind: 'annual' })).status).toBe(403);
    const id = await begunId(liaison, { kind: 'own', department: 'jyj' });
    const round = await readRound(liaison, id);
    expect(round).toMatchObject({ department: { code: 'cgj' }, mayPrepare: true, others: [] });
    expect(round.plan.departments.map(({ code }) => code)).toEqual(['cgj']);
    expect(round.plan.classes.every(({ isRanked }) => !isRanked)).toBe(true);
    // Another department's people learn nothing of it.
    expect((await (await desk.as('other')).get(`/api/desk/rounds/${id}`)).status).toBe(404);
    expect(
      (
        await savePart(liaison, id, {
          part: 'departments',
          classes: [],
          departments: [{ code: 'jyj', classCode: 'law' }],
        })
      ).status,
    ).toBe(403);
    const groups = [{ code: 'clients', name: '服务对象', weight: 100, invited: 120, frame: '去年来办过事的人' }];
    expect((await savePart(liaison, id, { part: 'groups', groups })).status).toBe(200);
    const { minimums, year } = round.plan;
    const channels = [{ channel: 'paper' as const, isCounted: true }];
    expect((await savePart(liaison, id, { part: 'rules', year, channels, minimums })).status).toBe(200);
    expect((await actOnRound(desk, 'liaison', id, 'freeze')).status).toBe(403);
    const frozen = await actOnRound(desk, 'director', id, 'freeze');
    expect(frozen.status, await frozen.clone().text()).toBe(200);
    expect((await publicRound(id))?.department).toBe('cgj');
    const own = await refusal(await begin(clerk, { kind: 'own' }));
    expect(own.errors?.[0]?.pointer).toBe('#/given/department');
  });

  test('a survey has one channel and needs no codes', async () => {
    const id = await begunId(clerk, { kind: 'survey' });
    const { plan, ticketKeys } = await readRound(clerk, id);
    expect(plan.channels).toEqual([{ channel: 'survey', isCounted: true }]);
    expect({ ticketKeys, annual: plan.annual }).toEqual({ ticketKeys: 0, annual: undefined });
    const groups = plan.groups.map((group) => ({ ...group, invited: 1500, frame: '全市固话和手机号随机拨号' }));
    expect((await savePart(clerk, id, { part: 'groups', groups })).status).toBe(200);
    expect((await actOnRound(desk, 'director', id, 'freeze')).status).toBe(200);
    const file = await roundFile(desk.context.db, id, 'keys.json');
    expect(Buffer.from(file?.bytes ?? []).toString('utf8')).toBe('[]');
  });

  test('a round that is dropped says so to everybody who had a letter', async () => {
    const { id } = await prepareRound(desk);
    expect((await actOnRound(desk, 'director', id, 'freeze')).status).toBe(200);
    expect((await actOnRound(desk, 'director', id, 'drop', { reason: '与换届时间冲突，延到明年' })).status).toBe(200);
    expect((await publicRound(id))?.state).toBe('dropped');
    const { items } = (await (await desk.ask('/api/rounds')).json()) as { items: { id: string; state: string }[] };
    expect(items.find((one) => one.id === id)?.state).toBe('dropped');
    const sealed = await desk.context.db
      .selectFrom('issuer_key')
      .select('sealed')
      .where('round_id', '=', id)
      .where('sealed', 'is not', null)
      .execute();
    expect(sealed).toEqual([]);
  });

  test('a round that was begun as any other record can be prepared, too', async () => {
    const { id } = await recordAs(desk, 'clerk', 'round', 'draft', {
      title: '另一种开头',
      roundKind: 'regular',
      opensOn: '2026-11-02',
      closesOn: '2026-11-10',
    });
    expect((await readRound(clerk, id)).plan.departments).toHaveLength(3);
    const groups = [{ name: '新的一类', weight: 100, invited: 300, frame: '随机' }];
    expect((await savePart(clerk, id, { part: 'groups', groups })).status).toBe(200);
    expect((await readRound(clerk, id)).plan.groups[0]?.code).toBe('g1');
  });

  test('what was frozen stays public as the log tells of it, although the round is worked on again', async () => {
    const { id } = await prepareRound(desk);
    expect((await actOnRound(desk, 'director', id, 'freeze')).status).toBe(200);
    await desk.context.ledger.settle();
    const rules = await (await desk.ask(`/open/rounds/${id}/rules.json`)).text();
    expect(hashOf(rules)).toBe((await publicRound(id))?.files?.rules.hash);
    expect((await actOnRound(desk, 'director', id, 'thaw', { reason: '名单要补一类人' })).status).toBe(200);
    await desk.context.ledger.settle();
    expect(await publicRound(id)).toBeUndefined();
    expect(await (await desk.ask(`/open/rounds/${id}/rules.json`)).text()).toBe(rules);
  });

  test('a frozen round opens on its first day, once the log tells of its plan; before that day it can be thawed', async () => {
    const { id } = await prepareRound(desk);
    expect((await actOnRound(desk, 'director', id, 'freeze')).status).toBe(200);
    const early = await refusal(await actOnRound(desk, 'director', id, 'open'));
    expect(early).toMatchObject({ name: 'not-in-this-state' });
    expect(early.detail).toContain('才开始');

    expect((await actOnRound(desk, 'director', id, 'thaw', { reason: '问卷写错一题' })).status).toBe(200);
    expect(await publicRound(id)).toBeUndefined();
    expect((await readRound(clerk, id)).mayPrepare).toBe(true);
    const { plan } = await readRound(clerk, id);
    const { year, channels, minimums } = plan;
    expect((await savePart(clerk, id, { part: 'rules', year: year + 1, channels, minimums })).status).toBe(200);
    expect((await actOnRound(desk, 'director', id, 'freeze')).status).toBe(200);
    expect((await publicRound(id))?.plan.year).toBe(year + 1);

    desk.time = new Date('2026-10-26T02:00:00Z');
    const tooLate = await refusal(await actOnRound(desk, 'director', id, 'thaw', { reason: '又错了' }));
    expect(tooLate.detail).toContain('已经不能解冻');
    const unlogged = await refusal(await actOnRound(desk, 'director', id, 'open'));
    expect(unlogged.detail).toContain('还没有写入存证本');
    await desk.context.ledger.settle();
    expect((await actOnRound(desk, 'director', id, 'open')).status).toBe(200);
    expect((await publicRound(id))?.state).toBe('open');
  });

  test('what was frozen, thawed, frozen again and dropped is all in order for both verifiers', async () => {
    await desk.context.ledger.settle();
    const files = await mirrorCity(desk);
    const report = await verifyLedger({ mirror: mirrorOf(files), hash: nativeSha256 });
    expect(reportWords.lines(report).join('\n')).toContain('结果：全部一致。');
    if (hasPython()) expect(verifyWithPython(files).printed).toContain('结论：全部一致。');
  });
});
