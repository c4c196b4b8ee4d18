/** Random lives of a case in random worlds for the property tests: calendars full of holidays, allowances of all sizes, three departments. */

import fc from 'fast-check';
import { actsFor, advance, type CaseEvent, type Outcome } from '../../server/domain/advance.ts';
import type { Calendar, CalendarException } from '../../server/domain/calendar.ts';
import { type CaseFile, newCaseFile } from '../../server/domain/case-file.ts';
import { addDays, type Day } from '../../server/domain/day.ts';
import { type DeadlinePolicy, defaultPolicy, type Moment, policyKeys } from '../../server/domain/deadline-policy.ts';
import type { FieldValues } from '../../server/domain/fields.ts';
import type { Actor } from '../../server/domain/roles.ts';
import { channels, opinionKinds } from '../../server/domain/vocabulary.ts';
import { type ActName, actNames, actOf } from '../../server/domain/workflow.ts';
import { fillIn, otherCase } from './walks.ts';

const departments = ['a', 'b', 'c'] as const;

/** Everybody: two of each at the office, all four posts of three departments, two supervisors, the citizen, the clockwork. */
export const everybody: readonly Actor[] = [
  ...['clerk-1', 'clerk-2'].map((account): Actor => ({ role: 'clerk', account })),
  ...['director-1', 'director-2'].map((account): Actor => ({ role: 'director', account })),
  ...departments.flatMap((department) =>
    (['liaison', 'handler', 'deputy', 'head'] as const).map(
      (role): Actor => ({ role, account: `${role}-${department}`, department }),
    ),
  ),
  ...['supervisor-1', 'supervisor-2'].map((account): Actor => ({ role: 'supervisor', account })),
  { role: 'discipline', account: 'discipline' },
  { role: 'citizen' },
  { role: 'system' },
];

/** The first day of every world; calendars say something about the thousand days after it. */
export const firstDay: Day = '2025-01-06';

/** Calendars: any days off and any weekend days worked, as runs, so that some weeks vanish whole. */
export const calendars: fc.Arbitrary<Calendar> = fc
  .record({
    holidays: fc.array(fc.tuple(fc.nat({ max: 1000 }), fc.integer({ min: 1, max: 12 })), { maxLength: 60 }),
    makeups: fc.array(fc.nat({ max: 1000 }), { maxLength: 60 }),
  })
  .map(({ holidays, makeups }) => {
    const days = new Map<Day, CalendarException>();
    for (const [from, length] of holidays) {
      for (let day = 0; day < length; day += 1)
        days.set(addDays(firstDay, from + day), { kind: 'holiday', name: '假' });
    }
    for (const offset of makeups) days.set(addDays(firstDay, offset), { kind: 'makeup', name: '班' });
    return { years: new Set([2025, 2026, 2027]), days };
  });

/** The usual allowances, or a city's own in any size and unit. */
const policies: fc.Arbitrary<DeadlinePolicy> = fc.oneof(
  fc.constant(defaultPolicy),
  fc
    .tuple(
      ...policyKeys.map(() =>
        fc.record({
          amount: fc.integer({ min: 0, max: 40 }),
          unit: fc.constantFrom('workday' as const, 'day' as const),
        }),
      ),
    )
    .map((allowances) => ({
      ...defaultPolicy,
      ...Object.fromEntries(policyKeys.map((key, index) => [key, allowances[index]])),
    })),
);

/** One thing that somebody did, with what is needed to do it again elsewhere. */
export interface Deed {
  act: ActName;
  actor: Actor;
  given: FieldValues;
  day: Day;
}

export interface Life {
  calendar: Calendar;
  policy: DeadlinePolicy;
  start: CaseFile;
  /** The case before each deed, and after the last one. */
  files: CaseFile[];
  events: CaseEvent[];
  deeds: Deed[];
}

