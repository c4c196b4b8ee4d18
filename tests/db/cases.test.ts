/** Cases and their history in the store. */
import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  findCase,
  findCaseByNumber,
  insertCases,
  listEvents,
  listMergedCases,
  recordEvent,
} from '../../db/case-files.ts';
import { nextCaseNumber, nextNumber } from '../../db/numbers.ts';
import { isUniqueViolation } from '../../db/open.ts';
import { eraseOpinions, listReporters } from '../../db/opinions.ts';
import { storeOpinions } from '../../db/opinion-writes.ts';
import type { Database } from '../../db/tables.ts';
import { advance, applyEvent, type CaseEvent, type Command } from '../../server/domain/advance.ts';
import { calendarFrom } from '../../server/domain/calendar.ts';
import type { CaseFile } from '../../server/domain/case-file.ts';
import { defaultPolicy } from '../../server/domain/deadline-policy.ts';
import type { Actor } from '../../server/domain/roles.ts';
import { databases } from '../support/databases.ts';
import { addDepartments, anyCaseFile, newCase, newOpinion } from './sample.ts';

const calendar = calendarFrom({ years: [2026], days: [] });
const clerk: Actor = { role: 'clerk', account: 'clerk-1' };
const liaison: Actor = { role: 'liaison', account: 'liaison-1', department: 'cgj' };

