/** The rules that acts are done under (working-day calendar, deadline policy, 评议年度), numbered each time they change. */

import type { Kysely, Transaction } from 'kysely';
import { defaultPolicy } from '../server/domain/deadline-policy.ts';
import { canonicalJson, type Canonical } from '../server/domain/trust/canonical.ts';
import { toBase64Url, utf8ToBytes } from '../server/domain/trust/encoding.ts';
import { lockLog } from './ledger-log.ts';
import { insertPending, pendingRow } from './ledger-pending.ts';
import { nativeSha256 } from './native-hash.ts';
import { listPolicyChanges } from './policy.ts';
import { findSetting } from './settings.ts';
import type { Database } from './tables.ts';

/** The rules as they are now: the content of `/open/rules/<n>.json`. */
async function currentRules(db: Kysely<Database>): Promise<Canonical> {
  const years = await db.selectFrom('calendar_year').select('year').orderBy('year').execute();
  const days = await db.selectFrom('calendar_day').select(['day', 'kind', 'name']).orderBy('day').execute();
  const changes = await listPolicyChanges(db);
  const city = await findSetting(db, 'city');
  return {
    calendar: { years: years.map(({ year }) => year), days: days.map((day) => ({ ...day })) },
    defaults: defaultPolicy as unknown as Canonical,
    changes: changes.map((change) => ({ ...change })),
    yearStartsOn: city?.yearStartsOn ?? '12-01',
  };
}

const newest = (db: Kysely<Database>) =>
  db.selectFrom('ledger_rules').selectAll().orderBy('n', 'desc').limit(1).executeTakeFirst();

/** Gives the rules a new number if they are not those of the newest one. Called whenever any of them may have changed. */
export async function numberRules(trx: Transaction<Database>): Promise<number> {
  await lockLog(trx);
  const body = canonicalJson(await currentRules(trx));
  const known = await newest(trx);
  if (known?.body === body) return known.n;
  const n = (known?.n ?? 0) + 1;
  const hash = toBase64Url(nativeSha256.hash(utf8ToBytes(body)));
  await trx.insertInto('ledger_rules').values({ n, hash, body }).execute();
  await insertPending(trx, [pendingRow({ t: 'rules', n, h: hash }, { kind: 'staff', due: '' })]);
  return n;
}

/** The number of the rules in force. */
export async function rulesInForce(trx: Transaction<Database>): Promise<number> {
  const known = await trx
    .selectFrom('ledger_rules')
    .select((eb) => eb.fn.max('n').as('n'))
    .executeTakeFirst();
  return known?.n ?? numberRules(trx);
}
