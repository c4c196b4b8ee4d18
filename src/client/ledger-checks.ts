/**
 * What a phone can check of the ledger with a few kilobytes: that a checkpoint is signed, that it continues the one seen before, that a
 * promise was kept. Answers come from a function, so that nothing here depends on a network.
 */

import type { Day } from '../../server/domain/day.ts';
import { type Checkpoint, readCheckpoint, readLogProof } from '../../server/domain/trust/checkpoint.ts';
import { equalBytes, fromBase64, fromBase64Url, toBase64Url } from '../../server/domain/trust/encoding.ts';
import { portableSha256 } from '../../server/domain/trust/hash.ts';
import { readUtf8 } from '../../server/domain/trust/mirror.ts';
import { readNote, readVerifierKey, type SignedNote, type VerifierKey } from '../../server/domain/trust/note.ts';
import { readReceipt, verifyCosignature, verifyNote } from '../../server/domain/trust/signatures.ts';
import { provesConsistency, provesInclusion } from '../../server/domain/trust/tree.ts';
import type { LedgerView } from '../../server/schemas/ledger.ts';
import type { Memory, Promised, Trouble, TroubleKind } from './kept.ts';

/** Gets an address of this site. Rejects when there is no answer. */
export type Ask = (path: string) => Promise<{ status: number; bytes: Uint8Array }>;

/** The site could not say: no network, too busy. Nothing follows from it. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Something is wrong, with the texts that show it. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly kind: TroubleKind;
  readonly evidence: Record<string, string>;

  constructor(kind: TroubleKind, evidence: Record<string, string>) {
    super(kind);
    this.kind = kind;
    this.evidence = evidence;
  }
}

/** A checkpoint whose signature was checked. */
export interface SeenCheckpoint extends Checkpoint {
  note: SignedNote;
  text: string;
}

/** Gets what the site may say it does not have. @throws NoAnswer when it says neither */
export async function findBytes(ask: Ask, path: string): Promise<Uint8Array | undefined> {
  const { status, bytes } = await ask(path);
  if (status === 200) return bytes;
  if (status === 404 || status === 422) return undefined;
  throw new NoAnswer(`${path} answers ${status}`);
}

/** What cannot be read as text is text that is wrong. */
async function find(ask: Ask, path: string): Promise<string | undefined> {
  const bytes = await findBytes(ask, path);
  return bytes && (readUtf8(bytes) ?? '');
}

/** The ledger at a glance. @throws NoAnswer where there is none to read */
export async function readLedger(ask: Ask): Promise<LedgerView> {
  const text = await find(ask, 'api/ledger');
  if (text === undefined) throw new NoAnswer('api/ledger');
  return JSON.parse(text) as LedgerView;
}

/** A checkpoint of the log that this key signs; nothing for anything else. */
export function openCheckpoint(text: string, key: VerifierKey | undefined): SeenCheckpoint | undefined {
  const note = readNote(text);
  if (note === undefined || key === undefined || !verifyNote(note, key)) return undefined;
  const checkpoint = readCheckpoint(note.text);
  return checkpoint?.origin === key.name ? { ...checkpoint, note, text } : undefined;
}

/**
 * Whether the larger of two checkpoints continues the smaller one.
 * @throws NoAnswer when the site does not say
 */
export async function agree(ask: Ask, a: Checkpoint, b: Checkpoint): Promise<boolean> {
  const [older, newer] = a.size <= b.size ? [a, b] : [b, a];
  if (older.size === newer.size || older.size === 0) {
    return older.size === 0 || equalBytes(older.root, newer.root);
  }
  const answer = await find(ask, `log/consistency?from=${older.size}&to=${newer.size}`);
  const hashes = answer?.split('\n').filter(Boolean).map(fromBase64);
  if (hashes === undefined || !hashes.every((hash): hash is Uint8Array => hash !== undefined)) return false;
  return provesConsistency(portableSha256, older, newer, hashes);
}

/** An entry that is in the log, as far as the proof goes. */
export interface Included {
  index: number;
  /** Hashes on the way from the entry to the root. */
  hashes: number;
  checkpoint: SeenCheckpoint;
  /** The proof as it came (c2sp.org/tlog-proof). */
  proof: string;
}

/**
 * Asks for the proof that a leaf is in the log, and checks it up to the signature.
 * @param leaf base64url
 * @param known a checkpoint that the one of the proof must agree with
 * @returns nothing while it waits, or when it is unknown
 * @throws Wrong for a proof that proves nothing, NoAnswer when there is none
 */
export async function findInLog(
  ask: Ask,
  leaf: string,
  key: VerifierKey | undefined,
  known?: SeenCheckpoint,
): Promise<Included | undefined> {
  const path = `log/proof?leaf=${leaf}`;
  const text = await find(ask, path);
  if (text === undefined) return undefined;
  const proof = readLogProof(text);
  const checkpoint = proof && openCheckpoint(proof.checkpoint, key);
  const hash = fromBase64Url(leaf);
  if (proof === undefined || checkpoint === undefined || hash === undefined) throw new Wrong('proof', { [path]: text });
  const claim = { leaf: hash, index: proof.index, size: checkpoint.size, root: checkpoint.root };
  if (!provesInclusion(portableSha256, claim, proof.path)) throw new Wrong('proof', { [path]: text });
  if (known !== undefined && !(await agree(ask, known, checkpoint))) {
    throw new Wrong('fork', { [path]: text, checkpoint: known.text });
  }
  return { index: proof.index, hashes: proof.path.length, checkpoint, proof: text };
}

