/** From settings to a running city: opens the database, brings it up to date, and puts the context together. Once per process. */

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Kysely } from 'kysely';
import { listAccounts } from '../db/accounts.ts';
import { adoptHistory } from '../db/adopt.ts';
import { createCitizenWrites } from '../db/citizen-writes.ts';
import { migrateToLatest } from '../db/migrate.ts';
import { numberRules } from '../db/ledger-rules.ts';
import { DatabaseProblem, databaseProblem, openDatabase } from '../db/open.ts';
import { numberOldPapers } from '../db/paper-numbers.ts';
import { seedCalendar } from '../db/calendar.ts';
import { type CitySettings, findSetting, setSetting } from '../db/settings.ts';
import type { Database } from '../db/tables.ts';
import { type App, type Astro, createApp } from './app.ts';
import { dayOf } from './clock.ts';
import type { Context, Mode } from './context.ts';
import { CannotStart, type Environment, isDummySecret, readEnvironment } from './env.ts';
import { createContactSeal } from './files/contact.ts';
import { createFileStore } from './files/file-store.ts';
import { createIssuer } from './issuer/create-issuer.ts';
import { createRateLimits } from './http/rate-limit.ts';
import { createBurstCheck } from './human/burst.ts';
import { createHumanCheck } from './human/create-human-check.ts';
import { createSpend } from './human/spent.ts';
import { jobs } from './jobs/jobs.ts';
import { createScheduler } from './jobs/scheduler.ts';
import { keyIn } from './keys.ts';
import { refuseIfBehind, refuseNewCity } from './ledger/behind.ts';
import { rememberHead } from './ledger/head-file.ts';
import { createLedger, ForeignLog, type Ledger, type LedgerOptions } from './ledger/ledger.ts';
import { noteRelease, releaseOf } from './ledger/notices.ts';
import { type SettleSoon, settleSoon } from './ledger/settle-soon.ts';
import { createMetrics } from './metrics.ts';
import { createOutbox } from './notify/outbox.ts';
import { createPages } from './pages/create-pages.ts';
import type { Pages } from './pages/pages.ts';
import { makeSetupCode } from './setup-code.ts';
import { start } from '#words/start.ts';

export interface BootOptions {
  env: Environment;
  /** Start a real city that is still empty, rather than the demonstration. */
  empty: boolean;
  /** When the ledger is behind what was signed: go on with what is there under a new name. */
  continueLedger: boolean;
  astro?: Astro | undefined;
  /** Folder of the files that the build made for browsers. Without a build, in development, no page is kept either. */
  files?: string | undefined;
  /** Makes the demonstration city in a new data folder; absent: in this process. */
  demonstrate?: typeof makeDemonstration;
  /** Prints a line for the operator. */
  say: (line: string) => void;
}

type ContextOptions = Pick<BootOptions, 'env' | 'say' | 'astro' | 'files'> & Pick<LedgerOptions, 'signed'>;

export interface Running {
  context: Context;
  app: App;
  /** Tells the operator how to get in. */
  welcome: () => void;
  /** Stores what citizens have sent, lets jobs end, and closes the database. */
  close: () => Promise<void>;
}

/** On globalThis, because development evaluates modules anew after each edit and must not open the database twice. */
const shared: typeof globalThis & { wanping?: Running } = globalThis;

/** The server of this process. */
export function running(): Running {
  if (shared.wanping === undefined) throw new Error('The server has not been started in this process');
  return shared.wanping;
}

/**
 * Starts the city of this process.
 * @throws CannotStart with a sentence for the operator
 */
export async function boot(options: BootOptions): Promise<Running> {
  const { env, say } = options;
  prepareFolder(env);
  const isNew = env.databaseUrl === undefined && !existsSync(sqliteFile(env));
  if (isNew) refuseNewCity(env);
  if (isNew && options.empty) refuseTestKeys(env);
  if (isNew && !options.empty) await (options.demonstrate ?? makeDemonstration)(options);
  const db = await openCity(env.databaseUrl ?? `sqlite:${sqliteFile(env)}`, env);
  const mode = await modeOf(db, options);
  if (mode === 'real') refuseTestKeys(env);
  const today = dayOf((await clockOf(db, mode))());
  await refuseIfBehind(db, env, { today, continueLedger: options.continueLedger, say });
  await db.transaction().execute(numberRules);
  const adopted = await adoptHistory(db);
  if (adopted.cases + adopted.ratings > 0) say(start.adopted(adopted.cases, adopted.ratings));
  await numberOldPapers(db);
  const context = await createContext(db, mode, { ...options, signed: (note) => rememberHead(env, note) });
  const soon = mode === 'demonstration' ? settleSoon(context.ledger, context.now, say) : undefined;
  if (soon !== undefined) context.pages = nudging(context.pages, soon);
  if (options.files !== undefined && existsSync(options.files))
    await noteRelease(db, context.ledger.origin, releaseOf(options.files));
  const setupCode =
    mode === 'real' && (await listAccounts(db)).length === 0 ? await makeSetupCode(db, context.random) : undefined;
  const app = createApp(context, { astro: options.astro, log: say });
  const scheduler = createScheduler(context, jobs, say);
  const outbox = createOutbox(context, say);
  const close = async (): Promise<void> => {
    await Promise.all([scheduler.stop(), outbox.stop()]);
    await soon?.stop();
    await context.writes.close();
    await db.destroy();
  };
  shared.wanping = { context, app, welcome: () => welcome(context, setupCode, say), close };
  void scheduler.tick();
  return shared.wanping;
}

