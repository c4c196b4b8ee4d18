/**
 * A process that makes a log longer with the product's own append function, proves entries of it, and says what that took:
 * `long-log.ts <SQLite file> <size to reach>`. Started on the same file again, it goes on where it ended.
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { appendEntries, lockLog, logSize } from '../../db/ledger-log.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { openDatabase } from '../../db/open.ts';
import { leafHash } from '../../server/domain/trust/hash.ts';
import { utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import { provesConsistency, provesInclusion } from '../../server/domain/trust/tree.ts';
import { consistencyProof, inclusionProof, treeRoot } from '../../server/ledger/proofs.ts';

/** What one run says. Memory is resident, in MB; `atHalf` when half of the entries were in. */
export interface LongLog {
  size: number;
  appended: number;
  seconds: number;
  memory: { atStart: number; atHalf: number; atEnd: number; peak: number };
  fileMegabytes: number;
  /** Proofs that were made from the file and checked against its root. */
  proofs: { inclusion: number; consistency: number; milliseconds: number };
}

/** Entries in one transaction: two full bundles. */
const batch = 512;
/** Proofs of each kind. */
const tries = 200;
const million = 2 ** 20;

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');
/** An entry as long as those of ratings are. */
const entryAt = (n: number): string =>
  `{"c":"${hash(`c${n}`)}","d":"cgj","e":"${hash(`e${n}`)}","t":"rating","y":2026}`;

const megabytes = (bytes: number): number => bytes / million;
const resident = (): number => megabytes(process.memoryUsage.rss());
/** The same places each time, spread over the log. */
const placeOf = (one: number, size: number): number =>
  createHash('sha256').update(`place ${one}`).digest().readUInt32BE(0) % size;

async function grow(file: string, target: number): Promise<LongLog> {
  const db = openDatabase(`sqlite:${file}`);
  await migrateToLatest(db);
  const first = await logSize(db);
  const memory = { atStart: resident(), atHalf: 0, atEnd: 0, peak: 0 };
  const began = performance.now();
  for (let at = first; at < target; at += batch) {
    const entries = Array.from({ length: Math.min(batch, target - at) }, (_, place) => ({
      entry: entryAt(at + place),
    }));
    await db.transaction().execute(async (trx) => {
      await lockLog(trx);
      await appendEntries(trx, entries);
    });
    if (memory.atHalf === 0 && at >= (first + target) / 2) memory.atHalf = resident();
  }
  const seconds = (performance.now() - began) / 1000;

  const size = await logSize(db);
  const root = await treeRoot(db, size);
  const proofs = { inclusion: 0, consistency: 0, milliseconds: 0 };
  const start = performance.now();
  for (let one = 0; one < tries; one += 1) {
    const index = placeOf(one, size);
    const claim = { leaf: leafHash(nativeSha256, utf8ToBytes(entryAt(index))), index, size, root };
    const proof = await inclusionProof(db, index, size);
    const isAlone = !provesInclusion(nativeSha256, { ...claim, index: (index + 1) % size }, proof);
    if (provesInclusion(nativeSha256, claim, proof) && isAlone) proofs.inclusion += 1;
    const older = placeOf(one + tries, size) + 1;
    const before = { size: older, root: await treeRoot(db, older) };
    const continued = await consistencyProof(db, older, size);
    if (provesConsistency(nativeSha256, before, { size, root }, continued)) proofs.consistency += 1;
  }
  proofs.milliseconds = (performance.now() - start) / (2 * tries);
  memory.atEnd = resident();
  memory.peak = process.resourceUsage().maxRSS / 1024;
  await db.destroy();
  return { size, appended: target - first, seconds, memory, fileMegabytes: megabytes(statSync(file).size), proofs };
}

const [, , file = '', target] = process.argv;
console.log(JSON.stringify(await grow(file, Number(target))));
