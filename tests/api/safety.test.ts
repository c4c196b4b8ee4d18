/** What must stay closed: cases to departments that no longer have them, clues to everybody, uploads to programs, the trail to noise. */
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { queuesOf } from '../../server/domain/queues.ts';
import { staffRoles } from '../../server/domain/roles.ts';
import { databases } from '../support/databases.ts';
import { cookieIn, type Desk, type Hand, password, pdf, testDesk } from '../support/desk.ts';

const takeUp = { publicText: '有群众反映路灯坏了三个月。', topic: 'city', kind: 'complaint' };
const same = { 'sec-fetch-site': 'same-origin' };

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let clerk: Hand;
  beforeEach(async () => {
    desk = await testDesk(await open());
    clerk = await desk.as('clerk');
  });
  afterEach(() => desk.close());

  /** A JPEG of one colour, with something behind its end. */
  const photoWith = async (tail: string): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(
      Buffer.concat([
        await sharp({ create: { width: 20, height: 20, channels: 3, background: '#7a9' } })
          .jpeg()
          .toBuffer(),
        Buffer.from(tail),
      ]),
    );
  const sendEvidence = (hand: Hand, body: Uint8Array<ArrayBuffer>, name: string): Promise<Response> =>
    desk.ask(`/api/desk/files?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { ...same, cookie: hand.cookie, 'content-type': 'application/octet-stream' },
      body,
    });
  const sendPhoto = (body: Uint8Array<ArrayBuffer>): Promise<Response> =>
    desk.ask('/api/photos', { method: 'POST', headers: { ...same, 'content-type': 'image/jpeg' }, body });

  /** A 意见 with a photo, taken up and given to 城管局, which 住建局 helps. */
  async function assigned() {
    const { id: photo } = (await (await sendPhoto(await photoWith(''))).json()) as { id: string };
    const citizen = await desk.opinion({ text: '解放路路灯坏了三个月没人修，请尽快处理' });
    await desk.context.db
      .updateTable('file')
      .set({ opinion_id: citizen.opinionId, case_id: citizen.id, purge_after: null })
      .where('id', '=', photo)
      .execute();
    await clerk.act(citizen.id, 'takeUp', takeUp);
    await clerk.act(citizen.id, 'assign', { department: 'cgj', coDepartments: ['zjj'], nature: 'TIMED' });
    return { ...citizen, photo };
  }
  /** What is left of a case for somebody: answers of every route, and whether any list or count has it. */
  async function traces(hand: Hand, id: string, files: string[]): Promise<Record<string, number>> {
    const { role } = (await (await hand.get('/api/desk/me')).json()) as { role: keyof typeof queuesOf };
    const queues = (await (await hand.get('/api/desk/queues')).json()) as { items: { count: number }[] };
    const found: Record<string, number> = {
      view: (await hand.get(`/api/desk/cases/${id}`)).status,
      act: (await hand.try(id, 'accept')).status,
      counted: queues.items.reduce((sum, { count }) => sum + count, 0),
      listed: 0,
    };
    for (const [index, file] of files.entries()) {
      found[`file ${index}`] = (await hand.get(`/api/desk/files/${file}`)).status;
    }
    for (const queue of queuesOf[role]) {
      for (const query of ['', '&q=路灯', '&q=2026-0001', '&department=cgj', '&topic=city']) {
        const answer = await hand.get(`/api/desk/cases?queue=${queue}${encodeURI(query)}`);
        const { count, items } = (await answer.json()) as { count: number; items: object[] };
        found['listed'] = (found['listed'] ?? 0) + count + items.length;
      }
    }
    return found;
  }
  const nothing = { view: 404, act: 404, counted: 0, listed: 0 };

  test('a department that gave a case back, and those that helped it, know nothing of it any more', async () => {
    const { id, photo } = await assigned();
    const liaison = await desk.as('liaison');
    const helper = await desk.as('third');
    for (const hand of [liaison, helper]) {
      expect((await hand.get(`/api/desk/cases/${id}`)).status).toBe(200);
      expect((await hand.get(`/api/desk/files/${photo}`)).status).toBe(200);
    }
    expect(await traces(await desk.as('other'), id, [photo])).toEqual({ ...nothing, 'file 0': 404 });
    await liaison.act(id, 'requestReturn', { reason: '不归我局', grounds: '三定方案', suggestedDepartment: 'jyj' });
    await (await desk.as('director')).act(id, 'grantReturn', { ruling: '同意退回' });
    for (const hand of [liaison, await desk.as('handler'), helper]) {
      expect(await traces(hand, id, [photo])).toEqual({ ...nothing, 'file 0': 404 });
    }
    await clerk.act(id, 'assign', { department: 'jyj', nature: 'TIMED' });
    for (const hand of [liaison, await desk.as('head'), helper]) {
      expect(await traces(hand, id, [photo])).toEqual({ ...nothing, 'file 0': 404 });
    }
    expect((await (await desk.as('other')).view(id)).opinions[0]?.photos).toHaveLength(1);
  });

  test('a department whose case was given to another cannot read even the evidence that it sent itself', async () => {
    const { id, photo } = await assigned();
    const liaison = await desk.as('liaison');
    await liaison.act(id, 'accept');
    const evidence = await liaison.upload();
    // Before it belongs to a case, only the uploader has it.
    expect((await (await desk.as('handler')).get(`/api/desk/files/${evidence}`)).status).toBe(404);
    await desk.context.db
      .updateTable('file')
      .set({ case_id: id, purge_after: null })
      .where('id', '=', evidence)
      .execute();
    expect((await liaison.get(`/api/desk/files/${evidence}`)).status).toBe(200);
    await (await desk.as('director')).act(id, 'transfer', { ruling: '改由教育局办理' });
    await clerk.act(id, 'assign', { department: 'jyj', nature: 'TIMED' });
    const left = await traces(liaison, id, [photo, evidence]);
    expect(left).toEqual({ ...nothing, 'file 0': 404, 'file 1': 404 });
  });

  test('sealing a clue changes no published figure: the department that it names cannot tell that there is one', async () => {
    const published = async (): Promise<string[]> => {
      await desk.context.ledger.settle();
      return Promise.all(
        [
          '/api/figures',
          '/open/figures.json',
          '/open/figures.csv',
          '/api/figures/departments/cgj',
          '/api/cases',
          '/api/departments/cgj',
        ].map(async (path) => (await desk.ask(path)).text()),
      );
    };
    await desk.opinion({ text: '公园厕所没有灯，晚上不敢去' });
    const clue = await desk.opinion({ text: '举报城管局某科长收受好处费' });
    const before = await published();
    await clerk.act(clue.id, 'seal', { reason: '涉嫌违纪' });
    expect(await published()).toEqual(before);
    const received = JSON.parse(before[0] ?? '') as { departments: { code: string; received: number }[] };
    expect(received.departments.find(({ code }) => code === 'cgj')?.received).toBe(2);
  });

  test('what was merged into a clue is sealed with it, for the office as well', async () => {
    const text = '举报城管局某科长收受好处费两万元';
    const [first, second, third] = [
      await desk.opinion({ text, contact: '13900139000' }),
      await desk.opinion({ text: `${text}，有录音`, contact: '13900139001' }),
      await desk.opinion({ text: `${text}，有照片` }),
    ] as const;
    await clerk.act(first.id, 'takeUp', takeUp);
    await clerk.act(second.id, 'takeUp', takeUp);
    await clerk.act(third.id, 'merge', { target: second.id });
    await clerk.act(second.id, 'merge', { target: first.id });
    await clerk.act(first.id, 'seal', { reason: '涉嫌违纪' });
    for (const role of staffRoles.filter((one) => one !== 'discipline' && one !== 'administrator')) {
      const hand = await desk.as(role);
      for (const { id } of [first, second, third]) {
        const answers = [
          await hand.get(`/api/desk/cases/${id}`),
          await hand.get(`/api/desk/cases/${id}/similar`),
          await hand.post(`/api/desk/cases/${id}/contact`),
        ];
        for (const answer of answers) expect(await answer.text(), role).not.toMatch(/好处费|路灯|1390013900|涉嫌/);
        if (role === 'statistician' || role === 'supervisor') expect(answers[0]?.status).toBe(404);
      }
      const found = await hand.get(`/api/desk/cases?queue=all&q=${encodeURIComponent('好处费')}`);
      expect(await found.json(), role).toMatchObject({ count: 0, items: [] });
    }
    const discipline = await desk.as('discipline');
    for (const { id } of [first, second, third]) {
      expect((await discipline.view(id)).opinions).toMatchObject([{ original: expect.stringContaining('好处费') }]);
    }
    const contact = await discipline.post(`/api/desk/cases/${second.id}/contact`);
    expect(await contact.json()).toMatchObject({ items: [{ contact: '13900139001' }] });
    const track = await desk.post('/api/track', { viewKey: third.viewKey });
    expect(await track.json()).toMatchObject({ state: 'sealed', number: null, joined: false });
  });

  test('a clue found among merged 意见 leaves the case that goes on, and nobody reads it there', async () => {
    const rest = await desk.opinion({ text: '解放路路灯坏了三个月没人修' });
    await clerk.act(rest.id, 'takeUp', takeUp);
    const clue = await desk.opinion({ text: '解放路路灯坏了，某科长还收好处费' });
    await clerk.act(clue.id, 'merge', { target: rest.id });
    await clerk.act(clue.id, 'seal', { reason: '涉嫌违纪' });
    await clerk.act(rest.id, 'assign', { department: 'cgj', nature: 'TIMED' });
    for (const hand of [clerk, await desk.as('liaison'), await desk.as('auditor')]) {
      expect(JSON.stringify(await hand.view(rest.id))).not.toMatch(/好处费/);
    }
    expect(await traces(await desk.as('supervisor'), clue.id, [])).toMatchObject({ view: 404, counted: 0, listed: 0 });
    expect((await (await desk.as('discipline')).view(clue.id)).opinions[0]?.original).toContain('好处费');
  });

  test('a clue is in no queue of those who must not know of it, and is not suggested as similar', async () => {
    const text = '举报城管局某科长收受好处费两万元';
    const clue = await desk.opinion({ text });
    await clerk.act(clue.id, 'seal', { reason: '涉嫌违纪' });
    for (const username of ['liaison', 'handler', 'deputy', 'head', 'supervisor', 'statistician']) {
      const hand = await desk.as(username);
      expect(await traces(hand, clue.id, []), username).toMatchObject({ view: 404, counted: 0, listed: 0 });
    }
    const alike = await desk.opinion({ text: `${text}！` });
    expect(await (await clerk.get(`/api/desk/cases/${alike.id}/similar`)).json()).toEqual({ items: [] });
    expect((await clerk.view(alike.id)).similar).toEqual([]);
    expect((await clerk.get(`/api/desk/cases/${clue.id}/similar`)).status).toBe(404);
  });

  test('an opened text is noted once for each person, case and day; every look at a contact is', async () => {
    const citizen = await desk.opinion({ text: '我叫王小明，解放路路灯坏了', contact: '13800138000' });
    const other = await desk.opinion();
    const noted = async () => {
      const rows = await desk.context.db.selectFrom('audit').selectAll().execute();
      return rows
        .filter(({ act }) => act.endsWith('.opened'))
        .map(({ account_id, act, subject }) => `${account_id} ${act} ${subject === citizen.id ? 'one' : 'other'}`)
        .sort();
    };
    for (let count = 0; count < 3; count += 1) await clerk.view(citizen.id);
    expect(await noted()).toEqual(['account-clerk text.opened one']);
    await clerk.view(other.id);
    await (await desk.as('clerk2')).view(citizen.id);
    expect(await noted()).toHaveLength(3);
    await clerk.post(`/api/desk/cases/${citizen.id}/contact`);
    await clerk.post(`/api/desk/cases/${citizen.id}/contact`);
    expect(await noted()).toHaveLength(5);
    desk.later(1);
    await (await desk.as('clerk')).view(citizen.id);
    expect((await noted()).filter((line) => line === 'account-clerk text.opened one')).toHaveLength(2);
    // The trail says who and which, and nothing that somebody wrote.
    const trail = await (await (await desk.as('auditor')).get('/api/admin/audit')).text();
    expect(trail).toContain(citizen.id);
    expect(trail).not.toMatch(/王小明|13800138000|路灯/);
  });

  test('what hides a page or a program is no evidence and no photo, whatever it calls itself', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    for (const content of [
      svg,
      '<!doctype html><script>alert(1)</script>',
      `${svg}<!--%PDF-1.4-->`,
      '<script>alert(1)</script>\n%PDF-1.4\n',
      'GIF89a/*%PDF-*/=1;alert(1)',
      '<?xml version="1.0"?><x/>',
      'PK\u0003\u0004<script>alert(1)</script>',
    ]) {
      const bytes = new Uint8Array(Buffer.from(content));
      for (const name of ['x.jpg', 'x.pdf', 'x.svg', 'x.html']) {
        expect((await sendEvidence(clerk, bytes, name)).status, content).toBe(422);
      }
      expect((await sendPhoto(bytes)).status, content).toBe(422);
    }
  });

  test('a picture loses what hides behind it, and files go back as what they are, never as a page', async () => {
    const script = '<script>alert(1)</script>';
    const sent = await sendEvidence(clerk, await photoWith(script), 'x.html');
    expect(sent.status).toBe(201);
    const { id, name } = (await sent.json()) as { id: string; name: string };
    expect(name).toBe('x.jpg');
    const picture = await clerk.get(`/api/desk/files/${id}`);
    expect(Buffer.from(await picture.arrayBuffer()).includes('<script')).toBe(false);
    const paper = await sendEvidence(clerk, pdf, '"><img src=x onerror=alert(1)>.html');
    const stored = (await paper.json()) as { id: string; name: string };
    expect(stored.name).toMatch(/^[^<>"]+\.pdf$/);
    const saved = await clerk.get(`/api/desk/files/${stored.id}`);
    for (const [answer, type, disposition] of [
      [picture, 'image/jpeg', 'inline'],
      [saved, 'application/pdf', 'attachment'],
    ] as const) {
      expect(answer.headers.get('content-type')).toBe(type);
      expect(answer.headers.get('content-disposition')).toMatch(
        new RegExp(`^${disposition}; filename\\*=UTF-8''[\\w%.()-]+$`),
      );
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });
});

test('under https the cookies are bound to this host and never sent without encryption', async () => {
  const [sqlite] = databases;
  if (sqlite === undefined) throw new Error('no database');
  const desk = await testDesk(await sqlite.open(), { env: { PUBLIC_URL: 'https://pingyi.example' } });
  const answer = await desk.post('/api/desk/sign-in', { username: 'clerk', password });
  expect(answer.status).toBe(200);
  const cookies = answer.headers.getSetCookie();
  expect(cookies).toHaveLength(2);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-wanping(-device)?=[\w-]{43}; /);
    const attributes = cookie.split('; ').slice(1);
    expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']));
    expect(attributes.some((attribute) => /^domain/i.test(attribute))).toBe(false);
  }
  const cookie = cookieIn(answer);
  expect((await desk.ask('/api/desk/me', { headers: { cookie } })).status).toBe(200);
  // The name without the prefix, which another host of the domain could set, is nobody's session.
  const planted = cookie.replaceAll('__Host-', '');
  expect((await desk.ask('/api/desk/me', { headers: { cookie: planted } })).status).toBe(401);
  const out = await desk.post('/api/desk/sign-out', {}, { cookie });
  expect(out.headers.getSetCookie()[0]).toMatch(/^__Host-wanping=; .*Secure/);
  await desk.close();
});
