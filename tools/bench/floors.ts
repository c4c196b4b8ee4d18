/** What the product is held against, each as small as it can be: the rating route that stores nothing, and a constant answer. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { access } from '../../server/access.ts';
import { createApp } from '../../server/app.ts';
import { boot } from '../../server/boot.ts';
import { readEnvironment } from '../../server/env.ts';
import { answers, createRoute, json, newRoutes } from '../../server/http/route.ts';
import { senderOf } from '../../server/http/sender.ts';
import { createHumanCheck } from '../../server/human/create-human-check.ts';
import { idOfToken } from '../../server/ids.ts';
import { keyIn } from '../../server/keys.ts';
import { ratingToStore } from '../../server/ledger/open-ratings.ts';
import { monthOf } from '../../server/domain/day.ts';
import { dayOf } from '../../server/clock.ts';
import { receiptNumber } from '../../server/domain/receipt.ts';
import { Problem } from '../../server/problem.ts';
import { ratingRequest, ratingSlip } from '../../server/schemas/ratings.ts';

/** To set the constant answer. */
export interface Constant {
  body: string;
  headers: Record<string, string>;
}

const log = (line: string): void => console.log(line);
const env = readEnvironment();
const { context } = await boot({ env, empty: true, continueLedger: false, say: log });

/** The rating route with all its checks, in the same application, but without the store. */
const spent = new Set<string>();
const human = createHumanCheck({
  cost: env.altchaCost,
  secret: keyIn(join(env.dataDir, 'keys', 'challenge.key')),
  now: context.now,
  spend: async (hash) => !spent.has(hash) && spent.add(hash).size > 0,
  isBurst: async () => false,
});
const floorPath = '/api/floor';
/** As long as those of the product, which make one for every rating; here nothing is made, as nothing is stored. */
const includeBy = '2026-11-30';
const { entry } = ratingToStore(
  {
    token: 'A'.repeat(22),
    departmentCode: 'xzspj',
    day: includeBy,
    level: 5,
    items: {},
    tags: [],
    verdict: 'pass',
    verdictReason: 'proof',
  },
  '12-01',
);
Object.assign(access, { [`POST ${floorPath}`]: ['anyone'] });
const app = createApp(context, { log });
const definition = createRoute({
  method: 'post',
  path: floorPath,
  request: { body: json(ratingRequest) },
  responses: { 201: answers(ratingSlip, 'Not stored') },
});
const checkedRoutes = newRoutes().openapi(definition, async (c) => {
  const { limits, now } = c.var.context;
  limits.take('post', senderOf(c));
  const { token, department, proof = {} } = c.req.valid('json');
  const id = idOfToken(token);
  const { verdict } = await human.check(proof, 'rate');
  if (verdict === 'reject') throw new Problem('human-check-failed');
  const month = monthOf(dayOf(now()));
  return c.json(
    { receipt: receiptNumber(id), department: { code: department, name: department }, month, entry, includeBy },
    201,
  );
});
app.hono.route('/', checkedRoutes);

/** The same body read and validated, and nothing else. */
const bare = newRoutes().openapi(definition, (c) => {
  const { token, department } = c.req.valid('json');
  return c.json(
    {
      receipt: token.slice(0, 8),
      department: { code: department, name: department },
      month: '2026-11',
      entry,
      includeBy,
    },
    201,
  );
});

let constant = { body: randomBytes(1000), headers: {} as Record<string, string> };
const constants = new Hono().get('/', (c) => c.body(constant.body, 200, constant.headers));

async function listen(fetch: Parameters<typeof serve>[0]['fetch']): Promise<number> {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const ports = {
  checked: await listen((request, bindings) => app.fetch(request, bindings as never)),
  bare: await listen((request) => bare.fetch(request)),
  constant: await listen((request) => constants.fetch(request)),
};
process.on('message', (message: Constant | 'usage') => {
  if (message === 'usage') return;
  constant = { body: Buffer.from(message.body, 'base64'), headers: message.headers };
  process.send?.('set');
});
process.send?.({ ports });
