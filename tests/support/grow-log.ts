/** Makes the log of a city longer with entries that mean nothing, signed as the sequencer would sign them. */
import type { Kysely } from 'kysely';
import { appendEntries, insertCheckpoint, lockLog, logSize } from '../../db/ledger-log.ts';
import type { Database } from '../../db/tables.ts';
import { writeCheckpoint } from '../../server/domain/trust/checkpoint.ts';
import { writeNote } from '../../server/domain/trust/note.ts';
import type { Environment } from '../../server/env.ts';
import { rememberHead } from '../../server/ledger/head-file.ts';
import { logKeys } from '../../server/ledger/log-keys.ts';

/** @param tale what the entries tell: the same tale gives the same log. @returns the new checkpoint */
export async function growLog(
  db: Kysely<Database>,
  env: Environment,
  { origin, by, tale = 'nothing', remember = true }: { origin: string; by: number; tale?: string; remember?: boolean },
): Promise<{ size: number; root: Uint8Array; note: string }> {
  const head = await db.transaction().execute(async (trx) => {
    await lockLog(trx);
    const first = await logSize(trx);
    const entries = Array.from({ length: by }, (_, place) => ({ entry: `{"n":${first + place},"t":"${tale}"}` }));
    const { size, root } = await appendEntries(trx, entries);
    const text = writeCheckpoint({ origin, size, root });
    const note = writeNote(text, [logKeys(env, origin).log.line(text)]);
    await insertCheckpoint(trx, { size, root, day: '2026-10-12', note });
    return { size, root, note };
  });
  if (remember) rememberHead(env, head.note);
  return head;
}
