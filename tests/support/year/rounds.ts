/** The same year as far as 评议活动 go: a round in spring with everything that may happen to one, and the 满意机关 that comes of it. */
import { expect } from 'vitest';
import { addDays, daysBetween, type Day } from '../../../server/domain/day.ts';
import { columnsOf } from '../../../server/domain/round/written-ballot.ts';
import type { FlagList } from '../../../server/schemas/flags.ts';
import { readRound, savePart } from '../rounds.ts';
import type { Cast, Journey } from './cast.ts';

const interviews = 36;

/** A round of everybody who is rated, by telephone and on paper; with frozen and thawed plans, batches that do not hold, and a request for 复核. */
export async function* spring(cast: Cast): Journey {
  yield 4;
  const given = { kind: 'annual', title: '春季评议', opensOn: addDays(cast.today(), 6) };
  const begin = (closesOn: Day) => cast.posts<{ id: string }>('clerk', '/api/desk/rounds', { ...given, closesOn });
  const { id: dropped } = await begin(addDays(cast.today(), 8));
  await cast.goesOn('director', dropped, 'drop', { reason: '与春季评议合并进行' });
  const { id } = await begin(addDays(cast.today(), 8));
  const window = { opensOn: given.opensOn, closesOn: addDays(cast.today(), 9) };
  await cast.goesOn('clerk', id, 'redraft', { title: '2026 年春季评议', ...window });
  const groups = [
    { code: 'clients', name: '服务对象', weight: 100, invited: 200, frame: '去年办过事的人里每十人抽一人' },
  ];
  const { plan: first } = await readRound(await cast.desk.as('clerk'), id);
  const rules = { year: first.year, minimums: first.minimums, ...(first.annual && { annual: first.annual }) };
  const channels = (['paper', 'telephone'] as const).map((channel) => ({ channel, isCounted: true }));
  for (const part of [
    { part: 'groups' as const, groups },
    { part: 'rules' as const, channels, ...rules },
  ]) {
    const saved = await savePart(await cast.desk.as('clerk'), id, part);
    expect(saved.status, await saved.clone().text()).toBe(200);
  }
  await cast.posts('other', `/api/desk/rounds/${id}/report`, { report: '去年新开两所学校，招生通知提前一个月发布。' });
  await cast.goesOn('director', id, 'freeze');
  yield 1;
  await cast.goesOn('director', id, 'thaw', { reason: '问卷里写错一个字' });
  await cast.goesOn('director', id, 'freeze');
  yield 5;
  // The clockwork opened it this morning.
  const { plan, state } = await readRound(await cast.desk.as('clerk'), id);
  expect(state).toBe('open');
  await ballots(cast, id, columnsOf(plan).length);
  yield daysBetween(cast.today(), addDays(window.closesOn, 1));
  expect((await readRound(await cast.desk.as('clerk'), id)).state).toBe('closed');
  yield* excluded(cast, id);
  await cast.goesOn('clerk', id, 'review', { opinion: '标记的票已逐一处理' });
  yield 1;
  await cast.goesOn('director', id, 'publish');
  yield 1;
  await cast.goesOn('director', id, 'hear');
  yield* rechecked(cast, id);
  const approved = await cast.begins('clerk', 'use', 'propose', use(id, 'jyj', 'praise'));
  await cast.goesOn('director', approved, 'approve', { opinion: '同意' });
  const declined = await cast.begins('clerk', 'use', 'propose', use(id, 'cgj', 'talk'));
  await cast.goesOn('director', declined, 'decline', { opinion: '先看整改' });
  yield* stars(cast);
}

const use = (round: string, department: string, useKind: string) => ({
  round,
  department,
  useKind,
  reason: '据春季评议结果',
});

/** A telephone batch that counts, and one on paper that was not kept safe. */
async function ballots(cast: Cast, round: string, columns: number): Promise<void> {
  const batch = { round, raterGroup: 'clients', issued: interviews + 4 };
  const called = await cast.begins('clerk', 'batch', 'begin', {
    ...batch,
    ballotChannel: 'telephone',
    batchName: '访问员一组',
  });
  const row = (level: number): number[] => Array.from({ length: columns }, () => level);
  for (let serial = 0; serial < interviews; serial += 1) {
    const rows = { jyj: row(serial % 9 === 0 ? 3 : 4), cgj: row(3 - (serial % 3)), zjj: row(4 - (serial % 2)) };
    await cast.posts('clerk', `/api/desk/batches/${called}/interviews`, { consent: true, rows });
  }
  const count = { issued: interviews + 4, returned: interviews };
  await cast.goesOn('clerk', called, 'count', count);
  await cast.goesOn('clerk2', called, 'recount', { reason: '再核一遍发出数' });
  await cast.goesOn('clerk', called, 'count', count);
  await cast.goesOn('clerk2', called, 'confirm');
  const spoiled = await cast.begins('clerk', 'batch', 'begin', {
    ...batch,
    ballotChannel: 'paper',
    batchName: '第一箱',
  });
  await cast.goesOn('director', spoiled, 'annul', { reason: '票箱封条破损' });
}

