/** Holds the plan of a round and the keys of its tickets against the log, so that nobody is given a key, and with it a mark, of their own. */
import './older-browsers.ts';
import type { TicketKey } from '../../server/domain/round/issuer.ts';
import type { RosterRule } from '../../server/domain/round/plan.ts';
import type { RsaPublicKey } from '../../server/domain/trust/blind-rsa.ts';
import { type Canonical, canonicalJson, readCanonical } from '../../server/domain/trust/canonical.ts';
import { leafOf, portableSha256, saltedHash } from '../../server/domain/trust/hash.ts';
import { readUtf8 } from '../../server/domain/trust/mirror.ts';
import { readVerifierKey } from '../../server/domain/trust/note.ts';
import type { RecordEntry } from '../../server/domain/trust/record-entry.ts';
import type { PublicRound } from '../../server/schemas/rounds.ts';
import { ask } from './ask.ts';
import { recall } from './kept.ts';
import { findBytes, findInLog, openCheckpoint, readLedger, Wrong } from './ledger-checks.ts';
import { Stopped } from './vote-post.ts';
import { ticketKey } from './vote-tickets.ts';
import { voteWords } from './vote-words.ts';

/** Verifier keys of the log and of receipts: those that this phone saw first, else those of today. @throws NoAnswer */
export async function ledgerKeys(): Promise<{ log: string; receipts: string }> {
  return recall().keys ?? (await readLedger(ask)).keys;
}

/**
 * The keys of the tickets that a code gives, by department.
 * @throws Stopped where plan or keys are not those of the log; NoAnswer when the site does not say
 */
export async function frozenKeys(round: PublicRound, { group }: RosterRule): Promise<Map<string, RsaPublicKey>> {
  const { frozen, entry } = frozenIn(round);
  const file = await findBytes(ask, round.files?.keys.path.replace(/^\//, '') ?? '');
  const text = file && readUtf8(file);
  if (text === undefined || hashOf(text) !== frozen['keys']) throw new Stopped(voteWords.trouble.keys);
  if (hashOf(canonicalJson(round.plan as unknown as Canonical)) !== frozen['rules'])
    throw new Stopped(voteWords.trouble.plan);
  await inLog(entry);
  const keys = new Map<string, RsaPublicKey>();
  for (const { group: of, department, n } of JSON.parse(text) as TicketKey[]) {
    const key = of === group ? ticketKey(n) : undefined;
    if (key !== undefined) keys.set(department, key);
  }
  return keys;
}

const hashOf = (text: string): string => saltedHash(portableSha256, '', text);

function frozenIn({ id, freeze }: PublicRound): { frozen: Record<string, Canonical>; entry: string } {
  if (freeze === null) throw new Stopped(voteWords.trouble.waits);
  const read = readCanonical(freeze) as RecordEntry | undefined;
  const frozen = read?.g?.['frozenRound'];
  if (read?.t !== 'record' || read.id !== id || read.act !== 'freeze' || typeof frozen !== 'object')
    throw new Stopped(voteWords.trouble.plan);
  return { frozen: frozen as Record<string, Canonical>, entry: freeze };
}

/** That an entry is in the log, which continues what this phone has seen of it before. */
async function inLog(entry: string): Promise<void> {
  const { log } = await ledgerKeys();
  const { checkpoint } = recall();
  const key = readVerifierKey(log);
  const before = checkpoint === undefined ? undefined : openCheckpoint(checkpoint, key);
  try {
    const found = await findInLog(ask, leafOf(portableSha256, entry), key, before);
    if (found === undefined) throw new Stopped(voteWords.trouble.waits);
  } catch (error) {
    throw error instanceof Wrong ? new Stopped(voteWords.trouble.keys) : error;
  }
}
