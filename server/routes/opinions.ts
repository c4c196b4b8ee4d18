/** 提意见: stores what a citizen wrote as the beginning of a case. The receipt code stays with its author. */

import { findDepartment } from '../../db/departments.ts';
import { findFile } from '../../db/files.ts';
import { dayOf } from '../clock.ts';
import { durable } from '../http/durable.ts';
import { answers, createRoute, json, newRoutes, refuses } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { idOfToken } from '../ids.ts';
import { newOpinion } from '../new-opinion.ts';
import { opinionReceipt } from '../opinion-receipt.ts';
import { Problem } from '../problem.ts';
import { opinionRequest, opinionSlip } from '../schemas/opinions.ts';
import { opinionErrors } from '#words/citizen.ts';

const opinionRoute = createRoute({
  method: 'post',
  path: '/api/opinions',
  summary: 'Leave an 意见',
  description:
    'The client makes the receipt code and sends only hashes made from it. Sending the same token again stores nothing more and answers the same with 200.',
  request: { body: json(opinionRequest) },
  responses: {
    201: answers(opinionSlip, 'Stored'),
    200: answers(opinionSlip, 'Stored before'),
    ...refuses('validation', 'malformed', 'conflict', 'human-check-failed', 'too-many', 'busy'),
  },
});

export const opinionRoutes = newRoutes().openapi(opinionRoute, async (c) => {
  const { db, human, limits, now, pages, writes } = c.var.context;
  limits.take('post', senderOf(c));
  const given = c.req.valid('json');
  const id = idOfToken(given.token);
  const day = dayOf(now());

  const storedSlip = async () => {
    const stored = await db
      .selectFrom('opinion')
      .innerJoin('case_file', 'case_file.id', 'opinion.case_id')
      .select([
        'opinion.case_id',
        'opinion.receipt_number',
        'opinion.department_code',
        'opinion.redacted_text',
        'opinion.contact_purge_after',
        'case_file.received_on',
      ])
      .where('opinion.id', '=', id)
      .executeTakeFirst();
    if (stored === undefined) return undefined;
    const receipt = await opinionReceipt(c.var.context, stored.case_id);
    const named = stored.department_code === null ? undefined : await findDepartment(db, stored.department_code);
    return {
      receipt: stored.receipt_number,
      department: named ? { code: named.code, name: named.name } : null,
      receivedOn: stored.received_on,
      publicText: stored.redacted_text,
      contactUntil: stored.contact_purge_after,
      ...(receipt ?? { entry: '', includeBy: '', receiptNote: '' }),
    };
  };
  // A repeat is answered before its proof is asked for, because the first one has used it up.
  const repeated = await storedSlip();
  if (repeated !== undefined) return c.json(repeated, 200);

  const department = given.department === null ? null : await findDepartment(db, given.department);
  if (department === undefined || department?.isActive === false) {
    throw new Problem('validation', { errors: [{ pointer: '#/department', detail: opinionErrors.department }] });
  }
  for (const photo of given.photos) {
    const file = await findFile(db, photo);
    if (file?.owner !== 'citizen' || file.opinion_id !== null) {
      throw new Problem('validation', { errors: [{ pointer: '#/photos', detail: opinionErrors.photos }] });
    }
  }
  const { verdict, reason } = await human.check(given.proof ?? {}, 'opinion');
  if (verdict === 'reject') throw new Problem('human-check-failed');

  const entry = await newOpinion(
    c.var.context,
    { ...given, id, department: department?.code ?? null, verdict, reason },
    { role: 'citizen' },
    // Of a citizen only the day is kept.
    day,
  );
  const outcome = await durable(writes.addOpinion(entry));
  if (outcome === 'receipt-taken') throw new Problem('conflict', { detail: opinionErrors.receiptTaken });
  const slip = await storedSlip();
  if (slip === undefined) throw new Problem('unknown');
  if (outcome === 'repeated') return c.json(slip, 200);
  pages.changed('figures');
  return c.json(slip, 201);
});
