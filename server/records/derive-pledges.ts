/** What the server works out for 公开承诺: until when citizens may mark one that is said to be kept, and what they said. */

import { countMarks } from '../../db/pledges.ts';
import { deadline } from '../domain/calendar.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import { pledgeErrors } from '#words/pledges.ts';
import type { Derive } from './derive.ts';

/** Marks are taken as long as the author of a case has for an answer. */
const finish: Derive = async ({ trx, context }) => {
  const { calendar, day, policy } = await momentOf(trx, context.now());
  const { amount, unit } = policy.answer;
  return { marksUntil: deadline(calendar, day, amount, unit).due };
};

const keep: Derive = async ({ trx, before, id, day }) => {
  const until = before?.body.marksUntil;
  if (until !== undefined && day <= until) {
    throw new Problem('not-in-this-state', { detail: pledgeErrors.stillMarking(until) });
  }
  return { marksCounted: { ...(await countMarks(trx, id)) } };
};

/** What is carried on before it was marked has no marks to tell of. */
const carry: Derive = async ({ trx, before, id }) =>
  before?.state === 'marking' ? { marksCounted: { ...(await countMarks(trx, id)) } } : {};

export const pledgeDerivations: Readonly<Record<string, Derive>> = {
  'pledge.finish': finish,
  'pledge.keep': keep,
  'pledge.carry': carry,
};
