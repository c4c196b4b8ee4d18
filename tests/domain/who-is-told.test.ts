/** Who hears of what: everybody whose turn it becomes is told, unless it was theirs already. */
import { describe, expect, test } from 'vitest';
import type { CaseEvent } from '../../server/domain/advance.ts';
import { whoseTurn } from '../../server/domain/advance.ts';
import type { Deadline } from '../../server/domain/calendar.ts';
import { type CaseFile, finishedStates, isOneOf, newCaseFile } from '../../server/domain/case-file.ts';
import type { StaffRole } from '../../server/domain/roles.ts';
import { actNames, actOf, type ActName } from '../../server/domain/workflow.ts';
import { sayingsOf, whoIsTold } from '../../server/notify/who-is-told.ts';
import { noticeSubject } from '#words/notify.ts';

const file: CaseFile = {
  ...newCaseFile({ id: 'c', channel: 'qr', kind: 'complaint', named: null, receivedOn: '2026-10-12' }),
  number: '2026-0123',
  department: 'cgj',
  coDepartments: ['jyj'],
  assignedBy: 'account-clerk',
  keyItem: true,
  result: 'A',
};

const around = (act: ActName, change: Partial<CaseFile> = {}, before: CaseFile = file) => {
  const after = { ...before, ...change, seq: 2 };
  const event: CaseEvent = {
    caseId: 'c',
    seq: 2,
    act,
    from: before.state,
    to: after.state,
    actor: { role: 'director', account: 'account-director' },
    day: '2026-10-12',
    given: {},
    change,
  };
  return sayingsOf({ before, event, after });
};

const rolesIn = (act: ActName, change: Partial<CaseFile>): Set<StaffRole> =>
  new Set(around(act, change).flatMap(({ to }) => [...(to.roles ?? ['liaison', 'head'])]));

describe('谁会被告知', () => {
  test('流程表里的每个动作都写明告知谁，或者写明不告知', () => {
    expect(Object.keys(whoIsTold).sort()).toEqual([...actNames].sort());
  });

  test('每个动作办完，轮到谁办谁就被告知（轮到的还是办的那一方时除外）', () => {
    const silent: string[] = [];
    for (const act of actNames) {
      const { to, by } = actOf(act);
      if (to === 'stays' || isOneOf(finishedStates, to)) continue;
      const turn = whoseTurn(to).filter((role) => role !== 'citizen' && role !== 'system');
      if (turn.some((role) => by.includes(role))) continue;
      const told = rolesIn(act, { state: to });
      if (!turn.some((role) => told.has(role as StaffRole))) silent.push(act);
    }
    expect(silent).toEqual([]);
  });

  test('告知的每句话都写在词表里，只有编号、单位、动作和日期', () => {
    for (const act of actNames) {
      for (const { whom, due } of around(act, { extensionSigned: true, coDepartments: ['zjj'] })) {
        const subject = noticeSubject(act, whom, { number: '2026-0123', department: '城管局', due });
        expect(subject, `${act} → ${whom}`).toMatch(/^(案件 2026-0123（城管局）：|有一条线索|纪检监察).{3,}/u);
      }
    }
  });

  test('办的人自己不被告知，交办的人不被叫去审核', () => {
    const [claim] = around('claim');
    expect(claim?.to).toEqual({ roles: ['clerk', 'director'], except: ['account-clerk', 'account-director'] });
  });

  test('第二次重办起，分管领导也被告知', () => {
    expect(around('sendBack', { reworks: 1 })[0]?.to.roles).toBeUndefined();
    expect(around('sendBack', { reworks: 2 })[0]?.to.roles).toEqual(['liaison', 'deputy', 'head']);
  });

  test('归档和密封对原承办单位说的话一样，看不出是线索', () => {
    const released = { department: null, coDepartments: [] };
    const heard = (act: ActName) =>
      around(act, released)
        .filter(({ to }) => to.department !== undefined)
        .map(({ kind, whom, to, due }) => [
          kind,
          to,
          noticeSubject(act, whom, { number: '2026-0123', department: '城管局', due }),
        ]);
    expect(heard('seal')).toEqual(heard('file'));
    expect(heard('seal')).toHaveLength(2);
  });

  test('重点案件开始审核时告知监督员，普通案件不告知', () => {
    expect(around('beginReview').map(({ whom }) => whom)).toEqual(['supervisors']);
    expect(around('beginReview', { keyItem: false })).toEqual([]);
  });

  test('交办告知主办和每个协办单位，各带各的期限', () => {
    const until = (due: string): Deadline => ({
      from: '2026-10-12',
      amount: 1,
      unit: 'workday',
      due,
      skipped: [],
      worked: [],
      moved: false,
      uncertain: [],
    });
    const said = around('assign', {
      clocks: { accept: until('2026-10-13') },
      help: { jyj: { due: until('2026-10-19'), doneOn: null } },
    });
    expect(said.map(({ kind, to, due }) => [kind, to.department, due?.day])).toEqual([
      ['assigned', 'cgj', '2026-10-13'],
      ['joined', 'jyj', '2026-10-19'],
    ]);
  });
});
