/** A log in memory that signs any tree of its entries, also ones that it must not, for tests of witnesses. */
import { randomBytes } from 'node:crypto';
import { nativeSha256 } from '../../db/native-hash.ts';
import { writeAddCheckpoint } from '../../server/domain/trust/add-checkpoint.ts';
import { type Checkpoint, writeCheckpoint } from '../../server/domain/trust/checkpoint.ts';
import { utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import { leafHash, nodeHash } from '../../server/domain/trust/hash.ts';
import { writeNote, type VerifierKey } from '../../server/domain/trust/note.ts';
import { consistencyRanges, fold, type Range, type Subtree, subtreesOf } from '../../server/domain/trust/tree.ts';
import { createSigner, type Signer } from '../../server/ledger/signer.ts';

export interface WitnessLog {
  readonly key: VerifierKey;
  readonly signer: Signer;
  head(size: number): Checkpoint;
  /** The signed checkpoint of the first entries. */
  note(size: number): string;
  proof(from: number, to: number): Uint8Array[];
  /** The body of a request. */
  request(old: number, size: number): string;
  /** A log with the same key whose entries are others from a place on. */
  forkedAt(place: number): WitnessLog;
}

/** @param most how many entries it can have */
export function witnessLog(origin = 'log.example/wmpy', most = 600): WitnessLog {
  return logOf(
    createSigner(origin, randomBytes(32)),
    Array.from({ length: most }, (_, place) => leafHash(nativeSha256, utf8ToBytes(`entry ${place}`))),
  );
}

function logOf(signer: Signer, leaves: readonly Uint8Array[]): WitnessLog {
  const known = new Map<string, Uint8Array>();
  const complete = ({ level, index }: Subtree): Uint8Array => {
    const leaf = leaves[index];
    if (level === 0 && leaf !== undefined) return leaf;
    const key = `${level} ${index}`;
    const hash =
      known.get(key) ??
      nodeHash(
        nativeSha256,
        complete({ level: level - 1, index: index * 2 }),
        complete({ level: level - 1, index: index * 2 + 1 }),
      );
    known.set(key, hash);
    return hash;
  };
  const hashOf = (range: Range): Uint8Array => fold(nativeSha256, subtreesOf(range).map(complete));
  const head = (size: number): Checkpoint => ({
    origin: signer.key.name,
    size,
    root: hashOf({ start: 0, end: size }),
  });
  const note = (size: number): string => {
    const text = writeCheckpoint(head(size));
    return writeNote(text, [signer.line(text)]);
  };
  const proof = (from: number, to: number): Uint8Array[] => consistencyRanges(from, to).map(hashOf);
  return {
    key: signer.key,
    signer,
    head,
    note,
    proof,
    request: (old, size) => writeAddCheckpoint({ old, proof: old <= size ? proof(old, size) : [], note: note(size) }),
    forkedAt: (place) =>
      logOf(
        signer,
        leaves.map((leaf, at) => (at < place ? leaf : leafHash(nativeSha256, utf8ToBytes(`other ${at}`)))),
      ),
  };
}
