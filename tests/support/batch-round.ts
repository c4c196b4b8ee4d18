/** An open round whose ballots are written down: on paper, in the hall, by telephone, by a survey firm. */
import { expect } from 'vitest';
import { saveDepartment } from '../../db/departments.ts';
import { savePlan } from '../../db/rounds.ts';
import type { RoundPlan } from '../../server/domain/round/plan.ts';
import { columnsOf } from '../../server/domain/round/written-ballot.ts';
import type { BatchView } from '../../server/schemas/batches.ts';
import type { Desk } from './desk.ts';
import { type RecordDone, recordHands } from './record-hands.ts';
import { actOnRound, readRound } from './rounds.ts';

/** Twelve departments, so that somebody may rate ten of them alike. */
const departments = ['cgj', 'jyj', 'zjj', 'd04', 'd05', 'd06', 'd07', 'd08', 'd09', 'd10', 'd11', 'd12'];

export interface BatchRound {
  id: string;
  plan: RoundPlan;
  /** Begins a batch as the clerk. */
  begin(channel: string, given?: object): Promise<RecordDone>;
  /** A row with one level in every column. */
  row(level: number): number[];
  /** Rows on the first departments, all alike. */
  rows(level: number, count?: number): Record<string, number[]>;
  /** Enters what somebody reads; the answer whatever it is. */
  read(who: string, batch: string, serial: number, reading?: object): Promise<Response>;
  /** Two people read a paper alike. */
  both(batch: string, serial: number, reading?: object): Promise<void>;
  view(who: string, batch: string): Promise<BatchView>;
  count(who: string, batch: string, issued: number, returned: number): Promise<Response>;
  /** Voting ends, and the log tells of it. */
  close(): Promise<void>;
}

/** Moves the desk's time on by a day, on which the round opens. */
export async function openBatchRound(desk: Desk): Promise<BatchRound> {
  const { db, ledger } = desk.context;
  for (const [position, code] of departments.slice(3).entries()) {
    await saveDepartment(db, {
      code,
      name: `第${position + 4}局`,
      fullName: `澜江市第${position + 4}局`,
      classCode: 'law',
      pinyin: '',
      initials: '',
      duties: '',
      commitments: [],
      address: '',
      telephone: '',
      isActive: true,
      position: position + 10,
    });
  }
  const clerk = await desk.as('clerk');
  const hands = recordHands(desk);
  const usualWindow = { opensOn: hands.today(1), closesOn: hands.today(20) };
  const begun = await clerk.post('/api/desk/rounds', { kind: 'annual', title: '年终评议', ...usualWindow });
  expect(begun.status, await begun.clone().text()).toBe(201);
  const { id } = (await begun.json()) as { id: string };
  const drafted = (await readRound(clerk, id)).plan;
  const plan: RoundPlan = {
    ...drafted,
    groups: [
      { code: 'clients', name: '服务对象', weight: 60, invited: 400, frame: '去年办过事的人里每十人抽一人' },
      { code: 'delegates', name: '两代表一委员', weight: 40, invited: 200, frame: '全体' },
    ],
    rosters: [],
    channels: (['paper', 'hall', 'telephone', 'survey'] as const).map((channel) => ({ channel, isCounted: true })),
  };
  await savePlan(db, plan);
  const must = async (answer: Response): Promise<void> =>
    expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  await must(await actOnRound(desk, 'director', id, 'freeze'));
  await ledger.settle();
  desk.later(1);
  await must(await actOnRound(desk, 'director', id, 'open'));
  const frozen = (await readRound(await desk.as('clerk'), id)).plan;
  const width = columnsOf(frozen).length;
  const row = (level: number): number[] => Array.from({ length: width }, () => level);
  const rows = (level: number, count = departments.length): Record<string, number[]> =>
    Object.fromEntries(departments.slice(0, count).map((code) => [code, row(level)]));
  const read = async (who: string, batch: string, serial: number, reading: object = {}): Promise<Response> =>
    (await desk.as(who)).post(`/api/desk/batches/${batch}/ballots`, { serial, void: null, rows: rows(3), ...reading });
  return {
    id,
    plan: frozen,
    row,
    rows,
    read,
    begin: (ballotChannel, given = {}) =>
      hands.begin('clerk', 'batch', 'begin', {
        round: id,
        raterGroup: 'delegates',
        ballotChannel,
        batchName: '第一箱',
        issued: 10,
        ...given,
      }),
    both: async (batch, serial, reading) => {
      for (const who of ['clerk', 'clerk2']) await must(await read(who, batch, serial, reading));
    },
    view: async (who, batch) => {
      const answer = await (await desk.as(who)).get(`/api/desk/batches/${batch}`);
      expect(answer.status, await answer.clone().text()).toBe(200);
      return (await answer.json()) as BatchView;
    },
    count: (who, batch, issued, returned) => hands.tryAct(who, batch, 'count', { issued, returned }),
    close: async () => {
      await must(await actOnRound(desk, 'director', id, 'close'));
      await ledger.settle();
    },
  };
}
