/** A small load generator: keep-alive connections on loopback, one request after the other on each, for a bounded time. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { createChallenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { altchaSecrets } from '../../server/human/altcha.ts';

/** What to send. */
export type Load =
  /** Makes so many ratings with proofs of work, to be sent later, less those that are left; answers when they are there. */
  | { kind: 'prepare'; ratings: number; keyFile: string; departments: readonly string[] }
  | { kind: 'ratings'; port: number; path: string; connections: number; seconds: number }
  | { kind: 'page'; port: number; path: string; connections: number; seconds: number };

export interface LoadResult {
  answers: number;
  /** Answers other than success. */
  failures: number;
  firstFailure: string;
  seconds: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** Bodies of ratings that nobody has sent yet. */
const prepared: string[] = [];

const random = (): string => randomBytes(16).toString('base64url');
const byte = (): number => randomBytes(1)[0] ?? 0;

/**
 * Ratings as phones send them. Their challenges are signed here with the server's key and are easy to solve, because
 * what a phone computes for a second is no work of the server's: that checks a signature either way.
 */
async function prepare({ ratings, keyFile, departments }: Extract<Load, { kind: 'prepare' }>): Promise<void> {
  const secrets = altchaSecrets(readFileSync(keyFile));
  const until = Math.floor(Date.now() / 1000) + 400 * 24 * 60 * 60;
  for (let index = prepared.length; index < ratings; index += 1) {
    const challenge = await createChallenge({
      ...secrets,
      algorithm: 'PBKDF2/SHA-256',
      cost: 1,
      counter: 0,
      deriveKey,
      data: { action: 'rate', until },
    });
    const solution = await solveChallenge({ challenge, deriveKey });
    const altcha = btoa(JSON.stringify({ challenge, solution }));
    prepared.push(
      JSON.stringify({
        token: random(),
        department: departments[index % departments.length],
        level: byte() % 6,
        items: { attitude: 1 + (byte() % 5), efficiency: 1 + (byte() % 5) },
        tags: [],
        proof: { altcha },
      }),
    );
  }
}

/** The next request, or nothing when all that was prepared is sent. */
function requests(load: Exclude<Load, { kind: 'prepare' }>): () => string | undefined {
  const common = `Host: 127.0.0.1:${load.port}\r\nConnection: keep-alive\r\n`;
  if (load.kind === 'page') {
    const request = `GET ${load.path} HTTP/1.1\r\n${common}Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n`;
    return () => request;
  }
  return () => {
    const body = prepared.pop();
    if (body === undefined) return undefined;
    // Senders in many networks, as the reverse proxy would report them.
    const sender = `${1 + (byte() % 200)}.${byte()}.${byte()}.${byte()}`;
    return `POST ${load.path} HTTP/1.1\r\n${common}X-Forwarded-For: ${sender}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  };
}

/** Bytes of the first whole answer in a buffer, or 0 when there is none yet. */
function answerLength(received: Buffer): number {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return 0;
  const head = received.toString('latin1', 0, end).toLowerCase();
  const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
  if (length !== undefined) {
    const whole = end + 4 + Number(length);
    return received.length >= whole ? whole : 0;
  }
  if (head.includes('\r\ntransfer-encoding: chunked')) {
    const last = received.indexOf('\r\n0\r\n\r\n', end + 2);
    return last === -1 ? 0 : last + 7;
  }
  return end + 4;
}

async function run(load: Exclude<Load, { kind: 'prepare' }>): Promise<LoadResult> {
  const next = requests(load);
  const began = performance.now();
  const until = began + load.seconds * 1000;
  const waits: number[] = [];
  let failures = 0;
  let firstFailure = '';

  const talk = (socket: Socket, done: () => void): void => {
    let received: Buffer = Buffer.alloc(0);
    let sentAt = 0;
    const send = (): void => {
      const request = performance.now() < until ? next() : undefined;
      if (request === undefined) {
        socket.destroy();
        done();
        return;
      }
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const length = answerLength(received);
      if (length === 0) return;
      waits.push(performance.now() - sentAt);
      // "HTTP/1.1 2": every success begins like this.
      if (received[9] !== 50) {
        failures += 1;
        firstFailure ||= received.toString('utf8', 0, Math.min(length, 600));
      }
      received = received.subarray(length);
      send();
    });
    socket.on('error', (error) => {
      failures += 1;
      firstFailure ||= error.message;
      done();
    });
    send();
  };
  await Promise.all(
    Array.from(
      { length: load.connections },
      () =>
        new Promise<void>((done) => {
          const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true }, () => talk(socket, done));
        }),
    ),
  );
  const seconds = (performance.now() - began) / 1000;
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { answers: waits.length, failures, firstFailure, seconds, p50: at(0.5), p99: at(0.99) };
}

const nothing: LoadResult = { answers: 0, failures: 0, firstFailure: '', seconds: 0, p50: 0, p99: 0 };

process.on('message', (load: Load | 'usage') => {
  if (load === 'usage') return;
  const work = load.kind === 'prepare' ? prepare(load).then(() => nothing) : run(load);
  void work.then((result) => process.send?.(result));
});
// A generator stays as long as its parent wants it, whatever the preloaded module says.
process.channel?.ref();
