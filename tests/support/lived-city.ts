/** A city with everything that a ledger tells of: lived over the API from 意见 to 销号, rated, appealed, erased, and published four times. */
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../db/tables.ts';
import type { RatingSlip } from '../../server/schemas/ratings.ts';
import type { TestCity, TestCityOptions } from './city.ts';
import { type Citizen, type Desk, type Hand, testDesk } from './desk.ts';
import { type Files, mirrorCity } from './open-mirror.ts';

/** The lives that cases have there, by what is special about each. */
const stories = [
  'confirmed',
  'disputed',
  'checked',
  'silent',
  'explained',
  'written',
  'filed',
  'merged',
  'extended',
  'late',
  'erased',
  'other',
  'received',
] as const;
export type Story = (typeof stories)[number];

export interface LivedCity {
  desk: Desk;
  /** Ids of the cases by their stories. */
  cases: Record<Story, string>;
  /** What their authors hold; of 代录 nobody outside holds anything. */
  citizens: Record<Exclude<Story, 'written'>, Citizen>;
  /** What it served after each publication, oldest first. */
  mirrors: Files[];
}

/** A proof that somebody's phone has worked for it. */
export async function humanProof(
  city: Pick<TestCity, 'ask'>,
  purpose: 'rate' | 'opinion' | 'mark' = 'rate',
): Promise<{ altcha: string }> {
  const { altcha } = (await (await city.ask(`/api/challenge?for=${purpose}`)).json()) as {
    altcha: Parameters<typeof solveChallenge>[0]['challenge'];
  };
  const solution = await solveChallenge({ challenge: altcha, deriveKey });
  return { altcha: Buffer.from(JSON.stringify({ challenge: altcha, solution })).toString('base64') };
}

/** Sends ratings of a department. @returns their slips */
export async function rateMany(
  desk: Desk,
  department: string,
  levels: readonly number[],
  { isHuman = true }: { isHuman?: boolean } = {},
): Promise<RatingSlip[]> {
  const slips: RatingSlip[] = [];
  for (const level of levels) {
    const answer = await desk.post('/api/ratings', {
      token: Buffer.from(desk.context.random(16)).toString('base64url'),
      department,
      level,
      ...(isHuman && { proof: await humanProof(desk) }),
    });
    expect(answer.status, await answer.clone().text()).toBe(201);
    slips.push((await answer.json()) as RatingSlip);
  }
  return slips;
}

/** The hands of the office and of 城管局, and what they do again and again. */
async function office(desk: Desk) {
  const hands = async (): Promise<Record<'clerk' | 'second' | 'director' | 'liaison' | 'supervisor', Hand>> => ({
    clerk: await desk.as('clerk'),
    second: await desk.as('clerk2'),
    director: await desk.as('director'),
    liaison: await desk.as('liaison'),
    supervisor: await desk.as('supervisor'),
  });
  const takeUp = async (id: string, publicText = '有群众反映，解放路路灯坏了三个月没有修。'): Promise<void> => {
    await (await hands()).clerk.act(id, 'takeUp', { publicText, topic: 'city', kind: 'complaint' });
  };
  const assign = async (id: string, nature = 'TIMED'): Promise<void> => {
    const { clerk, liaison } = await hands();
    await takeUp(id);
    await clerk.act(id, 'assign', { department: 'cgj', nature, demand: '修好并回告' });
    await liaison.act(id, 'accept', { contactPerson: '设施科', telephone: '0571-0000' });
    await liaison.act(id, 'plan', {
      goal: '恢复照明',
      measures: [{ what: '更换灯具和线路', section: '设施科', by: '2026-11-20' }],
      leader: '分管副局长',
      plannedDay: '2026-11-20',
    });
    await liaison.act(id, 'progress', { progress: '已更换一半', percent: 50 });
  };
  const claim = async (id: string): Promise<void> => {
    const { liaison } = await hands();
    const evidence = [await liaison.upload()];
    await liaison.act(id, 'claim', { outcome: '十二盏路灯全部修好', evidence, signedBy: '局长' });
  };
  const review = async (id: string): Promise<void> => {
    const { second } = await hands();
    await second.act(id, 'beginReview');
    await second.act(id, 'passReview', { opinion: '佐证属实' });
  };
  return { hands, takeUp, assign, claim, review };
}

