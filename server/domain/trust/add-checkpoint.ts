/** What a log and a witness say to each other when a checkpoint is to be cosigned (c2sp.org/tlog-witness, `add-checkpoint`). */

import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { fromBase64, toBase64 } from './encoding.ts';
import { readNote, type SignedNote } from './note.ts';

/** A checkpoint for a witness to cosign, with the proof that it continues the last one that it cosigned. */
export interface AddCheckpoint {
  /** Size of the tree that the witness cosigned last; 0 when it has not seen the log. */
  old: number;
  /** RFC 6962 §2.1.2, from `old` to the checkpoint's size. */
  proof: readonly Uint8Array[];
  /** The signed checkpoint, as a note. */
  note: string;
}

/** A request that is well-formed; nothing in it has been checked. */
export interface ReadAddCheckpoint extends AddCheckpoint {
  signed: SignedNote;
  checkpoint: Checkpoint;
}

/** Content type of the answer 409, whose body is the size that the witness cosigned last. */
export const sizeType = 'text/x.tlog.size';

const mostHashes = 63;
/** Bytes of a request at most; a proof of 63 hashes and a note with 16 signatures are far smaller. */
export const longestAddCheckpoint = 64 * 1024;

const isSize = (text: string): boolean => /^(0|[1-9]\d{0,14})$/.test(text);

/** The body of the request. */
export const writeAddCheckpoint = ({ old, proof, note }: AddCheckpoint): string =>
  `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;

/** Reads the body of a request; nothing when it is malformed. */
export function readAddCheckpoint(body: string): ReadAddCheckpoint | undefined {
  const gap = body.indexOf('\n\n');
  if (gap < 0) return undefined;
  const [first = '', ...lines] = body.slice(0, gap).split('\n');
  if (!first.startsWith('old ') || !isSize(first.slice(4)) || lines.length > mostHashes) return undefined;
  const proof = lines.map(fromBase64);
  if (!proof.every((hash): hash is Uint8Array => hash?.length === 32)) return undefined;
  const note = body.slice(gap + 2);
  const signed = readNote(note);
  // The format of a checkpoint allows no empty line.
  if (signed === undefined || signed.text.startsWith('\n') || signed.text.includes('\n\n')) return undefined;
  const checkpoint = readCheckpoint(signed.text);
  return checkpoint && { old: Number(first.slice(4)), proof, note, signed, checkpoint };
}

/** The body of the answer 409: the size that the witness cosigned last. */
export const writeSize = (size: number): string => `${size}\n`;
export const readSize = (body: string): number | undefined =>
  body.endsWith('\n') && isSize(body.slice(0, -1)) ? Number(body.slice(0, -1)) : undefined;