/** Does a deed on a case. */
export const perform = (file: CaseFile, { act, actor, given, day }: Deed, world: Omit<Moment, 'day'>): Outcome =>
  advance(file, { act, given, target: otherCase }, actor, { ...world, day });

/** Something acceptable for an act; who helps, and whether it is 重点, depends on `choice`. */
export function fillInFor(act: ActName, file: CaseFile, day: Day, choice: number): FieldValues {
  const { needs = [], may = [] } = actOf(act);
  const given = fillIn([...needs, ...(choice % 3 === 0 ? [] : may)], file, day, choice);
  const others = departments.filter((code) => code !== (given.department ?? file.department));
  if (given.coDepartments !== undefined) {
    given.coDepartments = act === 'endHelp' ? file.coDepartments.slice(0, 1) : others.slice(0, 1 + (choice % 2));
  }
  if (given.keyItem !== undefined) given.keyItem = choice % 2 === 0;
  return given;
}

/** What moves a case on towards its end, and the one thing beside it that needs much to come together. */
const onward = new Set<ActName>([
  'takeUp',
  'assign',
  'accept',
  'assist',
  'plan',
  'claim',
  'explain',
  'putOnAccount',
  'beginReview',
  'check',
  'passReview',
  'passAccount',
  'confirm',
  'proceed',
  'close',
  'delist',
]);

/** Lives of up to eighty deeds. Each has a few acts that people there are fond of, so that rare ones come one after another. */
export const lives: fc.Arbitrary<Life> = fc
  .record({
    calendar: calendars,
    policy: policies,
    kind: fc.constantFrom(...opinionKinds),
    channel: fc.constantFrom(...channels),
    offset: fc.integer({ min: 0, max: 200 }),
    fondOf: fc.uniqueArray(fc.constantFrom(...actNames), { minLength: 3, maxLength: 10 }),
    steps: fc.array(
      fc.record({
        wait: fc.oneof(
          { weight: 8, arbitrary: fc.integer({ min: 0, max: 3 }) },
          { weight: 1, arbitrary: fc.integer({ min: 0, max: 30 }) },
        ),
        pick: fc.nat(),
        choice: fc.nat({ max: 1000 }),
        taste: fc.integer({ min: 0, max: 9 }),
      }),
      { minLength: 5, maxLength: 80 },
    ),
  })
  .map(({ calendar, policy, kind, channel, offset, fondOf, steps }) => {
    let day = addDays(firstDay, offset);
    const start = newCaseFile({ id: 'case', channel, kind, named: 'a', receivedOn: day });
    const life: Life = { calendar, policy, start, files: [start], events: [], deeds: [] };
    let file = start;
    for (const { wait, pick, choice, taste } of steps) {
      day = addDays(day, wait);
      const offers = offersOf(file, { calendar, policy, day });
      const wanted = offers.filter(({ act }) => (taste < 4 ? onward.has(act) : taste < 8 && fondOf.includes(act)));
      const pool = wanted.length > 0 ? wanted : offers;
      const offer = pool[pick % Math.max(pool.length, 1)];
      if (offer === undefined) continue;
      const deed: Deed = { ...offer, day, given: fillInFor(offer.act, file, day, choice) };
      const outcome = perform(file, deed, life);
      if (!outcome.ok) continue;
      file = outcome.file;
      life.files.push(file);
      life.events.push(outcome.event);
      life.deeds.push(deed);
    }
    // A counterexample is told by what was done; the rest follows from it.
    return Object.defineProperty(life, fc.toStringMethod, {
      value: () =>
        life.deeds.map(({ day: on, act, actor }) => `${on} ${act} by ${actor.account ?? actor.role}`).join('; '),
    });
  });

/** Who may do what with a case now. */
export const offersOf = (file: CaseFile, moment: Moment): { act: ActName; actor: Actor }[] =>
  everybody.flatMap((actor) => actsFor(file, actor, moment).map((act) => ({ act, actor })));
