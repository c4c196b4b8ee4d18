/** Tells whoever must know of an act on a case, in its transaction. */

import type { Transaction } from 'kysely';
import { lastAskerOf } from '../../db/questions.ts';
import type { Database } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import { departmentNames } from '../desk/names.ts';
import type { CaseEvent } from '../domain/advance.ts';
import type { CaseFile } from '../domain/case-file.ts';
import { notify } from './notify.ts';
import { sayingsOf, whoIsTold } from './who-is-told.ts';
import { noticeSubject } from '#words/notify.ts';

/** @param before the case before the act; @param after the case after it, with the number it may just have been given */
export async function tellOfAct(
  trx: Transaction<Database>,
  context: Pick<Context, 'now'>,
  { before, event, after }: { before: CaseFile; event: CaseEvent; after: CaseFile },
): Promise<void> {
  const tellings = whoIsTold[event.act];
  if (tellings.length === 0) return;
  const asker = tellings.some(({ whom }) => whom === 'asker') ? await lastAskerOf(trx, after.id) : undefined;
  const names = await departmentNames(trx);
  for (const { kind, whom, to, due } of sayingsOf({ before, event, after, asker })) {
    const code = to.department ?? after.department ?? before.department;
    await notify(trx, context, {
      kind,
      about: `case:${event.caseId}:${event.seq}`,
      to,
      caseId: event.caseId,
      subject: noticeSubject(event.act, whom, {
        number: after.number,
        department: code === null ? null : (names.get(code) ?? code),
        due,
      }),
      day: event.day,
      byCitizen: event.actor.role === 'citizen',
    });
  }
}
