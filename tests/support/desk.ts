/** A city with its departments and staff for tests of the desk, and the hands that work there. */
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import { insertAccount } from '../../db/accounts.ts';
import { seedCalendar } from '../../db/calendar.ts';
import { saveClass, saveDepartment } from '../../db/departments.ts';
import { setSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import type { StaffRole } from '../../server/domain/roles.ts';
import {
  receiptNumber,
  locksOf,
  makeCode,
  preimage,
  viewHash,
  viewKey,
  type ConfirmationRound,
} from '../../server/domain/receipt.ts';
import type { ActName } from '../../server/domain/workflow.ts';
import type { ActDone, CaseView } from '../../server/schemas/desk.ts';
import { hashPassword } from '../../server/sign-in/passwords.ts';
import { type TestCity, type TestCityOptions, testCity } from './city.ts';

export const password = '澜江水长 47 号码头';
let hashed: Promise<string> | undefined;

/** One account for each role, two clerks, and a second department's people. */
const people: readonly [username: string, role: StaffRole, department: string | null][] = [
  ['clerk', 'clerk', null],
  ['clerk2', 'clerk', null],
  ['director', 'director', null],
  ['liaison', 'liaison', 'cgj'],
  ['handler', 'handler', 'cgj'],
  ['deputy', 'deputy', 'cgj'],
  ['head', 'head', 'cgj'],
  ['other', 'liaison', 'jyj'],
  ['otherhead', 'head', 'jyj'],
  ['third', 'liaison', 'zjj'],
  ['supervisor', 'supervisor', null],
  ['discipline', 'discipline', null],
  ['statistician', 'statistician', null],
  ['administrator', 'administrator', null],
  ['auditor', 'auditor', null],
];

/** What a citizen holds. */
export interface Citizen {
  code: string;
  opinionId: string;
  /** Opens the lock of a round with a word. */
  preimage: (round: ConfirmationRound, word: 'y' | 'n') => string;
  viewKey: string;
}

/** What a test says of an 意见; the rest is made up. */
interface Given {
  text?: string;
  contact?: string;
  department?: string | null;
  kind?: string;
}

export interface Desk extends TestCity {
  /** Signs in once and keeps the cookie. */
  as(username: string): Promise<Hand>;
  /** A citizen hands in an 意见. */
  opinion(given?: Given): Promise<Citizen & { id: string }>;
  /** Moves the clock on by days, to ten in the morning. */
  later(days: number): void;
}

/** Somebody at a desk. */
export interface Hand {
  cookie: string;
  get(path: string): Promise<Response>;
  post(path: string, body?: unknown): Promise<Response>;
  view(id: string): Promise<CaseView>;
  /** Does an act on the case as it is now; the answer whatever it is. */
  try(id: string, act: ActName, given?: object, seq?: number): Promise<Response>;
  /** Does an act that must work. */
  act(id: string, act: ActName, given?: object): Promise<ActDone>;
  upload(name?: string): Promise<string>;
}

export const pdf = new TextEncoder().encode('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF');

export async function testDesk(db: Kysely<Database>, options: TestCityOptions = {}): Promise<Desk> {
  const city = await testCity(db, options);
  hashed ??= hashPassword(password);
  await db.transaction().execute(seedCalendar);
  await setSetting(db, 'mode', 'real');
  await setSetting(db, 'city', {
    name: '澜江市',
    organizer: '澜江市万人评议机关办公室',
    documentPrefix: '澜评办',
    siteCode: '',
    icp: '',
    policeRecord: '',
    telephone: '',
    yearStartsOn: '12-01',
  });
  await saveClass(db, { code: 'law', name: '行政执法类', isRanked: true, position: 1 });
  for (const [index, [code, name]] of [
    ['cgj', '城管局'],
    ['jyj', '教育局'],
    ['zjj', '住建局'],
  ].entries()) {
    await saveDepartment(db, {
      code: code as string,
      name: name as string,
      fullName: `澜江市${name}`,
      classCode: 'law',
      pinyin: '',
      initials: '',
      duties: '',
      commitments: [],
      address: '',
      telephone: '',
      isActive: true,
      position: index,
    });
  }
  for (const [username, role, departmentCode] of people) {
    await insertAccount(db, {
      id: `account-${username}`,
      username,
      displayName: `姓名${username}`,
      role,
      departmentCode,
      passwordHash: await hashed,
      mustChangePassword: false,
      disabledAt: null,
      createdAt: '2026-01-01T00:00:00Z',
    });
  }
  return deskOf(city);
}

/** The desk of a city that has its departments and staff already. */
export function deskOf(city: TestCity): Desk {
  const { db } = city.context;
  const hands = new Map<string, Hand>();
  return Object.assign(city, {
    as: async (username: string): Promise<Hand> => {
      const known = hands.get(username);
      // A session that has run out in the meantime is begun again.
      if (known !== undefined && (await known.get('/api/desk/me')).status === 200) return known;
      const answer = await city.post('/api/desk/sign-in', { username, password });
      expect(answer.status, `sign-in of ${username}`).toBe(200);
      const hand = handOf(city, cookieIn(answer));
      hands.set(username, hand);
      return hand;
    },
    opinion: async (given: Given = {}) => {
      const { text = '解放路路灯坏了三个月没人修', contact, department = 'cgj', kind = 'complaint' } = given;
      const code = makeCode(city.context.random(10));
      const hash = viewHash(viewKey(code));
      const answer = await city.post('/api/opinions', {
        token: Buffer.from(city.context.random(16)).toString('base64url'),
        department,
        kind,
        text,
        mayPublish: true,
        ...(contact !== undefined && { contact }),
        photos: [],
        channel: 'qr',
        viewHash: hash,
        locks: locksOf(code),
        codeSeen: false,
      });
      expect(answer.status, await answer.clone().text()).toBe(201);
      const row = await db
        .selectFrom('opinion')
        .selectAll()
        .where('receipt_number', '=', receiptNumber(hash))
        .executeTakeFirstOrThrow();
      return {
        id: row.case_id,
        code,
        opinionId: row.id,
        preimage: (round: ConfirmationRound, word: 'y' | 'n') => preimage(code, round, word),
        viewKey: viewKey(code),
      };
    },
    later: (days: number) => {
      city.time = new Date(city.time.getTime() + days * 86_400_000);
    },
  } as const) as unknown as Desk;
}

/** What a browser would send back of the cookies of an answer. */
export const cookieIn = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

export function handOf(city: TestCity, cookie: string): Hand {
  const get = (path: string): Promise<Response> => city.ask(path, { headers: { cookie } });
  const post = (path: string, body: unknown = {}): Promise<Response> => city.post(path, body, { cookie });
  const view = async (id: string): Promise<CaseView> => {
    const answer = await get(`/api/desk/cases/${id}`);
    expect(answer.status, `view ${id}`).toBe(200);
    return (await answer.json()) as CaseView;
  };
  const seqOf = async (id: string): Promise<number> =>
    (await city.context.db.selectFrom('case_file').select('seq').where('id', '=', id).executeTakeFirst())?.seq ?? 1;
  const attempt = async (id: string, act: ActName, given: object = {}, seq?: number): Promise<Response> =>
    post(`/api/desk/cases/${id}/acts`, { act, seq: seq ?? (await seqOf(id)), given });
  return {
    cookie,
    get,
    post,
    view,
    try: attempt,
    act: async (id, act, given) => {
      const answer = await attempt(id, act, given);
      expect(answer.status, `${act}: ${await answer.clone().text()}`).toBe(200);
      return (await answer.json()) as ActDone;
    },
    upload: async (name = '整改前后.pdf') => {
      const answer = await city.ask(`/api/desk/files?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/octet-stream', 'sec-fetch-site': 'same-origin' },
        body: pdf,
      });
      expect(answer.status, await answer.clone().text()).toBe(201);
      return ((await answer.json()) as { id: string }).id;
    },
  };
}

/** Everything that every table holds, as one text. */
export async function dump(db: Kysely<Database>): Promise<string> {
  const tables = await db.introspection.getTables();
  const rows = await Promise.all(
    tables.map(({ name }) =>
      db
        .selectFrom(name as keyof Database)
        .selectAll()
        .execute(),
    ),
  );
  return JSON.stringify(rows);
}
