/** A round at full size through the API: ten thousand invited, forty departments; what a vote costs the server, and how long anybody needs to verify it all. */
import {
  createHash,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
  constants,
} from 'node:crypto';
import { join } from 'node:path';
import { insertAccount } from '../../db/accounts.ts';
import { seedCalendar } from '../../db/calendar.ts';
import { saveClass, saveDepartment } from '../../db/departments.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { setSetting } from '../../db/settings.ts';
import { createContext } from '../../server/boot.ts';
import type { Context } from '../../server/context.ts';
import type { RosterRule } from '../../server/domain/round/plan.ts';
import { readEnvironment } from '../../server/env.ts';
import { performRecordAct } from '../../server/records/perform-record-act.ts';
import { frozenRound, officer, type OpenRound } from '../../tests/support/voting.ts';
import { copyMirror, verified, verifiers } from './ledger.ts';
import { type Site, startPhones, startSite, temporaryFolder } from './processes.ts';
import { limited, type Section } from './report.ts';
import type { Step, Stepped } from './round-phones.ts';

const departments = Array.from({ length: 40 }, (_, at) => `d${String(at + 1).padStart(2, '0')}`);
/** Rosters are named by two letters of base32. */
const rosterName = (at: number): string =>
  `${at < 32 ? 'S' : 'T'}${'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(at % 32)}`;
/** Three thousand rate all forty departments, seven thousand the one that they had to do with. */
const rosters: readonly RosterRule[] = [
  { roster: 'NP', group: 'npc', codes: 1000 },
  { roster: 'EN', group: 'ent', codes: 2000 },
  ...departments.map((only, at) => ({ roster: rosterName(at), group: 'sub', only, codes: 175 })),
];
/** So many of those who vote rate everything, so that six thousand voters hand in about seventy-six thousand ballots. */
const shareOfAll = 0.299;
const processes = 2;
const connections = 16;

/** A city that has nothing but its departments and two officers. */
async function makeCity(dataDir: string): Promise<void> {
  const db = openDatabase(`sqlite:${join(dataDir, 'wanping.sqlite')}`);
  await migrateToLatest(db);
  await db.transaction().execute(seedCalendar);
  await setSetting(db, 'mode', 'real');
  await setSetting(db, 'city', {
    name: '澜江市',
    organizer: '评议办',
    documentPrefix: '澜评办',
    siteCode: '',
    icp: '',
    policeRecord: '',
    telephone: '',
    yearStartsOn: '12-01',
  });
  await saveClass(db, { code: 'law', name: '行政执法类', isRanked: true, position: 1 });
  for (const [position, code] of departments.entries())
    await saveDepartment(db, {
      code,
      name: `${code}单位`,
      fullName: `澜江市${code}单位`,
      classCode: 'law',
      pinyin: '',
      initials: '',
      duties: '',
      commitments: [],
      address: '',
      telephone: '',
      isActive: true,
      position,
    });
  for (const role of ['clerk', 'director'] as const)
    await insertAccount(db, {
      id: `account-${role}`,
      username: role,
      displayName: role,
      role,
      departmentCode: null,
      passwordHash: '',
      mustChangePassword: false,
      disabledAt: null,
      createdAt: '2026-01-01T00:00:00Z',
    });
  await db.destroy();
}

/** Works on the city's database while no server does. */
async function inCity<T>(dataDir: string, work: (context: Context) => Promise<T>): Promise<T> {
  const db = openDatabase(`sqlite:${join(dataDir, 'wanping.sqlite')}`);
  const context = await createContext(db, 'real', {
    env: readEnvironment({ DATA_DIR: dataDir }),
    say: () => undefined,
  });
  try {
    return await work(context);
  } finally {
    await context.writes.close();
    await db.destroy();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const began = performance.now();
  return { result: await work(), seconds: (performance.now() - began) / 1000 };
}

/** Microseconds of processor time that the cryptography of one ballot takes and nothing else: the floor of any server that does this. */
function cryptographyOfBallot(): number {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const receipts = generateKeyPairSync('ed25519').privateKey;
  const message = randomBytes(150);
  const ticket = sign('sha384', message, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 0 });
  const blinded = Buffer.concat([Buffer.alloc(1), randomBytes(255)]);
  const padding = constants.RSA_NO_PADDING;
  const once = (): void => {
    publicEncrypt({ key: publicKey, padding }, privateDecrypt({ key: privateKey, padding }, blinded));
    verify('sha384', message, { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 0 }, ticket);
    sign(null, message, receipts);
    createHash('sha256').update(message).digest();
  };
  const times = 400;
  for (let warm = 0; warm < 40; warm += 1) once();
  const began = process.cpuUsage();
  for (let turn = 0; turn < times; turn += 1) once();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / times;
}

/** Codes of those who vote: the first of each roster. */
function codesOf(round: OpenRound, voters: number): string[] {
  const everything = [...(round.codes['NP'] ?? []), ...(round.codes['EN'] ?? [])].slice(
    0,
    Math.round(voters * shareOfAll),
  );
  const single = rosters.slice(2).map(({ roster }) => round.codes[roster] ?? []);
  const ofOne = Array.from({ length: 175 }, (_, place) => single.map((codes) => codes[place] ?? '')).flat();
  return [...everything, ...ofOne.slice(0, voters - everything.length)];
}

type Measured = Stepped & { cpu: number };
type Asked = Extract<Step, { url: string }>['step'];