/** Lives the city, from Monday, 2026-10-12, into December. */
export async function liveCity(db: Kysely<Database>, options: TestCityOptions = {}): Promise<LivedCity> {
  const desk = await testDesk(db, options);
  const { hands, takeUp, assign, claim, review } = await office(desk);
  const mirrors: Files[] = [];
  const publish = async (): Promise<void> => {
    await desk.context.ledger.settle();
    mirrors.push(await mirrorCity(desk));
  };
  const answer = async (citizen: Citizen, word: 'yes' | 'no', round: 1 | 2, seen = false): Promise<void> => {
    const sent = await desk.post('/api/track/answer', {
      viewKey: citizen.viewKey,
      answer: word,
      preimage: citizen.preimage(round, word === 'yes' ? 'y' : 'n'),
      seen,
    });
    expect(sent.status, await sent.clone().text()).toBe(200);
  };

  const citizens = {} as Record<Exclude<Story, 'written'>, Citizen & { id: string }>;
  for (const story of stories) {
    if (story === 'written') continue;
    const department = story === 'other' ? 'jyj' : 'cgj';
    citizens[story] = await desk.opinion({
      text: `路灯坏了，说的是${story}这一处`,
      department,
      contact: '13800138000',
    });
  }
  const recorded = await (await hands()).clerk.post('/api/desk/opinions', {
    token: Buffer.from(desk.context.random(16)).toString('base64url'),
    department: 'cgj',
    kind: 'complaint',
    text: '窗口来人口述：路灯坏了没人修',
    mayPublish: true,
    channel: 'phone',
  });
  expect(recorded.status, await recorded.clone().text()).toBe(201);
  const written = ((await recorded.json()) as { case: string }).case;
  const cases = {
    written,
    ...Object.fromEntries(Object.entries(citizens).map(([story, { id }]) => [story, id])),
  } as Record<Story, string>;

  await rateMany(desk, 'cgj', [5, 4, 4, 3, 2, 1, 5, 4, 3, 4, 5, 2, 1, 4, 4, 5, 2, 0, 0, 0]);
  await rateMany(desk, 'jyj', [5, 4, 3, 4, 5, 0]);
  await rateMany(
    desk,
    'zjj',
    Array.from({ length: 130 }, (_, at) => (at % 5) + 1),
    { isHuman: false },
  );

  for (const id of [cases.confirmed, cases.disputed, cases.checked, cases.silent, cases.extended]) await assign(id);
  for (const id of [cases.explained, cases.erased, written]) await assign(id);
  await assign(cases.late, 'IMMEDIATE');
  const first = await hands();
  await takeUp(cases.other, '有群众反映，学校门口早上堵车。');
  await first.clerk.act(cases.other, 'assign', { department: 'jyj', nature: 'TIMED' });
  await (await desk.as('other')).act(cases.other, 'accept', {});
  await first.clerk.act(cases.filed, 'file', { exit: 'NO_CONTENT', reason: '没有可办的内容' });
  const number = (await first.clerk.view(cases.confirmed)).number;
  await first.clerk.act(cases.merged, 'merge', { target: number });
  await publish();

  desk.later(8);
  for (const id of [cases.confirmed, cases.disputed, cases.checked, cases.silent]) await claim(id);
  const second = await hands();
  await second.liaison.act(cases.explained, 'explain', {
    explanation: '那一段路灯属于开发单位，尚未移交',
    legalBasis: '条例第十二条',
    signedBy: '局长',
  });
  for (const id of [cases.confirmed, cases.disputed, cases.checked, cases.silent, cases.explained]) await review(id);
  await second.liaison.act(cases.extended, 'requestExtension', {
    reason: '灯具要定制',
    workDone: '已下单',
    until: '2026-12-25',
    signedBy: '局长',
  });
  await (await desk.as('head')).act(cases.extended, 'signExtension');
  await second.director.act(cases.extended, 'grantExtension', { ruling: '同意延期' });
  await second.director.act(cases.erased, 'erase', { reason: '本人申请' });
  const [rated] = (
    (await (await (await desk.as('head')).get('/api/desk/ratings?only=dissatisfied')).json()) as {
      items: { commitment: string }[];
    }
  ).items;
  const appeal = await (await desk.as('head')).post('/api/desk/appeals', {
    commitment: rated?.commitment,
    grounds: '说的不是我局的事，应由住建局负责',
  });
  expect(appeal.status, await appeal.clone().text()).toBe(201);
  const { id: appealed } = (await appeal.json()) as { id: string };
  const ruled = await second.director.post(`/api/desk/appeals/${appealed}`, {
    ruling: 'grant',
    reason: '经查不属该局',
  });
  expect(ruled.status, await ruled.clone().text()).toBe(200);
  await answer(citizens.confirmed, 'yes', 1);
  await answer(citizens.disputed, 'no', 1);
  await answer(citizens.explained, 'yes', 1, true);
  await second.supervisor.act(cases.checked, 'check', { finding: '到现场看过，灯亮', place: '解放路' });
  await second.second.act(cases.checked, 'proceed', { opinion: '独立核实属实' });
  await rateMany(desk, 'cgj', [5, 4, 1, 3, 2, 4, 5, 4, 3, 4, 5, 2, 1, 4, 4, 5, 2, 4]);
  await rateMany(desk, 'jyj', [5, 5, 1, 2]);
  await publish();

  desk.later(17);
  const third = await hands();
  for (const id of [cases.confirmed, cases.checked, cases.explained]) await third.second.act(id, 'close');
  await third.second.act(cases.silent, 'proceed', { opinion: '答复期满' });
  await claim(cases.disputed);
  await review(cases.disputed);
  await answer(citizens.disputed, 'yes', 2);
  await publish();

  desk.later(24);
  await (await hands()).second.act(cases.silent, 'close');
  // Long after its deadline.
  await claim(cases.late);
  await review(cases.late);
  await answer(citizens.late, 'yes', 1);
  desk.later(12);
  await (await hands()).second.act(cases.late, 'close');
  await publish();
  return { desk, cases, citizens, mirrors };
}
