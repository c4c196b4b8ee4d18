/** Cases on which something is due: what a change of the calendar, the lights and the alerts look at. */

import type { Kysely, Transaction } from 'kysely';
import { type CaseFile, departmentStates, type State } from '../server/domain/case-file.ts';
import { fromRow } from './case-rows.ts';
import { databaseKind } from './open.ts';
import type { Database } from './tables.ts';

/** States of cases that are not finished and have been taken up. */
const runningStates: readonly State[] = ['triaged', ...departmentStates.filter((state) => state !== 'closed')];

const running = (db: Kysely<Database>) => db.selectFrom('case_file').selectAll().where('state', 'in', runningStates);

/** Every case that is not finished, in the order of ids. */
export async function listRunningCases(db: Kysely<Database>): Promise<CaseFile[]> {
  return (await running(db).orderBy('id').execute()).map(fromRow);
}

/** The same, kept from moving until the transaction ends: whoever acts on one of them waits. */
export async function lockRunningCases(trx: Transaction<Database>): Promise<CaseFile[]> {
  // A transaction of SQLite holds the only write lock from its beginning.
  const query = running(trx).orderBy('id');
  const rows = await (databaseKind(trx) === 'postgres' ? query.forUpdate() : query).execute();
  return rows.map(fromRow);
}
