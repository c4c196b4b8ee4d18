/** What is typed on the page of a case before it is sent: drafts of its forms, and who else is about to do something. */

import { deleteDraft, draftSubject, listDrafts, saveDraft } from '../../db/drafts.ts';
import { listPresent, notePresence, type Present } from '../../db/presence.ts';
import { instantText, later } from '../clock.ts';
import { getVisibleCase } from '../desk/read-case.ts';
import { type DepartmentNames, departmentNames } from '../desk/names.ts';
import { isDepartmentRole, isOfficeRole } from '../domain/roles.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { idInPath } from '../schemas/desk.ts';
import { type Draft, draftList, draftRemoval, draftRequest, draftSaved, presenceView } from '../schemas/desk-drafts.ts';
import { listWords } from '#words/lists.ts';
import { roleWords } from '#words/workflow.ts';

const tags = ['desk'];
/** Drafts that one account may have; the oldest go. */
const draftsMost = 100;
/** Milliseconds for which somebody is there after the last sign; pages give one every half minute. */
const presentFor = 90_000;

/** How somebody is called by a reader: people of the office are one to everybody else, and departments know only their own people. */
function nameOf({ displayName, role, department }: Present, reader: Staff, departments: DepartmentNames): string {
  if (isDepartmentRole(reader.role)) {
    return department === reader.department ? displayName : listWords.presence.office;
  }
  if (!isOfficeRole(reader.role)) return isOfficeRole(role) ? listWords.presence.office : roleWords[role];
  return [department && departments.get(department), displayName].filter(Boolean).join(' ');
}

export const deskDraftRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/cases/{id}/drafts',
      tags,
      summary: 'One’s own drafts of the forms of a case',
      request: { params: idInPath },
      responses: { 200: answers(draftList, 'One for each form'), ...refuses('not-signed-in', 'not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { id } = c.req.valid('param');
      await getVisibleCase(context, actorOf(staff), id);
      const rows = await listDrafts(context.db, staff.accountId, id);
      const prefix = draftSubject(id, '');
      const items = rows.map(({ subject, body, saved_at }) => ({
        sheet: subject.slice(prefix.length),
        controls: JSON.parse(body) as Draft['controls'],
        savedAt: saved_at,
      }));
      return c.json({ items }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/cases/{id}/drafts',
      tags,
      summary: 'Keep what is typed into a form of a case; nobody else sees it, and it is gone after thirty days',
      request: { params: idInPath, body: json(draftRequest) },
      responses: { 200: answers(draftSaved, 'Kept'), ...refuses('not-signed-in', 'not-found', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { id } = c.req.valid('param');
      const { sheet, controls } = c.req.valid('json');
      await getVisibleCase(context, actorOf(staff), id);
      const savedAt = instantText(context.now());
      const draft = {
        account_id: staff.accountId,
        subject: draftSubject(id, sheet),
        body: JSON.stringify(controls),
        saved_at: savedAt,
      };
      await context.db.transaction().execute((trx) => saveDraft(trx, draft, draftsMost));
      return c.json({ savedAt }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/cases/{id}/drafts/remove',
      tags,
      summary: 'Forget the draft of a form',
      request: { params: idInPath, body: json(draftRemoval) },
      responses: { 204: { description: 'Forgotten' }, ...refuses('not-signed-in') },
    }),
    async (c) => {
      const { accountId } = staffOf(c);
      const { id } = c.req.valid('param');
      await deleteDraft(c.var.context.db, accountId, draftSubject(id, c.req.valid('json').sheet));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/cases/{id}/presence',
      tags,
      summary: 'Say that one has a case open, and hear who else has',
      request: { params: idInPath },
      responses: { 200: answers(presenceView, 'The others'), ...refuses('not-signed-in', 'not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { id } = c.req.valid('param');
      const { file } = await getVisibleCase(context, actorOf(staff), id);
      const now = context.now();
      await notePresence(context.db, id, staff.accountId, instantText(now));
      const since = instantText(later(now, -presentFor));
      const present = await listPresent(context.db, { caseId: id, except: staff.accountId, since });
      const departments = await departmentNames(context.db);
      const others = [...new Set(present.map((one) => nameOf(one, staff, departments)))];
      return c.json({ seq: file.seq, others }, 200);
    },
  );
