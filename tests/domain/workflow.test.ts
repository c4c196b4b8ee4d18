import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actsFor, advance, applyEvent, nextDue } from '../../server/domain/advance.ts';
import { isWorkingDay } from '../../server/domain/calendar.ts';
import {
  type CaseFile,
  mayDepartmentSee,
  newCaseFile,
  responsibleLeader,
  states,
} from '../../server/domain/case-file.ts';
import { addDays } from '../../server/domain/day.ts';
import { type ActName, actNames, actOf } from '../../server/domain/workflow.ts';
import { actWords, guardWords, stateWords } from '#words/workflow.ts';
import { workflowDocument } from '../../tools/workflow-doc.ts';
import { readFileSync } from 'node:fs';
import { actors, calendar, fillIn, type Life, lives, momentOf, otherCase } from './walks.ts';

const start = newCaseFile({ id: 'case', channel: 'qr', kind: 'criticism', named: 'a', receivedOn: '2026-03-02' });
const clerk = actors[0]!;
const secondClerk = actors[1]!;
const director = actors[2]!;
const liaison = actors[3]!;
const head = actors[4]!;
const deputy = actors[10]!;
const otherLiaison = actors[5]!;
const citizen = { role: 'citizen' } as const;

/** Does acts one after another, each on a day, and fails the test when one is refused. */
function after(file: CaseFile, ...acts: [ActName, (typeof actors)[number], string, number?][]): CaseFile {
  let current = file;
  for (const [act, actor, day, choice = 0] of acts) {
    const given = fillIn(actOf(act).needs ?? [], current, day, choice);
    const outcome = advance(current, { act, given, target: otherCase }, actor, momentOf(day));
    if (!outcome.ok) throw new Error(`${act} refused: ${outcome.refusal}`);
    current = outcome.file;
  }
  return current;
}
const tried = (file: CaseFile, act: ActName, actor: (typeof actors)[number], day: string) =>
  advance(file, { act, given: fillIn(actOf(act).needs ?? [], file, day, 0), target: otherCase }, actor, momentOf(day));

const assigned = after(start, ['takeUp', clerk, '2026-03-03'], ['assign', clerk, '2026-03-04']);
const claimed = after(
  assigned,
  ['accept', liaison, '2026-03-05'],
  ['progress', liaison, '2026-03-06'],
  ['claim', liaison, '2026-03-10'],
);
const asking = after(claimed, ['beginReview', secondClerk, '2026-03-11'], ['passReview', secondClerk, '2026-03-12']);

describe('the table', () => {
  test('every state can be reached and every act starts from a state', () => {
    const reached = new Set(actNames.map((name) => actOf(name).to));
    for (const state of states) expect(reached).toContain(state);
    for (const name of actNames.filter((act) => act !== 'submit')) expect(actOf(name).from.length).toBeGreaterThan(0);
  });

  test('every act, state and guard has its words', () => {
    for (const name of actNames) expect(actWords[name].name).toMatch(/\p{Script=Han}/u);
    for (const state of states) expect(stateWords[state]).toMatch(/\p{Script=Han}/u);
    for (const words of Object.values(guardWords)) expect(words).toMatch(/\p{Script=Han}/u);
  });

  test('no department role may close, review or check a case', () => {
    for (const name of ['close', 'passReview', 'passAccount', 'check', 'beginReview', 'proceed'] as const) {
      expect(actOf(name).by).not.toEqual(expect.arrayContaining(['liaison']));
      expect(actOf(name).by.some((role) => ['liaison', 'handler', 'deputy', 'head'].includes(role))).toBe(false);
    }
  });

  test('docs/workflow.md is what the table says today', () => {
    expect(readFileSync(new URL('../../docs/workflow.md', import.meta.url), 'utf8')).toBe(workflowDocument());
  });
});

