/** Tells those whose turn it is after an act on a record. */

import type { Transaction } from 'kysely';
import { findDepartment } from '../../db/departments.ts';
import type { Database } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import type { RecordEvent } from '../domain/advance-record.ts';
import { type RecordFile, recordTurn } from '../domain/records.ts';
import { isDepartmentRole, staffRoles } from '../domain/roles.ts';
import { notify } from '../notify/notify.ts';
import { recordSubject } from '#words/records.ts';

/** Tells in the transaction of the act, so that nobody is told of what did not happen. */
export async function tellOfRecord(
  trx: Transaction<Database>,
  context: Pick<Context, 'now'>,
  file: RecordFile,
  { act, actor, day, seq }: RecordEvent,
): Promise<void> {
  // A letter waits for whoever got it; two hundred may go out at once, and nobody at the desk has to do anything.
  if (file.kind === 'letter') return;
  const turn = recordTurn(file.kind, file.state);
  const roles = staffRoles.filter(
    (role) => turn.includes(role) && (file.department !== null || !isDepartmentRole(role)),
  );
  if (roles.length === 0) return;
  const department = file.department === null ? undefined : await findDepartment(trx, file.department);
  await notify(trx, context, {
    kind: file.kind === 'order' ? 'order' : 'record',
    about: `${file.id}:${seq}`,
    to: {
      roles,
      ...(file.department !== null && { department: file.department }),
      ...(actor.account !== undefined && { except: [actor.account] }),
    },
    recordId: file.id,
    subject: recordSubject({ ...file, act, departmentName: department?.name ?? null }),
    day,
    byCitizen: actor.role === 'citizen',
  });
}
