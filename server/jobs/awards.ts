/** 满意机关: awards end by themselves, on the day after their term. */

import { awardsOver } from '../../db/awards.ts';
import { dayOf } from '../clock.ts';
import { performRecordAct } from '../records/perform-record-act.ts';
import type { Job } from './job.ts';

export const expireAwards: Job = {
  name: 'awards',
  every: 'daily',
  run: async (context) => {
    const over = await awardsOver(context.db, dayOf(context.now()));
    for (const { file } of over) {
      const { id, kind, seq } = file;
      await performRecordAct(context, { role: 'system' }, { id, kind, act: 'expire', given: {}, seq });
    }
    return `${over.length} awards ended`;
  },
};
