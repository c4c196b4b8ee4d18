/** From settings to a running city: opens the database, brings it up to date, and puts the context together. Once per process. */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { createCitizenWrites } from '../db/citizen-writes.ts';
import { migrateToLatest } from '../db/migrate.ts';
import { DatabaseProblem, openDatabase } from '../db/open.ts';
import { findSetting, setSetting } from '../db/settings.ts';
import type { Database } from '../db/tables.ts';
import { type App, type Astro, createApp } from './app.ts';
import type { Context, Mode } from './context.ts';
import { CannotStart, type Environment, isDummySecret, readEnvironment } from './env.ts';
import { createContactSeal } from './files/contact.ts';
import { createFileStore } from './files/file-store.ts';
import { createRateLimits } from './http/rate-limit.ts';
import { createHumanCheck } from './human/create-human-check.ts';
import { createSpend } from './human/spent.ts';
import { createPages } from './pages/create-pages.ts';
import { keyIn } from './keys.ts';
import { start } from './words/zh-CN/start.ts';

export interface BootOptions {
  env: Environment;
  /** Start a real city that is still empty, rather than the demonstration. */
  empty: boolean;
  astro?: Astro | undefined;
  /** Published pages are kept as bytes; not in development, where they change under our hands. */
  keepPages: boolean;
  /** Prints a line for the operator. */
  say: (line: string) => void;
}

export interface Running {
  context: Context;
  app: App;
  /** Stores what citizens have sent, and closes the database. */
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
  const db = await openCityDatabase(env);
  const mode = await modeOf(db, options);
  if (mode === 'real' && env.turnstile !== undefined && isDummySecret(env.turnstile.secret)) {
    throw new CannotStart(start.dummyTurnstile);
  }
  const clock = mode === 'demonstration' ? await findSetting(db, 'clock') : undefined;
  const now = (): Date => new Date(Date.now() + (clock?.offsetMilliseconds ?? 0));
  const random = (length: number): Uint8Array => randomBytes(length);
  const writes = createCitizenWrites(db);
  const keys = join(env.dataDir, 'keys');
  const publicHost = env.publicUrl === undefined ? undefined : new URL(env.publicUrl).hostname;
  const context: Context = {
    env,
    mode,
    db,
    writes,
    now,
    random,
    human: createHumanCheck({
      cost: env.altchaCost,
      secret: keyIn(join(keys, 'challenge.key')),
      now,
      spend: await createSpend(db, writes, now),
      turnstile: env.turnstile && { ...env.turnstile, hostname: publicHost },
    }),
    files: createFileStore(join(env.dataDir, 'files')),
    contacts: createContactSeal(env.contactKey ?? keyIn(join(keys, 'contact.key'))),
    limits: createRateLimits(now, random),
    pages: createPages({ env, now, astro: options.keepPages ? options.astro : undefined, log: say }),
  };
  const app = createApp(context, { astro: options.astro, log: say });
  const close = async (): Promise<void> => {
    await writes.close();
    await db.destroy();
  };
  shared.wanping = { context, app, close };
  return shared.wanping;
}

/** Starts the server for `astro dev`, once however often its modules are evaluated; the app is made anew each time. */
export async function bootForDevelopment(astro: Astro): Promise<App> {
  const say = (line: string): void => console.log(line);
  const { context, close } =
    shared.wanping ?? (await boot({ env: readEnvironment(), empty: false, astro, keepPages: false, say }));
  const app = createApp(context, { astro, log: say });
  shared.wanping = { context, app, close };
  return app;
}

/** The city's database, brought up to date. */
async function openCityDatabase(env: Environment): Promise<Kysely<Database>> {
  try {
    const db = openDatabase(env.databaseUrl ?? `sqlite:${join(env.dataDir, 'wanping.sqlite')}`);
    await migrateToLatest(db);
    return db;
  } catch (error) {
    if (error instanceof DatabaseProblem) throw new CannotStart(start.database[error.code](env.dataDir));
    throw error;
  }
}

/** What kind of city this is; decided when the database is new. */
async function modeOf(db: Kysely<Database>, { env, empty }: BootOptions): Promise<Mode> {
  const known = await findSetting(db, 'mode');
  if (known === 'demonstration' && empty) throw new CannotStart(start.isDemonstration(env.dataDir));
  if (known !== undefined) return known;
  const mode = empty || env.databaseUrl !== undefined ? 'real' : 'demonstration';
  await setSetting(db, 'mode', mode);
  return mode;
}
