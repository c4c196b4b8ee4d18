/** Checkpoints (c2sp.org/tlog-checkpoint), cosignatures on them (tlog-cosignature) and proofs to keep (tlog-proof). */

import { concatBytes, fromBase64, toBase64, utf8ToBytes } from './encoding.ts';

/** A tree head: which log, how many entries, which root. */
export interface Checkpoint {
  origin: string;
  size: number;
  /** 32 bytes. */
  root: Uint8Array;
}

/** The text that is signed: origin, size, root, each on its line. */
export const writeCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** Reads the text of a checkpoint note. Lines after the third are extensions and are passed over. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, root] = text.split('\n');
  if (!origin || size === undefined || root === undefined || !/^(0|[1-9]\d{0,14})$/.test(size)) return undefined;
  const bytes = fromBase64(root);
  return bytes?.length === 32 ? { origin, size: Number(size), root: bytes } : undefined;
}

/** The bytes that a witness signs: that at this time (POSIX seconds) this was the largest consistent tree it had seen. */
export const cosignedMessage = (checkpointText: string, time: number): Uint8Array =>
  utf8ToBytes(`cosignature/v1\ntime ${time}\n${checkpointText}`);

/** A cosignature's bytes: the time as a big-endian 64-bit number, then the signature. */
export function writeCosignature(time: number, signature: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
  return concatBytes(bytes, signature);
}

export function readCosignature(bytes: Uint8Array): { time: number; signature: Uint8Array } | undefined {
  if (bytes.length !== 72) return undefined;
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  return time > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : { time: Number(time), signature: bytes.subarray(8) };
}

/** A proof that one entry is in the log, complete with the signed checkpoint; can be checked offline. */
export interface LogProof {
  index: number;
  /** From the leaf's sibling up. */
  path: Uint8Array[];
  /** The checkpoint note with its signatures, as served. */
  checkpoint: string;
}

const proofHeader = 'c2sp.org/tlog-proof@v1';

export const writeLogProof = ({ index, path, checkpoint }: LogProof): string =>
  `${[proofHeader, `index ${index}`, ...path.map(toBase64)].join('\n')}\n\n${checkpoint}`;

/** Reads a proof; nothing when it is malformed. The extra line is not ours and is passed over, as the format allows. */
export function readLogProof(text: string): LogProof | undefined {
  const gap = text.indexOf('\n\n');
  if (gap < 0) return undefined;
  const [header, ...lines] = text.slice(0, gap).split('\n');
  if (lines[0]?.startsWith('extra ')) lines.shift();
  const index = /^index (0|[1-9]\d{0,14})$/.exec(lines.shift() ?? '')?.[1];
  const path = lines.map(fromBase64);
  if (header !== proofHeader || index === undefined || path.length > 63) return undefined;
  if (!path.every((hash): hash is Uint8Array => hash?.length === 32)) return undefined;
  return { index: Number(index), path, checkpoint: text.slice(gap + 2) };
}
