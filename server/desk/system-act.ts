/** What the clockwork does to a case by itself: the same rules, the same record and the same notices as when somebody does it. */

import type { Transaction } from 'kysely';
import { findCase, recordEvent } from '../../db/case-files.ts';
import { numberPaperOf } from '../../db/paper-numbers.ts';
import type { Database } from '../../db/tables.ts';
import { instantText } from '../clock.ts';
import type { Context } from '../context.ts';
import { advance, type Command } from '../domain/advance.ts';
import type { CaseFile } from '../domain/case-file.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { tellOfAct } from '../notify/tell-of-act.ts';

/** How often a case that somebody is just acting on is looked at again. */
const attempts = 3;

/**
 * Does an act as the system, on the case as it is in the transaction.
 * @param wanted whether it is still to be done; asked again when the case has moved meanwhile
 * @returns whether it was done; the rules may refuse, which is no error
 */
export async function performSystemAct(
  context: Pick<Context, 'db' | 'now' | 'pages'>,
  id: string,
  command: Command,
  moment: Moment,
  wanted: (file: CaseFile, trx: Transaction<Database>) => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const done = await context.db.transaction().execute(async (trx) => {
      const before = (await findCase(trx, id))?.file;
      if (before === undefined || !(await wanted(before, trx))) return 'refused';
      const outcome = advance(before, command, { role: 'system' }, moment);
      if (!outcome.ok) return 'refused';
      const recorded = await recordEvent(trx, before, outcome.event, instantText(context.now()));
      if (recorded === 'conflict') return 'conflict';
      await numberPaperOf(trx, outcome.event);
      await tellOfAct(trx, context, { before, event: outcome.event, after: outcome.file });
      return outcome.file;
    });
    if (done === 'refused') return false;
    if (done !== 'conflict') {
      const { number, department } = done;
      context.pages.changed(
        'figures',
        ...(number === null ? [] : [`case:${number}`]),
        ...(department === null ? [] : [`department:${department}`]),
      );
      return true;
    }
  }
  return false;
}
