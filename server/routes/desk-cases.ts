/** The desk's casework: cases as each role may see them, and the acts of the workflow. Their lists are in desk-lists.ts. */

import { listReporters } from '../../db/opinions.ts';
import { audit } from '../audit.ts';
import { maySee, readableBy } from '../domain/case-access.ts';
import { formatReceiptNumber } from '../domain/receipt.ts';
import { viewCase } from '../desk/case-view.ts';
import { getVisibleCase } from '../desk/read-case.ts';
import { assignmentDeadlines } from '../desk/dues.ts';
import { departmentNames } from '../desk/names.ts';
import { performAct } from '../desk/perform-act.ts';
import { similarTo } from '../desk/similar.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { actorOf } from '../http/staff.ts';
import { momentOf } from '../moment.ts';
import { Problem, type ProblemName } from '../problem.ts';
import { actRequest } from '../schemas/acts.ts';
import {
  actDone,
  caseView,
  contactView,
  deadlineList,
  deadlinesQuery,
  idInPath,
  similarList,
} from '../schemas/desk.ts';
import { guardWords, stateWords } from '#words/workflow.ts';

const tags = ['desk'];
const params = idInPath;
/** Refusals that the workflow may give beside those of every route. */
const workflowRefusals = Object.keys(guardWords) as (keyof typeof guardWords & ProblemName)[];

export const deskCaseRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/cases/{id}',
      tags,
      summary: 'A case as the role that asks may see it; what it may not know of is not found',
      request: { params },
      responses: { 200: answers(caseView, 'The case'), ...refuses('not-signed-in', 'not-found') },
    }),
    async (c) => c.json(await viewCase(c.var.context, staffOf(c), c.req.valid('param').id), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/cases/{id}/acts',
      tags,
      summary: 'Do an act of the workflow',
      description:
        'What each act takes is generated from the workflow table. `seq` is that of the case as it was read; an older one is a conflict.',
      request: { params, body: json(actRequest) },
      responses: {
        200: answers(actDone, 'Where the case stands now'),
        ...refuses(
          'not-signed-in',
          'not-allowed',
          'not-found',
          'conflict',
          'validation',
          'field-missing',
          'not-in-this-state',
          'not-this-role',
          ...workflowRefusals,
        ),
      },
    }),
    async (c) => {
      const staff = staffOf(c);
      const file = await performAct(c.var.context, staff, c.req.valid('param').id, c.req.valid('json'));
      const { id, seq, state, number } = file;
      const visible = maySee(file, actorOf(staff));
      return c.json({ id, seq, state, stateName: stateWords[state], number, visible }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/cases/{id}/similar',
      tags,
      summary: 'Cases that may be about the same thing, for 归并',
      request: { params },
      responses: { 200: answers(similarList, 'The most alike first'), ...refuses('not-signed-in', 'not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const actor = actorOf(staffOf(c));
      const stored = await getVisibleCase(context, actor, c.req.valid('param').id);
      if (!readableBy(stored.file, actor).redacted) throw new Problem('not-found');
      const moment = await momentOf(context.db, context.now());
      const departments = await departmentNames(context.db);
      return c.json({ items: await similarTo(context, stored, { actor, moment, departments }) }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/cases/{id}/contact',
      tags,
      summary: 'Show the contacts that authors left; noted in the audit trail',
      request: { params },
      responses: { 200: answers(contactView, 'Contacts still kept'), ...refuses('not-signed-in', 'not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const actor = actorOf(staff);
      const { file } = await getVisibleCase(context, actor, c.req.valid('param').id);
      if (!readableBy(file, actor).contact) throw new Problem('not-found');
      await audit(context, staff.accountId, 'contact.opened', file.id);
      const items = (await listReporters(context.db, file.id)).flatMap(({ id, receipt_number, sealed_contact }) => {
        const contact = sealed_contact === null ? undefined : context.contacts.open(sealed_contact);
        return contact === undefined
          ? []
          : [{ opinion: id, receiptNumber: formatReceiptNumber(receipt_number), contact }];
      });
      return c.json({ items }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/deadlines',
      tags,
      summary: 'The deadlines that 交办 today would set, for each kind of rectification',
      request: { query: deadlinesQuery },
      responses: { 200: answers(deadlineList, 'Deadlines, explained'), ...refuses('not-signed-in', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const moment = await momentOf(context.db, context.now());
      const { kind = 'complaint' } = c.req.valid('query');
      return c.json({ from: moment.day, items: assignmentDeadlines(kind, moment) }, 200);
    },
  );
