/** Several officers act on one case at the same moment, some of them on what they saw earlier. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCase, listEvents } from '../../db/case-files.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { openDatabase } from '../../db/open.ts';
import { dayOf } from '../../server/clock.ts';
import { applyEvent } from '../../server/domain/advance.ts';
import { newCaseFile } from '../../server/domain/case-file.ts';
import { verifyLedger } from '../../server/domain/trust/verify.ts';
import { type ActName, actOf } from '../../server/domain/workflow.ts';
import type { ActOffer, CaseView } from '../../server/schemas/desk.ts';
import { fillInOffer } from '../support/casework.ts';
import { testCity } from '../support/city.ts';
import { databases, newPostgresDatabase } from '../support/databases.ts';
import { type Desk, deskOf, type Hand, handOf, testDesk } from '../support/desk.ts';
import { mirrorCity } from '../support/open-mirror.ts';
import { mirrorOf } from '../support/small-ledger.ts';

/** PostgreSQL as two processes have it; SQLite is for one, in which a second connection would wait for the first without letting it go on. */
const settings = [
  { name: 'SQLite, in one process', open: async () => [await databases[0]?.open()] },
  {
    name: 'PostgreSQL, in two processes',
    open: async () => {
      const address = await newPostgresDatabase();
      return [openDatabase(address), openDatabase(address)];
    },
  },
];

const officers = [
  'clerk',
  'clerk2',
  'director',
  'liaison',
  'handler',
  'deputy',
  'head',
  'third',
  'supervisor',
] as const;
/** After these a case is out of the way, or needs what is not there: a lot that was drawn. */
const leftOut: readonly ActName[] = ['seal', 'file', 'merge', 'erase', 'draw'];

/** A round: who acts at the same moment, who of them looks at the case first, and which of the acts on offer each one does. */
const rounds = fc.array(
  fc.record({
    people: fc.uniqueArray(fc.constantFrom(...officers), { minLength: 2, maxLength: 3 }),
    looks: fc.array(fc.constantFrom(true, true, false), { minLength: 3, maxLength: 3 }),
    picks: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
    days: fc.constantFrom(0, 0, 0, 0, 1, 6),
  }),
  { minLength: 12, maxLength: 30, size: 'max' },
);

describe.each(settings)('on $name', ({ open }) => {
  let desk: Desk;
  let other: Desk;
  beforeEach(async () => {
    const [first, second] = await open();
    if (first === undefined) throw new Error('there is no database');
    desk = await testDesk(first);
    other = second === undefined ? desk : deskOf(await testCity(second, { keysOf: desk.context.env.dataDir }));
  });
  afterEach(async () => {
    if (other !== desk) await other.close();
    await desk.close();
  });

  /** What somebody sees of a case; nothing where they may not know of it. */
  async function seen(hand: Hand, id: string): Promise<CaseView | undefined> {
    const answer = await hand.get(`/api/desk/cases/${id}`);
    expect([200, 404]).toContain(answer.status);
    return answer.status === 200 ? ((await answer.json()) as CaseView) : undefined;
  }

  test('whatever they do, one of them wins, the history has no gaps, and the ledger agrees with it', async () => {
    const answers = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(rounds, async (steps) => {
        const { id } = await desk.opinion();
        const clerk = await desk.as('clerk');
        await clerk.act(id, 'takeUp', { publicText: '有群众反映路灯坏了。', topic: 'city', kind: 'complaint' });
        await clerk.act(id, 'assign', { department: 'cgj', coDepartments: ['zjj'], nature: 'IMMEDIATE' });
        const copies = new Map<string, CaseView>();
        for (const { people, looks, picks, days } of steps) {
          desk.later(days);
          other.time = desk.time;
          const requests: (() => Promise<{ seq: number; answer: Response }>)[] = [];
          for (const [index, username] of people.entries()) {
            const here = await desk.as(username);
            const hand = index % 2 === 0 ? here : handOf(other, here.cookie);
            const kept = copies.get(username);
            const view = looks[index] || kept === undefined ? await seen(hand, id) : kept;
            if (view === undefined) continue;
            copies.set(username, view);
            const offers = view.acts.filter(({ act }: ActOffer) => !leftOut.includes(act));
            const offer = offers[(picks[index] ?? 0) % Math.max(offers.length, 1)];
            if (offer === undefined) continue;
            const given = await fillInOffer(offer, {
              view,
              hand,
              today: dayOf(desk.time),
              departments: ['cgj', 'jyj', 'zjj'],
              withOptional: false,
            });
            requests.push(async () => ({ seq: view.seq, answer: await hand.try(id, offer.act, given, view.seq) }));
          }
          const done = await Promise.all(requests.map((send) => send()));
          const winners = done.filter(({ answer }) => answer.status === 200).map(({ seq }) => seq);
          expect(new Set(winners).size).toBe(winners.length);
          for (const { answer } of done) {
            expect([200, 403, 404, 409, 422], await answer.clone().text()).toContain(answer.status);
            const { type = 'done' } = (await answer.json()) as { type?: string };
            answers.set(type, (answers.get(type) ?? 0) + 1);
          }
        }
        const { db } = desk.context;
        const events = await listEvents(db, id);
        const stored = await findCase(db, id);
        expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
        for (const [index, { act, from, to, actor }] of events.entries()) {
          if (index === 0) continue;
          expect(from).toBe(events[index - 1]?.to);
          expect(actOf(act).from).toContain(from);
          expect(actOf(act).to === 'stays' ? from : actOf(act).to).toBe(to);
          expect(actOf(act).by).toContain(actor.role);
        }
        if (stored === undefined) throw new Error('the case is gone');
        expect(events.reduce(applyEvent, newCaseFile({ ...stored.file, kind: 'complaint' }))).toEqual(stored.file);
      }),
      { numRuns: 4, endOnFailure: true },
    );
    expect(answers.get('done')).toBeGreaterThan(20);
    expect([...answers.keys()].some((type) => type.endsWith('conflict'))).toBe(true);
    await desk.context.ledger.settle();
    const report = await verifyLedger({ mirror: mirrorOf(await mirrorCity(desk)), hash: nativeSha256 });
    expect(report.findings).toEqual([]);
  });
});
