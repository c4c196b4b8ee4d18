/** The head of the log: who signed the checkpoint, who vouches for it, and whether it continues the one that somebody kept. */

import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { equalBytes } from './encoding.ts';
import type { MetaEntry } from './entries.ts';
import type { Findings } from './findings.ts';
import { type Mirror, readText } from './mirror.ts';
import { readNote, readVerifierKey, type SignedNote, type VerifierKey, writeVerifierKey } from './note.ts';
import type { WitnessSeen } from './report.ts';
import { verifyCosignature, verifyNote } from './signatures.ts';
import type { Walked } from './walk-log.ts';

/** A checkpoint with the note that carries it. */
export interface Head {
  checkpoint: Checkpoint;
  note: SignedNote;
}

/** Nothing in the mirror can be read as a ledger. */
export class NoLedger extends Error {}

const checkpointPath = 'log/checkpoint';

/** The newest checkpoint of a mirror. @throws NoLedger when there is none */
export async function readHead(mirror: Mirror): Promise<Head> {
  const note = readNote((await readText(mirror, checkpointPath)) ?? '');
  const checkpoint = note && readCheckpoint(note.text);
  if (note === undefined || checkpoint === undefined) throw new NoLedger();
  return { checkpoint, note };
}

/** Signatures of the log and of witnesses. */
export function checkSignatures(
  { checkpoint, note }: Head,
  asked: {
    meta: MetaEntry | undefined;
    key: VerifierKey | undefined;
    witnesses: readonly VerifierKey[];
    witnessesNeeded: number;
  },
  findings: Findings,
): { key: VerifierKey | undefined; witnesses: WitnessSeen[]; otherSignatures: number } {
  const { meta, key, witnesses, witnessesNeeded } = asked;
  if (meta !== undefined && meta.origin !== checkpoint.origin) {
    findings.add('checkpoint-origin', { published: checkpoint.origin, recounted: meta.origin });
  }
  const logged = meta?.keys.map(readVerifierKey)[0];
  const used = key ?? logged;
  if (used === undefined || used.name !== checkpoint.origin || !verifyNote(note, used)) {
    findings.add('checkpoint-signature', { path: checkpointPath });
  }
  if (key !== undefined && meta !== undefined && !meta.keys.includes(writeVerifierKey(key)))
    findings.add('key-not-in-log');
  const seen = witnesses.map((witness): WitnessSeen => {
    const time = verifyCosignature(note, witness)?.time ?? null;
    // Silence of a witness is told; a line in its name that it did not sign is a forgery.
    if (time === null && note.signatures.some(({ name }) => name === witness.name)) {
      findings.add('witness-signature', { what: witness.name });
    }
    return { name: witness.name, time };
  });
  const good = seen.filter(({ time }) => time !== null).length;
  if (good < witnessesNeeded) {
    findings.add('witnesses-missing', { published: String(good), recounted: String(witnessesNeeded) });
  }
  const known = new Set([used?.name, ...witnesses.map(({ name }) => name)]);
  return { key: used, witnesses: seen, otherSignatures: note.signatures.filter(({ name }) => !known.has(name)).length };
}

/** An older checkpoint as somebody kept it: a note, or only its three lines as a newspaper prints them. */
export interface Kept {
  checkpoint: Checkpoint;
  note: SignedNote | undefined;
}

export function readKept(text: string): Kept | undefined {
  const unix = text.replaceAll('\r\n', '\n');
  const note = readNote(unix) ?? readNote(`${unix.trimEnd()}\n`);
  const checkpoint = readCheckpoint(note?.text ?? `${unix.trim()}\n`);
  return checkpoint && { checkpoint, note };
}

/** Whether today's log continues the older one. */
export function checkKept(
  kept: Kept,
  { checkpoint }: Head,
  { walked, key, meta }: { walked: Walked; key: VerifierKey | undefined; meta: MetaEntry | undefined },
  findings: Findings,
): { size: number; signed: boolean } {
  const older = kept.checkpoint;
  const signed = kept.note !== undefined && key !== undefined && verifyNote(kept.note, key);
  const about = { published: String(checkpoint.size), recounted: String(older.size) };
  if (older.origin !== checkpoint.origin) {
    const prev = meta?.prev?.origin === older.origin ? meta.prev : undefined;
    findings.add('other-log', { published: checkpoint.origin, recounted: older.origin, what: prev ? 'continued' : '' });
    // What was admitted to be all of the old log is less than somebody had seen of it.
    if (prev !== undefined && prev.size < older.size) {
      findings.add('rolled-back', { published: String(prev.size), recounted: String(older.size) });
    }
    return { size: older.size, signed: false };
  }
  if (kept.note !== undefined && !signed) findings.add('since-signature');
  if (older.size > checkpoint.size) findings.add('rolled-back', about);
  else if (walked.rootBefore !== undefined && !equalBytes(walked.rootBefore, older.root)) findings.add('forked', about);
  return { size: older.size, signed };
}
