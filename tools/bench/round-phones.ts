/**
 * Phones of a round, many in one process: each step of voting is done for all of them before the next one begins, so that what the server does can be told
 * from what the phones do. Started by rounds.ts with messages.
 */
import { hash, randomBytes } from 'node:crypto';
import {
  allMarks,
  ballotsOf,
  type Blinding,
  type OpenRound,
  openingsOf,
  phoneBlinding,
  prepareVote,
  type Vote,
} from '../../tests/support/voting.ts';

/** A blinding factor of each key: its inverse, and what a message is multiplied by. Phones draw a new one for every ballot, which takes them the most. */
const factors = new Map<bigint, { inverse: bigint; power: bigint }>();

const sha384 = (...parts: readonly Uint8Array[]): Buffer => hash('sha384', Buffer.concat(parts), 'buffer');
const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (value: bigint): Uint8Array => Buffer.from(value.toString(16).padStart(512, '0'), 'hex');

/** EMSA-PSS-ENCODE for 2048 bits without a salt (RFC 8017 §9.1.1). */
function encode(message: Uint8Array): bigint {
  const digest = sha384(new Uint8Array(8), sha384(message));
  const block = Buffer.alloc(207);
  block[206] = 1;
  for (let counter = 0; counter * 48 < 207; counter += 1) {
    const mask = sha384(digest, Uint8Array.of(0, 0, 0, counter));
    for (let place = 0; place < 48 && counter * 48 + place < 207; place += 1)
      block[counter * 48 + place] = (block[counter * 48 + place] ?? 0) ^ (mask[place] ?? 0);
  }
  block[0] = (block[0] ?? 0) & 0x7f;
  return numberOf(Buffer.concat([block, digest, Uint8Array.of(0xbc)]));
}

/** The same on the wire as what phones send, with a factor that is used again: what phones compute is not what is measured here. */
const quickBlinding: Blinding = {
  blind: (key, message, random) => {
    const { n } = key;
    let factor = factors.get(n);
    if (factor === undefined) {
      const { request, inverse } = phoneBlinding.blind(key, message, random);
      // request = encode(message) · power, so that any other way of blinding that did not agree would show as a wrong ticket.
      factor = { inverse, power: (numberOf(request) * inverseOf(encode(message), n)) % n };
      factors.set(n, factor);
    }
    return { request: bytesOf((encode(message) * factor.power) % n), inverse: factor.inverse };
  },
  unblind: ({ n }, _message, answer, { inverse }) => bytesOf((numberOf(answer) * inverse) % n),
};

/** Of a number modulo n, by Euclid. */
function inverseOf(value: bigint, n: bigint): bigint {
  let [a, b, x, y] = [value, n, 1n, 0n];
  while (b > 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return ((x % n) + n) % n;
}

/** The steps in their order: two of computing, three of asking. */
export type Step =
  | { step: 'prepare'; round: OpenRound; codes: readonly string[] }
  | { step: 'issue' | 'ballots' | 'openings'; url: string; connections: number }
  | { step: 'unblind' };

/** What a step took: seconds, and requests answered with success. */
export interface Stepped {
  seconds: number;
  answers: number;
  ballots: number;
}

let votes: Vote[] = [];
let bodies: string[] = [];
let signed: Record<string, string>[] = [];

/** A network of its own for each phone, as the reverse proxy would report it. */
const networkOf = (phone: number): string => `${1 + (phone % 200)}.${(phone >> 8) & 255}.${phone & 255}.7`;

async function ask(url: string, connections: number): Promise<void> {
  let next = 0;
  const answers: unknown[] = [];
  const talk = async (): Promise<void> => {
    while (next < bodies.length) {
      const phone = next;
      next += 1;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': networkOf(phone + process.pid * 7919) },
        body: bodies[phone] ?? '',
      });
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
      answers[phone] = await answer.json();
    }
  };
  await Promise.all(Array.from({ length: connections }, talk));
  if (url.endsWith('/issue')) signed = answers.map((answer) => (answer as { signed: Record<string, string> }).signed);
}

async function run(message: Step): Promise<Stepped> {
  if (message.step === 'prepare') {
    const { round, codes } = message;
    votes = codes.map((code, phone) => {
      let level = phone;
      return prepareVote(
        round,
        code,
        () => {
          level += 1;
          return level % 7 === 0 ? { r: 0, x: {} } : allMarks(1 + (level % 4));
        },
        randomBytes,
        quickBlinding,
      );
    });
    bodies = votes.map(({ request }) => JSON.stringify(request));
  } else if (message.step === 'unblind') {
    bodies = votes.map((vote, phone) => JSON.stringify(ballotsOf(vote, signed[phone] ?? {}, quickBlinding)));
    signed = [];
  }
  if (message.step === 'openings') bodies = votes.map((vote) => JSON.stringify(openingsOf(vote)));
  const began = performance.now();
  if ('url' in message) await ask(message.url, message.connections);
  return {
    seconds: (performance.now() - began) / 1000,
    answers: bodies.length,
    ballots: votes.reduce((sum, { drafts }) => sum + drafts.length, 0),
  };
}

process.on('message', (message: Step | 'usage') => {
  if (message === 'usage') return;
  void run(message).then((result) => process.send?.(result));
});
process.channel?.ref();
