/** Acts on records beside the cases, done by people of a test's desk. */
import { performRecordAct } from '../../server/records/perform-record-act.ts';
import type { FieldValues } from '../../server/domain/fields.ts';
import type { RecordFile, RecordKind } from '../../server/domain/records.ts';
import type { Staff } from '../../server/http/staff.ts';
import type { Desk } from './desk.ts';

/** Somebody of the desk as routes see them once signed in. */
export async function staffNamed({ context }: Desk, username: string): Promise<Staff> {
  const row = await context.db
    .selectFrom('account')
    .selectAll()
    .where('username', '=', username)
    .executeTakeFirstOrThrow();
  return {
    accountId: row.id,
    username,
    displayName: row.display_name,
    role: row.role,
    department: row.department_code,
    mustChangePassword: false,
  };
}

/** An act on a record; begins one where there is no id. */
export const recordAs = async (
  desk: Desk,
  username: string,
  kind: RecordKind,
  act: string,
  given: FieldValues = {},
  id?: string,
): Promise<RecordFile> => performRecordAct(desk.context, await staffNamed(desk, username), { id, kind, act, given });
