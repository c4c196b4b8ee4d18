/** On which day the 评议年度 begins, kept in memory: every rating asks for it, and it hardly ever changes. */

import { getSetting } from '../db/settings.ts';
import { dayOf } from './clock.ts';
import type { Context } from './context.ts';
import { keptUntilChanged } from './kept.ts';

const known = keptUntilChanged(
  ({ now, pages }) => `${dayOf(now())} ${pages.version('city')}`,
  async ({ db }) => ({ startsOn: (await getSetting(db, 'city')).yearStartsOn }),
);

/** First day of the 评议年度, `MM-DD`. */
export const knownYearStart = async (context: Context): Promise<string> => (await known(context)).startsOn;
