/** What must hold whatever people do, in whatever order, on whatever calendar. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEvent, type CaseEvent } from '../../server/domain/advance.ts';
import {
  addWorkingDays,
  type Calendar,
  type Deadline,
  isWorkingDay,
  nextWorkingDay,
  workingDaysBetween,
} from '../../server/domain/calendar.ts';
import { type CaseFile, finishedStates, isOneOf, states } from '../../server/domain/case-file.ts';
import { addDays } from '../../server/domain/day.ts';
import { recountedDates } from '../../server/domain/guards.ts';
import { type ActName, actNames, actOf } from '../../server/domain/workflow.ts';
import { calendars, type Deed, everybody, fillInFor, type Life, lives, offersOf, perform } from './random-worlds.ts';

/** Every deed of a life: the case before and after it, its event, and the events up to it. */
function eachDeed(
  life: Life,
  look: (deed: { before: CaseFile; after: CaseFile; event: CaseEvent; past: CaseEvent[] }) => void,
): void {
  life.events.forEach((event, index) => {
    const [before, after] = [life.files[index], life.files[index + 1]];
    if (before && after) look({ before, after, event, past: life.events.slice(0, index + 1) });
  });
}

/** Every date that something is due by: the clocks, and what helping departments still owe. */
const dates = (file: CaseFile): Deadline[] => [
  ...Object.values(file.clocks),
  ...Object.values(file.help).flatMap(({ due, doneOn }) => (doneOn === null ? [due] : [])),
];
const dues = (file: CaseFile): string[] => dates(file).map(({ due }) => due);

/** Acts that begin work anew: what was claimed, checked and answered before does not count any more. */
const reworks: readonly ActName[] = ['sendBack', 'failCheck', 'dispute', 'overturn', 'reopen'];
const sinceLast = (past: readonly CaseEvent[], acts: readonly ActName[]): CaseEvent[] =>
  past.slice(past.findLastIndex(({ act }) => acts.includes(act)) + 1);

const recalculated = (file: CaseFile, calendar: Calendar): CaseFile => ({ ...file, ...recountedDates(file, calendar) });

