/** 评一评: a rating of the open channel, stored without anything about who sent it. */

import { dayOf } from '../clock.ts';
import { monthOf } from '../domain/day.ts';
import { receiptNumber } from '../domain/receipt.ts';
import { durable } from '../http/durable.ts';
import { answers, createRoute, json, newRoutes, refuses } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { idOfToken } from '../ids.ts';
import { knownDepartment } from '../known-departments.ts';
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
  const { db, human, limits, now, pages, writes } = c.var.context;
  limits.take('post', senderOf(c));
  const { token, department: code, level, items, tags, proof = {} } = c.req.valid('json');
  const id = idOfToken(token);
  const slip = (of: { code: string; name: string }, month: string) => ({
    receipt: receiptNumber(id),
    department: { code: of.code, name: of.name },
    month,
  });
  const department = await knownDepartment(c.var.context, code);
  let refusal: ProblemName = 'not-found';
  if (department !== undefined) {
    const day = dayOf(now());
    const { verdict, reason } = await human.check(proof, 'rate', { department: code, day });
    if (verdict === 'reject') refusal = 'human-check-failed';
    else {
      const rating = { id, departmentCode: code, day, level, items, tags, verdict, verdictReason: reason };
      if ((await durable(writes.addRating(rating))) === 'stored') {
        pages.changed(`department:${code}`, 'figures', 'ratings');
        return c.json(slip(department, monthOf(day)), 201);
      }
    }
  }
  // A repeat is answered as the first one was: even though that has used the proof up, and whatever became of the department.
  const stored = await db
    .selectFrom('rating')
    .innerJoin('department', 'department.code', 'rating.department_code')
    .select(['department.code', 'department.name', 'rating.month'])
    .where('rating.id', '=', id)
    .executeTakeFirst();
  if (stored === undefined) throw new Problem(refusal);
  return c.json(slip(stored, stored.month), 200);
});