/** All phones do a step, and the server is watched. */
async function stepOf(site: Site, phones: ReturnType<typeof startPhones>[], step: Asked): Promise<Measured> {
  const url = `${site.url}/api/vote/${step}`;
  const before = await site.usage();
  const parts = await Promise.all(phones.map((one) => one.ask<Stepped>({ step, url, connections })));
  const after = await site.usage();
  const sum = (of: (part: Stepped) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return {
    seconds: Math.max(...parts.map(({ seconds }) => seconds)),
    answers: sum(({ answers }) => answers),
    ballots: sum(({ ballots }) => ballots),
    cpu: after.cpu - before.cpu,
  };
}

export async function measureRounds(voters: number): Promise<Section> {
  using folder = temporaryFolder();
  await makeCity(folder.path);
  const given = { rosters, departments, days: 10, opensIn: 0 };
  const { result: round, seconds: freezing } = await timed(() =>
    inCity(folder.path, async (context) => {
      const made = await frozenRound({ context }, given);
      await performRecordAct(context, { role: 'system' }, { kind: 'round', act: 'open', id: made.id, given: {} });
      return made;
    }),
  );
  const codes = codesOf(round, voters);
  const phones = Array.from({ length: processes }, startPhones);
  const share = (part: number): string[] => codes.filter((_, at) => at % processes === part);
  await Promise.all(
    phones.map((one, part) => one.ask<Stepped>({ step: 'prepare', round, codes: share(part) } satisfies Step)),
  );
  const measured = new Map<Asked, Measured>();
  let memory = 0;
  {
    using site = await startSite(folder.path);
    measured.set('issue', await stepOf(site, phones, 'issue'));
    await Promise.all(phones.map((one) => one.ask<Stepped>({ step: 'unblind' } satisfies Step)));
    measured.set('ballots', await stepOf(site, phones, 'ballots'));
    measured.set('openings', await stepOf(site, phones, 'openings'));
    memory = (await site.usage()).rss;
    await site.stop();
  }
  for (const one of phones) await one.stop();

  const director = officer('director', 'director');
  const act = (context: Context, name: string, by: Parameters<typeof performRecordAct>[1], values = {}) =>
    performRecordAct(context, by, { kind: 'round', act: name, id: round.id, given: values });
  const { closing, entering, publishing } = await inCity(folder.path, async (context) => ({
    closing: (await timed(() => act(context, 'close', director))).seconds,
    entering: (await timed(() => context.ledger.settle())).seconds,
    publishing: (
      await timed(async () => {
        await act(context, 'review', officer('clerk', 'clerk'), { opinion: '已审核' });
        await act(context, 'publish', director);
        await context.ledger.settle();
      })
    ).seconds,
  }));
  const mirror = join(folder.path, 'mirror');
  const entries = await copyMirror(folder.path, mirror);

  const steps = [...measured];
  const total = (of: (step: Measured) => number): number => steps.reduce((sum, [, step]) => sum + of(step), 0);
  const ballots = measured.get('ballots')?.ballots ?? 0;
  const floor = (cryptographyOfBallot() * ballots) / voters;
  const cpu = total((step) => step.cpu) / voters;
  const what = `verify of the round (${entries.toLocaleString('en')} entries, ${ballots.toLocaleString('en')} ballots)`;
  return {
    name: 'rounds',
    title: 'A round',
    how: `10,000 invited, ${voters.toLocaleString('en')} vote on ${departments.length} departments: ${ballots.toLocaleString('en')} ballots. Two processes of phones prepare and unblind between the requests (with a blinding factor for each key, where phones draw one for each ballot); each step is asked for all voters by ${processes * connections} connections. Nothing is answered before it is on the disk. The floor is the cryptography of the same ballots alone: signing blindly and checking that, verifying the ticket, signing the receipt.`,
    lines: [
      limited('processor time of a vote, to the floor', cpu / floor, '×', { most: 2.5 }),
      {
        what: 'votes a second, all three requests of each',
        value: (voters / total(({ seconds }) => seconds)).toFixed(0),
      },
      { what: 'ballots a second', value: (ballots / total(({ seconds }) => seconds)).toFixed(0) },
      { what: 'processor time of a vote', value: `${(cpu / 1000).toFixed(2)} ms` },
      { what: 'the floor', value: `${(floor / 1000).toFixed(2)} ms` },
      { what: 'memory of the server afterwards', value: `${(memory / 2 ** 20).toFixed(0)} MB` },
      { what: `freezing, with ${round.keys.length} keys`, value: `${freezing.toFixed(1)} s` },
      {
        what: 'closing, entering in the log, publishing',
        value: [closing, entering, publishing].map((s) => `${s.toFixed(1)} s`).join(', '),
      },
      verified(`${what}, TypeScript`, ...verifiers.typescript(mirror), 15),
      verified(`${what}, Python`, ...verifiers.python(mirror), 60),
    ],
    table: {
      head: ['request', 'answers a second', 'ballots a second', 'ms of processor for each'],
      rows: steps.map(([name, { seconds, answers, ballots: many, cpu: used }]) => [
        `POST /api/vote/${name}`,
        (answers / seconds).toFixed(0),
        (many / seconds).toFixed(0),
        (used / answers / 1000).toFixed(2),
      ]),
    },
    raw: { voters, ballots, entries, floor, freezing, closing, entering, publishing, ...Object.fromEntries(measured) },
  };
}
