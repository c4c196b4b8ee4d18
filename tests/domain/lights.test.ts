/** 红黄绿 with its reasons: of a case on a day, of a department for a month, and what the lights of months lead to. */
import { describe, expect, test } from 'vitest';
import stored from '../../db/calendar-days.json' with { type: 'json' };
import { alertDates, alertStep } from '../../server/domain/alerts.ts';
import { adjust, type CalendarData, calendarFrom, deadline } from '../../server/domain/calendar.ts';
import { type CaseFile, newCaseFile } from '../../server/domain/case-file.ts';
import { addDays } from '../../server/domain/day.ts';
import { defaultPolicy, type Moment } from '../../server/domain/deadline-policy.ts';
import { departmentLight, noCases, proposalFor } from '../../server/domain/department-lights.ts';
import { dispatchList, daysOfHalf, halfBefore, halfMonthOf } from '../../server/domain/dispatch.ts';
import { judge, pointsBehind } from '../../server/domain/lights.ts';

const calendar = calendarFrom(stored as CalendarData);
const on = (day: string): Moment => ({ day, calendar, policy: defaultPolicy });
/** 60 days from 2026-03-02: to 2026-05-06, because the labour holiday is in the way. */
const working = (given: Partial<CaseFile> = {}): CaseFile => ({
  ...newCaseFile({ id: 'c', channel: 'qr', kind: 'complaint', named: null, receivedOn: '2026-03-01' }),
  state: 'rectifying',
  number: '2026-0001',
  department: 'cgj',
  nature: 'TIMED',
  assignedOn: '2026-03-02',
  percent: 90,
  clocks: { complete: deadline(calendar, '2026-03-02', 60, 'day') },
  ...given,
});
const lightOn = (day: string, given: Partial<CaseFile> = {}): string => {
  const { light, reasons } = judge(working(given), on(day));
  return [light, ...reasons].join(' ');
};

describe('the light of a case', () => {
  test('is green while it is in time and on its way', () => {
    expect(lightOn('2026-03-03', { percent: 0 })).toBe('normal');
    expect(lightOn('2026-04-20')).toBe('normal');
  });

  test('turns yellow three working days before the deadline and red the day after it', () => {
    const due = working().clocks.complete?.due ?? '';
    expect(due).toBe('2026-05-06');
    expect(lightOn('2026-04-27')).toBe('normal');
    // The holiday from 1 to 5 May does not count: 29 and 30 April and 6 May are left.
    expect(lightOn('2026-04-28')).toBe('soon soon');
    expect(lightOn(due, { percent: 95 })).toBe('soon soon');
    expect(lightOn(addDays(due, 1))).toBe('overdue overdue');
  });

  test('turns yellow ten points behind the straight line and red beyond thirty', () => {
    // 65 days in all, 26 gone: 40 per cent.
    const day = '2026-03-28';
    expect(pointsBehind(working({ percent: 0 }), day)).toBe(40);
    expect(lightOn(day, { percent: 31 })).toBe('normal');
    expect(lightOn(day, { percent: 30 })).toBe('soon behind');
    expect(lightOn(day, { percent: 10 })).toBe('soon behind');
    expect(lightOn(day, { percent: 9 })).toBe('overdue far-behind');
  });

  test('is not measured against a line where there is no plan to measure by', () => {
    expect(lightOn('2026-04-20', { percent: 0, nature: 'IMMEDIATE' })).toBe('normal');
    expect(lightOn('2026-04-20', { percent: 0, state: 'accepted' })).toBe('normal');
  });

  test('days that the clock stood still belong to neither the plan nor its progress', () => {
    const complete = adjust(calendar, working().clocks.complete ?? deadline(calendar, '2026-03-02', 60, 'day'), {
      pausedFrom: '2026-03-09',
      pausedTo: '2026-03-27',
    });
    expect(pointsBehind(working({ percent: 0, clocks: { complete } }), '2026-03-28')).toBe(12);
  });

  test('is red after the second 重办, whatever else, and tells every reason', () => {
    expect(lightOn('2026-03-03', { reworks: 2 })).toBe('overdue reworked');
    expect(lightOn('2026-05-07', { reworks: 2 })).toBe('overdue overdue reworked');
  });

  test('is yellow from a refused return until there is a plan', () => {
    expect(lightOn('2026-03-05', { state: 'accepted', returnLocked: true, percent: 0 })).toBe('soon return-refused');
    expect(lightOn('2026-03-05', { state: 'planned', returnLocked: true, percent: 0 })).toBe('normal');
  });

  test('is grey on account and while it stands still, and has its own sign once it is done', () => {
    expect(lightOn('2026-12-01', { state: 'suspended' })).toBe('account account');
    expect(lightOn('2026-12-01', { pausedOn: '2026-03-05' })).toBe('waiting paused');
    expect(lightOn('2026-12-01', { state: 'claimed' })).toBe('waiting');
    expect(lightOn('2026-12-01', { state: 'closed' })).toBe('done');
  });
});

