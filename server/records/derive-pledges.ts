/** What the server works out for 公开承诺: until when citizens may mark one that is said to be kept, and what they said. */

import { countMarks } from '../../db/pledges.ts';
import { deadline } from '../domain/calendar.ts';
import type { FieldValues } from '../domain/fields.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import { pledgeErrors } from '#words/pledges.ts';
import type { Derive, DeriveQuestion } from './derive.ts';

/** Marks are taken as long as the author of a case has for an answer. */
const finish: Derive = async ({ trx, context }) => {
  const { calendar, day, policy } = await momentOf(trx, context.now());
  const { amount, unit } = policy.answer;
  return { marksUntil: deadline(calendar, day, amount, unit).due };
};

/**
 * What citizens said, once they have had their time. The entry of the act waits until the ledger has all marks, so that whoever reads it counts the same.
 * @throws Problem `not-in-this-state` before that
 */
async function counted({ trx, before, id, day }: DeriveQuestion): Promise<FieldValues> {
  const until = before?.body.marksUntil;
  if (until !== undefined && day <= until) {
    throw new Problem('not-in-this-state', { detail: pledgeErrors.stillMarking(until) });
  }
  return { marksCounted: { ...(await countMarks(trx, id)) } };
}

/** What is carried on before it was marked has no marks to tell of. */
const carry: Derive = async (question) => (question.before?.state === 'marking' ? counted(question) : {});

export const pledgeDerivations: Readonly<Record<string, Derive>> = {
  'pledge.finish': finish,
  'pledge.keep': counted,
  'pledge.carry': carry,
};