/** Witnesses with a good cosignature on a checkpoint. `time` is when, in POSIX seconds. */
export const vouchersOf = (checkpoint: SeenCheckpoint, { witnesses }: LedgerView): { name: string; time: number }[] =>
  witnesses.flatMap(({ name, key }) => {
    const parsed = readVerifierKey(key);
    const good = parsed && verifyCosignature(checkpoint.note, parsed);
    return good ? [{ name, time: good.time }] : [];
  });

/** What came of a check. */
export interface Checked {
  keys: Memory['keys'];
  checkpoint: string | undefined;
  /** What is new of promises, by leaf. */
  promises: Map<string, Partial<Promised>>;
  trouble: Trouble | undefined;
}

/** Looks at what the site says today, against what this phone remembers. @throws Wrong at the first thing that is wrong, NoAnswer */
async function look(
  memory: Memory,
  ask: Ask,
  { day, isDemonstration }: When,
  found: Checked['promises'],
): Promise<Pick<Checked, 'keys' | 'checkpoint'>> {
  const ledger = await readLedger(ask);
  const keys = memory.keys ?? ledger.keys;
  // The demonstration has a time of its own; elsewhere a site that put its clock back would only want more time for a promise.
  const today = isDemonstration || ledger.today > day ? ledger.today : day;
  if (keys.log !== ledger.keys.log || keys.receipts !== ledger.keys.receipts) {
    throw new Wrong('keys', { 'api/ledger': JSON.stringify(ledger), keys: `${keys.log}\n${keys.receipts}` });
  }
  const logKey = readVerifierKey(keys.log);
  const now = ledger.checkpoint === null ? undefined : openCheckpoint(ledger.checkpoint, logKey);
  if (ledger.checkpoint !== null && now === undefined) throw new Wrong('signature', { checkpoint: ledger.checkpoint });
  const before = memory.checkpoint === undefined ? undefined : openCheckpoint(memory.checkpoint, logKey);
  if (before !== undefined && (now === undefined || !(await agree(ask, before, now)))) {
    const kind = now === undefined || now.size < before.size ? 'shrunk' : 'fork';
    throw new Wrong(kind, { before: before.text, now: now?.text ?? '' });
  }
  /** Days by which ballots that still wait were promised: those of one vote are entered together, so that one of them tells of all. */
  const waiting = new Set<Day>();
  for (const promise of memory.promises) {
    const isBallot = promise.kind === 'ballot' && promise.index === undefined && today <= promise.by;
    if (isBallot && waiting.has(promise.by)) continue;
    const news = await lookAt(promise, ask, keys, now, today);
    if (isBallot && news.index === undefined) waiting.add(promise.by);
    found.set(promise.leaf, news);
  }
  const newest = now === undefined || (before !== undefined && before.size > now.size) ? before : now;
  return { keys, checkpoint: newest?.text };
}

/** One promise: already proved, kept now, not due, or broken. */
async function lookAt(
  promise: Promised,
  ask: Ask,
  keys: { log: string; receipts: string },
  now: SeenCheckpoint | undefined,
  today: Day,
): Promise<Partial<Promised>> {
  // What was proved once stays in every log that continues that one, and this was checked.
  if (promise.index !== undefined) return {};
  const { leaf, by } = promise;
  const note = promise.note ?? (await find(ask, `log/receipt?leaf=${leaf}`)) ?? null;
  if (note !== null && !isPromise(note, keys.receipts, leaf, by)) throw new Wrong('promise', { leaf, receipt: note });
  const included = await findInLog(ask, leaf, readVerifierKey(keys.log), now);
  if (included !== undefined) return { note, index: included.index };
  if (today > by) {
    throw new Wrong('missing', { leaf, by, today, receipt: note ?? '', checkpoint: now?.text ?? '' });
  }
  return { note };
}

/** Whether a note is the signed promise to enter this leaf by this day. @param key verifier key of receipts */
export function isPromise(note: string, key: string, leaf: string, by: Day): boolean {
  const parsed = readVerifierKey(key);
  const receipt = parsed && readReceipt(note, parsed);
  return receipt !== undefined && toBase64Url(receipt.leaf) === leaf && receipt.by === by;
}

interface When {
  /** The phone's day. */
  day: Day;
  /** The page says that it is a demonstration, whose time is its own. */
  isDemonstration: boolean;
}

/**
 * Checks everything that this phone remembers.
 * @throws NoAnswer when the site does not say; then nothing is known, and nothing is wrong
 */
export async function recheck(memory: Memory, ask: Ask, when: When): Promise<Checked> {
  const promises: Checked['promises'] = new Map();
  try {
    return { ...(await look(memory, ask, when, promises)), promises, trouble: undefined };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const leaf = error.evidence['leaf'];
    const trouble: Trouble = { kind: error.kind, day: when.day, ...(leaf && { leaf }), evidence: error.evidence };
    return { keys: memory.keys, checkpoint: memory.checkpoint, promises, trouble };
  }
}
