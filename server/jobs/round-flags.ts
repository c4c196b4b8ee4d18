/** Ballots of closed rounds are looked through by the published rules. */

import { flagClosedRounds } from '../rounds/flags.ts';
import type { Job } from './job.ts';

export const flagBallots: Job = {
  name: 'round-flags',
  every: 'ten-minutes',
  run: async ({ db }) => `${await flagClosedRounds(db)} flags`,
};
