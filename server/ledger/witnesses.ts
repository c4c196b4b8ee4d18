/**
 * The portal's side of the witnesses: collects their cosignatures on the newest checkpoint, each witness by itself, and stops the log when
 * one of them has seen what we do not have.
 */

import type { Kysely, Selectable } from 'kysely';
import { latestCosignatures, storeCosignature } from '../../db/cosignatures.ts';
import { newestCheckpoint } from '../../db/ledger-log.ts';
import { findSetting, removeSetting, setSetting } from '../../db/settings.ts';
import type { Database, LedgerCheckpointTable } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import type { Environment, WitnessSetting } from '../env.ts';
import { askWitness, type WitnessReply } from './ask-witness.ts';
import { rememberedHead } from './head-file.ts';
import { consistencyProof } from './proofs.ts';

type Db = Kysely<Database>;
type Head = Selectable<LedgerCheckpointTable>;

/** How asking a witness ended; `ahead`: it has cosigned a larger tree than ours. */
export type Vouching = Exclude<WitnessReply, { kind: 'other-size' }> | { kind: 'ahead'; size: number };

/** Milliseconds for one exchange. */
const patience = 5000;
/** Seconds after which the word of a witness is asked for again although the tree is the same. */
const fresh = 60 * 60;
/** A witness that names another size each time is given up. */
const rounds = 3;

/** Asks one witness to cosign the newest checkpoint, and stores what it signs. */
export async function askForWord(db: Db, witness: WitnessSetting, milliseconds = patience): Promise<Vouching> {
  const { name } = witness.key;
  let old = (await latestCosignatures(db)).find((one) => one.witness === name)?.size;
  for (let round = 0; round < rounds; round += 1) {
    // Read again each time: another process may have signed meanwhile.
    const head = await newestCheckpoint(db);
    if (head === undefined) throw new Error('There is no checkpoint yet');
    if (old !== undefined && old > head.size) return { kind: 'ahead', size: old };
    const from = old ?? 0;
    const proof = await consistencyProof(db, from, head.size);
    const reply = await askWitness(witness, { old: from, proof, note: head.note }, milliseconds);
    if (reply.kind === 'cosigned') {
      await storeCosignature(db, { witness: name, size: head.size, time: reply.time, line: reply.line });
    }
    if (reply.kind !== 'other-size') return reply;
    old = reply.size;
  }
  return { kind: 'refused', status: 409 };
}

/**
 * Collects what is missing: asks every witness that has not cosigned the newest checkpoint, or not within the last hour. They are asked
 * at the same time, so that none waits for another.
 * @returns what came of it, in a few words
 * @throws Error when a witness has seen what we do not have; from then on nothing is signed
 */
export async function collectCosignatures({ db, env, now }: Pick<Context, 'db' | 'env' | 'now'>): Promise<string> {
  const head = await newestCheckpoint(db);
  await forgetOldContradiction(db, env);
  if (env.witnesses.length === 0) return 'no witnesses';
  if (head === undefined) return 'no checkpoint';
  const seconds = now().getTime() / 1000;
  const known = new Map((await latestCosignatures(db)).map((one) => [one.witness, one]));
  const isDue = ({ key }: WitnessSetting): boolean => {
    const last = known.get(key.name);
    return last?.size !== head.size || Math.abs(seconds - last.time) > fresh;
  };
  const due = env.witnesses.filter(isDue);
  const results = await Promise.all(
    due.map(async (witness) => ({ witness: witness.key.name, result: await ask(db, witness, head) })),
  );
  const against = results.filter(({ result }) => result.kind === 'ahead' || result.kind === 'contradicted');
  const others = results.filter(({ result }) => result.kind !== 'cosigned').map(describe);
  if (against.length > 0) throw new Error(`signing has stopped: ${against.map(describe).join('; ')}`);
  const vouching = env.witnesses.length - others.length;
  return [`${vouching} of ${env.witnesses.length} witnesses`, ...others].join('; ');
}

async function ask(db: Db, witness: WitnessSetting, head: Head): Promise<Vouching> {
  const result = await askForWord(db, witness);
  await noteVouching(db, witness.key.name, result, head.size);
  return result;
}

/** Remembers that a witness contradicts us, or that it no longer does. */
export async function noteVouching(db: Db, witness: string, result: Vouching, ours: number): Promise<void> {
  if (result.kind === 'ahead' || result.kind === 'contradicted') {
    await setSetting(db, 'contradiction', { witness, ours, seen: result.kind === 'ahead' ? result.size : null });
  }
  if (result.kind === 'cosigned' && (await findSetting(db, 'contradiction'))?.witness === witness) {
    await removeSetting(db, 'contradiction');
  }
}

/** A witness that is no longer asked cannot hold us up. */
export async function forgetOldContradiction(db: Db, { witnesses }: Environment): Promise<void> {
  const known = await findSetting(db, 'contradiction');
  if (known === undefined || witnesses.some(({ key }) => key.name === known.witness)) return;
  await removeSetting(db, 'contradiction');
}

const describe = ({ witness, result }: { witness: string; result: Vouching }): string => {
  if (result.kind === 'ahead') return `${witness} has seen ${result.size} entries, more than there are here`;
  if (result.kind === 'refused') return `${witness} refused (${result.status})`;
  return `${witness} ${result.kind}`;
};

/**
 * Whether the log may be signed: no witness contradicts it, the database is not behind what this machine has signed, as it can be when it is
 * replaced while the program runs, and the log has not been continued under another name.
 * @param origin the name under which the caller wants to sign
 */
export async function mayStillSign(db: Db, env: Environment, origin: string): Promise<boolean> {
  if ((await findSetting(db, 'contradiction')) !== undefined) return false;
  const current = (await findSetting(db, 'ledger'))?.origin ?? origin;
  const remembered = rememberedHead(env);
  const ours = (await newestCheckpoint(db))?.size ?? 0;
  return current === origin && (remembered === undefined || remembered.origin !== origin || remembered.size <= ours);
}
