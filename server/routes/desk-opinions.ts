/** 代录: an 意见 that came on paper or by telephone. The office sees the receipt code, so its answers never count as the citizen's own. */

import { findDepartment } from '../../db/departments.ts';
import { audit } from '../audit.ts';
import { instantText } from '../clock.ts';
import {
  formatCode,
  formatReceiptNumber,
  locksOf,
  makeCode,
  receiptNumber,
  viewHash,
  viewKey,
} from '../domain/receipt.ts';
import { durable } from '../http/durable.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { actorOf } from '../http/staff.ts';
import { idOfToken } from '../ids.ts';
import { newOpinion } from '../new-opinion.ts';
import { Problem } from '../problem.ts';
import { recordedOpinion, recordedReceipt } from '../schemas/desk.ts';
import { deskErrors } from '#words/desk-api.ts';

export const deskOpinionRoutes = newRoutes().openapi(
  createRoute({
    method: 'post',
    path: '/api/desk/opinions',
    tags: ['desk'],
    summary: 'Record an 意见 for somebody who came by paper or telephone',
    description:
      'The server makes the receipt code and answers it once; it is kept nowhere. The same token again stores nothing more and answers 200 without the code.',
    request: { body: json(recordedOpinion) },
    responses: {
      201: answers(recordedReceipt, 'Stored'),
      200: answers(recordedReceipt, 'Stored before'),
      ...refuses('not-signed-in', 'not-allowed', 'validation', 'conflict', 'busy'),
    },
  }),
  async (c) => {
    const { context } = c.var;
    const { db, now, pages, random, writes } = context;
    const staff = staffOf(c);
    const given = c.req.valid('json');
    const department = given.department === null ? null : await findDepartment(db, given.department);
    if (department === undefined || department?.isActive === false) {
      throw new Problem('validation', { errors: [{ pointer: '#/department', detail: deskErrors.department }] });
    }
    const id = idOfToken(given.token);
    const code = makeCode(random(10));
    const hash = viewHash(viewKey(code));
    const entry = await newOpinion(
      context,
      {
        ...given,
        id,
        department: department?.code ?? null,
        viewHash: hash,
        locks: locksOf(code),
        codeSeen: true,
        // A member of staff sat at the keyboard, and is in the history by name.
        verdict: 'pass',
        reason: 'proof',
        photos: [],
      },
      actorOf(staff),
      instantText(now()),
    );
    const outcome = await durable(writes.addOpinion(entry));
    if (outcome === 'receipt-taken') throw new Problem('conflict');
    if (outcome === 'repeated') {
      const stored = await db
        .selectFrom('opinion')
        .select(['case_id', 'receipt_number'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return c.json(
        { case: stored.case_id, code: null, receiptNumber: formatReceiptNumber(stored.receipt_number) },
        200,
      );
    }
    await audit(context, staff.accountId, 'opinion.recorded', entry.caseFile.id);
    pages.changed('figures');
    return c.json(
      { case: entry.caseFile.id, code: formatCode(code), receiptNumber: formatReceiptNumber(receiptNumber(hash)) },
      201,
    );
  },
);
