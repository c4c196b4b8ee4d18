/** Posts a body to an address of somebody else's: one connection, no redirect, little patience, and a short answer at most. */

import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import { type Attempt, NotDelivered } from './attempt.ts';
import { addressFor, isCallable } from './guard-address.ts';

/** Milliseconds for all of it. */
const patience = 20_000;
/** Bytes of an answer that are read; what it says beyond is not asked for. */
const answerMost = 16_384;

export interface Answer {
  status: number;
  text: string;
  /** Seconds after which the other side would like the next try. */
  retryAfter: number | undefined;
}

/**
 * @throws NotDelivered before or after bytes have left: `address`, `dns`, `connect`, `tls`, `timeout`, `closed`, `lost` (another process
 *   has the message), `stopped`
 */
export async function post(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  { loopback, handOver, signal }: Pick<Attempt, 'loopback' | 'handOver' | 'signal'>,
): Promise<Answer> {
  if (!URL.canParse(address)) throw new NotDelivered('address', false);
  const url = new URL(address);
  if (!isCallable(url, loopback)) throw new NotDelivered('address', false);
  const ip = await addressFor(url.hostname, loopback);
  const isSecure = url.protocol === 'https:';
  const bytes = Buffer.from(body, 'utf8');
  return new Promise((resolve, reject) => {
    let sent = false;
    let isConnected = false;
    const request = (isSecure ? secureRequest : plainRequest)({
      method: 'POST',
      host: ip,
      port: url.port === '' ? undefined : Number(url.port),
      path: url.pathname + url.search,
      ...(isIP(url.hostname) === 0 && { servername: url.hostname }),
      agent: false,
      headers: {
        ...headers,
        host: url.host,
        'content-type': 'application/json; charset=utf-8',
        'content-length': bytes.length,
        'user-agent': 'wanping',
      },
    });
    const stop = (): void => {
      // What is on its way is waited for.
      if (!sent) fail('stopped');
    };
    const timer = setTimeout(() => fail('timeout'), patience);
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      request.destroy();
    };
    const fail = (trouble: string): void => {
      end();
      reject(new NotDelivered(trouble, sent));
    };
    signal.addEventListener('abort', stop);
    if (signal.aborted) return fail('stopped');

    // The connection is made at once, but nothing is written before `end`.
    request.on('socket', (socket) =>
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        isConnected = true;
        handOver().then(
          (isOurs) => {
            if (!isOurs) return fail('lost');
            sent = true;
            request.end(bytes);
          },
          () => fail('store'),
        );
      }),
    );
    request.on('error', (error) => fail(isConnected ? 'closed' : isAboutTls(error) ? 'tls' : 'connect'));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const done = (): void => {
        end();
        const after = Number(response.headers['retry-after']);
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).subarray(0, answerMost).toString('utf8'),
          retryAfter: Number.isInteger(after) && after > 0 ? after : undefined,
        });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= answerMost) done();
      });
      response.on('end', done);
      response.on('error', () => fail('closed'));
    });
  });
}

/** Codes of certificates and handshakes: `ERR_TLS_…`, `CERT_HAS_EXPIRED`, `DEPTH_ZERO_SELF_SIGNED_CERT`, `UNABLE_TO_VERIFY_LEAF_SIGNATURE` … */
const isAboutTls = (error: NodeJS.ErrnoException): boolean => /TLS|SSL|CERT|SIGNATURE/.test(error.code ?? '');
