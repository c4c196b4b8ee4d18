/** Files that are the same for everybody and may be fetched from anywhere: by mirrors, by programs, by anybody's page that checks ours. */

import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Context, MiddlewareHandler } from 'hono';
import { bestEncoding } from '../pages/representation.ts';
import type { Env } from './route.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Lets pages of other sites read the answer (Fetch Standard §3.2); nothing under these addresses depends on who asks. */
export const shareWithAll: MiddlewareHandler<Env> = async (c, next) => {
  c.header('access-control-allow-origin', '*');
  c.header('cross-origin-resource-policy', 'cross-origin');
  await next();
};

/** How long an answer may be kept. */
export const caching = {
  /** What never changes. */
  forGood: 'public, max-age=31536000, immutable',
  /** What never changes as long as it is there at all. */
  forADay: 'public, max-age=86400',
  /** To be asked for again each time; nothing is sent when it is unchanged. */
  ask: 'no-cache',
} as const;

interface Served {
  type: string;
  cache: (typeof caching)[keyof typeof caching];
  /** Changes whenever the content does; without quotes. */
  version: string;
  /** Name under which a browser saves it. */
  saveAs?: string | undefined;
}

/** Whether the reader has this version already (RFC 9110 §13.1.2, weak comparison). */
const isKnown = (c: Context<Env>, etag: string): boolean =>
  (c.req.header('if-none-match') ?? '')
    .split(',')
    .some((known) => known.trim() === '*' || known.trim().replace(/^W\//, '') === etag);

/** Headers of the answer, or the answer that nothing changed. */
function begin(c: Context<Env>, { type, cache, version, saveAs }: Served, encoding: '' | 'gzip'): Response | undefined {
  const etag = encoding === '' ? `"${version}"` : `"${version}-${encoding}"`;
  c.header('etag', etag);
  c.header('cache-control', cache);
  c.header('vary', 'Accept-Encoding');
  if (isKnown(c, etag)) return c.body(null, 304);
  c.header('content-type', type);
  if (saveAs !== undefined) c.header('content-disposition', `attachment; filename="${saveAs}"`);
  if (encoding !== '') c.header('content-encoding', encoding);
  return undefined;
}

const takesGzip = (c: Context<Env>): boolean => {
  // Ours are stored in gzip; whoever takes Brotli and not gzip gets them as they are.
  const accepted = c.req.header('accept-encoding') ?? '';
  return bestEncoding(accepted.replaceAll(/\bbr\b/gi, 'x-br')) === 'gzip';
};

/** Answers with bytes. @param compress whether they shrink */
export async function serveBytes(
  c: Context<Env>,
  bytes: Uint8Array,
  { compress, ...served }: Served & { compress: boolean },
): Promise<Response> {
  const encoding = compress && takesGzip(c) ? 'gzip' : '';
  const unchanged = begin(c, served, encoding);
  if (unchanged !== undefined) return unchanged;
  const body = new Uint8Array(encoding === 'gzip' ? await zip(bytes) : bytes);
  c.header('content-length', String(body.length));
  return c.body(body, 200);
}

/** Answers with bytes that are stored in gzip. */
export async function serveGzip(c: Context<Env>, gzipped: Uint8Array, served: Served): Promise<Response> {
  const encoding = takesGzip(c) ? 'gzip' : '';
  const unchanged = begin(c, served, encoding);
  if (unchanged !== undefined) return unchanged;
  const body = new Uint8Array(encoding === 'gzip' ? gzipped : await unzip(gzipped));
  c.header('content-length', String(body.length));
  return c.body(body, 200);
}

/** Characters gathered before they are sent: whole lines, so that one of them alone does not cost a packet. */
const partSize = 64 * 1024;

/** Text as a stream that makes the next part only when the reader has taken the one before. */
function streamOf(lines: AsyncIterable<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = lines[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        let part = '';
        while (part.length < partSize) {
          const { done, value } = await iterator.next();
          if (done) {
            if (part !== '') controller.enqueue(encoder.encode(part));
            controller.close();
            return;
          }
          part += value;
        }
        controller.enqueue(encoder.encode(part));
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Answers with text that is made while it is sent, so that memory does not grow with it. */
export function serveLines(c: Context<Env>, lines: () => AsyncIterable<string>, served: Served): Response {
  const encoding = takesGzip(c) ? 'gzip' : '';
  const unchanged = begin(c, served, encoding);
  if (unchanged !== undefined) return unchanged;
  if (c.req.method === 'HEAD') return c.body(null, 200);
  const plain = streamOf(lines());
  return c.body(encoding === 'gzip' ? plain.pipeThrough(new CompressionStream('gzip')) : plain, 200);
}
