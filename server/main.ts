/** The production entry: Hono in front, the built site behind it, one process on one port. */

import { type HttpBindings, serve } from '@hono/node-server';
import { createApp as createSite } from 'astro/app/entrypoint';
import { boot } from './boot.ts';
import { CannotStart, readEnvironment } from './env.ts';
import { start } from './words/zh-CN/start.ts';

const say = (line: string): void => console.log(line);

/** Ends the process with a sentence for the operator. */
function refuse(sentence: string): never {
  console.error(`✗ ${sentence}`);
  process.exit(1);
}

try {
  const env = readEnvironment();
  const site = createSite();
  const { app, close } = await boot({
    env,
    empty: process.argv.includes('--empty'),
    astro: (request) => site.render(request, { addCookieHeader: true }),
    keepPages: true,
    say,
  });
  const server = serve(
    { fetch: (request, bindings) => app.fetch(request, bindings as HttpBindings), port: env.port, hostname: env.host },
    ({ port }) => say(start.listening(`http://${env.host}:${port}${env.basePath}`)),
  );
  server.on('error', (error: NodeJS.ErrnoException) =>
    refuse(error.code === 'EADDRINUSE' ? start.portTaken(env.port) : start.cannotListen(env.host, env.port)),
  );
  const stop = (): void => {
    server.close(() => void close().then(() => process.exit(0)));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  if (error instanceof CannotStart) refuse(error.message);
  throw error;
}
