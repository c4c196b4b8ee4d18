/** Random lives of a case for the property tests: at each step somebody does one of the acts that the rules offer. */

import fc from 'fast-check';
import data from '../../db/calendar-days.json' with { type: 'json' };
import { actsFor, advance, type CaseEvent } from '../../server/domain/advance.ts';
import { type CalendarData, calendarFrom } from '../../server/domain/calendar.ts';
import { type CaseFile, newCaseFile } from '../../server/domain/case-file.ts';
import { addDays } from '../../server/domain/day.ts';
import { defaultPolicy, type Moment } from '../../server/domain/deadline-policy.ts';
import type { FieldName, FieldValues } from '../../server/domain/fields.ts';
import type { Actor } from '../../server/domain/roles.ts';
import { natures, opinionKinds } from '../../server/domain/vocabulary.ts';
import { type ActName, actOf } from '../../server/domain/workflow.ts';

export const calendar = calendarFrom(data as CalendarData);
export const momentOf = (day: string): Moment => ({ day, calendar, policy: defaultPolicy });

/** Two clerks and a director at the office, the people of two departments, a supervisor, the citizen, and the clockwork. */
export const actors: Actor[] = [
  { role: 'clerk', account: 'clerk-1' },
  { role: 'clerk', account: 'clerk-2' },
  { role: 'director', account: 'director' },
  { role: 'liaison', account: 'liaison-a', department: 'a' },
  { role: 'head', account: 'head-a', department: 'a' },
  { role: 'liaison', account: 'liaison-b', department: 'b' },
  { role: 'supervisor', account: 'supervisor' },
  { role: 'discipline', account: 'discipline' },
  { role: 'citizen' },
  { role: 'system' },
  { role: 'deputy', account: 'deputy-a', department: 'a' },
  { role: 'head', account: 'head-b', department: 'b' },
];

/** The case that merging may name. */
export const otherCase: CaseFile = {
  ...newCaseFile({ id: 'other', channel: 'web', kind: 'criticism', named: null, receivedOn: '2025-12-08' }),
  state: 'accepted',
  department: 'b',
};

/** Something acceptable for every field, given the case and the day. */
export function fillIn(names: readonly FieldName[], file: CaseFile, day: string, choice: number): FieldValues {
  const due = file.clocks.complete?.due ?? day;
  const all: FieldValues = {
    publicText: '窗口排队时间太长',
    topic: 'procedure',
    kind: 'criticism',
    exit: 'NO_CONTENT',
    otherChannel: 'hotline',
    target: 'other',
    reason: '理由',
    department: choice % 2 === 0 ? 'a' : 'b',
    coDepartments: ['b'],
    nature: natures[choice % 3] ?? 'TIMED',
    demand: '请按期办理',
    keyItem: choice % 5 === 0,
    grounds: '三定规定',
    suggestedDepartment: 'b',
    ruling: '会商意见',
    cause: '原因',
    goal: '目标',
    measures: [{ what: '增开窗口', section: '窗口科', by: day }],
    leader: '分管副局长',
    contactPerson: '联系人',
    telephone: '0000-0000000',
    plannedDay: due,
    progress: '进展',
    percent: choice % 101,
    difficulty: '困难',
    workDone: '已做',
    until: addDays(due, 1 + (choice % 5)),
    signedBy: '局长',
    opinion: '同意',
    outcome: '已增开窗口',
    evidence: ['file-1'],
    legalBasis: '条例第一条',
    explanation: '说明',
    suspensionCause: 'funds',
    nextStep: '下一步',
    reviewDay: addDays(day, 180),
    place: '大厅',
    finding: '属实',
    panel: ['甲', '乙', '丙'],
    receivingBody: '某单位',
    level: choice % 2 === 0 ? 2 : 3,
    replyBy: addDays(day, 7),
    question: '请问是哪一天',
    answer: '上周',
    comment: '',
    proof: choice % 3 === 1 ? 'seen' : 'lock:x',
    revisitAnswer: 'satisfied',
    solved: 'yes',
    consultation: '会商记录',
    attendees: ['甲单位', '乙单位'],
    stageDay: addDays(day, 60),
    measuresDone: '逐条落实',
    prevention: '定期巡查',
    signature: 'A'.repeat(86),
    sample: 'sample-1',
    orderReply: '已经办理',
    revisitWay: 'phone',
    contacted: true,
    attitude: 'good',
    handling: '转单位',
  };
  return Object.fromEntries(names.map((name) => [name, all[name]])) as FieldValues;
}

export interface Life {
  start: CaseFile;
  files: CaseFile[];
  events: CaseEvent[];
}

/** Lives of up to 60 acts, from a day within the calendar's years. Dull acts are rarer, so that walks get somewhere. */
export const lives = fc
  .record({
    kind: fc.constantFrom(...opinionKinds),
    offset: fc.integer({ min: 0, max: 300 }),
    steps: fc.array(
      fc.record({
        wait: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 20 })),
        pick: fc.nat(),
        choice: fc.nat({ max: 1000 }),
      }),
      { minLength: 4, maxLength: 60 },
    ),
  })
  .map(({ kind, offset, steps }): Life => {
    let day = addDays('2024-12-02', offset);
    const start = newCaseFile({ id: 'case', channel: 'qr', kind, named: 'a', receivedOn: day });
    const life: Life = { start, files: [start], events: [] };
    let file = start;
    for (const { wait, pick, choice } of steps) {
      day = addDays(day, wait);
      const moment = momentOf(day);
      const offers = actors.flatMap((actor) => actsFor(file, actor, moment).map((act) => ({ actor, act })));
      const moving = offers.filter(({ act }) => actOf(act).to !== 'stays' && !endings.has(act));
      const onward = offers.filter(({ act }) => mainRoad.has(act));
      const wish = choice % 10 < 4 ? onward : choice % 10 < 6 ? moving : offers;
      const pool = wish.length > 0 ? wish : offers;
      const offer = pool[pick % Math.max(pool.length, 1)];
      if (offer === undefined) continue;
      const act = actOf(offer.act);
      const given = fillIn([...(act.needs ?? []), ...(choice % 2 === 0 ? (act.may ?? []) : [])], file, day, choice);
      const outcome = advance(file, { act: offer.act, given, target: otherCase }, offer.actor, moment);
      if (!outcome.ok) continue;
      file = outcome.file;
      life.files.push(file);
      life.events.push(outcome.event);
    }
    return life;
  });

/** From 意见 to 销号, so that some lives get there. */
const mainRoad = new Set<ActName>([
  'takeUp',
  'assign',
  'accept',
  'plan',
  'claim',
  'explain',
  'putOnAccount',
  'passAccount',
  'beginReview',
  'passReview',
  'confirm',
  'proceed',
  'close',
  'grantExtension',
  'overturn',
]);
const endings = new Set<ActName>(['file', 'merge', 'seal', 'transfer']);
