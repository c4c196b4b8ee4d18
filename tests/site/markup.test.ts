/** Words that are markup stay words: every text that anybody can store, on every page that shows it, at every desk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { updateAccount } from '../../db/accounts.ts';
import { saveClass, saveDepartment } from '../../db/departments.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { setSetting } from '../../db/settings.ts';
import { formatCode } from '../../server/domain/receipt.ts';
import { staffRoles } from '../../server/domain/roles.ts';
import { paperForms } from '../../server/schemas/papers.ts';
import { cookieIn, password, testDesk } from '../support/desk.ts';
import { hostile, mistaken, short, showsWords } from '../support/markup.ts';
import { type Server, startServer } from '../support/server.ts';

const link = 'javascript:alert(1)';

let dataDir: string;
let server: Server;
let code: string;
const cases: string[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'wanping-markup-'));
  const db = openDatabase(`sqlite:${join(dataDir, 'wanping.sqlite')}`);
  await migrateToLatest(db);
  const desk = await testDesk(db);
  await setSetting(db, 'city', {
    name: `澜江${short}`,
    organizer: hostile,
    documentPrefix: hostile,
    siteCode: hostile,
    icp: link,
    policeRecord: hostile,
    telephone: link,
    yearStartsOn: '12-01',
  });
  await saveClass(db, { code: 'law', name: `执法${hostile}`, isRanked: true, position: 1 });
  await saveDepartment(db, {
    code: 'cgj',
    name: `城管局${hostile}`,
    fullName: hostile,
    classCode: 'law',
    pinyin: hostile,
    initials: short,
    duties: hostile,
    commitments: [hostile, link],
    address: link,
    telephone: hostile,
    isActive: true,
    position: 0,
  });
  for (const role of staffRoles) await updateAccount(db, `account-${role}`, { displayName: `${role}${hostile}` });

  const [clerk, clerk2, director, liaison, helper] = [
    await desk.as('clerk'),
    await desk.as('clerk2'),
    await desk.as('director'),
    await desk.as('liaison'),
    await desk.as('third'),
  ];
  const text = `解放路路灯坏了三个月${hostile}${link}`;
  const takenUp = async () => {
    const citizen = await desk.opinion({ text, contact: hostile.slice(0, 100) });
    await clerk.act(citizen.id, 'takeUp', { publicText: text, topic: 'city', kind: 'complaint' });
    cases.push(citizen.id);
    return citizen;
  };
  const planned = async () => {
    const citizen = await takenUp();
    await clerk.act(citizen.id, 'assign', {
      department: 'cgj',
      coDepartments: ['zjj'],
      nature: 'TIMED',
      demand: hostile,
    });
    await liaison.act(citizen.id, 'accept', { contactPerson: short, telephone: short });
    await helper.act(citizen.id, 'assist', { opinion: hostile });
    await liaison.act(citizen.id, 'plan', {
      cause: hostile,
      goal: hostile,
      measures: [{ what: hostile, section: short, by: '2026-10-30' }],
      leader: short,
      contactPerson: short,
      telephone: short,
      plannedDay: '2026-10-30',
    });
    await liaison.act(citizen.id, 'progress', { progress: hostile, percent: 50, difficulty: hostile });
    return citizen;
  };
  const claimed = async () => {
    const citizen = await planned();
    const evidence = [await liaison.upload(`${short}.pdf`)];
    await liaison.act(citizen.id, 'claim', { outcome: hostile, evidence, signedBy: short });
    await clerk2.act(citizen.id, 'beginReview');
    return citizen;
  };
  await desk.opinion({ text });
  await takenUp();
  const questioned = await planned();
  await liaison.act(questioned.id, 'requestExtension', {
    reason: hostile,
    workDone: hostile,
    until: '2026-12-20',
    signedBy: short,
  });
  await director.act(questioned.id, 'refuseExtension', { ruling: hostile });
  await director.act(questioned.id, 'supervise', { level: 2, reason: hostile, demand: hostile, replyBy: '2026-10-30' });
  await liaison.act(questioned.id, 'ask', { question: hostile });
  const returned = await takenUp();
  await clerk.act(returned.id, 'assign', { department: 'cgj', nature: 'TIMED' });
  await liaison.act(returned.id, 'requestReturn', { reason: hostile, grounds: hostile, suggestedDepartment: 'jyj' });
  const suspended = await planned();
  await liaison.act(suspended.id, 'putOnAccount', {
    suspensionCause: 'funds',
    explanation: hostile,
    nextStep: hostile,
    reviewDay: '2026-12-01',
    signedBy: short,
  });
  await clerk2.act(suspended.id, 'beginReview');
  await (await desk.as('director')).act(suspended.id, 'passAccount', { opinion: hostile });
  const clue = await takenUp();
  await clerk.act(clue.id, 'seal', { reason: hostile });
  const asked = await claimed();
  await clerk2.act(asked.id, 'passReview', { opinion: hostile });
  await (await desk.as('supervisor')).act(asked.id, 'check', { finding: hostile, place: short });
  const again = await claimed();
  await clerk2.act(again.id, 'sendBack', { reason: hostile });
  code = formatCode(questioned.code);
  await desk.close();
  server = await startServer({ dataDir, env: { ALTCHA_COST: '100' } });
});
afterAll(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const q = encodeURIComponent(hostile);
/** @returns whether a page shows some of the words */
async function look(path: string, init: RequestInit = {}): Promise<boolean> {
  const answer = await fetch(server.url + path, { redirect: 'manual', ...init });
  const page = await answer.text();
  expect(answer.status, path).toBeLessThan(500);
  expect(mistaken(page), path).toBe('');
  return showsWords(page);
}