/** Pages that tell the demonstration's ledger, too, what changed. */
const nudging = (pages: Pages, soon: SettleSoon): Pages => ({
  ...pages,
  changed: (...topics) => {
    pages.changed(...topics);
    soon.nudge();
  },
  withdraw: (...topics) => {
    pages.withdraw(...topics);
    soon.nudge();
  },
});

/** Starts the server for `astro dev`, once however often its modules are evaluated; the app is made anew each time. */
export async function bootForDevelopment(astro: Astro): Promise<App> {
  const say = (line: string): void => console.log(line);
  const isFirst = shared.wanping === undefined;
  const city =
    shared.wanping ?? (await boot({ env: readEnvironment(), empty: false, continueLedger: false, astro, say }));
  if (isFirst) city.welcome();
  const app = createApp(city.context, { astro, log: say, development: true });
  shared.wanping = { ...city, app };
  return app;
}

/** The time of the machine. */
export const systemClock = (): Date => new Date();

/** The city's time: in the demonstration its own. */
async function clockOf(db: Kysely<Database>, mode: Mode): Promise<() => Date> {
  const clock = mode === 'demonstration' ? await findSetting(db, 'clock') : undefined;
  return () => new Date(Date.now() + (clock?.offsetMilliseconds ?? 0));
}

/** The context of a database; everything in it lives as long as the database is open. */
export async function createContext(db: Kysely<Database>, mode: Mode, options: ContextOptions): Promise<Context> {
  const { env, astro, files, say, signed } = options;
  const now = await clockOf(db, mode);
  const random = (length: number): Uint8Array => randomBytes(length);
  const writes = createCitizenWrites(db);
  const pages = createPages({ env, now, astro: files === undefined ? undefined : astro, files, log: say });
  const ledger = await openLedger({ db, env, mode, now, pages, signed });
  const hostname = env.publicUrl === undefined ? undefined : new URL(env.publicUrl).hostname;
  return {
    env,
    mode,
    db,
    writes,
    now,
    random,
    human: createHumanCheck({
      cost: env.altchaCost,
      secret: key(env, 'challenge'),
      now,
      spend: await createSpend(db, writes, now),
      isBurst: createBurstCheck(db),
      turnstile: env.turnstile && { ...env.turnstile, hostname },
    }),
    files: createFileStore(join(env.dataDir, 'files')),
    contacts: createContactSeal(env.contactKey ?? key(env, 'contact')),
    limits: createRateLimits(now, random),
    issuer: createIssuer(env, { db, writes, now, seal: () => createContactSeal(key(env, 'issuer')) }),
    ledger,
    pages,
    metrics: createMetrics(),
  };
}

async function openLedger(options: LedgerOptions): Promise<Ledger> {
  try {
    return await createLedger(options);
  } catch (error) {
    if (error instanceof ForeignLog) throw new CannotStart(start.foreignLog(options.env.dataDir));
    throw error;
  }
}

const sqliteFile = ({ dataDir }: Environment): string => join(dataDir, 'wanping.sqlite');

/** DATA_DIR with what is not in the database, made when it is not there: before any database, so that none is left behind. */
function prepareFolder(env: Environment): void {
  try {
    makeFolder(join(env.dataDir, 'files'));
    makeFolder(join(env.dataDir, 'keys'));
  } catch {
    throw new CannotStart(start.database['read-only'](env.dataDir));
  }
  key(env, 'challenge');
  if (env.role.name !== 'box') key(env, 'issuer');
  if (env.contactKey === undefined) key(env, 'contact');
}

/** The same for an issuer, which has nothing but its database and the key that seals its keys. */
export function prepareIssuerFolder(env: Environment): void {
  try {
    makeFolder(join(env.dataDir, 'keys'));
  } catch {
    throw new CannotStart(start.database['read-only'](env.dataDir));
  }
  key(env, 'issuer');
}

