/** The bytes of one page or file in each encoding, with their headers made beforehand, so that answering costs next to nothing. */

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

const encodings = ['br', 'gzip', 'identity'] as const;
type Encoding = (typeof encodings)[number];

interface Variant {
  etag: string;
  body: Uint8Array<ArrayBuffer>;
  found: ResponseInit;
  unchanged: ResponseInit;
}

export type Representation = Readonly<Record<Encoding, Variant>> & {
  /** Memory it takes. */
  readonly bytes: number;
};

/** Content that is already compressed, or too short to gain from it. */
const isCompressible = (type: string, length: number): boolean =>
  length > 256 && /^(text\/|application\/(javascript|json|manifest\+json|xml)|image\/svg)/.test(type);

/**
 * @param headers what every answer carries beside its own: content type, caching, security
 * @param quality Brotli's, 0 to 11: 5 for what is made while somebody waits, 11 for what is made once
 */
export async function represent(
  content: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
  quality: number,
): Promise<Representation> {
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  const variant = (encoding: Encoding, body: Uint8Array<ArrayBuffer>): Variant => {
    const etag = encoding === 'identity' ? `"${hash}"` : `"${hash}-${encoding}"`;
    const shared = { ...headers, etag };
    return {
      etag,
      body,
      found: {
        headers: {
          ...shared,
          'content-length': String(body.byteLength),
          ...(encoding !== 'identity' && { 'content-encoding': encoding }),
        },
      },
      unchanged: { status: 304, headers: shared },
    };
  };
  const identity = variant('identity', content);
  if (!isCompressible(headers['content-type'] ?? '', content.byteLength)) {
    return { br: identity, gzip: identity, identity, bytes: content.byteLength };
  }
  const [br, gz] = await Promise.all([
    brotli(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength },
    }),
    zip(content, { level: 6 }),
  ]);
  return {
    br: variant('br', br),
    gzip: variant('gzip', gz),
    identity,
    bytes: content.byteLength + br.byteLength + gz.byteLength,
  };
}

/** Answers GET and HEAD from memory, with 304 when the reader has these bytes already. */
export function answerWith(page: Representation, request: Request, incoming: IncomingMessage | undefined): Response {
  // Node has parsed the headers; asking the Request for them would build an object for each.
  const accepted =
    incoming === undefined ? request.headers.get('accept-encoding') : incoming.headers['accept-encoding'];
  const known = incoming === undefined ? request.headers.get('if-none-match') : incoming.headers['if-none-match'];
  const variant = page[bestEncoding(String(accepted ?? ''))];
  if (known && (known.includes(variant.etag) || known === '*')) return new Response(null, variant.unchanged);
  return new Response(request.method === 'HEAD' ? null : variant.body, variant.found);
}

/** Browsers send a handful of different headers, so that the choice is made once for each. */
const choices = new Map<string, Encoding>();
const choicesKept = 200;

/** The smallest encoding that a client takes (RFC 9110 §12.5.3). */
export function bestEncoding(accepted: string): Encoding {
  const made = choices.get(accepted);
  if (made !== undefined) return made;
  const taken = new Map(
    accepted
      .toLowerCase()
      .split(',')
      .map((part) => {
        const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
        const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
        return [name, quality === undefined ? 1 : Number(quality)] as const;
      }),
  );
  const takes = (encoding: Encoding): boolean => (taken.get(encoding) ?? taken.get('*') ?? 0) > 0;
  const choice = takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
  if (choices.size >= choicesKept) choices.clear();
  choices.set(accepted, choice);
  return choice;
}
