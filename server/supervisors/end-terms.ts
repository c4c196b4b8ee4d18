/** Terms of 社会监督员 end by themselves, on the day after their last. */

import { listAppointments } from '../../db/supervisors.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { performRecordAct } from '../records/perform-record-act.ts';
import { supervisorWords } from '#words/supervisors.ts';

/** @returns how many ended */
export async function endTerms(context: Context): Promise<number> {
  const today = dayOf(context.now());
  let ended = 0;
  for (const { id, kind, state, seq, body } of await listAppointments(context.db)) {
    const { termUntil = '' } = body;
    if (state === 'ended' || termUntil === '' || termUntil >= today) continue;
    const given = { reason: supervisorWords.termEnded(termUntil) };
    await performRecordAct(context, { role: 'system' }, { id, kind, act: 'end', given, seq });
    ended += 1;
  }
  return ended;
}
