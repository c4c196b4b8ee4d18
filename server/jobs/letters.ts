/** 满意度函调 whose day has passed without an answer lapse; their return codes open nothing that could be answered. */

import { listLapsedLetters } from '../../db/letters.ts';
import { dayOf } from '../clock.ts';
import { performRecordAct } from '../records/perform-record-act.ts';
import type { Job } from './job.ts';

/** Letters in one run; what is left over waits for the next one. */
const atOnce = 500;

export const lapseLetters: Job = {
  name: 'letters',
  every: 'daily',
  run: async (context) => {
    const ids = await listLapsedLetters(context.db, dayOf(context.now()), atOnce);
    let lapsed = 0;
    for (const id of ids) {
      const done = await performRecordAct(
        context,
        { role: 'system' },
        { id, kind: 'letter', act: 'lapse', given: {} },
      ).catch(
        // Answered or ended in between.
        () => undefined,
      );
      if (done !== undefined) lapsed += 1;
    }
    return `${lapsed} letters`;
  },
};
