/** 评一评: a rating of the open channel, stored without anything about who sent it. */

import { findDepartment } from '../../db/departments.ts';
import { dayOf } from '../clock.ts';
import { monthOf } from '../domain/day.ts';
import { receiptNumber } from '../domain/receipt.ts';
import { durable } from '../http/durable.ts';
import { answers, createRoute, json, newRoutes, refuses } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { idOfToken } from '../ids.ts';
import { Problem } from '../problem.ts';
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
  const { db, human, limits, now, writes } = c.var.context;
  limits.take('post', senderOf(c));
  const { token, department: code, level, items, tags, proof = {} } = c.req.valid('json');
  const id = idOfToken(token);
  const stored = await db
    .selectFrom('rating')
    .select(['department_code', 'month'])
    .where('id', '=', id)
    .executeTakeFirst();
  const department = await findDepartment(db, stored?.department_code ?? code);
  if (department === undefined || !(department.isActive || stored)) throw new Problem('not-found');
  const slip = (month: string) => ({
    receipt: receiptNumber(id),
    department: { code: department.code, name: department.name },
    month,
  });
  // A repeat is answered before its proof is asked for, because the first one has used it up.
  if (stored !== undefined) return c.json(slip(stored.month), 200);

  const day = dayOf(now());
  const { verdict, reason } = await human.check(proof, 'rate', { department: department.code, day });
  if (verdict === 'reject') throw new Problem('human-check-failed');
  const outcome = await durable(
    writes.addRating({ id, departmentCode: department.code, day, level, items, tags, verdict, verdictReason: reason }),
  );
  if (outcome === 'repeated') return c.json(slip(monthOf(day)), 200);
  c.var.context.pages.changed(`department:${department.code}`, 'figures');
  return c.json(slip(monthOf(day)), 201);
});
