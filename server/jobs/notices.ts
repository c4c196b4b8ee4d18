/** Forgets notices and messages that are half a year old. */

import { purgeNotices } from '../../db/notices.ts';
import { purgeMessages } from '../../db/outbox.ts';
import { dayOf } from '../clock.ts';
import { addDays } from '../domain/day.ts';
import type { Job } from './job.ts';

/** Days. */
const keptFor = 180;

export const forgetNotices: Job = {
  name: 'notices',
  every: 'daily',
  run: async ({ db, now }) => {
    const before = addDays(dayOf(now()), -keptFor);
    return `${await purgeNotices(db, before)} notices, ${await purgeMessages(db, before)} messages`;
  },
};
