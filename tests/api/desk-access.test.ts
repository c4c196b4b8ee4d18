/** Who may see and do what at the desk: every route and every role, and nothing of a case to those it does not concern. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listQueue } from '../../db/queues.ts';
import { access, mayCall } from '../../server/access.ts';
import { maySee, readableBy } from '../../server/domain/case-access.ts';
import { newCaseFile, states } from '../../server/domain/case-file.ts';
import { type Actor, isDepartmentRole, staffRoles } from '../../server/domain/roles.ts';
import { momentOf } from '../../server/moment.ts';
import { insertCases } from '../../db/case-files.ts';
import { firstEvent } from '../../server/domain/advance.ts';
import type { deskActs } from '../../server/schemas/acts.ts';
import { actOf } from '../../server/domain/workflow.ts';
import { databases } from '../support/databases.ts';
import { type Citizen, type Desk, dump, type Hand, testDesk } from '../support/desk.ts';

const takeUp = { publicText: '有群众反映路灯坏了三个月。', topic: 'city', kind: 'complaint' };
const accounts: Record<(typeof staffRoles)[number], string> = {
  liaison: 'liaison',
  handler: 'handler',
  deputy: 'deputy',
  head: 'head',
  clerk: 'clerk',
  director: 'director',
  supervisor: 'supervisor',
  discipline: 'discipline',
  statistician: 'statistician',
  administrator: 'administrator',
  auditor: 'auditor',
};

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let clerk: Hand;
  let ours: Citizen & { id: string };
  let clue: Citizen & { id: string };
  let file: string;
  beforeAll(async () => {
    desk = await testDesk(await open());
    clerk = await desk.as('clerk');
    const liaison = await desk.as('liaison');
    ours = await desk.opinion({ text: '我叫王小明，电话13800138000，解放路路灯坏了三个月', contact: '13800138000' });
    await clerk.act(ours.id, 'takeUp', takeUp);
    await clerk.act(ours.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await liaison.act(ours.id, 'accept');
    file = await liaison.upload();
    await liaison.act(ours.id, 'claim', { outcome: '修好了', evidence: [file], signedBy: '局长' });
    clue = await desk.opinion({ text: '举报城管局某科长收受好处费', contact: '13900139000' });
    await clerk.act(clue.id, 'seal', { reason: '涉嫌违纪，移交纪检' });
  });
  afterAll(() => desk.close());

  /** Every way in which somebody could look at a case or act on it. */
  const everyRoute = async (hand: Hand, id: string): Promise<{ path: string; answer: Response }[]> => {
    const base = `/api/desk/cases/${id}`;
    const given = { act: 'accept', seq: 1, given: {} };
    return [
      { path: 'view', answer: await hand.get(base) },
      { path: 'similar', answer: await hand.get(`${base}/similar`) },
      { path: 'contact', answer: await hand.post(`${base}/contact`) },
      { path: 'acts', answer: await hand.post(`${base}/acts`, given) },
    ];
  };
  const listed = async (hand: Hand, query: string): Promise<string> => {
    const answer = await hand.get(`/api/desk/cases?${query}`);
    return answer.status === 200 ? answer.text() : '';
  };

  test('every route of the desk and of administration lets in exactly the roles of the table', async () => {
    const routes = Object.entries(access).filter(([line]) => / \/api\/(desk|admin)\//.test(line));
    expect(routes.length).toBeGreaterThan(20);
    for (const [line, callers] of routes) {
      const [method = '', pattern = ''] = line.split(' ');
      if (callers.includes('anyone') || pattern.endsWith('/sign-out') || pattern.endsWith('/password')) continue;
      const path = pattern.replace('{id}', 'nobody').replace('{code}', 'nobody');
      const ask = (hand?: Hand) => {
        if (method === 'GET') return hand ? hand.get(path) : desk.ask(path);
        return hand ? hand.post(path) : desk.post(path, {});
      };
      expect((await ask()).status, `${line} without signing in`).toBe(401);
      for (const role of staffRoles) {
        const answer = await ask(await desk.as(accounts[role]));
        const refusedAtTheDoor =
          answer.status === 403 && ((await answer.json()) as { name: string }).name === 'not-allowed';
        expect(refusedAtTheDoor, `${line} as ${role}: ${answer.status}`).toBe(!mayCall(callers, role));
      }
    }
  });

  test('another department cannot tell a case from one that does not exist', async () => {
    for (const username of ['other', 'otherhead', 'third']) {
      const hand = await desk.as(username);
      const real = await everyRoute(hand, ours.id);
      const none = await everyRoute(hand, 'nothing-there');
      for (const [index, { path, answer }] of real.entries()) {
        const other = none[index]?.answer;
        expect([404, 403], path).toContain(answer.status);
        const strip = (body: string) => body.replaceAll(/"requestId":"[^"]*"/g, '');
        expect(strip(await answer.text()), path).toBe(strip((await other?.text()) ?? ''));
      }
      expect((await hand.get(`/api/desk/files/${file}`)).status).toBe(404);
      for (const queue of ['accept', 'working', 'claims', 'all', 'closed', 'overdue']) {
        const seen = await listed(hand, `queue=${queue}&q=${encodeURIComponent('路灯')}`);
        expect(seen).not.toContain(ours.id);
        expect(seen).toContain('"count":0');
      }
    }
  });

  test('the department of a case reads no name, no telephone and no contact of its author', async () => {
    for (const username of ['liaison', 'handler', 'deputy', 'head']) {
      const hand = await desk.as(username);
      const view = await hand.view(ours.id);
      expect(JSON.stringify(view)).not.toMatch(/13800138000|王小明/);
      expect(view.publicText).toBe(takeUp.publicText);
      expect(view.opinions[0]).toMatchObject({ original: null, hasContact: null, verdict: null, findings: [] });
      expect(view.opinions[0]?.redacted).toContain('路灯');
      expect(JSON.stringify(view.history)).not.toContain('姓名clerk');
      expect((await hand.post(`/api/desk/cases/${ours.id}/contact`)).status).toBe(403);
      expect((await hand.get(`/api/desk/files/${file}`)).status).toBe(200);
      expect(await listed(hand, `queue=all&q=${encodeURIComponent('王小明')}`)).toContain('"count":0');
    }
  });

  test('a clue against a department is seen by nobody but 纪检, whichever way one asks', async () => {
    for (const role of staffRoles.filter((one) => one !== 'discipline')) {
      const hand = await desk.as(accounts[role]);
      for (const { path, answer } of await everyRoute(hand, clue.id)) {
        expect(await answer.text(), `${role} ${path}`).not.toMatch(/好处费|13900139000|涉嫌违纪/);
      }
      for (const queue of ['all', 'triage', 'clues', 'accept', 'check']) {
        const seen = await listed(hand, `queue=${queue}`);
        expect(seen, `${role} ${queue}`).not.toContain('好处费');
        if (isDepartmentRole(role) || role === 'supervisor' || role === 'statistician')
          expect(seen).not.toContain(clue.id);
        expect(await listed(hand, `queue=${queue}&q=${encodeURIComponent('好处费')}`)).not.toContain(clue.id);
      }
      if (isDepartmentRole(role)) expect((await hand.get(`/api/desk/cases/${clue.id}`)).status).toBe(404);
    }
    const discipline = await desk.as('discipline');
    const view = await discipline.view(clue.id);
    expect(view.opinions[0]?.original).toContain('好处费');
    expect(view.acts.map(({ act }) => act)).toEqual(['receiveClue']);
    await discipline.act(clue.id, 'receiveClue', { comment: '已收' });
    expect(await listed(discipline, 'queue=clues')).toContain(clue.id);
    expect((await discipline.get(`/api/desk/cases/${ours.id}`)).status).toBe(404);
    // Public routes neither.
    expect(await (await desk.ask('/api/cases')).text()).not.toContain(clue.id);
    expect(await (await desk.ask('/open/figures.json')).text()).not.toContain('好处费');
  });

  test('the statistician sees where cases stand and not a word of them', async () => {
    const hand = await desk.as('statistician');
    const view = await hand.view(ours.id);
    expect(view).toMatchObject({ state: 'claimed', publicText: null, publicOutcome: null, evidence: [], acts: [] });
    expect(JSON.stringify(view)).not.toMatch(/路灯|修好了/);
    expect(await listed(hand, 'queue=all')).not.toContain('路灯');
    expect(await listed(hand, `queue=all&q=${encodeURIComponent('路灯')}`)).toContain('"count":0');
    expect((await hand.get(`/api/desk/files/${file}`)).status).toBe(404);
  });

  test('roles that may not act on cases are refused every act', async () => {
    for (const username of ['statistician', 'auditor', 'administrator']) {
      const hand = await desk.as(username);
      expect((await hand.try(ours.id, 'beginReview')).status).toBe(403);
    }
    const supervisor = await desk.as('supervisor');
    expect((await supervisor.get(`/api/desk/cases/${ours.id}`)).status).toBe(404);
    expect((await supervisor.try(ours.id, 'beginReview')).status).toBe(404);
  });

  test('an act is refused to every role that the table does not name', async () => {
    for (const role of staffRoles) {
      const hand = await desk.as(accounts[role]);
      const view = await hand.get(`/api/desk/cases/${ours.id}`);
      if (view.status !== 200) continue;
      const { acts } = (await view.json()) as { acts: { act: (typeof deskActs)[number] }[] };
      for (const { act } of acts) expect(actOf(act).by, `${role} ${act}`).toContain(role);
    }
  });

  test('lists and single cases agree on who may see what, in every state', async () => {
    const { db } = desk.context;
    const files = states.map((state, index) => ({
      ...newCaseFile({ id: `seen-${state}`, channel: 'qr', kind: 'complaint', named: 'jyj', receivedOn: '2026-10-01' }),
      seq: 1,
      state,
      department: index % 2 === 0 ? 'jyj' : 'zjj',
      coDepartments: index % 3 === 0 ? ['cgj'] : [],
    }));
    await db.transaction().execute((trx) =>
      insertCases(
        trx,
        files.map((one) => ({
          file: one,
          events: [{ ...firstEvent(one, { role: 'citizen' }), at: '2026-10-01' }],
        })),
      ),
    );
    const moment = await momentOf(db, desk.context.now());
    for (const role of staffRoles) {
      for (const department of isDepartmentRole(role) ? ['cgj', 'jyj', 'zjj'] : [undefined]) {
        const actor: Actor = { role, ...(department && { department }) };
        const { items } = await listQueue(db, actor, moment, { queue: 'all', words: [] }, { limit: 100 });
        const expected = files.filter((one) => maySee(one, actor)).map(({ id }) => id);
        expect(
          items
            .map(({ file: { id } }) => id)
            .filter((id) => id.startsWith('seen-'))
            .sort(),
          role,
        ).toEqual(expected.sort());
        for (const one of files.filter((each) => !maySee(each, actor))) {
          expect(Object.values(readableBy(one, actor))).not.toContain(true);
        }
      }
    }
    await db
      .deleteFrom('case_file')
      .where('id', 'like', 'seen-%')
      .execute()
      .catch(() => undefined);
  });

  describe('hostile input', () => {
    const bad: [string, unknown][] = [
      ['nothing', {}],
      ['a list', []],
      ['an unknown act', { act: 'deleteEverything', seq: 1, given: {} }],
      ['a citizen’s act', { act: 'confirm', seq: 1, given: { proof: 'lock' } }],
      ['the first act', { act: 'submit', seq: 1, given: {} }],
      ['no fields', { act: 'takeUp', seq: 1 }],
      ['a field too many', { act: 'takeUp', seq: 1, given: { ...takeUp, department: 'cgj' } }],
      ['a prototype', JSON.parse('{"act":"takeUp","seq":1,"given":{"__proto__":{"publicText":"x"}}}')],
      ['a number for a text', { act: 'takeUp', seq: 1, given: { ...takeUp, publicText: 7 } }],
      ['a text too long', { act: 'takeUp', seq: 1, given: { ...takeUp, publicText: '长'.repeat(1001) } }],
      ['a text of spaces', { act: 'takeUp', seq: 1, given: { ...takeUp, publicText: ' \u200b\u0000\n ' } }],
      ['a department that is not there', { act: 'assign', seq: 1, given: { department: 'nobody', nature: 'TIMED' } }],
      [
        'a department that is no code',
        { act: 'assign', seq: 1, given: { department: "x' or 1=1 --", nature: 'TIMED' } },
      ],
      ['a sequence that is no number', { act: 'takeUp', seq: '1', given: takeUp }],
      ['a sequence below one', { act: 'takeUp', seq: 0, given: takeUp }],
      [
        'a day that does not exist',
        { act: 'supervise', seq: 1, given: { level: 2, reason: '催', demand: '办', replyBy: '2026-02-30' } },
      ],
      [
        'a level that does not exist',
        { act: 'supervise', seq: 1, given: { level: 4, reason: '催', demand: '办', replyBy: '2026-12-30' } },
      ],
    ];
    test.each(bad)('%s is refused and changes nothing', async (_name, body) => {
      const citizen = await desk.opinion({ text: '公园厕所没有灯，晚上不敢去' });
      const director = await desk.as('director');
      const before = await desk.context.db.selectFrom('case_file').selectAll().where('id', '=', citizen.id).execute();
      const answer = await director.post(`/api/desk/cases/${citizen.id}/acts`, body);
      expect([409, 422]).toContain(answer.status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await desk.context.db.selectFrom('case_file').selectAll().where('id', '=', citizen.id).execute()).toEqual(
        before,
      );
    });

    test('addresses, cursors and searches from elsewhere are refused or find nothing', async () => {
      for (const query of [
        'after=garbage',
        'after=2026-13-01~2026-01-01~x',
        'queue=nothing',
        'limit=1000',
        `q=${'x'.repeat(61)}`,
        'topic=x',
      ]) {
        expect((await clerk.get(`/api/desk/cases?${query}`)).status, query).toBe(422);
      }
      expect((await clerk.get('/api/desk/cases?queue=accept')).status).toBe(403);
      expect((await clerk.get('/api/desk/cases?queue=all&q=%00')).status).toBe(400);
      for (const q of ['%', '_', "' or 1=1 --", '\\', '\u0001%']) {
        const answer = await clerk.get(`/api/desk/cases?queue=all&q=${encodeURIComponent(q)}`);
        expect(answer.status, q).toBe(200);
        expect(((await answer.json()) as { count: number }).count, q).toBe(0);
      }
      for (const id of ['..%2f..%2fetc', 'x'.repeat(65), '%00', "'%3bdrop table"]) {
        expect([400, 404, 422]).toContain((await clerk.get(`/api/desk/cases/${id}`)).status);
        expect([400, 404, 422]).toContain((await clerk.get(`/api/desk/files/${id}`)).status);
      }
    });

    test('a request from another site is refused even with a valid cookie', async () => {
      const answer = await desk.ask(`/api/desk/cases/${ours.id}/acts`, {
        method: 'POST',
        headers: { cookie: clerk.cookie, 'content-type': 'application/json', origin: 'https://evil.example' },
        body: JSON.stringify({ act: 'urge', seq: 5, given: {} }),
      });
      expect(await answer.json()).toMatchObject({ status: 403, name: 'origin' });
    });

    test('a file that is no evidence is refused, whatever it is called', async () => {
      for (const body of ['', '<script>alert(1)</script>', 'MZ\u0000\u0000', 'x'.repeat(2000)]) {
        const answer = await desk.ask('/api/desk/files?name=photo.jpg', {
          method: 'POST',
          headers: {
            cookie: clerk.cookie,
            'content-type': 'application/octet-stream',
            'sec-fetch-site': 'same-origin',
          },
          body,
        });
        expect(await answer.json()).toMatchObject({ status: 422, name: 'not-evidence' });
      }
    });

    test('markup and formulas in a text are stored as text', async () => {
      const text = '<img src=x onerror=alert(1)> =cmd|calc "路灯"';
      const citizen = await desk.opinion({ text: '公园厕所没有灯，晚上不敢去' });
      await clerk.act(citizen.id, 'takeUp', { ...takeUp, publicText: text });
      expect((await clerk.view(citizen.id)).publicText).toBe(text);
      expect(await dump(desk.context.db)).not.toContain('undefined');
    });
  });
});
