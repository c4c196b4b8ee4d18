/** The demonstration's past: what the desk would have done on a day, at ten in the morning. */

import { beginningOf, instantOf, later } from '../clock.ts';
import type { Context } from '../context.ts';
import type { Day } from '../domain/day.ts';

export const onDay = (context: Context, day: Day): Context => {
  const now = later(instantOf(beginningOf(day)), 600 * 60_000);
  return { ...context, now: () => now };
};
