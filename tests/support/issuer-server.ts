/** A ticket issuer on a port of its own, as another institution would run it. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Kysely } from 'kysely';
import { createCitizenWrites } from '../../db/citizen-writes.ts';
import type { Database } from '../../db/tables.ts';
import { readEnvironment } from '../../server/env.ts';
import { createContactSeal } from '../../server/files/contact.ts';
import { createRateLimits } from '../../server/http/rate-limit.ts';
import { createIssuerApp } from '../../server/issuer/app.ts';
import { createLocalIssuer } from '../../server/issuer/local-issuer.ts';
import { issuerNights } from '../../server/issuer/nights.ts';

/** What the two servers of the tests know, and where the portal is. */
export const token = 'between-the-two-servers-0123456789';
export const portal = 'http://city.test';

export interface TestIssuer {
  url: string;
  log: string[];
  db: Kysely<Database>;
  /** What its clockwork looks for now and then. */
  night: () => Promise<void>;
  stop: () => Promise<void>;
}

/** The issuer on a port of its own, with a database of its own, on the clock of the test. */
export async function startIssuer(db: Kysely<Database>, now: () => Date): Promise<TestIssuer> {
  const env = readEnvironment({ ROLE: 'issuer', ISSUER_TOKEN: token, PORTAL_ORIGIN: portal });
  const log: string[] = [];
  const writes = createCitizenWrites(db);
  const issuer = createLocalIssuer({ db, writes, now, seal: createContactSeal(randomBytes(32)) });
  const app = createIssuerApp({ db, env, issuer, limits: createRateLimits(now, randomBytes), now }, (line) =>
    log.push(line),
  );
  const server = serve({
    fetch: (request, bindings) => app.fetch(request, bindings as object),
    port: 0,
    hostname: '127.0.0.1',
  }) as Server;
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    db,
    night: issuerNights(db, now),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await writes.close();
      await db.destroy();
    },
  };
}
