/** 抽中: cases on which the lot fell are marked by the clockwork, so that nobody decides whether they are looked at. */

import type { Transaction } from 'kysely';
import { findCase, recordEvent } from '../../db/case-files.ts';
import { undrawnOf } from '../../db/frames.ts';
import { listRecords } from '../../db/records.ts';
import type { Database } from '../../db/tables.ts';
import { instantText } from '../clock.ts';
import type { Context } from '../context.ts';
import { advance } from '../domain/advance.ts';
import { momentOf } from '../moment.ts';
import { tellOfAct } from '../notify/tell-of-act.ts';

/**
 * Does `draw` on those of the cases that can be looked at now. One that is worked on again just then is marked when it is said to be done again.
 * @returns how many were marked
 */
export async function tellDrawn(
  trx: Transaction<Database>,
  context: Pick<Context, 'now'>,
  { sample, cases }: { sample: string; cases: readonly string[] },
): Promise<number> {
  const moment = await momentOf(trx, context.now());
  let marked = 0;
  for (const id of cases) {
    const stored = await findCase(trx, id);
    if (stored === undefined) continue;
    const outcome = advance(stored.file, { act: 'draw', given: { sample } }, { role: 'system' }, moment);
    if (!outcome.ok) continue;
    if ((await recordEvent(trx, stored.file, outcome.event, instantText(context.now()))) === 'conflict') continue;
    await tellOfAct(trx, context, { before: stored.file, event: outcome.event, after: outcome.file });
    marked += 1;
  }
  return marked;
}

/** Marks what was drawn earlier and could not be looked at then. @returns how many were marked */
export async function tellDrawnLater(context: Context): Promise<number> {
  const { db } = context;
  let marked = 0;
  let after: string | undefined;
  do {
    const page = await listRecords(db, { kind: 'sample', states: ['drawn'], after, limit: 100 });
    for (const { file } of page.records) {
      if (file.body.frame !== 'claimed' || !Array.isArray(file.body.drawn)) continue;
      const cases = await undrawnOf(db, file.body.drawn.map(String));
      if (cases.length === 0) continue;
      marked += await db.transaction().execute((trx) => tellDrawn(trx, context, { sample: file.id, cases }));
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return marked;
}
