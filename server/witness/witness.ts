/** What a witness does with a checkpoint: check, keep, cosign (c2sp.org/tlog-witness, c2sp.org/tlog-cosignature with Ed25519). */

import { type ReadAddCheckpoint, readAddCheckpoint, sizeType, writeSize } from '../domain/trust/add-checkpoint.ts';
import { type Checkpoint, cosignedMessage, readCheckpoint, writeCosignature } from '../domain/trust/checkpoint.ts';
import { equalBytes } from '../domain/trust/encoding.ts';
import { emptyRoot, portableSha256 } from '../domain/trust/hash.ts';
import {
  keyIdOf,
  readNote,
  signatureLine,
  type SignedNote,
  type VerifierKey,
  writeNote,
} from '../domain/trust/note.ts';
import { verifyNote } from '../domain/trust/signatures.ts';
import { provesConsistency } from '../domain/trust/tree.ts';
import type { Signer } from '../ledger/signer.ts';
import type { RecordFile } from './records.ts';

/** An answer as the protocol has it. */
export interface Answer {
  status: 200 | 400 | 403 | 404 | 409 | 422;
  body: string;
  type: string;
}

export interface WitnessOptions {
  /** Our key, of the type of cosignatures. */
  signer: Signer;
  /** Keys of the logs that we watch; the name of a key is the log's origin. */
  logs: readonly VerifierKey[];
  records: RecordFile;
  now: () => Date;
  /** Hears of what people should know: what was cosigned, and above all what contradicts it. */
  report?: (event: WitnessEvent) => void;
}

/** What happened to a checkpoint that a log had signed. */
export interface WitnessEvent {
  kind: 'cosigned' | 'forked' | 'unproven' | 'other-size';
  checkpoint: Checkpoint;
  /** The note that was sent, and the one on record before: of a fork, both together are the evidence. */
  note: string;
  before: string | undefined;
  /** The size on record before. */
  seen: number;
}

/** What a witness has cosigned last of a log. */
export interface Seen {
  note: string;
  checkpoint: Checkpoint;
}

export interface Witness {
  readonly key: VerifierKey;
  /** Handles the body of `POST /add-checkpoint`. @throws RecordsBusy, or what the disk says; then nothing was promised */
  addCheckpoint(body: string): Answer;
  /** The newest cosigned checkpoint of each log, by origin. */
  seen(): ReadonlyMap<string, Seen>;
}

const plain = 'text/plain; charset=utf-8';
const answer = (status: Answer['status'], body: string, type = plain): Answer => ({ status, body, type });

/** Lines of a note that name a key. */
const linesBy = (note: SignedNote, key: VerifierKey): SignedNote['signatures'] =>
  note.signatures.filter(({ name, keyId }) => name === key.name && equalBytes(keyId, keyIdOf(key)));

/** The lines by these keys, or nothing when there is none, or one that is not good: such a note is malformed. */
function goodLines(note: SignedNote, keys: readonly VerifierKey[]): string[] | undefined {
  const lines = keys.flatMap((key) => linesBy(note, key).map((line) => ({ key, line })));
  const isGood = lines.every(({ key, line }) => verifyNote({ text: note.text, signatures: [line] }, key));
  if (lines.length === 0 || !isGood) return undefined;
  return lines.map(({ key, line }) => signatureLine(key, line.signature));
}

/** The checkpoint in a note that we have kept. @throws Error when it is none */
export function keptCheckpoint(note: string): Checkpoint {
  const checkpoint = readCheckpoint(readNote(note)?.text ?? '');
  if (checkpoint === undefined) throw new TypeError('This is no checkpoint');
  return checkpoint;
}

/** A witness. It holds no state: what it has seen is in the records. */
export function createWitness({ signer, logs, records, now, report = () => undefined }: WitnessOptions): Witness {
  const { key } = signer;
  const keysOf = (origin: string): VerifierKey[] => logs.filter(({ name }) => name === origin);

  const cosign = (text: string): string => {
    const time = Math.floor(now().getTime() / 1000);
    return signatureLine(key, writeCosignature(time, signer.signBytes(cosignedMessage(text, time))));
  };

  /** All that depends on what was seen before. */
  const judge = ({ old, proof, checkpoint, note }: ReadAddCheckpoint, before: string | undefined): WitnessEvent => {
    const last = before === undefined ? { size: 0, root: emptyRoot(portableSha256) } : keptCheckpoint(before);
    const event = { checkpoint, note, before, seen: last.size };
    if (old !== last.size) return { kind: 'other-size', ...event };
    if (provesConsistency(portableSha256, last, checkpoint, proof)) return { kind: 'cosigned', ...event };
    // A wrong proof can be sent by anybody; another root for the same size only by the log.
    const isFork = checkpoint.size === last.size && !equalBytes(checkpoint.root, last.root);
    return { kind: isFork ? 'forked' : 'unproven', ...event };
  };

  return {
    key,
    addCheckpoint: (body) => {
      const request = readAddCheckpoint(body);
      if (request === undefined) return answer(400, 'The request is malformed.\n');
      const { checkpoint, signed, old } = request;
      const keys = keysOf(checkpoint.origin);
      if (keys.length === 0) return answer(404, 'This log is not known here.\n');
      const lines = goodLines(signed, keys);
      if (lines === undefined) return answer(403, 'The signature of the log is missing or wrong.\n');
      if (old > checkpoint.size) return answer(400, 'The old size is larger than that of the checkpoint.\n');
      const { event, line } = records.update(checkpoint.origin, (before) => {
        const event = judge(request, before);
        if (event.kind !== 'cosigned') return { result: { event, line: '' } };
        const line = cosign(signed.text);
        return { keep: writeNote(signed.text, [...lines, line]), result: { event, line } };
      });
      report(event);
      if (event.kind === 'cosigned') return answer(200, line);
      if (event.kind === 'other-size') return answer(409, writeSize(event.seen), sizeType);
      return answer(422, 'The checkpoint does not continue the one that was cosigned last.\n');
    },
    seen: () =>
      new Map(
        Object.entries(records.read().logs).map(([origin, note]) => [
          origin,
          { note, checkpoint: keptCheckpoint(note) },
        ]),
      ),
  };
}
