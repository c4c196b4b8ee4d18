/** Names behind the codes and ids in records: departments, people, cases, other records, files, and places in the ledger. */

import { casesOfRecord, findRecord, type StoredRecordEvent } from '../../db/records.ts';
import { findCase } from '../../db/case-files.ts';
import { type FileRow, listFilesOfRecord } from '../../db/files.ts';
import { entriesOfCase } from '../../db/ledger-pending.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../../db/tables.ts';
import type { RecordFile } from '../domain/records.ts';
import { departmentNames, type DepartmentNames, peopleNames } from '../desk/names.ts';

export interface RecordNames {
  departments: DepartmentNames;
  people: ReadonlyMap<string, string>;
  /** Numbers of cases by id. */
  cases: ReadonlyMap<string, string>;
  linked: readonly { id: string; number: string | null }[];
  /** 文号 of other records by id. */
  records: ReadonlyMap<string, string>;
  files: ReadonlyMap<string, FileRow>;
  entries: ReadonlyMap<number, number>;
}

export async function namesFor(
  db: Kysely<Database>,
  { id, kind, body }: RecordFile,
  events: readonly StoredRecordEvent[],
): Promise<RecordNames> {
  const linked = await casesOfRecord(db, id);
  const named = (
    await Promise.all([body.sample, body.round].filter((one) => one !== undefined).map((one) => findRecord(db, one)))
  ).flatMap((one) => (typeof one?.file.number === 'string' ? [[one.file.id, one.file.number] as const] : []));
  const drawn = kind === 'sample' && Array.isArray(body.drawn) ? (body.drawn as string[]) : [];
  const cases = new Map(linked.flatMap((one) => (one.number === null ? [] : [[one.id, one.number] as const])));
  for (const one of drawn) {
    const number = body.frame === 'departments' ? null : (await findCase(db, one))?.file.number;
    if (typeof number === 'string') cases.set(one, number);
  }
  return {
    departments: await departmentNames(db),
    people: await peopleNames(
      db,
      events.map(({ actor }) => actor.account),
    ),
    cases,
    linked,
    records: new Map(named),
    files: new Map((await listFilesOfRecord(db, id)).map((file) => [file.id, file])),
    entries: await entriesOfCase(db, id),
  };
}