describe('no path reaches 销号', () => {
  const closings = (life: Life, look: (past: CaseEvent[], file: CaseFile) => void): void =>
    eachDeed(life, ({ before, after, past }) => {
      if (after.state === 'closed' && before.state !== 'closed') look(past, after);
    });

  test('without evidence, unless it is explained', () => {
    fc.assert(
      fc.property(lives, (life) =>
        closings(life, (past) => {
          const said = sinceLast(past, reworks).findLast(({ act }) =>
            ['claim', 'explain', 'closeByPanel', 'closeByExtension', 'closeByTransfer'].includes(act),
          );
          const shown = past.some(({ given }) => (given.evidence ?? []).length > 0);
          expect(said?.act === 'explain' || shown).toBe(true);
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('on the word of the one who assigned it', () => {
    fc.assert(
      fc.property(lives, (life) =>
        closings(life, (past) => {
          const assigner = past.findLast(({ act }) => act === 'assign')?.actor.account;
          expect(assigner).toBeDefined();
          for (const { act, actor } of sinceLast(past, ['assign'])) {
            if (!['beginReview', 'passReview', 'proceed', 'close', 'closeByPanel'].includes(act)) continue;
            expect(actor.account).not.toBe(assigner);
          }
          expect(past.at(-1)?.actor.department).toBeUndefined();
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('unseen, where it is 重点 or was drawn by lot and is said to be solved', () => {
    fc.assert(
      fc.property(lives, (life) =>
        closings(life, (past, file) => {
          const isKey = past.findLast(({ act }) => act === 'assign')?.given.keyItem === true;
          const isDrawn = past.some(({ act }) => act === 'draw');
          if (file.result === 'D' || !(isKey || isDrawn)) return;
          expect(sinceLast(past, reworks).some(({ act }) => act === 'check')).toBe(true);
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('before every department that was asked has said its part', () => {
    fc.assert(
      fc.property(lives, (life) =>
        closings(life, (past, file) => {
          const held = past.slice(past.findLastIndex(({ act }) => act === 'assign'));
          const owing = new Set<string>();
          for (const { act, given, actor } of held) {
            if (act === 'assign' || act === 'join') {
              for (const code of given.coDepartments ?? []) if (code !== file.department) owing.add(code);
            }
            if (act === 'endHelp') for (const code of given.coDepartments ?? []) owing.delete(code);
            if (act === 'assist') owing.delete(actor.department ?? '');
          }
          const spoken = held.flatMap(({ act, actor }) => (act === 'assist' ? [actor.department ?? ''] : []));
          expect([...owing].filter((code) => !spoken.includes(code))).toEqual([]);
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('after three reworks without the 主要领导, and after two without the 分管领导', () => {
    fc.assert(
      fc.property(lives, (life) =>
        eachDeed(life, ({ before, event }) => {
          if (!['claim', 'explain', 'putOnAccount'].includes(event.act)) return;
          if (before.reworks >= 3) expect(event.actor.role).toBe('head');
          else if (before.reworks === 2) expect(['deputy', 'head']).toContain(event.actor.role);
        }),
      ),
      { numRuns: 300 },
    );
  });
});

test('a department that only helps says its opinion and does nothing else', () => {
  let helped = 0;
  fc.assert(
    fc.property(lives, (life) =>
      eachDeed(life, ({ before, event }) => {
        const { department } = event.actor;
        if (department === undefined || department === before.department) return;
        helped += 1;
        expect(event.act).toBe('assist');
      }),
    ),
    { numRuns: 300 },
  );
  expect(helped).toBeGreaterThan(20);
});

describe('dates', () => {
  test('nothing is ever due on a day off', () => {
    fc.assert(
      fc.property(lives, (life) =>
        eachDeed(life, ({ after, event }) => {
          for (const due of dues(after)) expect(isWorkingDay(life.calendar, due), `${event.act}: ${due}`).toBe(true);
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('while a clock runs it is only ever put later, whatever is paused, asked, returned or extended', () => {
    fc.assert(
      fc.property(lives, (life) =>
        eachDeed(life, ({ before, after, event }) => {
          for (const clock of ['plan', 'complete'] as const) {
            const [was, is] = [before.clocks[clock]?.due, after.clocks[clock]?.due];
            if (was === undefined || is === undefined) continue;
            if ((actOf(event.act).starts ?? []).includes(clock)) continue;
            expect(is >= was, `${event.act}: ${clock} from ${was} to ${is}`).toBe(true);
          }
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('a pause gives back exactly the working days that it took, and a question at most what it may', () => {
    fc.assert(
      fc.property(lives, (life) =>
        eachDeed(life, ({ before, after, event }) => {
          const [was, is] = [before.clocks.complete?.due, after.clocks.complete?.due];
          if (actOf(event.act).resumes !== true || was === undefined || is === undefined) return;
          if (before.pausedOn === null || was < before.pausedOn) return expect(is).toBe(was);
          const stood = workingDaysBetween(life.calendar, before.pausedOn, event.day);
          const given = before.questionOpen ? Math.min(stood, life.policy.question.amount) : stood;
          expect(is).toBe(nextWorkingDay(life.calendar, addWorkingDays(life.calendar, was, given)));
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('an extension that is granted reaches the day that was asked for', () => {
    fc.assert(
      fc.property(lives, (life) =>
        eachDeed(life, ({ before, after, event }) => {
          if (event.act !== 'grantExtension' || before.extensionAsked === null) return;
          expect(after.clocks.complete?.due).toBe(nextWorkingDay(life.calendar, before.extensionAsked));
        }),
      ),
      { numRuns: 300 },
    );
  });
});

describe('a calendar that changes', () => {
  /** A case somewhere in a life, and another calendar. */
  const changes = fc.record({ life: lives, at: fc.nat(), other: calendars }).map(({ life, at, other }) => ({
    file: life.files[at % life.files.length] ?? life.start,
    calendar: life.calendar,
    other,
  }));

  test('on the same calendar nothing moves', () => {
    fc.assert(
      fc.property(changes, ({ file, calendar }) => {
        expect(recountedDates(file, calendar)).toEqual({});
      }),
      { numRuns: 300 },
    );
  });

  test('counting anew twice is the same as once', () => {
    fc.assert(
      fc.property(changes, ({ file, other }) => {
        expect(recountedDates(recalculated(file, other), other)).toEqual({});
      }),
      { numRuns: 300 },
    );
  });

  test('afterwards nothing is due on a day off of the new calendar', () => {
    fc.assert(
      fc.property(changes, ({ file, other }) => {
        for (const due of dues(recalculated(file, other))) expect(isWorkingDay(other, due)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('a calendar that is put back puts every date back', () => {
    fc.assert(
      fc.property(changes, ({ file, calendar, other }) => {
        expect(dues(recalculated(recalculated(file, other), calendar))).toEqual(dues(file));
      }),
      { numRuns: 300 },
    );
  });

  test('nothing but dates moves, and what was done already keeps its date', () => {
    fc.assert(
      fc.property(changes, ({ file, other }) => {
        const after = recalculated(file, other);
        expect({ ...after, clocks: {}, help: {} }).toEqual({ ...file, clocks: {}, help: {} });
        for (const [code, part] of Object.entries(file.help)) {
          if (part.doneOn !== null) expect(after.help[code]).toEqual(part);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('counted anew is as if the calendar had been so from the beginning', () => {
    let compared = 0;
    fc.assert(
      fc.property(lives, calendars, (life, other) => {
        let [file, elsewhere] = [life.start, life.start];
        for (const deed of life.deeds) {
          const [here, there] = [perform(file, deed, life), perform(elsewhere, deed, { ...life, calendar: other })];
          // Where the other calendar would have had people act in another way, there is nothing to compare.
          if (!here.ok || !there.ok) return;
          [file, elsewhere] = [here.file, there.file];
          const moves = (one: CaseFile) => dates(one).map(({ adjustments }) => adjustments);
          if (JSON.stringify(moves(file)) !== JSON.stringify(moves(elsewhere))) return;
          compared += 1;
          expect(dues(recalculated(file, other))).toEqual(dues(elsewhere));
        }
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});

describe('two officers at once', () => {
  /** What two people do who each look at the case only now and then. */
  const shifts = fc.array(
    fc.record({
      who: fc.boolean(),
      looks: fc.boolean(),
      wait: fc.integer({ min: 0, max: 2 }),
      pick: fc.nat(),
      choice: fc.nat({ max: 1000 }),
    }),
    { minLength: 5, maxLength: 60 },
  );

  test('end in a legal state with a history without gaps, whoever acts on an old copy', () => {
    let refused = 0;
    fc.assert(
      fc.property(lives, shifts, (life, steps) => {
        let kept = life.files.at(-1) ?? life.start;
        const events = [...life.events];
        const seen: [CaseFile, CaseFile] = [kept, kept];
        let day = life.deeds.at(-1)?.day ?? life.start.receivedOn;
        for (const { who, looks, wait, pick, choice } of steps) {
          const me = who ? 0 : 1;
          if (looks) seen[me] = kept;
          day = addDays(day, wait);
          const moment = { calendar: life.calendar, policy: life.policy, day };
          const offers = offersOf(seen[me], moment).filter((_, index) => index % 2 === me);
          const offer = offers[pick % Math.max(offers.length, 1)];
          if (offer === undefined) continue;
          const deed: Deed = { ...offer, day, given: fillInFor(offer.act, seen[me], day, choice) };
          const outcome = perform(seen[me], deed, life);
          if (!outcome.ok) continue;
          // The store takes an event only after the one before it.
          if (outcome.event.seq !== kept.seq + 1) {
            refused += 1;
            continue;
          }
          kept = outcome.file;
          events.push(outcome.event);
          seen[me] = kept;
        }
        expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
        expect(events.reduce(applyEvent, life.start)).toEqual(kept);
        let state = life.start.state;
        for (const { act, from, to, actor } of events) {
          expect(from).toBe(state);
          expect(actOf(act).from).toContain(from);
          expect(actOf(act).by).toContain(actor.role);
          state = to;
        }
        expect(states).toContain(state);
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(300);
  });
});

describe('nobody is stuck', () => {
  test('when a case is finished no clock runs, nothing stands still and no question waits', () => {
    fc.assert(
      fc.property(lives, (life) =>
        eachDeed(life, ({ after, event }) => {
          if (after.questionOpen) expect(after.pausedOn, event.act).not.toBeNull();
          if (!isOneOf(finishedStates, after.state)) return;
          const { clocks, pausedOn, questionOpen, extensionAsked } = after;
          expect({ act: event.act, clocks, pausedOn, questionOpen, extensionAsked }).toEqual({
            act: event.act,
            clocks: {},
            pausedOn: null,
            questionOpen: false,
            extensionAsked: null,
          });
        }),
      ),
      { numRuns: 1000 },
    );
  });

  /** In this order somebody who wants a case off the table would try. */
  const homeward: readonly ActName[] = [
    'close',
    'proceed',
    'passReview',
    'passAccount',
    'check',
    'beginReview',
    'assist',
    'endQuestion',
    'explain',
    'claim',
    'plan',
    'progress',
    'accept',
    'assign',
    'takeUp',
    'refuseReturn',
    'resume',
    'unmerge',
    'reconsider',
  ];

  test('whatever has happened to a case, it can still be brought to its end, without a word of the citizen', () => {
    fc.assert(
      fc.property(lives, (life) => {
        let file = life.files.at(-1) ?? life.start;
        let day = life.deeds.at(-1)?.day ?? life.start.receivedOn;
        const way: string[] = [];
        for (let turn = 0; turn < 60 && !isOneOf(finishedStates, file.state); turn += 1) {
          const moment = { calendar: life.calendar, policy: life.policy, day };
          const offers = offersOf(file, moment);
          const next = homeward
            .flatMap((act) =>
              offers.filter((offer) => offer.act === act && !(act === 'check' && file.checked === 'passed')),
            )
            .map(({ act, actor }) => perform(file, { act, actor, day, given: fillInFor(act, file, day, 1) }, life))
            .find(
              (outcome) => outcome.ok && JSON.stringify({ ...outcome.file, seq: file.seq }) !== JSON.stringify(file),
            );
          if (next?.ok) {
            file = next.file;
            way.push(next.event.act);
          } else {
            day = addDays(day, 15);
          }
        }
        const past = life.events.map(({ act }) => act).join(' ');
        expect(finishedStates, `${file.state} after ${past} | ${way.join(' ')}`).toContain(file.state);
      }),
      { numRuns: 1000 },
    );
  });
});

test('random lives reach every state and do every act', () => {
  const used = new Set<ActName>();
  const seen = new Set<string>();
  for (const life of fc.sample(lives, { numRuns: 3000, seed: 11 })) {
    for (const { act } of life.events) used.add(act);
    for (const { state } of life.files) seen.add(state);
  }
  expect(states.filter((state) => !seen.has(state))).toEqual([]);
  // A case begins with `submit`, and `recalculate` is offered only when the calendar has changed.
  expect(actNames.filter((act) => !used.has(act))).toEqual(['submit', 'recalculate']);
  expect(everybody.length).toBeGreaterThan(20);
});
