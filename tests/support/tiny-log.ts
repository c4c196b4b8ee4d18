/** A log of a few entries in memory that answers a phone: checkpoints, proofs and receipts, made straight from the definitions of RFC 6962 §2.1. */
import { createHash } from 'node:crypto';
import type { Day } from '../../server/domain/day.ts';
import { writeCheckpoint, writeLogProof } from '../../server/domain/trust/checkpoint.ts';
import { toBase64, toBase64Url, utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import { writeNote, writeVerifierKey } from '../../server/domain/trust/note.ts';
import { receiptText } from '../../server/domain/trust/receipt-note.ts';
import { createSigner, type Signer } from '../../server/ledger/signer.ts';
import type { LedgerView } from '../../server/schemas/ledger.ts';

const sha256 = (...parts: Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
const leafOf = (entry: string): Uint8Array => sha256(Uint8Array.of(0), utf8ToBytes(entry));
/** Largest power of two below n. */
const half = (n: number): number => 2 ** (31 - Math.clz32(n - 1));

function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return only;
  const k = half(leaves.length);
  return sha256(Uint8Array.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

function pathTo(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const k = half(leaves.length);
  return index < k
    ? [...pathTo(index, leaves.slice(0, k)), rootOf(leaves.slice(k))]
    : [...pathTo(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

function consistency(m: number, leaves: readonly Uint8Array[], isWhole = true): Uint8Array[] {
  if (m === leaves.length) return isWhole ? [] : [rootOf(leaves)];
  const k = half(leaves.length);
  return m <= k
    ? [...consistency(m, leaves.slice(0, k), isWhole), rootOf(leaves.slice(k))]
    : [...consistency(m - k, leaves.slice(k), false), rootOf(leaves.slice(0, k))];
}

export interface TinyLog {
  entries: string[];
  /** The site's own day. */
  today: Day;
  readonly keys: { log: string; receipts: string };
  leaf(entry: string): string;
  checkpoint(): string;
  /** The signed promise to enter an entry. */
  receipt(entry: string, by: Day): string;
  /** Answers an address as the site would. */
  answer(path: string): { status: number; text: string };
}

/** @param name other names are other keys */
export function tinyLog(entries: readonly string[], today: Day, name = 'first'): TinyLog {
  const origin = 'tiny.example/wmpy';
  const seed = (what: string): Uint8Array => sha256(utf8ToBytes(`${name} ${what}`));
  const log: Signer = createSigner(origin, seed('log'));
  const receipts: Signer = createSigner(`${origin}/receipt`, seed('receipt'));
  const signed = (signer: Signer, text: string): string => writeNote(text, [signer.line(text)]);
  const keys = { log: writeVerifierKey(log.key), receipts: writeVerifierKey(receipts.key) };
  const leaves = (): Uint8Array[] => tiny.entries.map(leafOf);
  const missing = { status: 404, text: '' };
  const view = (): LedgerView => ({
    origin,
    keys,
    today: tiny.today,
    size: tiny.entries.length,
    checkpoint: tiny.entries.length === 0 ? null : tiny.checkpoint(),
    checkpointDay: tiny.entries.length === 0 ? null : tiny.today,
    witnesses: [],
    waiting: { opinions: 0, citizens: 0, staff: 0, ratings: 0 },
    publication: null,
    pace: 'day',
    contradiction: null,
    previous: null,
  });
  const tiny: TinyLog = {
    entries: [...entries],
    today,
    keys,
    leaf: (entry) => toBase64Url(leafOf(entry)),
    checkpoint: () => signed(log, writeCheckpoint({ origin, size: tiny.entries.length, root: rootOf(leaves()) })),
    receipt: (entry, by) => signed(receipts, receiptText({ origin, leaf: leafOf(entry), includeBy: by })),
    answer: (path) => {
      const { pathname, searchParams } = new URL(path, 'http://tiny.example/');
      if (pathname === '/api/ledger') return { status: 200, text: JSON.stringify(view()) };
      if (pathname === '/log/proof') {
        const index = tiny.entries.findIndex((entry) => tiny.leaf(entry) === searchParams.get('leaf'));
        if (index < 0) return missing;
        const proof = { index, path: pathTo(index, leaves()), checkpoint: tiny.checkpoint() };
        return { status: 200, text: writeLogProof(proof) };
      }
      if (pathname === '/log/consistency') {
        const [from, to] = [Number(searchParams.get('from')), Number(searchParams.get('to'))];
        if (to > tiny.entries.length) return { status: 422, text: '' };
        const hashes = consistency(from, leaves().slice(0, to));
        return { status: 200, text: hashes.map((hash) => `${toBase64(hash)}\n`).join('') };
      }
      return missing;
    },
  };
  return tiny;
}
