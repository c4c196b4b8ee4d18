/** Hands that work on records beside the cases over the API, and what a whole life of some of them takes. */
import { expect } from 'vitest';
import { dayOf } from '../../server/clock.ts';
import { addDays } from '../../server/domain/day.ts';
import type { RecordKind } from '../../server/domain/records.ts';
import type { RecordView } from '../../server/schemas/records.ts';
import type { Desk } from './desk.ts';
import { humanProof } from './lived-city.ts';

export interface RecordDone {
  id: string;
  kind: RecordKind;
  seq: number;
  state: string;
  stateName: string;
  number: string | null;
}

/** What somebody does with records; every one must succeed, but `try…`. */
export function recordHands(desk: Desk) {
  const tryBegin = async (who: string, kind: RecordKind, act: string, given: object): Promise<Response> =>
    (await desk.as(who)).post('/api/desk/records', { kind, act, given });
  const view = async (who: string, id: string): Promise<RecordView> => {
    const answer = await (await desk.as(who)).get(`/api/desk/records/${id}`);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as RecordView;
  };
  const seqOf = async (id: string): Promise<{ seq: number; kind: RecordKind }> =>
    (await desk.context.db
      .selectFrom('record')
      .select(['seq', 'kind'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()) as { seq: number; kind: RecordKind };
  const tryAct = async (who: string, id: string, act: string, given: object = {}): Promise<Response> =>
    (await desk.as(who)).post(`/api/desk/records/${id}/acts`, { ...(await seqOf(id)), act, given });
  const done = async (answer: Response, status: number): Promise<RecordDone> => {
    expect(answer.status, await answer.clone().text()).toBe(status);
    return (await answer.json()) as RecordDone;
  };
  return {
    view,
    tryBegin,
    tryAct,
    begin: async (who: string, kind: RecordKind, act: string, given: object): Promise<RecordDone> =>
      done(await tryBegin(who, kind, act, given), 201),
    act: async (who: string, id: string, act: string, given: object = {}): Promise<RecordDone> =>
      done(await tryAct(who, id, act, given), 200),
    today: (days = 0): string => addDays(dayOf(desk.time), days),
    /** A phone marks a pledge. */
    mark: async (number: string, mark: string, { isHuman = true } = {}): Promise<Response> => {
      const [, year = '', n = ''] = /〔(\d{4})〕(\d+)号/u.exec(number) ?? [];
      return desk.post(`/api/pledges/${year}-${n}/marks`, {
        token: Buffer.from(desk.context.random(16)).toString('base64url'),
        mark,
        ...(isHuman && { proof: await humanProof(desk, 'mark') }),
      });
    },
  };
}

export type RecordHands = ReturnType<typeof recordHands>;

/** What a pledge is begun with. */
export const pledgeGiven = (hands: RecordHands, more: object = {}): object => ({
  department: 'cgj',
  title: '修好解放路的路灯',
  matter: '群众反映解放路路灯长期不亮，有人打电话13800138000催过。',
  goal: '十二月前全部亮起来',
  measures: [
    { what: '更换灯具', section: '设施科', by: hands.today(10) },
    { what: '检查线路', section: '电力科', by: hands.today(20) },
  ],
  plannedDay: hands.today(30),
  leader: '王局长',
  leaderPost: '局长',
  telephone: '0571-85000000',
  ...more,
});

/** An inspection as somebody writes it on the spot. */
export const inspectionGiven = (hands: RecordHands, more: object = {}): object => ({
  inspectionWay: 'covert',
  inspectedOn: hands.today(),
  startsAt: '9:30',
  endsAt: '10:15',
  place: '政务大厅二楼',
  department: 'cgj',
  inspectionItems: ['on-duty', 'badge'],
  situation: '三号窗口二十分钟没有人',
  grade: 'minor',
  advice: 'assign',
  ...more,
});
