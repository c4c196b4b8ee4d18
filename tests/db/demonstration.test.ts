/**
 * The demonstration city as it lies in the database: every event is allowed by the rules, and every total that the city is known
 * for is counted again from the events alone, and is the same as what the figures say.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCalendar } from '../../db/calendar.ts';
import { listEventsOf, type StoredEvent } from '../../db/case-files.ts';
import { fromRow } from '../../db/case-rows.ts';
import { closingsByMonth, countRows, ratingCounts } from '../../db/figures.ts';
import { listIssuerKeys } from '../../db/issuer.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { nextCaseNumber } from '../../db/numbers.ts';
import { locksOf } from '../../db/opinions.ts';
import { listRecordEvents } from '../../db/records.ts';
import { listRounds, rosterLines } from '../../db/rounds.ts';
import { getSetting, setSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { createContext } from '../../server/boot.ts';
import { classes, departments } from '../../server/demo/data/departments.ts';
import { type Demonstration, makeDemonstration, setClock } from '../../server/demo/make-demonstration.ts';
import { advance, applyEvent } from '../../server/domain/advance.ts';
import { type Calendar, isWorkingDay } from '../../server/domain/calendar.ts';
import { type CaseFile, confirmationRound, newCaseFile, openStates } from '../../server/domain/case-file.ts';
import { assessmentYear } from '../../server/domain/day.ts';
import { defaultPolicy } from '../../server/domain/deadline-policy.ts';
import { type CityFigures, cityFigures } from '../../server/domain/figures.ts';
import { isOverdue } from '../../server/domain/lights.ts';
import { keysNeeded } from '../../server/domain/round/plan.ts';
import { opensLock, readCode, viewHash, viewKey } from '../../server/domain/receipt.ts';
import { topics } from '../../server/domain/vocabulary.ts';
import { readEnvironment } from '../../server/env.ts';
import { lineOfCode } from '../../server/invite/invitation.ts';
import { publishedResults } from '../../server/rounds/published-results.ts';
import { isPassword } from '../../server/sign-in/passwords.ts';
import { demo } from '#words/demo.ts';
import { databases } from '../support/databases.ts';

const today = '2026-11-30';

/** A case recounted: its events in order, and the case after each of them. */
interface Told {
  year: number;
  events: StoredEvent[];
  files: CaseFile[];
  last: CaseFile;
}

/** What both databases hold, to be compared with each other. */
const contents = new Map<string, Record<string, string>>();