describe.each(databases)('cases on $name', ({ open }) => {
  let db: Kysely<Database>;
  let made = 0;

  beforeAll(async () => {
    db = await open();
    await addDepartments(db);
  });
  afterAll(() => db.destroy());
  beforeEach(() => {
    made += 1;
  });

  const add = async (name = '', given: Partial<CaseFile> = {}): Promise<CaseFile> => {
    const entry = newCase(`case-${made}${name}`, given);
    await db.transaction().execute((trx) => insertCases(trx, [entry]));
    return entry.file;
  };
  const fileOf = async (id: string): Promise<CaseFile> => {
    const found = await findCase(db, id);
    if (found === undefined) throw new Error(`No case ${id}`);
    return found.file;
  };
  const decide = (file: CaseFile, command: Command, actor: Actor, on = '2026-03-03'): CaseEvent => {
    const outcome = advance(file, command, actor, { day: on, calendar, policy: defaultPolicy });
    if (!outcome.ok) throw new Error(outcome.refusal);
    return outcome.event;
  };
  const act = async (id: string, command: Command, actor: Actor, on?: string): Promise<void> => {
    const file = await fileOf(id);
    const result = await db
      .transaction()
      .execute((trx) => recordEvent(trx, file, decide(file, command, actor, on), '2026-03-03T01:00:00Z'));
    expect(result).toBe('recorded');
  };
  const takeUp: Command = { act: 'takeUp', given: { publicText: '态度不好', topic: 'conduct', kind: 'complaint' } };

  test('a case comes back as it went in, whatever its shape', async () => {
    await add('-other');
    let run = 0;
    await fc.assert(
      fc.asyncProperty(anyCaseFile, fc.boolean(), async (shape, isMerged) => {
        run += 1;
        const id = `shape-${run}`;
        const file: CaseFile = {
          ...shape,
          id,
          seq: 0,
          number: run % 2 === 0 ? `2026-${String(run).padStart(4, '0')}` : null,
          mergedInto: isMerged ? `case-${made}-other` : null,
        };
        const notes = { year: 2025, publicText: '文', publicOutcome: null, hasContact: run % 2 === 0 };
        await db.transaction().execute((trx) => insertCases(trx, [{ file, events: [], notes }]));
        expect(await findCase(db, id)).toEqual({ file, ...notes, loggedSeq: 0 });
      }),
      { numRuns: 50 },
    );
  });

  test('a case that is not there is nothing', async () => {
    expect(await findCase(db, 'nobody')).toBeUndefined();
    expect(await findCaseByNumber(db, '1999-0001')).toBeUndefined();
  });

  test('an act that was decided is in the history and in the case', async () => {
    const { id } = await add();
    await act(id, takeUp, clerk);
    await act(id, { act: 'assign', given: { department: 'cgj', nature: 'IMMEDIATE', demand: '五日内答复' } }, clerk);

    const events = await listEvents(db, id);
    expect(events.map((event) => [event.seq, event.act, event.from, event.to])).toEqual([
      [1, 'submit', null, 'received'],
      [2, 'takeUp', 'received', 'triaged'],
      [3, 'assign', 'triaged', 'assigned'],
    ]);
    expect(events[1]).toMatchObject({
      actor: clerk,
      day: '2026-03-03',
      at: '2026-03-03T01:00:00Z',
      given: takeUp.given,
    });
    const folded = events.slice(1).reduce(applyEvent, newCase(id).file);
    expect(await fileOf(id)).toEqual(folded);
  });

  test('words given to an act are not in the history that cannot be changed', async () => {
    const { id } = await add();
    await act(id, takeUp, clerk);
    const row = await db
      .selectFrom('case_event')
      .select('given')
      .where('case_id', '=', id)
      .where('seq', '=', 2)
      .executeTakeFirst();
    expect(JSON.parse(row?.given ?? '')).toEqual({ topic: 'conduct', kind: 'complaint' });
  });

  test('of two who act on the same case at once, one succeeds and the other is told', async () => {
    const { id } = await add();
    const file = await fileOf(id);
    const tries = [clerk, { role: 'director', account: 'director-1' } as const].map((actor) =>
      db.transaction().execute((trx) => recordEvent(trx, file, decide(file, takeUp, actor), '2026-03-03T01:00:00Z')),
    );
    expect((await Promise.all(tries)).sort()).toEqual(['conflict', 'recorded']);
    expect(await listEvents(db, id)).toHaveLength(2);
    expect((await fileOf(id)).seq).toBe(2);
  });

  test('what an act decides beside the case is stored with it', async () => {
    const { id } = await add();
    const file = await fileOf(id);
    const number = await db.transaction().execute(async (trx) => {
      const next = await nextCaseNumber(trx, '2031-03-03');
      const event = decide(file, takeUp, clerk);
      await recordEvent(trx, file, { ...event, change: { ...event.change, number: next } }, 'now', {
        public_text: '已公开',
      });
      return next;
    });
    expect(number).toBe('2031-0001');
    expect(await findCaseByNumber(db, number)).toMatchObject({ file: { id, number }, publicText: '已公开' });
  });

  test('the acceptance deadline is known after acceptance, and forgotten when the department is released', async () => {
    const { id } = await add();
    const due = async () =>
      (await db.selectFrom('case_file').select('due_accept').where('id', '=', id).executeTakeFirstOrThrow()).due_accept;
    await act(id, takeUp, clerk);
    expect(await due()).toBeNull();
    await act(id, { act: 'assign', given: { department: 'cgj', nature: 'TIMED' } }, clerk);
    expect(await due()).toBe('2026-03-04');
    await act(id, { act: 'accept', given: {} }, liaison, '2026-03-04');
    expect((await fileOf(id)).clocks.accept).toBeUndefined();
    expect(await due()).toBe('2026-03-04');
    await act(id, { act: 'transfer', given: { ruling: '职责不符' } }, { role: 'director', account: 'director-1' });
    expect(await due()).toBeNull();
  });

  test('history can be added to, and neither changed nor removed', async () => {
    const { id } = await add();
    await db
      .insertInto('audit')
      .values({ id: `audit-${made}`, at: 'now', account_id: null, act: 'sign-in', subject: '' })
      .execute();
    for (const table of ['case_event', 'audit']) {
      const before = await sql`select * from ${sql.table(table)}`.execute(db);
      await expect(sql`update ${sql.table(table)} set act = 'close'`.execute(db)).rejects.toThrow('append-only');
      await expect(sql`delete from ${sql.table(table)}`.execute(db)).rejects.toThrow('append-only');
      expect(await sql`select * from ${sql.table(table)}`.execute(db)).toEqual(before);
    }
    await expect(db.deleteFrom('case_file').where('id', '=', id).execute()).rejects.toThrow(/foreign key/i);
  });

  test('a second event with the same place in a history is refused', async () => {
    const { id } = await add();
    const again = db.transaction().execute((trx) => insertCases(trx, [newCase(id)]));
    await expect(again).rejects.toSatisfy(isUniqueViolation);
  });

  test('numbers have no gaps, even when a transaction that took one fails', async () => {
    const take = () => db.transaction().execute((trx) => nextNumber(trx, `counter-${made}`));
    const fail = db.transaction().execute(async (trx) => {
      await nextNumber(trx, `counter-${made}`);
      throw new Error('given up');
    });
    await expect(fail).rejects.toThrow('given up');
    const taken = await Promise.all(Array.from({ length: 20 }, take));
    expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('the ten-thousandth case of a year has one digit more', async () => {
    await db.insertInto('counter').values({ name: 'case-2040', value: 9998 }).execute();
    const take = () => db.transaction().execute((trx) => nextCaseNumber(trx, '2040-05-05'));
    expect([await take(), await take()]).toEqual(['2040-9999', '2040-10000']);
  });

  test('erasing destroys every word of a case and keeps what was done', async () => {
    const entry = newOpinion(`erase-${made}`, { sealed_contact: 'sealed' });
    const { id } = entry.caseFile;
    await db.transaction().execute((trx) => storeOpinions(trx, [entry]));
    await act(id, takeUp, clerk);
    await act(id, { act: 'assign', given: { department: 'cgj', nature: 'IMMEDIATE', demand: '五日内答复' } }, clerk);
    await act(id, { act: 'accept', given: {} }, liaison);
    await act(id, { act: 'ask', given: { question: '哪个窗口？' } }, liaison);
    await act(id, { act: 'reply', given: { answer: '三号窗口，我姓张' } }, { role: 'citizen' });

    expect(await db.transaction().execute((trx) => eraseOpinions(trx, id))).toEqual([]);

    const [opinion] = await listReporters(db, id);
    expect(opinion).toMatchObject({ original_text: '', redacted_text: '', sealed_contact: null });
    const given = (await listEvents(db, id)).map((event) => event.given);
    expect(given).toEqual([
      {},
      { topic: 'conduct', kind: 'complaint' },
      { department: 'cgj', nature: 'IMMEDIATE' },
      {},
      {},
      {},
    ]);
  });

  test('everybody who reported a case is found, those merged into it too', async () => {
    const [first, second] = [newOpinion(`first-${made}`), newOpinion(`second-${made}`)];
    await db.transaction().execute((trx) => storeOpinions(trx, [first, second]));
    await act(first.caseFile.id, takeUp, clerk);
    const target = await fileOf(first.caseFile.id);
    await act(second.caseFile.id, { act: 'merge', given: { target: target.id }, target }, clerk);
    expect((await listReporters(db, target.id)).map(({ id }) => id)).toEqual([first.opinion.id, second.opinion.id]);
    expect((await listMergedCases(db, target.id)).map(({ file }) => file.id)).toEqual([second.caseFile.id]);
  });
});
