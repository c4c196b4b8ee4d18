/** 评一评: a rating of the open channel, stored without anything about who sent it. */

import type { NotNull } from 'kysely';
import { dayOf } from '../clock.ts';
import { monthOf } from '../domain/day.ts';
import { receiptNumber } from '../domain/receipt.ts';
import { durable } from '../http/durable.ts';
import { answers, createRoute, json, newRoutes, refuses } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { idOfToken } from '../ids.ts';
import { knownDepartment } from '../known-departments.ts';
import { knownYearStart } from '../known-year.ts';
import { entryOfStored, ratingToStore } from '../ledger/open-ratings.ts';
import { Problem, type ProblemName } from '../problem.ts';
import { ratingRequest, ratingSlip } from '../schemas/ratings.ts';

const ratingRoute = createRoute({
  method: 'post',
  path: '/api/ratings',
  summary: 'Rate a department',
  description: 'Sending the same token again stores nothing more and answers the same with 200.',
  request: { body: json(ratingRequest) },
  responses: {
    201: answers(ratingSlip, 'Stored'),
    200: answers(ratingSlip, 'Stored before'),
    ...refuses('validation', 'malformed', 'not-found', 'human-check-failed', 'too-many', 'busy'),
  },
});

export const ratingRoutes = newRoutes().openapi(ratingRoute, async (c) => {
  const { context } = c.var;
  const { db, human, limits, now, pages, writes } = context;
  limits.take('post', senderOf(c));
  const { token, department: code, level, items, tags, proof = {} } = c.req.valid('json');
  const department = await knownDepartment(context, code);
  const day = dayOf(now());
  let refusal: ProblemName = 'not-found';
  if (department !== undefined) {
    const { verdict, reason } = await human.check(proof, 'rate', { department: code, day });
    if (verdict === 'reject') refusal = 'human-check-failed';
    else {
      const rating = ratingToStore(
        { token, departmentCode: code, day, level, items, tags, verdict, verdictReason: reason },
        await knownYearStart(context),
      );
      if ((await durable(writes.addRating(rating))) === 'stored') {
        const { id, entry, includeBy } = rating;
        // No page shows it before it is opened; the demonstration's ledger takes this as its cue.
        pages.changed('ratings');
        return c.json({ receipt: receiptNumber(id), department, month: monthOf(day), entry, includeBy }, 201);
      }
    }
  }
  // A repeat is answered as the first one was: even though that has used the proof up, and whatever became of the department.
  const stored = await db
    .selectFrom('rating')
    .innerJoin('department', 'department.code', 'rating.department_code')
    .leftJoin('ledger_pending', 'ledger_pending.leaf', 'rating.leaf')
    .selectAll('rating')
    .select(['department.name', 'ledger_pending.due'])
    .where('rating.id', '=', idOfToken(token))
    .$narrowType<{ secret: NotNull; year: NotNull }>()
    .executeTakeFirst();
  if (stored === undefined) throw new Problem(refusal);
  const slip = {
    receipt: receiptNumber(stored.id),
    department: { code: stored.department_code, name: stored.name },
    month: stored.month,
    entry: entryOfStored(stored),
    // Once it is in, it is in by today.
    includeBy: stored.due ?? day,
  };
  return c.json(slip, 200);
});