describe('the light of a department', () => {
  const ofClass = { resolved: 90, rectifiable: 100 };
  const lightWith = (given: Partial<typeof noCases>): string => {
    const { light, numbers } = departmentLight(
      { ...noCases, assigned: 100, resolved: 85, rectifiable: 100, ...given },
      ofClass,
    );
    return [light, ...numbers.reasons].join(' ');
  };

  test('is green without anything overdue and near its class', () => {
    expect(lightWith({})).toBe('green');
    expect(departmentLight(noCases, { resolved: 0, rectifiable: 0 }).light).toBe('green');
  });

  test('is yellow with up to five per cent overdue and red beyond', () => {
    expect(lightWith({ overdue: 1 })).toBe('yellow overdue');
    expect(lightWith({ overdue: 5 })).toBe('yellow overdue');
    expect(lightWith({ overdue: 6 })).toBe('red overdue-many');
  });

  test('is yellow ten points behind its class, but not on fewer than ten cases', () => {
    expect(lightWith({ resolved: 81 })).toBe('green');
    expect(lightWith({ resolved: 80 })).toBe('yellow rate-behind');
    expect(lightWith({ assigned: 9, resolved: 0, rectifiable: 9 })).toBe('green');
  });

  test('is red with anything 挂牌', () => {
    expect(lightWith({ listed: 1 })).toBe('red listed');
  });

  test('two yellow months in a row call for a reminder, a red one for an order, three for an interview', () => {
    expect(proposalFor([])).toBeUndefined();
    expect(proposalFor(['yellow'])).toBeUndefined();
    expect(proposalFor(['yellow', 'green', 'yellow'])).toBeUndefined();
    expect(proposalFor(['red', 'yellow', 'yellow'])).toBe('reminder');
    expect(proposalFor(['yellow', 'red'])).toBe('red');
    expect(proposalFor(['red', 'green', 'red', 'red'])).toBe('red');
    expect(proposalFor(['red', 'red', 'red'])).toBe('talk');
    expect(proposalFor(['red', 'red', 'red', 'green'])).toBeUndefined();
  });
});

describe('whom the morning reminds of what', () => {
  const steps = (day: string, file: CaseFile): string[] =>
    alertDates(file).flatMap((date) => {
      const step = alertStep(date, on(day));
      return step === undefined ? [] : [`${date.what} ${step}`];
    });

  test('three working days before, one before, and when it is over', () => {
    const file = working();
    expect(steps('2026-04-27', file)).toEqual([]);
    expect(steps('2026-04-28', file)).toEqual(['complete 3']);
    expect(steps('2026-04-30', file)).toEqual(['complete 1']);
    expect(steps('2026-05-06', file)).toEqual(['complete 1']);
    expect(steps('2026-05-07', file)).toEqual(['complete over']);
  });

  test('nobody is reminded of work that stands still, but of the answer to an order all the same', () => {
    const reply = deadline(calendar, '2026-05-06', 2, 'workday');
    const file = working({ pausedOn: '2026-04-01' });
    expect(steps('2026-05-07', { ...file, clocks: { ...file.clocks, reply } })).toEqual(['reply 1']);
  });

  test('each department that helps is reminded of its own part until it has said it', () => {
    const due = deadline(calendar, '2026-04-20', 5, 'workday');
    const file = working({ help: { jyj: { due, doneOn: null }, zjj: { due, doneOn: '2026-04-21' } } });
    expect(
      alertDates(file)
        .filter(({ what }) => what === 'help')
        .map(({ to }) => to),
    ).toEqual([{ department: 'jyj' }]);
  });
});

describe('the 调度 list of a half month', () => {
  test('half months follow each other over the ends of months and years', () => {
    expect(halfMonthOf('2026-11-15')).toBe('2026-11-1');
    expect(halfMonthOf('2026-11-16')).toBe('2026-11-2');
    expect(daysOfHalf('2028-02-2')).toEqual({ from: '2028-02-16', until: '2028-02-29' });
    expect(halfBefore('2026-11-2')).toBe('2026-11-1');
    expect(halfBefore('2026-01-1')).toBe('2025-12-2');
  });

  test('speaks of what is red, yellow, due in the half month or supervised, the most pressing first, and of nothing else', () => {
    const later = deadline(calendar, '2026-04-27', 60, 'day');
    const files = [
      working({ id: 'fine', clocks: { complete: later }, percent: 50 }),
      working({ id: 'due' }),
      working({ id: 'over', clocks: { complete: deadline(calendar, '2026-02-02', 30, 'day') } }),
      working({ id: 'supervised', clocks: { complete: later }, percent: 50, supervision: 2 }),
      working({ id: 'other', department: 'jyj' }),
      working({ id: 'closed', state: 'closed' }),
      working({ id: 'account', state: 'suspended' }),
    ];
    const list = dispatchList(files, on('2026-05-06'));
    expect(list.map(({ department, lines }) => [department, lines.map(({ caseId }) => caseId)])).toEqual([
      ['cgj', ['over', 'due', 'supervised']],
      ['jyj', ['other']],
    ]);
    expect(list[0]?.lines[0]).toMatchObject({ light: 'overdue', reasons: ['overdue'], left: -41 });
  });
});
