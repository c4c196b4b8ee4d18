/** The production entry: Hono in front, the built site behind it, one process on one port. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type HttpBindings, serve } from '@hono/node-server';
import { createApp as createSite } from 'astro/app/entrypoint';
import { boot, makeDemonstration, type Running } from './boot.ts';
import { CannotStart, type Environment, readEnvironment } from './env.ts';
import { bootIssuer } from './issuer/boot-issuer.ts';
import { start } from '#words/start.ts';

const say = (line: string): void => console.log(line);

/** Ends the process with a sentence for the operator. */
function refuse(sentence: string): never {
  console.error(`✗ ${sentence}`);
  process.exit(1);
}

/** Milliseconds: for the headers of a request, for all of it (a photo over a slow line), and for the next one to begin. */
const patience = { headersTimeout: 20_000, requestTimeout: 300_000, keepAliveTimeout: 65_000 };
/** Bytes of all headers together. */
const maxHeaderSize = 16_384;
/** Longest wait for requests under way when the server is told to stop, in milliseconds. */
const lastOrders = 10_000;

const addressOf = ({ publicUrl, host, basePath }: Environment, port: number): string =>
  `${publicUrl ?? `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`}${basePath}`;

const notListening = (error: NodeJS.ErrnoException, { host, port }: Environment): string =>
  error.code === 'EADDRINUSE' ? start.portTaken(port) : start.cannotListen(host, port);

/** Listens for a moment, so that an address that cannot be had is told before a whole city is made. */
function tryAddress(env: Environment): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (error) => reject(new CannotStart(notListening(error, env))));
    probe.listen(env.port, env.host, () => probe.close(() => resolve()));
  });
}

/** Tells this program to make the demonstration city and end. */
const onlyDemonstration = '--make-demonstration';

/** In a process of its own: making three years of history takes memory that a server at rest should not keep. */
async function demonstrateElsewhere(): Promise<void> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), onlyDemonstration], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) process.exit(code ?? 1);
}

/** The portal, with its pages. */
function bootSite(env: Environment): Promise<Running> {
  const site = createSite();
  return boot({
    env,
    empty: process.argv.includes('--empty'),
    continueLedger: process.argv.includes('--continue-ledger'),
    demonstrate: demonstrateElsewhere,
    astro: (request) => site.render(request, { addCookieHeader: true }),
    files: fileURLToPath(site.manifest.buildClientDir),
    say,
  });
}

try {
  const env = readEnvironment();
  if (process.argv.includes(onlyDemonstration)) {
    await makeDemonstration({ env, say });
    process.exit(0);
  }
  await tryAddress(env);
  const isIssuer = env.role.name === 'issuer';
  const { app, welcome, close } = isIssuer ? await bootIssuer({ env, say }) : await bootSite(env);
  const server = serve(
    {
      fetch: (request, bindings) => app.fetch(request, bindings as HttpBindings),
      port: env.port,
      hostname: env.host,
      serverOptions: { ...patience, maxHeaderSize },
    },
    ({ port }) => {
      say(isIssuer ? start.issuerListening(addressOf(env, port)) : start.listening(addressOf(env, port)));
      welcome();
    },
  ) as Server;
  server.on('error', (error) => refuse(notListening(error, env)));

  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    say(start.stopping);
    server.close(() => void close().then(() => process.exit(0)));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), lastOrders).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  if (error instanceof CannotStart) refuse(error.message);
  throw error;
}