/** One folder at a time: Node's `recursive` never ends where the system refuses new folders, as it does under /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    // Throws for a file of that name.
    readdirSync(folder);
    return;
  }
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** A secret key of this city. */
export function key({ dataDir }: Environment, name: 'challenge' | 'contact' | 'issuer'): Uint8Array {
  const file = join(dataDir, 'keys', `${name}.key`);
  try {
    return keyIn(file);
  } catch {
    throw new CannotStart(start.wrongKey(file));
  }
}

function refuseTestKeys({ turnstile }: Environment): void {
  if (turnstile !== undefined && isDummySecret(turnstile.secret)) throw new CannotStart(start.dummyTurnstile);
}

/** The city's database, brought up to date. */
const openCity = (database: string, env: Environment): Promise<Kysely<Database>> =>
  // A newer build may know the notices of newer years; what the city entered itself stays.
  openStore(database, env, (db) => db.transaction().execute(seedCalendar));

/**
 * A database of ours with its tables.
 * @param fill what must be in it
 * @throws CannotStart when it cannot be had, or not be written to
 */
export async function openStore(
  database: string,
  { dataDir }: Environment,
  fill: (db: Kysely<Database>) => Promise<void> = async () => undefined,
): Promise<Kysely<Database>> {
  try {
    const db = openDatabase(database);
    await migrateToLatest(db);
    await fill(db);
    return db;
  } catch (error) {
    const problem = databaseProblem(error);
    if (problem instanceof DatabaseProblem) throw new CannotStart(start.database[problem.code](dataDir));
    throw error;
  }
}

/** A real city before its first set-up. */
const unnamedCity: CitySettings = {
  name: start.unnamedCity,
  organizer: '',
  documentPrefix: '',
  siteCode: '',
  icp: '',
  policeRecord: '',
  telephone: '',
  yearStartsOn: '12-01',
};

/** What kind of city this is: said when the database is made, and never changed. */
async function modeOf(db: Kysely<Database>, { env, empty }: BootOptions): Promise<Mode> {
  const known = await findSetting(db, 'mode');
  if (known === 'demonstration' && empty) throw new CannotStart(start.isDemonstration(env.dataDir));
  if (known === undefined) {
    await setSetting(db, 'mode', 'real');
    await setSetting(db, 'city', { ...unnamedCity });
  }
  return known ?? 'real';
}

/**
 * Makes the demonstration in a file beside the one that will be used, which gets its name only when all is there: a start that
 * was interrupted leaves nothing behind that a later one could take for a city.
 */
export async function makeDemonstration({ env, say }: Pick<BootOptions, 'env' | 'say'>): Promise<void> {
  removeUnfinished(env);
  const path = join(env.dataDir, `demonstration-${process.pid}.part`);
  say(start.makingDemonstration);
  const db = await openCity(`sqlite:${path}`, env);
  await setSetting(db, 'mode', 'demonstration');
  // Loaded only now, because it happens once in the life of a city.
  const demonstration = await import('./demo/make-demonstration.ts');
  await demonstration.setClock(db, new Date());
  const context = await createContext(db, 'demonstration', { env, say });
  const { accounts, letters } = await demonstration.makeDemonstration(context, say);
  await context.writes.close();
  await db.destroy();
  if (existsSync(sqliteFile(env))) {
    // Another start was quicker, and its city is in use already.
    rmSync(path);
    return;
  }
  const lines = accounts.map(({ username, password, title }) => start.account(username, password, title));
  writeFileSync(accountsFile(env), `${lines.join('\n')}\n`, { mode: 0o600 });
  writeFileSync(lettersFile(env), letters, { mode: 0o600 });
  renameSync(path, sqliteFile(env));
}

/** Removes what starts that were interrupted left behind, but not what another process is making right now. */
function removeUnfinished({ dataDir }: Environment): void {
  for (const name of readdirSync(dataDir)) {
    const [, pid] = /^demonstration-(\d+)\.part/.exec(name) ?? [];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) rmSync(join(dataDir, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const accountsFile = ({ dataDir }: Environment): string => join(dataDir, 'demonstration-accounts.txt');
/** Letters of the round that is open in the demonstration, with their codes. */
const lettersFile = ({ dataDir }: Environment): string => join(dataDir, 'demonstration-letters.html');

/** How to get in: the accounts of the demonstration, or the code with which a real city is set up. */
function welcome({ env, mode }: Context, setupCode: string | undefined, say: (line: string) => void): void {
  if (mode === 'demonstration' && existsSync(accountsFile(env))) {
    say(start.accounts(readFileSync(accountsFile(env), 'utf8').trim().split('\n'), accountsFile(env)));
    if (existsSync(lettersFile(env))) say(start.letters(lettersFile(env)));
  }
  if (setupCode !== undefined) say(start.setUp(setupCode));
}
