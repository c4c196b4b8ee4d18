/** 聘任 of 社会监督员, and what waits for one on the spot. */

import type { Kysely } from 'kysely';
import type { FieldValues } from '../server/domain/fields.ts';
import type { RecordFile } from '../server/domain/records.ts';
import { type StoredCase, toStoredCase } from './case-rows.ts';
import type { Database } from './tables.ts';

/** Appointments, also those that are only proposed and those that have ended. A city has some dozens. */
export async function listAppointments(db: Kysely<Database>): Promise<RecordFile[]> {
  const rows = await db
    .selectFrom('record')
    .select(['id', 'seq', 'state', 'number', 'department', 'body'])
    .where('kind', '=', 'supervisor')
    .orderBy('opened_on', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(({ body, ...row }) => ({ ...row, kind: 'supervisor', body: JSON.parse(body) as FieldValues }));
}

/** Those of one account, by its pseudonym. */
export const appointmentsOf = async (db: Kysely<Database>, holder: string): Promise<RecordFile[]> =>
  (await listAppointments(db)).filter(({ body }) => body.holder === holder);

/** Cases that a supervisor must see on the spot before they go on: drawn ones, also after 销号, and 重点 ones; most urgent first. */
export async function listSiteChecks(db: Kysely<Database>, limit: number): Promise<StoredCase[]> {
  const rows = await db
    .selectFrom('case_file')
    .selectAll()
    .where('result', '=', 'A')
    .where('checked', 'is', null)
    .where((eb) =>
      eb.or([
        eb.and([eb('drawn', '=', 1), eb('state', 'in', ['verifying', 'asking', 'notice', 'closed'])]),
        eb.and([eb('key_item', '=', 1), eb('state', 'in', ['verifying', 'asking', 'notice'])]),
      ]),
    )
    .orderBy('drawn', 'desc')
    .orderBy('next_due')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toStoredCase);
}

/** The sample that drew a case last, by case. */
export async function samplesOfCases(db: Kysely<Database>, caseIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('case_event')
    .select(['case_id', 'given'])
    .where('case_id', 'in', ['', ...caseIds])
    .where('act', '=', 'draw')
    .orderBy('seq')
    .execute();
  return new Map(
    rows.flatMap(({ case_id, given }) => {
      const { sample } = JSON.parse(given) as FieldValues;
      return sample === undefined ? [] : [[case_id, sample] as const];
    }),
  );
}