describe.each(databases)('the demonstration city on $name', ({ name, open }) => {
  let db: Kysely<Database>;
  let calendar: Calendar;
  let folder: string;
  /** The machine's own time when the city was made. */
  let machine: Date;
  let demonstration: Demonstration;
  const said: string[] = [];
  const told = new Map<string, Told>();
  let all: Told[] = [];
  let current: Told[] = [];

  beforeAll(async () => {
    db = await open();
    machine = new Date();
    folder = mkdtempSync(join(tmpdir(), 'wanping-demonstration-'));
    await setSetting(db, 'mode', 'demonstration');
    await setClock(db, machine);
    const say = (line: string): void => void said.push(line);
    const context = await createContext(db, 'demonstration', { env: readEnvironment({ DATA_DIR: folder }), say });
    demonstration = await makeDemonstration(context, say);
    await context.writes.close();
    calendar = await loadCalendar(db);
    await tell();
  });
  afterAll(async () => {
    await db.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Folds the events of every case over the day it began; of the row of a case only what it began with is used. */
  const tell = async (): Promise<void> => {
    const rows = await db.selectFrom('case_file').select(['id', 'channel', 'kind', 'named', 'received_on']).execute();
    const histories = await listEventsOf(
      db,
      rows.map(({ id }) => id),
    );
    const kinds = await db.selectFrom('opinion').select(['case_id', 'kind']).execute();
    const kindOf = new Map(kinds.map(({ case_id, kind }) => [case_id, kind]));
    for (const { id, channel, kind, named, received_on: receivedOn } of rows) {
      const events = histories.get(id) ?? [];
      let file = newCaseFile({ id, channel, kind: kindOf.get(id) ?? kind, named, receivedOn });
      const files = events.map((event) => (file = applyEvent(file, event)));
      told.set(id, { year: assessmentYear(receivedOn), events, files, last: file });
    }
    all = [...told.values()];
    current = all.filter(({ year }) => year === 2025);
  };

  const count = <T>(list: readonly T[], of: (one: T) => string | number | null | boolean): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const one of list) counts[String(of(one))] = (counts[String(of(one))] ?? 0) + 1;
    return counts;
  };
  const effectiveOf = (list: readonly Told[]): Told[] => list.filter(({ last }) => last.exit === 'EFFECTIVE');
  const closedAs = (list: readonly Told[], result: 'A' | 'D'): Told[] =>
    list.filter(({ last }) => last.state === 'closed' && last.result === result);
  const withEvent = (list: readonly Told[], fits: (event: StoredEvent) => boolean): Told[] =>
    list.filter(({ events }) => events.some(fits));

  const figures = async (): Promise<CityFigures> => {
    const rows = await countRows(db, today);
    return cityFigures({
      asOf: today,
      year: 2025,
      city: { name: '澜江市', organizer: '', demonstration: true },
      classes: classes.map(({ code, name: label, isRanked }) => ({ code, name: label, ranked: isRanked })),
      departments: departments.map(({ code, name: label, classCode }) => ({ code, name: label, class: classCode })),
      topics: topics.map((code) => ({ code, name: code })),
      rows,
      closings: await closingsByMonth(db, 2025),
      ratings: await ratingCounts(db, 2025),
    });
  };

  test('every event is one that the rules allow, and does what the rules say', () => {
    const stateOn = (id: string, day: string): CaseFile | undefined => {
      const target = told.get(id);
      return target?.files[target.events.findLastIndex((event) => event.day <= day)];
    };
    let replayed = 0;
    for (const { events, files } of all) {
      events.slice(1).forEach((event, index) => {
        const { act, given, actor, day } = event;
        const target = given.target === undefined ? undefined : stateOn(given.target, day);
        const before = files[index];
        if (before === undefined) throw new Error('A case without a beginning');
        const outcome = advance(before, { act, given, target }, actor, { day, calendar, policy: defaultPolicy });
        if (!outcome.ok) throw new Error(`${event.caseId} ${act} on ${day}: ${outcome.refusal}`);
        const { number, ...change } = event.change;
        // The number is the store's to give, once.
        if (number !== undefined) expect([act, before.number]).toEqual(['takeUp', null]);
        const { at: _at, ...stored } = event;
        if (JSON.stringify({ ...stored, change }) !== JSON.stringify(outcome.event)) {
          expect({ ...stored, change }).toEqual(outcome.event);
        }
        replayed += 1;
      });
    }
    expect(replayed).toBeGreaterThan(40_000);
  });

  test('the cases as they stand are what their events make of them', async () => {
    const rows = await db.selectFrom('case_file').selectAll().execute();
    for (const row of rows) {
      const last = told.get(row.id)?.last;
      const file = fromRow(row);
      if (JSON.stringify(file) !== JSON.stringify({ ...file, ...last })) expect(file).toEqual(last);
    }
    expect(rows).toHaveLength(all.length);
  });

  test('no deadline was ever due on a day off', () => {
    const due = all.flatMap(({ files }) =>
      files.flatMap(({ clocks }) => Object.values(clocks).map((clock) => clock.due)),
    );
    expect([...new Set(due)].filter((day) => !isWorkingDay(calendar, day))).toEqual([]);
  });

  test('2025: 2,146 意见 by channel, and 1,152 of them effective', () => {
    expect(current).toHaveLength(2146);
    expect(count(current, ({ last }) => last.channel)).toEqual({
      qr: 1012,
      sms: 468,
      web: 327,
      paper: 214,
      phone: 125,
    });
    expect(count(current, ({ last }) => last.exit)).toEqual({
      EFFECTIVE: 1152,
      PRAISE: 372,
      NO_CONTENT: 281,
      DUPLICATE: 214,
      OUT_OF_SCOPE: 96 - 17,
      CLUE: 17,
      VIOLATION: 31,
    });
  });

  test('2025: by topic, by class, by kind of rectification', () => {
    const effective = effectiveOf(current);
    expect(count(effective, ({ last }) => last.topic)).toEqual({
      procedure: 196,
      city: 148,
      conduct: 138,
      business: 132,
      approval: 121,
      enforcement: 104,
      livelihood: 96,
      transport: 92,
      disclosure: 87,
      integrity: 38,
    });
    const classOf = new Map(departments.map(({ code, classCode }) => [code, classCode]));
    expect(count(effective, ({ last }) => classOf.get(last.department ?? '') ?? null)).toEqual({
      A: 58,
      B: 162,
      C: 402,
      D: 284,
      E: 96,
      F: 150,
    });
    expect(count(effective, ({ last }) => last.nature)).toEqual({ IMMEDIATE: 486, TIMED: 553, LONG_TERM: 113 });
  });

  test('2025: joint handling, returns, extensions, 督办, checks', () => {
    const effective = effectiveOf(current);
    const by = (act: StoredEvent['act'], fits: (event: StoredEvent) => boolean = () => true): number =>
      withEvent(effective, (event) => event.act === act && fits(event)).length;
    expect(effective.filter(({ last }) => last.coDepartments.length > 0)).toHaveLength(93);
    expect([by('requestReturn'), by('grantReturn')]).toEqual([84, 57]);
    expect(by('grantExtension')).toBe(103);
    expect([
      by('supervise'),
      by('supervise', ({ given }) => given.level === 2),
      by('supervise', ({ given }) => given.level === 3),
    ]).toEqual([71, 52, 19]);
    expect(by('list')).toBe(6);
    const checked = withEvent(effective, ({ act }) => act === 'check' || act === 'failCheck');
    expect(checked).toHaveLength(131);
    // Every 重点 item was checked on the spot.
    const keyItems = effective.filter(({ last }) => last.keyItem);
    expect(keyItems.length).toBe(62);
    expect(keyItems.every((one) => checked.includes(one))).toBe(true);
  });

  test('2025: ends: 1,018 struck off on three kinds of word, 52 explained, 71 open, 11 on account', () => {
    const effective = effectiveOf(current);
    expect(count(closedAs(effective, 'A'), ({ last }) => last.basis)).toEqual({
      citizen: 380,
      independent: 131,
      office: 507,
    });
    expect(closedAs(effective, 'D')).toHaveLength(52);
    const isOpen = ({ last }: Told): boolean => (openStates as readonly string[]).includes(last.state);
    const situation = ({ last }: Told): string =>
      isOverdue(last, today) ? 'overdue' : last.extensions > 0 ? 'extended' : 'inTime';
    expect(count(effective.filter(isOpen), situation)).toEqual({ inTime: 46, extended: 18, overdue: 7 });
    expect(effective.filter(({ last }) => last.state === 'suspended')).toHaveLength(11);
    expect(count([...closedAs(effective, 'A'), ...closedAs(effective, 'D')], ({ last }) => last.onTime)).toEqual({
      true: 1005,
      false: 65,
    });
    const months = count(closedAs(effective, 'A'), ({ last }) => last.closedOn?.slice(5, 7) ?? null);
    expect(['02', '03', '04', '05', '06', '07', '08', '09', '10', '11'].map((month) => months[month] ?? 0)).toEqual([
      0, 41, 128, 142, 137, 131, 122, 118, 104, 95,
    ]);
  });

  test('2025: revisits, and what became of those who were not satisfied', async () => {
    const closed = current.filter(({ last }) => last.state === 'closed');
    const withContact = new Set(
      (await db.selectFrom('case_file').select('id').where('has_contact', '=', 1).execute()).map(({ id }) => id),
    );
    expect(closed.filter(({ last }) => withContact.has(last.id))).toHaveLength(438);
    expect(
      count(
        closed.filter(({ last }) => last.revisit !== null),
        ({ last }) => last.revisit,
      ),
    ).toEqual({
      satisfied: 262,
      fairly: 91,
      dissatisfied: 38,
      unreachable: 47,
    });
    const refused = closed.filter(({ last }) => last.revisit === 'dissatisfied');
    const outcome = ({ last }: Told): string =>
      last.closure === 'ordinary'
        ? last.extensions > 0
          ? 'extension'
          : `rework, ${last.answer}`
        : (last.closure ?? '');
    expect(count(refused, outcome)).toEqual({ 'rework, yes': 27, panel: 4, extension: 5, transfer: 2 });
    expect(refused.every(({ events }) => events.some(({ act }) => act === 'dispute'))).toBe(true);
  });

  test('2023 and 2024 come to 90.9 and 91.6 per cent', () => {
    for (const [year, effective, resolved, explained] of [
      [2023, 1087, 945, 47],
      [2024, 1126, 986, 50],
    ] as const) {
      const cases = effectiveOf(all.filter((one) => one.year === year));
      expect([cases.length, closedAs(cases, 'A').length, closedAs(cases, 'D').length]).toEqual([
        effective,
        resolved,
        explained,
      ]);
    }
  });

  test('the published figures say the same', async () => {
    const { overall, years, classes: byClass, topics: byTopic, months } = await figures();
    const {
      received,
      effective,
      resolved,
      explained,
      open: stillOpen,
      overdue,
      suspended,
      returned,
      extended,
      checked,
    } = overall;
    expect({
      received,
      effective,
      resolved,
      explained,
      stillOpen,
      overdue,
      suspended,
      returned,
      extended,
      checked,
    }).toEqual({
      received: 2146,
      effective: 1152,
      resolved: { citizen: 380, independent: 131, office: 507 },
      explained: 52,
      stillOpen: 71,
      overdue: 7,
      suspended: 11,
      returned: 84,
      extended: 103,
      checked: 131,
    });
    const { rectification, verified, completion, onTime, revisit, revisitSatisfaction } = overall.rates;
    expect([rectification, verified, completion, onTime, revisitSatisfaction].map(({ percent }) => percent)).toEqual([
      '92.5',
      '46.5',
      '92.9',
      '93.9',
      '90.3',
    ]);
    expect([revisit.numerator, revisit.denominator]).toEqual([391, 438]);
    expect(years.map((row) => [row.year, row.effective, row.rates.rectification.percent])).toEqual([
      [2023, 1087, '90.9'],
      [2024, 1126, '91.6'],
      [2025, 1152, '92.5'],
    ]);
    expect(byClass.map((row) => row.effective)).toEqual([58, 162, 402, 284, 96, 150]);
    expect(byTopic.map((row) => row.effective)).toEqual([196, 148, 138, 132, 121, 104, 96, 92, 87, 38]);
    const closedIn = months.map(
      ({ closed }) => closed.resolved.citizen + closed.resolved.independent + closed.resolved.office,
    );
    expect(closedIn).toEqual([0, 0, 0, 41, 128, 142, 137, 131, 122, 118, 104, 95]);
    // 按时签收 outlasts its clock.
    const accepted = withEvent(effectiveOf(current), ({ act }) => act === 'assign').filter(({ events, last }) => {
      const due = events.findLast(({ act }) => act === 'assign')?.change.clocks?.accept?.due;
      return last.acceptedOn !== null && due !== undefined && last.acceptedOn <= due;
    });
    expect(overall.acceptedInTime).toBe(accepted.length);
  });

  test('thirty thousand ratings are in the ledger; they are open, flagged ones apart, or too few to be opened', async () => {
    const ratings = await ratingCounts(db, 2025);
    const total = (of: 'levels' | 'apart'): number =>
      ratings.reduce((sum, row) => sum + Object.values(row[of]).reduce((all, one) => all + one, 0), 0);
    const waiting = await db.selectFrom('rating').select(['department_code', 'verdict', 'level']).execute();
    expect(total('levels') + total('apart') + waiting.length).toBe(30_000);
    const cells = Map.groupBy(
      waiting.filter(({ level }) => level > 0),
      ({ department_code, verdict }) => `${department_code} ${verdict}`,
    );
    for (const cell of cells.values()) expect(cell.length).toBeLessThan(10);
    expect(waiting.length).toBeLessThan(1000);
    const { apart } = ratings.find(({ department }) => department === 'tcgs') ?? { apart: { 5: 0 } };
    expect(apart[5]).toBeGreaterThanOrEqual(58);
    const { overall, departments: rows } = await figures();
    expect(overall.ratings.sample).toBe('shown');
    expect(rows.filter((row) => row.ratings.sample === 'hidden').length).toBeGreaterThanOrEqual(2);
    expect(overall.ratings.flagged).toBe(total('apart'));
  });

  test('every confirmation by lock was really opened, by the code of that 意见', async () => {
    const opinions = new Map((await db.selectFrom('opinion').selectAll().execute()).map((row) => [row.case_id, row]));
    let opened = 0;
    for (const { events, files } of all) {
      events.forEach((event, index) => {
        const [how, secret] = event.given.proof?.split(':') ?? [];
        const before = files[index - 1];
        const opinion = opinions.get(event.caseId);
        if (how !== 'lock' || before === undefined || opinion === undefined) return;
        const locks = locksOf(opinion)[event.act === 'confirm' ? 'yes' : 'no'];
        expect(opensLock(locks[confirmationRound(before) - 1] ?? '', secret ?? '')).toBe(true);
        expect(opinion.code_seen).toBe(0);
        opened += 1;
      });
    }
    expect(opened).toBeGreaterThan(1100);
  });

  test('a visitor gets accounts that work and a receipt whose case waits for a word', async () => {
    const { accounts } = demonstration;
    const receiptAt = accounts.findIndex(({ username }) => username === demo.receipt.username);
    const receipt = accounts[receiptAt];
    const reading = readCode(receipt?.password ?? '');
    if (!reading.ok) throw new Error('The receipt code cannot be read');
    const hash = viewHash(viewKey(reading.code));
    const opinion = await db.selectFrom('opinion').selectAll().where('view_hash', '=', hash).executeTakeFirstOrThrow();
    expect(told.get(opinion.case_id)?.last.state).toBe('asking');

    const signIns = accounts.slice(0, receiptAt);
    const stored = await db.selectFrom('account').selectAll().execute();
    const roles = signIns.map(({ username }) => stored.find((row) => row.username === username)?.role);
    expect(count(roles, (role) => role ?? null)).toMatchObject({
      clerk: 2,
      director: 1,
      liaison: 4,
      head: 4,
      supervisor: 1,
      discipline: 1,
    });
    const first = stored.find((row) => row.username === signIns[0]?.username);
    expect(await isPassword(signIns[0]?.password ?? '', first?.password_hash)).toBe(true);
    expect(new Set(signIns.map(({ password }) => password)).size).toBe(signIns.length);
  });

  test('the round of 2025 is final, went through its days in order, and says what the city is known for', async () => {
    const round = (await listRounds(db)).find(({ plan }) => plan?.kind === 'annual');
    if (round === undefined) throw new Error('There is no round of 2025');
    const { file, loggedSeq } = round.record;
    expect([file.state, file.number, loggedSeq]).toEqual(['final', '澜评评〔2025〕0001号', file.seq]);
    const { id } = file;
    const { results } = (await publishedResults(db, id)) ?? {};
    const { total, groups } = results?.turnout ?? {};
    expect(total).toMatchObject({
      issued: 13_220,
      returned: 12_180,
      valid: 11_538,
      void: { blank: 211, 'unknown-majority': 146, spoiled: 88, repeated: 54 },
      excluded: { 'too-fast': 109, interference: 31, 'lone-zero': 3 },
    });
    expect([total?.returnRate.percent, total?.validRate.percent]).toEqual(['92.1', '94.7']);
    expect(groups?.map(({ returned, valid }) => [returned, valid])).toEqual([
      [4688, 4402],
      [1694, 1611],
      [1958, 1902],
      [861, 842],
      [118, 117],
      [2861, 2664],
    ]);
    expect(results?.classes.map(({ mean }) => mean).slice(1)).toEqual([
      '93.214',
      '90.876',
      '92.045',
      '94.118',
      '89.733',
    ]);
    expect(results?.overall).toMatchObject({ max: '97.612', min: '84.105' });
    expect(results?.overall.satisfied.percent).toBe('94.6');

    const events = await listRecordEvents(db, file);
    expect(events.map(({ act }) => act)).toEqual([
      'draft',
      'freeze',
      'open',
      'close',
      'review',
      'publish',
      'hear',
      'conclude',
    ]);
    const days = events.map(({ day }) => day);
    expect(days).toEqual(days.toSorted());
    expect(days.filter((day) => !isWorkingDay(calendar, day))).toEqual([]);
    const states = await db.selectFrom('record').select(['kind', 'state']).execute();
    const of = (kind: string) => states.filter((row) => row.kind === kind).map(({ state }) => state);
    expect([of('batch').length, of('exclusion').length]).toEqual([6, 6]);
    expect(of('exclusion').every((state) => state === 'confirmed')).toBe(true);
    expect([of('recheck'), of('use')]).toEqual([
      ['decided', 'decided'],
      ['approved', 'approved'],
    ]);
    // What was read of single papers is forgotten with the end.
    expect(await db.selectFrom('paper_ballot').select('id').execute()).toEqual([]);
    expect(await db.selectFrom('batch_row').select('c').where('ballot_id', 'is not', null).execute()).toEqual([]);
  });

  test('a visitor gets codes of a round that is open, and letters with all of them', async () => {
    const codes = demonstration.accounts
      .filter(({ username }) => username === '评议码')
      .map(({ password }) => password);
    const [round] = (await listRounds(db)).filter(({ record }) => record.file.state === 'open');
    const { plan, record } = round ?? {};
    expect(codes.map((code) => code.slice(0, 2)).toSorted()).toEqual(plan?.rosters.map(({ roster }) => roster));
    const id = record?.file.id ?? '';
    const lines = await rosterLines(db, id);
    for (const code of codes) {
      const roster = code.slice(0, 2);
      expect(lines[roster]).toContain(lineOfCode({ round: id, tree: nativeSha256 }, roster, code));
      expect(demonstration.letters.replaceAll(/<\/?span[^>]*>/g, '')).toContain(code);
    }
    expect(demonstration.letters.split('<article')).toHaveLength(Object.values(lines).flat().length + 1);
    // Nobody waits long for few keys.
    expect(plan && keysNeeded(plan)).toHaveLength(16);
    expect(await listIssuerKeys(db, id, 'enterprises')).toHaveLength(7);
  });

  test('the city goes on from five in the afternoon of the last day, with the next number', async () => {
    const { offsetMilliseconds } = await getSetting(db, 'clock');
    const then = new Date(machine.getTime() + offsetMilliseconds);
    expect(then.toISOString()).toBe('2026-11-30T09:00:00.000Z');
    const numbers = all.flatMap(({ last }) => (last.number?.startsWith('2026-') ? [Number(last.number.slice(5))] : []));
    expect(Math.max(...numbers)).toBe(numbers.length);
    const next = await db.transaction().execute((trx) => nextCaseNumber(trx, today));
    expect(next).toBe(`2026-${String(numbers.length + 1).padStart(4, '0')}`);
    expect(said.at(-1)).toContain(String(all.length));
  });

  test('all that is not random is the same on every database', async () => {
    const digest = (rows: unknown): string => createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    const own: Record<string, string> = {
      cases: digest(await db.selectFrom('case_file').selectAll().orderBy('id').execute()),
      events: digest(await db.selectFrom('case_event').selectAll().orderBy('case_id').orderBy('seq').execute()),
      words: digest(
        await db
          .selectFrom('event_text')
          .select(['case_id', 'seq', 'field', 'value', 'published'])
          .orderBy('case_id')
          .orderBy('seq')
          .orderBy('field')
          .execute(),
      ),
      departments: digest(await db.selectFrom('department').selectAll().orderBy('code').execute()),
      ratings: digest(await db.selectFrom('rating').selectAll().orderBy('id').execute()),
      opinions: digest(
        (await db.selectFrom('opinion').selectAll().orderBy('id').execute()).map(
          ({ sealed_contact, text_salt, ...row }) => [row, sealed_contact === null, text_salt === null],
        ),
      ),
    };
    contents.set(name, own);
    for (const other of contents.values()) expect(own).toEqual(other);
  });
});
