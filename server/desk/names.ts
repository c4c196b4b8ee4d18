/** Names behind the codes and ids in cases. */

import type { Kysely } from 'kysely';
import { accountNames } from '../../db/accounts.ts';
import { listDepartments } from '../../db/departments.ts';
import type { Database } from '../../db/tables.ts';
import type { DepartmentRef } from '../schemas/desk.ts';

/** Names of departments by code, of those no longer active too. */
export type DepartmentNames = ReadonlyMap<string, string>;

export const departmentNames = async (db: Kysely<Database>): Promise<DepartmentNames> =>
  new Map((await listDepartments(db, { withInactive: true })).map(({ code, name }) => [code, name]));

export const refOf = (code: string, names: DepartmentNames): DepartmentRef => ({ code, name: names.get(code) ?? code });

export const refOrNull = (code: string | null | undefined, names: DepartmentNames): DepartmentRef | null =>
  code === null || code === undefined ? null : refOf(code, names);

/** Names of the people behind some account ids. */
export const peopleNames = (db: Kysely<Database>, ids: readonly (string | null | undefined)[]) =>
  accountNames(
    db,
    ids.filter((id) => id !== null && id !== undefined),
  );