test('no public page takes what somebody wrote for markup or for an address', async () => {
  const shown = [
    '/',
    '/d',
    '/d/cgj',
    '/d/cgj/rate',
    '/d/cgj/opinion',
    '/d/cgj/poster',
    '/cases',
    '/account',
    '/rates',
    '/rates/law',
  ];
  const numbers = ['0001', '0002', '0003', '0004', '0005', '0006', '0007'].map((number) => `/cases/2026-${number}`);
  const others = ['/method', '/privacy', '/api', '/opinion', '/track', '/setup', '/desk/sign-in', '/offline'];
  const asked = [
    `/d?q=${q}`,
    `/cases?q=${q}&department=${q}&topic=${q}&after=${q}`,
    `/cases/${q}`,
    `/account?department=${q}&after=${q}`,
    `/d/${q}`,
    `/opinion?d=${q}`,
  ];
  for (const path of shown) expect(await look(path), path).toBe(true);
  for (const headers of [{}, { cookie: 'view=elder' }]) {
    for (const path of [...shown, ...numbers, ...others, ...asked]) await look(path, { headers });
  }
  expect(await look('/cases/2026-0002')).toBe(true);
});

test('neither does the page of a receipt, nor a form that comes back with what was typed', async () => {
  const send = (path: string, fields: Record<string, string>) =>
    look(path, { method: 'POST', headers: { origin: server.url }, body: new URLSearchParams(fields) });
  expect(await send('/track', { code })).toBe(true);
  expect(await send('/track', { code: hostile })).toBe(true);
  for (const path of ['/opinion', '/d/cgj/opinion', '/d/cgj/rate', '/setup']) {
    const names = [
      'text',
      'contact',
      'department',
      'kind',
      'q',
      'token',
      'code',
      'city',
      'organizer',
      'username',
      'displayName',
    ];
    await send(path, Object.fromEntries(names.map((name) => [name, hostile])));
  }
  await send('/desk/sign-in', { 'sign-in-username': hostile, 'sign-in-password': 'x', next: link });
});

test('nor any page of any desk', async () => {
  for (const role of staffRoles) {
    const answer = await fetch(`${server.url}/api/desk/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ username: role, password }),
    });
    expect(answer.status, role).toBe(200);
    const headers = { cookie: cookieIn(answer) };
    const paths = [
      ...['', `?queue=all`, `?queue=all&q=${q}`, `?queue=${q}&after=${q}`].map((query) => `/desk${query}`),
      ...cases.flatMap((id) => [
        `/desk/cases/${id}`,
        `/desk/cases/${id}/papers`,
        ...paperForms.map((form) => `/desk/cases/${id}/papers/${form}`),
      ]),
      `/desk/cases/${cases[0]}/papers/${q}`,
      '/desk/papers/ledger?department=cgj',
      `/desk/papers/ledger?department=${q}&year=${q}&after=${q}`,
      ...['opinions/new', 'password', 'admin/accounts', `admin/accounts?id=account-${role}`].map(
        (path) => `/desk/${path}`,
      ),
      ...['departments', 'departments?code=cgj', 'city', 'calendar', 'audit', `audit?act=${q}&account=${q}`].map(
        (path) => `/desk/admin/${path}`,
      ),
    ];
    let shows = 0;
    for (const path of paths) if (await look(path, { headers })) shows += 1;
    expect(shows, role).toBeGreaterThan(role === 'statistician' ? 0 : 3);
  }
});
