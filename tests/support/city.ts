/** A city for tests: the whole server without a port, on a database of the caller's, with a clock that the test moves. */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { createCitizenWrites } from '../../db/citizen-writes.ts';
import type { Database } from '../../db/tables.ts';
import { type App, type Astro, createApp } from '../../server/app.ts';
import type { Context } from '../../server/context.ts';
import { readEnvironment } from '../../server/env.ts';
import { createContactSeal } from '../../server/files/contact.ts';
import { keyIn } from '../../server/keys.ts';
import { createFileStore } from '../../server/files/file-store.ts';
import { createRateLimits } from '../../server/http/rate-limit.ts';
import { createBurstCheck } from '../../server/human/burst.ts';
import { createHumanCheck } from '../../server/human/create-human-check.ts';
import { createSpend } from '../../server/human/spent.ts';
import { createIssuer } from '../../server/issuer/create-issuer.ts';
import { createLedger } from '../../server/ledger/ledger.ts';
import { createMetrics } from '../../server/metrics.ts';
import { createPages } from '../../server/pages/create-pages.ts';

/** The address that tests send their requests to. */
export const here = 'http://city.test';

export interface TestCity {
  readonly context: Context;
  readonly app: App;
  /** The city's time; assign it to move the clock. */
  time: Date;
  /** What was logged so far. */
  readonly log: string[];
  /** Asks for a path of this city, as a browser on one of its own pages would. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** Sends JSON to a path. */
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
  readonly close: () => Promise<void>;
}

export interface TestCityOptions {
  /** Settings as in the environment. */
  env?: Record<string, string>;
  /** Renders pages. */
  astro?: Astro;
  /** A folder of static files. */
  files?: string;
  /** A data folder whose keys the city has, as the same city after a restart; by default it makes its own. */
  keysOf?: string;
  /** Where chance comes from, by default from the system: a test about chance is the same each time with one of its own. */
  random?: (length: number) => Uint8Array;
}

/** Starts at Monday, 2026-10-12, 10:00 in the city. Closing it also closes the database. */
export async function testCity(
  db: Kysely<Database>,
  { env: given = {}, astro, files, keysOf, random = randomBytes }: TestCityOptions = {},
): Promise<TestCity> {
  const folder = mkdtempSync(join(tmpdir(), 'wanping-city-'));
  if (keysOf !== undefined) cpSync(join(keysOf, 'keys'), join(folder, 'keys'), { recursive: true });
  const env = readEnvironment({ ALTCHA_COST: '100', ...given, DATA_DIR: folder });
  const log: string[] = [];
  const city = { time: new Date('2026-10-12T02:00:00Z') };
  const now = (): Date => city.time;
  const writes = createCitizenWrites(db);
  const pages = createPages({ env, now, astro, files, log: (line) => log.push(line) });
  const context: Context = {
    env,
    mode: 'real',
    db,
    writes,
    now,
    random,
    human: createHumanCheck({
      cost: env.altchaCost,
      secret: random(32),
      now,
      spend: await createSpend(db, writes, now),
      isBurst: createBurstCheck(db),
      turnstile: env.turnstile && { ...env.turnstile, hostname: new URL(here).hostname },
    }),
    files: createFileStore(join(folder, 'files')),
    contacts: createContactSeal(random(32)),
    limits: createRateLimits(now, random),
    issuer: createIssuer(env, {
      db,
      writes,
      now,
      seal: () => createContactSeal(keyIn(join(folder, 'keys', 'issuer.key'))),
    }),
    ledger: await createLedger({ db, env, mode: 'real', now, pages }),
    pages,
    metrics: createMetrics(),
  };
  const app = createApp(context, { astro, log: (line) => log.push(line) });
  const ask = async (path: string, init?: RequestInit): Promise<Response> => app.fetch(new Request(here + path, init));
  return Object.assign(city, {
    context,
    app,
    log,
    ask,
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
        body: JSON.stringify(body),
      }),
    close: async () => {
      await writes.close();
      await db.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}
