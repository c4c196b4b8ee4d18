/** 代录: an 意见 that came on paper or by telephone. The office sees the receipt code, so its answers never count as the citizen's own. */

import { findDepartment } from '../../db/departments.ts';
import { getSetting } from '../../db/settings.ts';
import { audit } from '../audit.ts';
import { dayOf, instantText } from '../clock.ts';
import { applyEvent, firstEvent } from '../domain/advance.ts';
import { newCaseFile } from '../domain/case-file.ts';
import { assessmentYear, isoWeek } from '../domain/day.ts';
import { contactPurgeDay } from '../domain/opinion.ts';
import {
  formatCode,
  formatReceiptNumber,
  locksOf,
  makeCode,
  receiptNumber,
  viewHash,
  viewKey,
} from '../domain/receipt.ts';
import { redact } from '../domain/redaction.ts';
import { durable } from '../http/durable.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { actorOf } from '../http/staff.ts';
import { idOfToken, newId } from '../ids.ts';
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
    const { db, contacts, now, pages, random, writes } = context;
    const staff = staffOf(c);
    const given = c.req.valid('json');
    const department = given.department === null ? null : await findDepartment(db, given.department);
    if (department === undefined || department?.isActive === false) {
      throw new Problem('validation', { errors: [{ pointer: '#/department', detail: deskErrors.department }] });
    }
    const id = idOfToken(given.token);
    const day = dayOf(now());
    const code = makeCode(random(10));
    const hash = viewHash(viewKey(code));
    const file = newCaseFile({
      id: newId(random),
      channel: given.channel,
      kind: given.kind,
      named: department?.code ?? null,
      receivedOn: day,
    });
    const event = firstEvent(file, actorOf(staff));
    const outcome = await durable(
      writes.addOpinion({
        opinion: {
          id,
          case_id: file.id,
          view_hash: hash,
          receipt_number: receiptNumber(hash),
          locks: JSON.stringify(locksOf(code)),
          code_seen: 1,
          received_week: isoWeek(day),
          department_code: department?.code ?? null,
          kind: given.kind,
          original_text: given.text,
          redacted_text: redact(given.text).text,
          may_publish: given.mayPublish ? 1 : 0,
          sealed_contact: given.contact ? contacts.seal(given.contact) : null,
          contact_purge_after: given.contact ? contactPurgeDay(day) : null,
          // A member of staff sat at the keyboard, and is in the history by name.
          verdict: 'pass',
          verdict_reason: 'proof',
        },
        caseFile: applyEvent(file, event),
        event: { ...event, at: instantText(now()) },
        year: assessmentYear(day, (await getSetting(db, 'city')).yearStartsOn),
        photos: [],
      }),
    );
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
    await audit(context, staff.accountId, 'opinion.recorded', file.id);
    pages.changed('figures');
    return c.json(
      { case: file.id, code: formatCode(code), receiptNumber: formatReceiptNumber(receiptNumber(hash)) },
      201,
    );
  },
);