/** Two ballots of which somebody says that there was interference: one was, one was not. */
async function* excluded(cast: Cast, round: string): Journey {
  yield 1;
  await cast.desk.context.ledger.settle();
  const path = `/api/desk/rounds/${round}/flags`;
  const read = async (): Promise<FlagList> =>
    (await (await (await cast.desk.as('clerk')).get(path)).json()) as FlagList;
  const { batches } = await read();
  await cast.posts('clerk', path, { rule: 'interference', batch: batches[0]?.id, serials: [1, 2] });
  const flags = (await read()).rules.find(({ rule }) => rule === 'interference')?.items ?? [];
  expect(flags).toHaveLength(2);
  for (const [at, { id }] of flags.entries()) {
    const { exclusions } = await cast.posts<{ exclusions: { id: string }[] }>(
      'clerk',
      `/api/desk/rounds/${round}/exclusions`,
      {
        rule: 'interference',
        flags: [id],
        reason: '有录音，有人教他怎么答',
      },
    );
    const act = at === 0 ? 'confirm' : 'reject';
    await cast.goesOn('clerk2', exclusions[0]?.id ?? '', act, {
      opinion: act === 'confirm' ? '属实' : '录音不是这一通',
    });
  }
}

/** 复核: one request is taken back, one is right, the result is corrected. */
async function* rechecked(cast: Cast, round: string): Journey {
  yield 1;
  const apply = () =>
    cast.begins('liaison', 'recheck', 'apply', {
      round,
      department: 'cgj',
      reason: '有一批访问的不是服务对象',
      signedBy: '局长',
    });
  await cast.goesOn('liaison', await apply(), 'withdraw');
  const id = await apply();
  yield 1;
  await cast.goesOn('director', id, 'decide', { recheckResult: 'changed', opinion: '重新计算' });
  await cast.goesOn('director', round, 'correct', { reason: '按复核结论重新计算' });
  // 春节 lies in between: three working days to ask are more than a week.
  yield 18;
  await cast.goesOn('director', round, 'conclude');
}

const application = {
  department: 'jyj',
  stars: '4',
  ...Object.fromEntries(
    ['Politics', 'Team', 'Service', 'Conduct', 'Staff', 'Institutions', 'Office', 'Culture'].map((one) => [
      `mark${one}`,
      92,
    ]),
  ),
  situation: '办事大厅全年无休',
  signedBy: '局长',
};

/** 满意机关: refused once, then awarded after an objection, warned, restored, removed; and a second award that runs out. */
async function* stars(cast: Cast): Journey {
  const apply = async () => {
    const evidence = [await (await cast.desk.as('other')).upload()];
    return cast.begins('other', 'award', 'apply', { ...application, evidence });
  };
  await cast.goesOn('clerk', await apply(), 'refuse', { reason: '材料不全' });
  const rated = async (): Promise<string> => {
    const id = await apply();
    await cast.goesOn('clerk', id, 'check', { opinion: '条件都符合' });
    await cast.goesOn('clerk', id, 'rate', { siteScore: 90, supervisorScore: 91 });
    await cast.goesOn('director', id, 'announce');
    return id;
  };
  const first = await rated();
  yield 2;
  await cast.goesOn('clerk', first, 'object', { reason: '有群众来信，查后不实' });
  await cast.goesOn('director', first, 'announce');
  yield 18;
  await cast.goesOn('director', first, 'award', { termUntil: addDays(cast.today(), 700) });
  yield 5;
  await cast.goesOn('director', first, 'warn', { reason: '一次抽查不合格' });
  await cast.goesOn('clerk', first, 'review', { opinion: '已经改正' });
  await cast.goesOn('director', first, 'remove', { reason: '再次抽查不合格' });
  const second = await rated();
  yield 18;
  await cast.goesOn('director', second, 'award', { termUntil: addDays(cast.today(), 20) });
  // The clockwork ends it when its term is over.
  yield 22;
}

/** A round that opens in three days, with every way in which ballots are written down. */
export async function winter(cast: Cast): Promise<string> {
  const window = { opensOn: addDays(cast.today(), 3), closesOn: addDays(cast.today(), 40) };
  const begun = { kind: 'annual', title: '年终评议', ...window };
  const { id } = await cast.posts<{ id: string }>('clerk', '/api/desk/rounds', begun);
  const clerk = await cast.desk.as('clerk');
  const { plan } = await readRound(clerk, id);
  const rules = { year: plan.year, minimums: plan.minimums, ...(plan.annual && { annual: plan.annual }) };
  const channels = (['paper', 'telephone', 'survey'] as const).map((channel) => ({ channel, isCounted: true }));
  const groups = [{ code: 'clients', name: '服务对象', weight: 100, invited: 200, frame: '每十人抽一人' }];
  for (const part of [
    { part: 'groups' as const, groups },
    { part: 'rules' as const, channels, ...rules },
  ]) {
    const saved = await savePart(clerk, id, part);
    expect(saved.status, await saved.clone().text()).toBe(200);
  }
  await cast.goesOn('director', id, 'freeze');
  // The clockwork opens it once the log tells of its rules.
  await cast.desk.context.ledger.settle();
  return id;
}

/** Papers of an open round on the desks: one read once, one that two read differently; and a batch of interviews. */
export async function papersUnderWay(cast: Cast, round: string): Promise<void> {
  const batch = { round, raterGroup: 'clients', issued: 10 };
  const box = await cast.begins('clerk', 'batch', 'begin', { ...batch, ballotChannel: 'paper', batchName: '第一箱' });
  await cast.begins('clerk', 'batch', 'begin', { ...batch, ballotChannel: 'telephone', batchName: '访问员二组' });
  const { plan } = await readRound(await cast.desk.as('clerk'), round);
  const row = (level: number): number[] => columnsOf(plan).map(() => level);
  const reads = (who: string, serial: number, level: number): Promise<unknown> =>
    cast.posts(who, `/api/desk/batches/${box}/ballots`, {
      serial,
      void: null,
      rows: { cgj: row(level), jyj: row(3) },
    });
  await reads('clerk', 1, 3);
  await reads('clerk2', 1, 2);
  await reads('clerk', 2, 3);
}

export const roundJourneys: readonly ((cast: Cast) => Journey)[] = [spring];
