/**
 * The guard against a database that is behind what was signed: a backup that was put back, or a log that was changed. It looks before anything is
 * served, in the file beside the database, in the cosignatures, and with every witness that answers.
 */

import type { Kysely } from 'kysely';
import { latestCosignatures } from '../../db/cosignatures.ts';
import { newestCheckpoint } from '../../db/ledger-log.ts';
import { readMeta } from '../../db/log-meta.ts';
import { findSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import type { Day } from '../domain/day.ts';
import { type Checkpoint, writeCheckpoint } from '../domain/trust/checkpoint.ts';
import { equalBytes } from '../domain/trust/encoding.ts';
import { keyIdOf, readNote, readVerifierKey, writeNote } from '../domain/trust/note.ts';
import { verifyCosignature, verifyNote } from '../domain/trust/signatures.ts';
import { CannotStart, type Environment } from '../env.ts';
import { fetchCosigned } from './ask-witness.ts';
import { checkpointIn, rememberedHead, rememberHead } from './head-file.ts';
import { logKeys } from './log-keys.ts';
import { treeRoot } from './proofs.ts';
import { continueLog, generationOf, LogDamaged } from './restart.ts';
import { askForWord, forgetOldContradiction, noteVouching } from './witnesses.ts';
import { ledgerStart } from '#words/ledger-start.ts';

type Db = Kysely<Database>;

/** What was noticed. `by` is the witness that tells it, or null for the file in DATA_DIR. */
type Trouble =
  | { kind: 'shorter'; by: string | null; seen: number; ours: number }
  | { kind: 'other-root'; by: string | null; ours: number }
  | { kind: 'other-log'; origin: string; ours: string }
  | { kind: 'damaged'; ours: number }
  | { kind: 'other-key' };

export interface GuardOptions {
  today: Day;
  /** Go on under a new name when something is wrong (`--continue-ledger`). */
  continueLedger: boolean;
  /** Prints a line for the operator. */
  say: (line: string) => void;
}

/** Milliseconds that a witness has for an answer while the server waits to start. */
const patience = 3000;

/**
 * Refuses to start on a database that is behind, or continues it under a new name where that was asked for. Afterwards the newest checkpoint
 * is remembered beside the database.
 * @throws CannotStart with what was noticed and the two ways out
 */
export async function refuseIfBehind(db: Db, env: Environment, options: GuardOptions): Promise<void> {
  const { today, continueLedger, say } = options;
  const { trouble, heads } = await inspect(db, env, options);
  if (trouble === undefined) {
    if (continueLedger) say(ledgerStart.notBehind);
    const head = await newestCheckpoint(db);
    if (head !== undefined) rememberHead(env, head.note);
    return;
  }
  if (!continueLedger) throw new CannotStart(`${told(trouble)}${ledgerStart.waysOut}`);
  try {
    const { head, prev, key } = await continueLog(db, env, { heads, today });
    say(ledgerStart.continued({ origin: head.origin, size: head.size, prev: prev.origin, prevSize: prev.size, key }));
  } catch (error) {
    if (error instanceof LogDamaged) throw new CannotStart(ledgerStart.beyondRepair);
    throw error;
  }
}

/** Refuses to make a new city where another one has signed a ledger: its database is missing. */
export function refuseNewCity(env: Environment): void {
  if (rememberedHead(env) !== undefined) throw new CannotStart(ledgerStart.noDatabase(env.dataDir));
}

/** The first thing that is wrong, and every checkpoint that is known to have been signed. */
async function inspect(
  db: Db,
  env: Environment,
  { continueLedger, say }: GuardOptions,
): Promise<{ trouble: Trouble | undefined; heads: Checkpoint[] }> {
  const remembered = rememberedHead(env);
  const stored = await newestCheckpoint(db);
  const ours = stored && checkpointIn(stored.note);
  const heads = [remembered, ours].filter((head) => head !== undefined);
  if (stored === undefined || ours === undefined) {
    const lost: Trouble | undefined = remembered && { kind: 'shorter', by: null, seen: remembered.size, ours: 0 };
    return { trouble: lost, heads };
  }
  const trouble =
    (await againstItself(db, ours)) ??
    (remembered && (await againstFile(db, ours, remembered))) ??
    (await againstCosignatures(db, env, ours)) ??
    (continueLedger ? await againstKeys(db, env, ours) : undefined);
  // A tree that does not hold together proves nothing to anybody.
  const byWitness = trouble?.kind === 'damaged' ? undefined : await againstWitnesses(db, env, ours, say);
  if (trouble !== undefined || byWitness !== undefined) heads.push(...(await witnessedHeads(db, env, heads)));
  return { trouble: trouble ?? byWitness, heads };
}

/** The stored tree and the newest checkpoint of the same database. */
async function againstItself(db: Db, { size, root }: Checkpoint): Promise<Trouble | undefined> {
  return (await hasRoot(db, size, root)) ? undefined : { kind: 'damaged', ours: size };
}

async function againstFile(db: Db, ours: Checkpoint, remembered: Checkpoint): Promise<Trouble | undefined> {
  if (remembered.origin !== ours.origin) {
    const [before, now] = [generationOf(remembered.origin), generationOf(ours.origin)];
    // The log was continued a moment before the program ended.
    const isContinued = before.base === now.base && before.generation < now.generation;
    return isContinued ? undefined : { kind: 'other-log', origin: remembered.origin, ours: ours.origin };
  }
  if (remembered.size > ours.size) return { kind: 'shorter', by: null, seen: remembered.size, ours: ours.size };
  const isSame = await hasRoot(db, remembered.size, remembered.root);
  return isSame ? undefined : { kind: 'other-root', by: null, ours: remembered.size };
}

async function againstCosignatures(db: Db, env: Environment, ours: Checkpoint): Promise<Trouble | undefined> {
  for (const { witness, size, line } of await latestCosignatures(db)) {
    const key = env.witnesses.find((one) => one.key.name === witness)?.key;
    if (key === undefined) continue;
    if (size > ours.size) return { kind: 'shorter', by: witness, seen: size, ours: ours.size };
    const note = readNote(writeNote(writeCheckpoint({ ...ours, size, root: await treeRoot(db, size) }), [line]));
    // A line by an older key of that witness says nothing to us.
    const isOurs = note?.signatures.some(({ keyId }) => equalBytes(keyId, keyIdOf(key))) ?? false;
    if (isOurs && note && !verifyCosignature(note, key)) return { kind: 'other-root', by: witness, ours: size };
  }
  return undefined;
}

async function againstKeys(db: Db, env: Environment, { origin }: Checkpoint): Promise<Trouble | undefined> {
  const known = (await readMeta(db))?.keys;
  return known?.join() === logKeys(env, origin).keys.join() ? undefined : { kind: 'other-key' };
}

/** Asks all witnesses at once; those that do not answer are passed over, and that is said. */
async function againstWitnesses(
  db: Db,
  env: Environment,
  ours: Checkpoint,
  say: (line: string) => void,
): Promise<Trouble | undefined> {
  await forgetOldContradiction(db, env);
  await Promise.all(
    env.witnesses.map(async (witness) => {
      const { name } = witness.key;
      const result = await askForWord(db, witness, patience);
      await noteVouching(db, name, result, ours.size);
      if (result.kind === 'unreachable') say(ledgerStart.unreachable(name));
      if (result.kind === 'refused') say(ledgerStart.refused(name, logKeys(env, ours.origin).keys[0]));
    }),
  );
  const known = await findSetting(db, 'contradiction');
  if (known === undefined) return undefined;
  return known.seen === null
    ? { kind: 'other-root', by: known.witness, ours: ours.size }
    : { kind: 'shorter', by: known.witness, seen: known.seen, ours: ours.size };
}

/** What the witnesses have cosigned of these logs, where our own key has signed it, too. */
async function witnessedHeads(db: Db, env: Environment, heads: readonly Checkpoint[]): Promise<Checkpoint[]> {
  const material = readVerifierKey((await readMeta(db))?.keys[0] ?? '');
  const origins = [...new Set(heads.map(({ origin }) => origin))];
  const notes = await Promise.all(
    env.witnesses.flatMap((witness) => origins.map((origin) => fetchCosigned(witness, origin, patience))),
  );
  return notes.flatMap((text) => {
    const note = text === undefined ? undefined : readNote(text);
    const head = text === undefined ? undefined : checkpointIn(text);
    if (note === undefined || head === undefined || material === undefined) return [];
    return origins.includes(head.origin) && verifyNote(note, { ...material, name: head.origin }) ? [head] : [];
  });
}

async function hasRoot(db: Db, size: number, root: Uint8Array): Promise<boolean> {
  try {
    return equalBytes(await treeRoot(db, size), root);
  } catch {
    // A tile is missing.
    return false;
  }
}

function told(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'shorter':
      return ledgerStart.shorter(trouble.by, trouble.seen, trouble.ours);
    case 'other-root':
      return ledgerStart.otherRoot(trouble.by, trouble.ours);
    case 'other-log':
      return ledgerStart.otherLog(trouble.origin, trouble.ours);
    case 'damaged':
      return ledgerStart.damaged(trouble.ours);
    case 'other-key':
      return ledgerStart.otherKey;
  }
}
