/** 社会监督员: terms end by themselves, and what was drawn is looked at as soon as it can be. */

import { tellDrawnLater } from '../samples/tell-drawn.ts';
import { endTerms } from '../supervisors/end-terms.ts';
import type { Job } from './job.ts';

const terms: Job = {
  name: 'terms',
  every: 'daily',
  run: async (context) => `${await endTerms(context)} terms ended`,
};

const drawn: Job = {
  name: 'drawn',
  every: 'hour',
  run: async (context) => `${await tellDrawnLater(context)} drawn cases`,
};

export const supervisorJobs: readonly Job[] = [terms, drawn];
