/** What a city sets up: settings, calendar, deadlines, departments, accounts; and the small machinery beside the cases. */
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Account,
  accountNames,
  addSignInFailure,
  deleteExpiredSessions,
  deleteSessionsOf,
  findAccount,
  findAccountByUsername,
  findSession,
  findSignInFailures,
  insertAccount,
  insertSession,
  isKnownDevice,
  listAccounts,
  touchSession,
  updateAccount,
  rememberDevice,
} from '../../db/accounts.ts';
import { insertAudit, listAudit } from '../../db/audit.ts';
import known from '../../db/calendar-days.json' with { type: 'json' };
import { findCalendarYear, loadCalendar, replaceCalendarYear, seedCalendar } from '../../db/calendar.ts';
import { insertCases } from '../../db/case-files.ts';
import { findPublishedCase, listPublishedCases, type PublishedFilter } from '../../db/case-lists.ts';
import { findDepartment, listClasses, listDepartments, saveClass, saveDepartment } from '../../db/departments.ts';
import { attachFiles, insertFile, listFilesOfCase, purgeFiles } from '../../db/files.ts';
import { claimJob, finishJob, jobRunning, listJobs } from '../../db/jobs.ts';
import { isUniqueViolation } from '../../db/open.ts';
import { purgeContacts, setContactPurge } from '../../db/opinions.ts';
import { storeOpinions } from '../../db/opinion-writes.ts';
import { insertPolicyChange, listPolicyChanges, policyOn } from '../../db/policy.ts';
import { type CitySettings, findSetting, getSetting, setSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { deadline } from '../../server/domain/calendar.ts';
import type { CaseFile } from '../../server/domain/case-file.ts';
import { defaultPolicy } from '../../server/domain/deadline-policy.ts';
import { databases } from '../support/databases.ts';
import { addDepartments, newCase, newOpinion, sampleDepartment } from './sample.ts';

const account = (given: Partial<Account> = {}): Account => ({
  id: 'account-1',
  username: 'wang',
  displayName: '王经办',
  role: 'clerk',
  departmentCode: null,
  passwordHash: '$argon2id$…',
  mustChangePassword: true,
  disabledAt: null,
  createdAt: '2026-03-02T00:00:00Z',
  ...given,
});

describe.each(databases)('a city on $name', ({ open }) => {
  let db: Kysely<Database>;

  beforeAll(async () => {
    db = await open();
    await addDepartments(db);
  });
  afterAll(() => db.destroy());

  test('a setting is what it was last set to', async () => {
    expect(await findSetting(db, 'mode')).toBeUndefined();
    await expect(getSetting(db, 'mode')).rejects.toThrow('mode');
    await setSetting(db, 'mode', 'demonstration');
    await setSetting(db, 'mode', 'real');
    expect(await getSetting(db, 'mode')).toBe('real');
    const city = { name: '澜江市', organizer: '市评议办', documentPrefix: '澜评办' } as CitySettings;
    await setSetting(db, 'city', city);
    expect(await getSetting(db, 'city')).toEqual(city);
  });

  test('the calendar that comes with the product explains the National Day of 2026', async () => {
    await db.transaction().execute(seedCalendar);
    await db.transaction().execute(seedCalendar);
    const calendar = await loadCalendar(db);
    expect(calendar.years).toEqual(new Set(known.years));
    expect(calendar.days.size).toBe(known.days.length);
    expect(deadline(calendar, '2026-09-28', 5, 'workday').due).toBe('2026-10-10');
  });

  test('the notice of a year replaces what was entered for it, and touches no other year', async () => {
    const notice = [{ day: '2027-01-01', kind: 'holiday', name: '元旦' }] as const;
    expect(await findCalendarYear(db, 2027)).toBeUndefined();
    await db
      .transaction()
      .execute((trx) => replaceCalendarYear(trx, 2027, [...notice, { ...notice[0], day: '2027-01-02' }]));
    await db.transaction().execute((trx) => replaceCalendarYear(trx, 2027, notice));
    expect(await findCalendarYear(db, 2027)).toEqual(notice);
    expect(await findCalendarYear(db, 2026)).toEqual(known.days.filter(({ day }) => day.startsWith('2026')));
    const misplaced = db.transaction().execute((trx) => replaceCalendarYear(trx, 2028, notice));
    await expect(misplaced).rejects.toThrow('2028');
    await db.transaction().execute(seedCalendar);
    expect(await findCalendarYear(db, 2027)).toEqual(notice);
  });

  test('a changed deadline holds from its day on, and what held before is still known', async () => {
    expect(await policyOn(db, '2026-03-02')).toEqual(defaultPolicy);
    await insertPolicyChange(db, { key: 'accept', validFrom: '2026-06-01', amount: 2, unit: 'workday' });
    await insertPolicyChange(db, { key: 'accept', validFrom: '2026-04-01', amount: 9, unit: 'day' });
    await insertPolicyChange(db, { key: 'accept', validFrom: '2026-04-01', amount: 3, unit: 'workday' });
    const acceptOn = async (day: string) => (await policyOn(db, day)).accept.amount;
    expect(await Promise.all(['2026-03-31', '2026-04-01', '2026-05-31', '2026-06-01'].map(acceptOn))).toEqual([
      1, 3, 3, 2,
    ]);
    expect((await policyOn(db, '2026-07-01')).plan).toEqual(defaultPolicy.plan);
    expect(await listPolicyChanges(db)).toHaveLength(2);
  });

  test('a department is found by its name, its pinyin or its initials', async () => {
    await saveClass(db, { code: 'A', name: '党群综合类', isRanked: false, position: 0 });
    await saveDepartment(
      db,
      sampleDepartment({ code: 'old', name: '旧局', isActive: false, pinyin: 'jiuju', initials: 'jj' }),
    );
    const named = sampleDepartment({
      code: 'dwb',
      name: '市委办',
      fullName: '中共澜江市委办公室',
      classCode: 'A',
      pinyin: 'shiweiban',
      initials: 'swb',
    });
    await saveDepartment(db, { ...named, commitments: ['一次办好'] });
    const find = async (text: string) => (await listDepartments(db, { text })).map(({ code }) => code);
    expect(await find('城管')).toEqual([]);
    expect(await find('城市 管理')).toEqual(['cgj']);
    expect(await find('SWB')).toEqual(['dwb']);
    expect(await find(' shi wei ')).toEqual(['dwb']);
    expect(await find('旧局')).toEqual([]);
    expect((await listDepartments(db, { classCode: 'A' })).map(({ code }) => code)).toEqual(['dwb']);
    expect((await listDepartments(db, { withInactive: true })).map(({ code }) => code)).toEqual([
      'dwb',
      'cgj',
      'jyj',
      'old',
      'zjj',
    ]);
    expect(await findDepartment(db, 'dwb')).toEqual({ ...named, commitments: ['一次办好'] });
    expect((await listClasses(db)).map(({ code, isRanked }) => [code, isRanked])).toEqual([
      ['A', false],
      ['C', true],
    ]);
  });

  test('an account signs in by its name in any case, and no two have the same', async () => {
    await insertAccount(db, account({ username: 'Wang' }));
    expect(await findAccountByUsername(db, 'WANG')).toEqual(account());
    await expect(insertAccount(db, account({ id: 'account-2' }))).rejects.toSatisfy(isUniqueViolation);
    await insertAccount(db, account({ id: 'account-2', username: 'li', displayName: '李主任', role: 'director' }));
    expect((await listAccounts(db)).map(({ username }) => username)).toEqual(['li', 'wang']);
    expect(await accountNames(db, ['account-1', 'account-1', 'nobody'])).toEqual(new Map([['account-1', '王经办']]));
    await updateAccount(db, 'account-2', { role: 'liaison', departmentCode: 'cgj' });
    expect(await findAccount(db, 'account-2')).toMatchObject({
      role: 'liaison',
      departmentCode: 'cgj',
      username: 'li',
    });
  });

  test('a session ends when it expires, when the password changes and when the account is disabled', async () => {
    const start = async (tokenHash: string, expiresAt = '2026-03-02T08:00:00Z') => {
      const session = { tokenHash, accountId: 'account-1', createdAt: '2026-03-02T00:00:00Z', expiresAt };
      await insertSession(db, { ...session, lastSeenAt: session.createdAt });
      return session;
    };
    const isThere = async (tokenHash: string, now = '2026-03-02T01:00:00Z') =>
      (await findSession(db, tokenHash, now)) !== undefined;

    const session = await start('a');
    expect(await findSession(db, 'a', '2026-03-02T07:59:59Z')).toMatchObject({
      session,
      account: { username: 'wang' },
    });
    expect(await isThere('a', '2026-03-02T08:00:00Z')).toBe(false);
    await touchSession(db, 'a', '2026-03-02T07:00:00Z', '2026-03-02T15:00:00Z');
    expect(await isThere('a', '2026-03-02T08:00:00Z')).toBe(true);

    await start('b');
    await deleteSessionsOf(db, 'account-1', 'b');
    expect([await isThere('a'), await isThere('b')]).toEqual([false, true]);
    await updateAccount(db, 'account-1', { passwordHash: 'new', mustChangePassword: false });
    expect(await isThere('b')).toBe(false);

    await start('c');
    await updateAccount(db, 'account-1', { displayName: '王经办员' });
    expect(await isThere('c')).toBe(true);
    await updateAccount(db, 'account-1', { disabledAt: '2026-03-02T02:00:00Z' });
    await start('d');
    expect([await isThere('c'), await isThere('d')]).toEqual([false, false]);

    expect(await deleteExpiredSessions(db, '2026-03-02T08:00:00Z')).toBe(1);
  });

  test('failures of one device do not count for another', async () => {
    const blockAfterTwo = (failures: number): string | null => (failures >= 2 ? '2026-03-02T01:00:00Z' : null);
    await addSignInFailure(db, 'account-1', 'device-1', blockAfterTwo);
    expect(await addSignInFailure(db, 'account-1', 'device-1', blockAfterTwo)).toEqual({
      failures: 2,
      blockedUntil: '2026-03-02T01:00:00Z',
    });
    expect(await findSignInFailures(db, 'account-1', 'device-1')).toEqual({
      failures: 2,
      blockedUntil: '2026-03-02T01:00:00Z',
    });
    expect(await findSignInFailures(db, 'account-1', '')).toEqual({ failures: 0, blockedUntil: null });
    await rememberDevice(db, 'account-1', 'device-1');
    expect((await findSignInFailures(db, 'account-1', 'device-1')).failures).toBe(0);
    expect(await isKnownDevice(db, 'account-1', 'device-1')).toBe(true);
    expect(await isKnownDevice(db, 'account-1', 'device-2')).toBe(false);
  });

  test('of several processes that want a job at the same time, one gets it', async () => {
    const claim = (at: string, notSince: string) => claimJob(db, 'purge', at, notSince);
    const first = await Promise.all([1, 2, 3, 4].map(() => claim('2026-03-02T01:00:00Z', '2026-03-01T01:00:00Z')));
    expect(first.filter(Boolean)).toHaveLength(1);
    expect(await listJobs(db)).toEqual([
      { name: 'purge', last_run_at: '2026-03-02T01:00:00Z', last_result: jobRunning },
    ]);
    await finishJob(db, 'purge', 'ok');
    expect(await claim('2026-03-02T23:00:00Z', '2026-03-01T23:00:00Z')).toBe(false);
    const next = await Promise.all([1, 2, 3, 4].map(() => claim('2026-03-03T01:00:00Z', '2026-03-02T01:00:00Z')));
    expect(next.filter(Boolean)).toHaveLength(1);
  });

  test('the audit trail is read newest first, page by page', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((id, index) => ({
      id,
      at: `2026-03-0${Math.floor(index / 2) + 1}T00:00:00Z`,
      account_id: null,
      act: 'sign-in',
      subject: '',
    }));
    for (const row of rows) await insertAudit(db, row);
    const newest = await listAudit(db, { limit: 3 });
    expect(newest.map(({ id }) => id)).toEqual(['d', 'c', 'b']);
    expect(await listAudit(db, { limit: 3, before: newest.at(-1) })).toEqual([rows[0]]);
  });

  test('an upload that nobody attached is removed, and bytes that another file has stay', async () => {
    const upload = async (id: string, sha256: string, uploaded_by = 'account-1') => {
      const file = {
        id,
        sha256,
        media_type: 'image/webp',
        size: 1,
        name: '',
        owner: 'staff',
        opinion_id: null,
      } as const;
      await insertFile(db, { ...file, case_id: null, uploaded_by, purge_after: '2026-03-02' });
    };
    await db.transaction().execute((trx) => insertCases(trx, [newCase('with-files')]));
    await upload('kept', 'one');
    await upload('left', 'one');
    await upload('lost', 'two');
    await upload('others', 'three', 'account-2');
    expect(await attachFiles(db, ['kept', 'others', 'nothing'], 'with-files', 'account-1')).toBe(1);
    expect(await attachFiles(db, ['kept'], 'with-files', 'account-1')).toBe(0);
    expect(await purgeFiles(db, '2026-03-02')).toEqual([]);
    expect((await purgeFiles(db, '2026-03-03')).sort()).toEqual(['three', 'two']);
    expect((await listFilesOfCase(db, 'with-files')).map(({ id, purge_after }) => [id, purge_after])).toEqual([
      ['kept', null],
    ]);
  });

  test('a contact is removed when its day has passed', async () => {
    const entry = newOpinion('contact', { sealed_contact: 'sealed' });
    await db.transaction().execute((trx) => storeOpinions(trx, [entry, newOpinion('no-contact')]));
    await setContactPurge(db, [entry.opinion.id], '2026-06-01');
    await setContactPurge(db, [newOpinion('no-contact').opinion.id], '2026-05-01');
    expect(await purgeContacts(db, '2026-06-01')).toBe(0);
    expect(await purgeContacts(db, '2026-06-02')).toBe(1);
  });

  test('the public list shows cases from 交办 on, newest number first, page by page', async () => {
    const publish = (number: string, given: Partial<CaseFile>) => ({
      ...newCase(`public-${number}`, { number, ...given }),
      notes: { publicText: `路灯 100% 不亮 ${number}` },
    });
    await db
      .transaction()
      .execute((trx) =>
        insertCases(trx, [
          publish('2026-9999', { state: 'assigned', department: 'cgj', topic: 'city' }),
          publish('2026-10000', { state: 'rectifying', department: 'cgj' }),
          publish('2027-0001', { state: 'closed', result: 'A', department: 'jyj' }),
          publish('2027-0002', { state: 'closed', result: 'D', department: 'jyj' }),
          publish('2027-0003', { state: 'suspended', department: 'cgj' }),
          ...(['triaged', 'filed', 'merged', 'sealed'] as const).map((state, index) =>
            publish(`2027-001${index}`, { state, department: 'cgj' }),
          ),
        ]),
      );
    expect((await listPublishedCases(db, { today: '2026-03-02', limit: 10 })).count, 'none is in the ledger').toBe(0);
    await db.updateTable('case_file').set({ logged_seq: 1 }).where('id', 'like', 'public-%').execute();
    const list = async (filter: Partial<PublishedFilter>) =>
      (await listPublishedCases(db, { today: '2026-03-02', limit: 10, ...filter })).cases.map(
        ({ file }) => file.number,
      );

    const all = ['2027-0003', '2027-0002', '2027-0001', '2026-10000', '2026-9999'];
    expect(await list({})).toEqual(all);
    const pages: (string | null)[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await listPublishedCases(db, { today: '2026-03-02', limit: 2, after: after ?? undefined });
      expect(page.count).toBe(5);
      pages.push(...page.cases.map(({ file }) => file.number));
      after = page.next;
    }
    expect(pages).toEqual(all);
    expect(await list({ after: 'nonsense' })).toEqual(all);
    expect(await list({ department: 'jyj' })).toEqual(['2027-0002', '2027-0001']);
    expect(await list({ group: 'open' })).toEqual(['2026-10000', '2026-9999']);
    expect(await list({ group: 'resolved' })).toEqual(['2027-0001']);
    expect(await list({ group: 'explained' })).toEqual(['2027-0002']);
    expect(await list({ group: 'suspended' })).toEqual(['2027-0003']);
    expect(await list({ topic: 'city' })).toEqual(['2026-9999']);
    expect(await list({ year: 2019 })).toEqual([]);
    expect(await list({ text: '路灯 2027-0001' })).toEqual(['2027-0001']);
    expect(await list({ text: '100%' })).toEqual(all);
    expect(await list({ text: '100_' })).toEqual([]);
    expect((await findPublishedCase(db, '2027-0001'))?.publicText).toBe('路灯 100% 不亮 2027-0001');
    expect(await findPublishedCase(db, '2027-0013')).toBeUndefined();
  });
});
