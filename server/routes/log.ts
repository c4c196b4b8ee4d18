/** The log as static files (c2sp.org/tlog-tiles), and proofs made of them for phones. */

import { checkpointWithCosignatures, cosignaturesOf } from '../../db/cosignatures.ts';
import { newestCheckpoint } from '../../db/ledger-log.ts';
import { findPending, findPendingOfCase, type PendingRow } from '../../db/ledger-pending.ts';
import { findBundle, findLeafIndex, findTile } from '../../db/ledger-reads.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { addDays, type Day } from '../domain/day.ts';
import { writeLogProof } from '../domain/trust/checkpoint.ts';
import { fromBase64Url, toBase64, toBase64Url, utf8ToBytes } from '../domain/trust/encoding.ts';
import { bundle, readBundle, readTilePath, tileWidth } from '../domain/trust/tiles.ts';
import { createRoute, newRoutes, refuses, z } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { caching, serveBytes } from '../http/sharing.ts';
import { consistencyProof, inclusionProof } from '../ledger/proofs.ts';
import { Problem } from '../problem.ts';
import { openWords } from '#words/open.ts';

/** The reader has it already. */
const unchanged = { 304: { description: 'Unchanged' } } as const;
const text = (description: string) => ({ description, content: { 'text/plain': { schema: z.string() } } });
const plain = 'text/plain; charset=utf-8';
const bytes = 'application/octet-stream';
const hashLength = 32;
/** What the columns hold; a log of 2^39 entries has no more tiles. */
const largestIndex = 2 ** 31 - 1;

/** SHA-256 of an entry's leaf, base64url. */
const leaf = z.string().regex(/^[\w-]{43}$/);
const size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const checkpointRoute = createRoute({
  method: 'get',
  path: '/log/checkpoint',
  summary: 'The newest checkpoint',
  responses: { 200: text('Signed note with the cosignatures of the witnesses'), ...unchanged, ...refuses('not-found') },
});
const proofRoute = createRoute({
  method: 'get',
  path: '/log/proof',
  summary: 'Proof that an entry is in the log',
  request: { query: z.object({ leaf }) },
  responses: { 200: text('c2sp.org/tlog-proof@v1'), ...refuses('validation', 'not-found', 'too-many') },
});
const consistencyRoute = createRoute({
  method: 'get',
  path: '/log/consistency',
  summary: 'Proof that the log continues an earlier state of itself',
  request: { query: z.object({ from: size, to: size.optional() }) },
  responses: { 200: text('One base64 hash a line'), ...refuses('validation', 'not-found', 'too-many') },
});
const receiptRoute = createRoute({
  method: 'get',
  path: '/log/receipt',
  summary: 'The signed promise to enter what waits',
  request: { query: z.object({ leaf }) },
  responses: { 200: text('Signed note'), ...refuses('validation', 'not-found', 'too-many') },
});
/** Only described here: the path of a tile has slashes in it. */
const tileRoute = createRoute({
  method: 'get',
  path: '/log/tile/{path}',
  summary: 'Hashes of the tree, or entries, 256 at a time',
  request: {
    params: z.object({ path: z.string().openapi({ example: '0/x001/067' }) }),
  },
  responses: {
    200: { description: 'A tile or an entry bundle', content: { [bytes]: { schema: z.string() } } },
    ...unchanged,
    ...refuses('not-found'),
  },
});

const missing = (detail: string): Problem => new Problem('not-found', { detail });
const outOfRange = (name: string, detail: string): Problem =>
  new Problem('validation', { errors: [{ pointer: `#/${name}`, detail }] });
const versionOf = (content: Uint8Array): string => toBase64Url(nativeSha256.hash(content)).slice(0, 22);

/**
 * The day by which a waiting entry is in the log. Of a rating it is stored; anything else is entered on the first day on which it and the
 * beginning of its case may be, with a day more should the sequencer be at rest just then.
 */
async function includeBy({ db, now }: Context, { kind, due, case_id }: PendingRow): Promise<Day> {
  if (kind === 'rating') return due;
  const begin = case_id === null ? undefined : await findPendingOfCase(db, case_id, 1);
  return addDays(
    [dayOf(now()), due, begin?.due ?? ''].reduce((latest, day) => (day > latest ? day : latest)),
    1,
  );
}

export const logRoutes = newRoutes()
  .openapi(checkpointRoute, async (c) => {
    const newest = await checkpointWithCosignatures(c.var.context.db);
    if (newest === undefined) throw missing(openWords.noCheckpoint);
    const note = utf8ToBytes(newest);
    return serveBytes(c, note, { type: plain, cache: caching.ask, version: versionOf(note), compress: false });
  })
  .openapi(proofRoute, async (c) => {
    const { db, limits } = c.var.context;
    limits.take('proof', senderOf(c));
    const newest = await newestCheckpoint(db);
    const index = await findLeafIndex(db, c.req.valid('query').leaf);
    if (newest === undefined || index === undefined || index >= newest.size) throw missing(openWords.notInLog);
    const path = await inclusionProof(db, index, newest.size);
    const checkpoint = newest.note + (await cosignaturesOf(db, newest.size)).join('');
    c.header('cache-control', caching.ask);
    return c.text(writeLogProof({ index, path, checkpoint }), 200);
  })
  .openapi(consistencyRoute, async (c) => {
    const { db, limits } = c.var.context;
    limits.take('proof', senderOf(c));
    const newest = await newestCheckpoint(db);
    if (newest === undefined) throw missing(openWords.noCheckpoint);
    const { from, to = newest.size } = c.req.valid('query');
    if (to > newest.size) throw outOfRange('to', openWords.beyond(newest.size));
    if (from > to) throw outOfRange('from', from > newest.size ? openWords.beyond(newest.size) : openWords.backwards);
    const hashes = await consistencyProof(db, from, to);
    c.header('cache-control', caching.ask);
    return c.text(hashes.map((hash) => `${toBase64(hash)}\n`).join(''), 200);
  })
  .openapi(receiptRoute, async (c) => {
    const { context } = c.var;
    context.limits.take('proof', senderOf(c));
    const asked = c.req.valid('query').leaf;
    const waiting = await findPending(context.db, asked);
    const bytesOfLeaf = fromBase64Url(asked);
    if (waiting === undefined || bytesOfLeaf === undefined) throw missing(openWords.notWaiting);
    c.header('cache-control', 'no-store');
    return c.text(context.ledger.receipt(bytesOfLeaf, await includeBy(context, waiting)), 200);
  });

logRoutes.openAPIRegistry.registerPath(tileRoute);
logRoutes.get('/log/tile/:path{.+}', async (c) => {
  const { db } = c.var.context;
  const place = readTilePath(c.req.param('path'));
  if (place === undefined || place.index > largestIndex) throw missing(openWords.noTile);
  const { level, index, width } = place;
  const cache = width === tileWidth ? caching.forGood : caching.forADay;
  const served = { type: bytes, cache, version: `${level}-${index}-${width}` };
  if (level === 'entries') {
    const found = await findBundle(db, index);
    if (found === undefined || found.width < width) throw missing(openWords.noTile);
    const entries =
      found.width === width ? found.bytes : bundle((readBundle(new Uint8Array(found.bytes)) ?? []).slice(0, width));
    return serveBytes(c, entries, { ...served, version: versionOf(entries), compress: true });
  }
  const hashes = await findTile(db, level, index);
  if (hashes === undefined || hashes.length < width * hashLength) throw missing(openWords.noTile);
  const tile = hashes.subarray(0, width * hashLength);
  return serveBytes(c, tile, { ...served, version: versionOf(tile), compress: false });
});
