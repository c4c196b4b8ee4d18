/** ROLE=issuer: from settings to a running ticket issuer, with a database of its own and nothing of a portal. */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createCitizenWrites } from '../../db/citizen-writes.ts';
import { findSetting } from '../../db/settings.ts';
import { key, openStore, prepareIssuerFolder, systemClock } from '../boot.ts';
import { CannotStart, type Environment } from '../env.ts';
import { createContactSeal } from '../files/contact.ts';
import { createRateLimits } from '../http/rate-limit.ts';
import { createIssuerApp, type IssuerApp } from './app.ts';
import { createLocalIssuer } from './local-issuer.ts';
import { issuerNights } from './nights.ts';
import { start } from '#words/start.ts';

/** How often one looks whether a new day has begun, in milliseconds. */
const look = 5 * 60_000;

export interface RunningIssuer {
  app: IssuerApp;
  welcome: () => void;
  close: () => Promise<void>;
}

/** @throws CannotStart with a sentence for the operator */
export async function bootIssuer({
  env,
  say,
}: {
  env: Environment;
  say: (line: string) => void;
}): Promise<RunningIssuer> {
  prepareIssuerFolder(env);
  const db = await openStore(env.databaseUrl ?? `sqlite:${join(env.dataDir, 'issuer.sqlite')}`, env);
  if ((await findSetting(db, 'mode')) !== undefined) throw new CannotStart(start.issuerIsNoCity(env.dataDir));
  const now = systemClock;
  const writes = createCitizenWrites(db);
  const issuer = createLocalIssuer({ db, writes, now, seal: createContactSeal(key(env, 'issuer')) });
  const limits = createRateLimits(now, (length) => randomBytes(length));
  const night = issuerNights(db, now);
  const nights = setInterval(() => {
    night().catch((error: unknown) => say(`vote-order: ${String(error)}`));
  }, look).unref();
  return {
    app: createIssuerApp({ db, env, issuer, limits, now }, say),
    welcome: () => undefined,
    close: async () => {
      clearInterval(nights);
      await writes.close();
      await db.destroy();
    },
  };
}