describe('the ordinary way', () => {
  test('a case goes from 意见 to 销号 on the word of the citizen', () => {
    const closed = after(asking, ['confirm', citizen, '2026-03-16'], ['close', director, '2026-03-24']);
    expect(closed).toMatchObject({ state: 'closed', result: 'A', basis: 'citizen', onTime: true });
  });

  test('an answer that the server could have read does not make the citizen the basis', () => {
    const answered = after(asking, ['confirm', citizen, '2026-03-16']);
    expect(answered.answerProof).toBe('lock');
    const seen = advance(asking, { act: 'confirm', given: { proof: 'seen' } }, citizen, momentOf('2026-03-16'));
    if (!seen.ok) throw new Error(seen.refusal);
    expect(after(seen.file, ['close', director, '2026-03-24']).basis).toBe('office');
  });

  test('silence is not consent: without an answer the case waits fifteen days', () => {
    expect(tried(asking, 'proceed', secondClerk, '2026-03-27')).toMatchObject({
      ok: false,
      refusal: 'silentOrChecked',
    });
    const waited = after(asking, ['proceed', secondClerk, '2026-03-30']);
    expect(after(waited, ['close', director, '2026-04-09']).basis).toBe('office');
  });

  test('the person who assigned a case can neither review nor close it', () => {
    expect(tried(claimed, 'beginReview', clerk, '2026-03-11')).toMatchObject({ ok: false, refusal: 'secondPerson' });
    const notice = after(asking, ['confirm', citizen, '2026-03-16']);
    expect(tried(notice, 'close', clerk, '2026-03-24')).toMatchObject({ ok: false, refusal: 'secondPerson' });
  });

  test('a claim without evidence is refused and says what is missing', () => {
    const working = after(assigned, ['accept', liaison, '2026-03-05']);
    const outcome = advance(
      working,
      { act: 'claim', given: { outcome: '好了', signedBy: '局长' } },
      liaison,
      momentOf('2026-03-06'),
    );
    expect(outcome).toEqual({ ok: false, refusal: 'field-missing', missing: ['evidence'] });
  });

  test('a closed case cannot be assigned again', () => {
    const closed = after(asking, ['confirm', citizen, '2026-03-16'], ['close', director, '2026-03-24']);
    expect(tried(closed, 'assign', clerk, '2026-03-25')).toMatchObject({ ok: false, refusal: 'not-in-this-state' });
  });

  test('the author may reopen a closed case within thirty days and not later', () => {
    const closed = after(asking, ['confirm', citizen, '2026-03-16'], ['close', director, '2026-03-24']);
    expect(after(closed, ['reopen', citizen, '2026-04-23']).state).toBe('rectifying');
    expect(tried(closed, 'reopen', citizen, '2026-04-24')).toMatchObject({ ok: false, refusal: 'reopenedInTime' });
  });
});

describe('returns, pauses and rework', () => {
  test('a department may ask for a return once, in two working days, and not again after the ruling', () => {
    expect(tried(assigned, 'requestReturn', liaison, '2026-03-09')).toMatchObject({ refusal: 'withinReturnClock' });
    const ruled = after(assigned, ['requestReturn', liaison, '2026-03-05'], ['refuseReturn', director, '2026-03-06']);
    expect(ruled).toMatchObject({ state: 'accepted', returnLocked: true });
    expect(tried(ruled, 'requestReturn', liaison, '2026-03-06').ok).toBe(false);
  });

  test('while a return is being decided, what is due is the ruling', () => {
    expect(nextDue(assigned)?.clock).toBe('accept');
    expect(nextDue(after(assigned, ['requestReturn', liaison, '2026-03-05']))?.clock).toBe('ruling');
  });

  test('the completion clock gives back the working days that a return took', () => {
    const before = assigned.clocks.complete!.due;
    const ruled = after(assigned, ['requestReturn', liaison, '2026-03-05'], ['refuseReturn', director, '2026-03-09']);
    expect(before).toBe('2026-03-25');
    expect(ruled.clocks.complete!.due).toBe('2026-03-27');
    expect(ruled.pausedOn).toBeNull();
  });

  test('a question to the author gives back five working days at most', () => {
    const asked = after(assigned, ['accept', liaison, '2026-03-05'], ['ask', liaison, '2026-03-06']);
    expect(asked).toMatchObject({ questionOpen: true, pausedOn: '2026-03-06' });
    const late = after(asked, ['reply', citizen, '2026-03-20']);
    expect(late.clocks.complete!.due).toBe('2026-04-01');
  });

  test('the second rework calls the 分管领导, the third the 主要领导', () => {
    let file = claimed;
    const leaders: string[] = [];
    for (const month of ['04', '05', '06']) {
      file = after(
        file,
        ['beginReview', secondClerk, `2026-${month}-01`],
        ['sendBack', secondClerk, `2026-${month}-02`],
      );
      leaders.push(responsibleLeader(file));
      const signing = { section: liaison, deputy, head }[responsibleLeader(file)];
      if (signing !== liaison)
        expect(tried(file, 'claim', liaison, `2026-${month}-10`)).toMatchObject({ refusal: 'signedHighEnough' });
      file = after(file, ['claim', signing, `2026-${month}-10`]);
    }
    expect(leaders).toEqual(['section', 'deputy', 'head']);
    const again = after(
      file,
      ['beginReview', secondClerk, '2026-07-01'],
      ['sendBack', secondClerk, '2026-07-02'],
      ['escalate', director, '2026-07-03'],
    );
    expect(again.escalated).toBe(true);
    expect(tried(again, 'escalate', director, '2026-07-03')).toMatchObject({ refusal: 'threeReworksOrTransfers' });
  });

  test('another department can do nothing with the case', () => {
    expect(actsFor(claimed, otherLiaison, momentOf('2026-03-11'))).toEqual([]);
    expect(tried(assigned, 'accept', otherLiaison, '2026-03-05')).toMatchObject({
      ok: false,
      refusal: 'not-your-case',
    });
  });

  test('a case on 挂牌 comes off it only when it is rectified and verified', () => {
    const working = after(assigned, ['accept', liaison, '2026-03-05'], ['list', director, '2026-03-06']);
    expect(tried(working, 'delist', director, '2026-03-06')).toMatchObject({
      ok: false,
      refusal: 'rectifiedAndVerified',
    });
    const claimedAgain = after(working, ['progress', liaison, '2026-03-06'], ['claim', liaison, '2026-03-10']);
    const reviewed = after(
      claimedAgain,
      ['beginReview', secondClerk, '2026-03-11'],
      ['check', actors[6]!, '2026-03-12'],
    );
    expect(after(reviewed, ['delist', director, '2026-03-12']).supervision).toBe(0);
  });

  test('a sealed clue is visible to no department', () => {
    const sealed = after(start, ['seal', clerk, '2026-03-03']);
    for (const department of ['a', 'b']) expect(mayDepartmentSee(sealed, department)).toBe(false);
  });
});

