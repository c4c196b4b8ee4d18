/** What the ledger tells of the server itself: the scripts that browsers get, and how often staff opened what is not public. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { auditBetween } from '../../db/audit.ts';
import { lockLog } from '../../db/ledger-log.ts';
import { insertPending, pendingRow } from '../../db/ledger-pending.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { findSetting, type Settings, setSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import type { AuditAct } from '../audit.ts';
import { beginningOf } from '../clock.ts';
import { addDays, type Day, weekday } from '../domain/day.ts';
import { canonicalBytes } from '../domain/trust/canonical.ts';
import { toBase64Url } from '../domain/trust/encoding.ts';
import type { AccessEntry, ReleaseEntry } from '../domain/trust/entries.ts';

const hashOf = (bytes: Uint8Array): string => toBase64Url(nativeSha256.hash(bytes));

/** The scripts in a folder of a build, by their addresses, and what the build was made from. */
export function releaseOf(folder: string): ReleaseEntry {
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .sort();
  const builtFrom = join(folder, '..', '.built-from');
  return {
    t: 'release',
    commit: existsSync(builtFrom) ? readFileSync(builtFrom, 'utf8').trim() : '',
    files: Object.fromEntries(scripts.map((name) => [name, hashOf(readFileSync(join(folder, name)))])),
  };
}

/** Tells of a release, unless it is the one last told of. */
export async function noteRelease(db: Kysely<Database>, origin: string, release: ReleaseEntry): Promise<void> {
  const hash = hashOf(canonicalBytes({ ...release }));
  await db.transaction().execute(async (trx) => {
    await lockLog(trx);
    const state: Settings['ledger'] = (await findSetting(trx, 'ledger')) ?? { origin };
    if (state.release === hash) return;
    // Numbered, because scripts that were put back are told of once more, and no two entries may be the same.
    const n = (state.releases ?? 0) + 1;
    await insertPending(trx, [pendingRow({ ...release, n }, { kind: 'staff', due: '' })]);
    await setSetting(trx, 'ledger', { ...state, release: hash, releases: n });
  });
}

const opened: Record<'texts' | 'contacts', AuditAct> = { texts: 'text.opened', contacts: 'contact.opened' };

/**
 * Tells of the week before a day how often staff opened an unredacted text or a contact, and binds that week's lines of the internal trail,
 * whose random ids keep anybody from guessing them. Once for each week.
 */
export async function noteAccess(db: Kysely<Database>, origin: string, today: Day): Promise<string> {
  const monday = addDays(today, 1 - (weekday(today) || 7));
  const from = addDays(monday, -7);
  return db.transaction().execute(async (trx) => {
    await lockLog(trx);
    const state: Settings['ledger'] = (await findSetting(trx, 'ledger')) ?? { origin };
    if ((state.accessTold ?? '') >= from) return 'told already';
    const rows = await auditBetween(trx, beginningOf(from), beginningOf(monday));
    const times = (act: AuditAct): number => rows.filter((row) => row.act === act).length;
    const lines = rows.map(({ id, at, account_id, act, subject }) => [id, at, account_id ?? '', act, subject]);
    const entry: AccessEntry = {
      t: 'access',
      w: from,
      texts: times(opened.texts),
      contacts: times(opened.contacts),
      h: hashOf(canonicalBytes(lines)),
    };
    await insertPending(trx, [pendingRow(entry, { kind: 'staff', due: '' })]);
    await setSetting(trx, 'ledger', { ...state, accessTold: from });
    return `${entry.texts} texts, ${entry.contacts} contacts`;
  });
}
