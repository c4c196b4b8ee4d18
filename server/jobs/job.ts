/** A job of the clockwork, and when it runs. */

import type { Context } from '../context.ts';

export interface Job {
  name: string;
  /**
   * `daily` runs soon after midnight in the city, or at the first start of the day; `working-day` once in the office hours of each working
   * day, for what people are told of.
   */
  every: 'minute' | 'ten-minutes' | 'hour' | 'daily' | 'working-day';
  /** @returns what it did, in a few words without personal data */
  run: (context: Context) => Promise<string>;
}
