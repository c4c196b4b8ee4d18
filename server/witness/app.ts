/** A witness over HTTP: `POST /add-checkpoint`, `GET /<origin hash>/checkpoint`, and at `/` a page of text for people. */

import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { dayOf, instantOfSeconds, sinceMidnight } from '../clock.ts';
import { longestAddCheckpoint } from '../domain/trust/add-checkpoint.ts';
import { readNote, writeVerifierKey } from '../domain/trust/note.ts';
import { readUtf8 } from '../domain/trust/mirror.ts';
import { verifyCosignature } from '../domain/trust/signatures.ts';
import { RecordsBusy } from './records.ts';
import type { Answer, Seen, Witness } from './witness.ts';
import { witnessWords } from '#words/witness.ts';

const plain = 'text/plain; charset=utf-8';
/** How often, and after how many milliseconds, we try again when another process is writing to the same records. */
const tries = 20;
const pause = 50;

/** Name of a log in addresses: SHA-256 of its origin, in hex. */
export const originHash = (origin: string): string => createHash('sha256').update(origin).digest('hex');

/** @param log receives what went wrong inside */
export function createWitnessApp(witness: Witness, logs: readonly string[], log: (line: string) => void): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
    c.header('x-content-type-options', 'nosniff');
  });
  const limit = bodyLimit({
    maxSize: longestAddCheckpoint,
    onError: (c) => c.text('The request is too large.\n', 413),
  });
  app.post('/add-checkpoint', limit, async (c) => {
    const body = readUtf8(new Uint8Array(await c.req.arrayBuffer()));
    if (body === undefined) return c.text('The request is not UTF-8.\n', 400);
    const { status, body: said, type } = await patiently(() => witness.addCheckpoint(body));
    return c.body(said, status, { 'content-type': type });
  });
  app.all('/add-checkpoint', (c) => c.text('POST it.\n', 405, { allow: 'POST' }));
  app.get('/:hash{[0-9a-f]{64}}/checkpoint', (c) => {
    const { hash } = c.req.param();
    const found = [...witness.seen()].find(([origin]) => originHash(origin) === hash);
    if (found === undefined) return c.text('Nothing of this log has been cosigned here.\n', 404);
    return c.body(found[1].note, 200, { 'content-type': plain });
  });
  app.get('/', (c) => c.body(overview(witness, logs), 200, { 'content-type': plain }));
  app.notFound((c) => c.text('There is nothing here.\n', 404));
  app.onError((error, c) => {
    log(witnessWords.failed(String(error)));
    return c.text('The witness could not do it; nothing was cosigned.\n', error instanceof RecordsBusy ? 503 : 500);
  });
  return app;
}

async function patiently(ask: () => Answer): Promise<Answer> {
  for (let left = tries; ; left -= 1) {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof RecordsBusy) || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function overview(witness: Witness, logs: readonly string[]): string {
  const seen = witness.seen();
  const { key } = witness;
  const lines = logs.map((origin) => logLine(witness, origin, seen.get(origin)));
  return `${witnessWords.overview(key.name, writeVerifierKey(key), lines)}\n`;
}

function logLine({ key }: Witness, origin: string, seen: Seen | undefined): string {
  const note = seen && readNote(seen.note);
  const cosigned = note && verifyCosignature(note, key);
  if (seen === undefined || cosigned === undefined) return witnessWords.unseen(origin);
  const [, , root = ''] = seen.note.split('\n');
  return witnessWords.seen({ origin, size: seen.checkpoint.size, root, time: minute(cosigned.time) });
}

/** POSIX seconds as day and minute in Beijing. */
function minute(seconds: number): string {
  const instant = instantOfSeconds(seconds);
  const since = Math.floor(sinceMidnight(instant) / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${dayOf(instant)} ${two(Math.floor(since / 60))}:${two(since % 60)}`;
}