describe('whatever people do', () => {
  const everyStep = (life: Life, check: (file: CaseFile, previous: CaseFile, index: number) => void): void => {
    life.files.slice(1).forEach((file, index) => check(file, life.files[index]!, index));
  };

  test('no path reaches 销号 without evidence and a second person', () => {
    fc.assert(
      fc.property(lives, (life) =>
        everyStep(life, (file, _, index) => {
          if (file.state !== 'closed') return;
          const events = life.events.slice(0, index + 1);
          const closing = events.at(-1)!;
          expect(file.result === 'D' || file.evidenceCount > 0).toBe(true);
          if (closing.act === 'close') expect(closing.actor.account).not.toBe(file.assignedBy);
          expect(
            events.some(({ act }) =>
              ['passReview', 'closeByPanel', 'closeByTransfer', 'closeByExtension'].includes(act),
            ),
          ).toBe(true);
        }),
      ),
      { numRuns: 400 },
    );
  });

  test('a case closes on the basis citizen only after the citizen opened a lock in that round', () => {
    fc.assert(
      fc.property(lives, (life) =>
        everyStep(life, (file, _, index) => {
          if (file.state !== 'closed' || file.basis !== 'citizen') return;
          const events = life.events.slice(0, index + 1);
          const lastRound = events.slice(events.findLastIndex(({ change }) => change.reworks !== undefined) + 1);
          expect(lastRound.some(({ act, given }) => act === 'confirm' && given.proof?.startsWith('lock'))).toBe(true);
        }),
      ),
      { numRuns: 400 },
    );
  });

  test('no deadline falls on a day off', () => {
    fc.assert(
      fc.property(lives, (life) =>
        everyStep(life, (file) => {
          for (const clock of Object.values(file.clocks)) expect(isWorkingDay(calendar, clock.due)).toBe(true);
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('pausing and extending only ever add to the completion clock', () => {
    fc.assert(
      fc.property(lives, (life) =>
        everyStep(life, (file, previous, index) => {
          const act = life.events[index]!.act;
          const before = previous.clocks.complete?.due;
          const now = file.clocks.complete?.due;
          if (before && now && !['assign', 'reopen', 'resume', 'overturn'].includes(act))
            expect(now >= before).toBe(true);
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('folding the events over the first state gives the case', () => {
    fc.assert(
      fc.property(lives, (life) => {
        expect(life.events.reduce(applyEvent, life.start)).toEqual(life.files.at(-1));
      }),
      { numRuns: 200 },
    );
  });

  test('what is offered is accepted once it is filled in', () => {
    fc.assert(
      fc.property(lives, fc.nat({ max: 20 }), (life, wait) => {
        const file = life.files.at(-1)!;
        const day = addDays(life.events.at(-1)?.day ?? life.start.receivedOn, wait);
        for (const actor of actors) {
          for (const act of actsFor(file, actor, momentOf(day))) {
            const outcome = tried(file, act, actor, day);
            if (!outcome.ok)
              expect(['extensionNotTooLong', 'targetTakesReporters', 'helping']).toContain(outcome.refusal);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('random lives reach every state and use nearly every act', () => {
    const used = new Set<string>();
    const seen = new Set<string>();
    for (const life of fc.sample(lives, { numRuns: 2000, seed: 7 })) {
      for (const event of life.events) used.add(event.act);
      for (const file of life.files) seen.add(file.state);
    }
    expect([...states].filter((state) => !seen.has(state))).toEqual([]);
    // The walks live on one calendar, so that no date is ever counted anew.
    const toldApart = ['submit', 'delist', 'escalate', 'recalculate'];
    expect(actNames.filter((act) => !used.has(act) && !toldApart.includes(act))).toEqual([]);
  });
});

describe('what is due', () => {
  test('on account only the next review is due, not the deadline that was given up', () => {
    const suspended = after(
      assigned,
      ['accept', liaison, '2026-03-05'],
      ['putOnAccount', liaison, '2026-03-10'],
      ['beginReview', secondClerk, '2026-03-11'],
      ['passAccount', secondClerk, '2026-03-12'],
    );
    expect(suspended.state).toBe('suspended');
    expect(nextDue(suspended)?.clock).toBe('account');
  });

  test('who rectifies at once without a plan is not asked for one any more', () => {
    const rectifying = after(assigned, ['accept', liaison, '2026-03-05'], ['progress', liaison, '2026-03-06']);
    expect(nextDue(rectifying)?.clock).toBe('complete');
  });
});
