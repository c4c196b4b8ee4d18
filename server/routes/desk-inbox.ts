/** 收件箱: what the person who is signed in has been told, and that it was read. Nobody sees anybody else's. */

import { countUnread, findNotice, listNotices, markRead, type NoticeRow } from '../../db/notices.ts';
import { instantText } from '../clock.ts';
import { answers, createRoute, newRoutes, refuses, staffOf } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { inbox, inboxQuery, inboxRead, noticeInPath, noticeRead } from '../schemas/inbox.ts';
import { noticeKindWords } from '#words/notify.ts';

const tags = ['desk'];
const pageSize = 30;

const writePlace = ({ at, id }: NoticeRow): string => `${at}~${id}`;
function readPlace(text: string | undefined): Pick<NoticeRow, 'at' | 'id'> | undefined {
  if (text === undefined || text === '') return undefined;
  const [at = '', id = ''] = text.split('~');
  if (!/^[\d:TZ-]+$/.test(at) || !/^[\w-]+$/.test(id)) throw new Problem('validation');
  return { at, id };
}

export const deskInboxRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/inbox',
      tags,
      summary: 'What I have been told, newest first',
      request: { query: inboxQuery },
      responses: { 200: answers(inbox, 'One page'), ...refuses('not-signed-in', 'validation') },
    }),
    async (c) => {
      const { db } = c.var.context;
      const { accountId } = staffOf(c);
      const { only, kind, after } = c.req.valid('query');
      const rows = await listNotices(db, accountId, {
        limit: pageSize + 1,
        unread: only === 'unread',
        kind,
        before: readPlace(after),
      });
      const shown = rows.slice(0, pageSize);
      const last = rows.length > pageSize ? shown.at(-1) : undefined;
      return c.json(
        {
          items: shown.map((row) => ({
            id: row.id,
            kind: row.kind,
            kindName: noticeKindWords[row.kind],
            subject: row.subject,
            caseId: row.case_id,
            recordId: row.record_id,
            at: row.at,
            isRead: row.read_at !== null,
          })),
          next: last === undefined ? null : writePlace(last),
          unread: await countUnread(db, accountId),
        },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/inbox/{id}/read',
      tags,
      summary: 'Note that I have read one notice',
      request: { params: noticeInPath },
      responses: { 200: answers(noticeRead, 'Noted'), ...refuses('not-signed-in', 'not-found') },
    }),
    async (c) => {
      const { db, now } = c.var.context;
      const { accountId } = staffOf(c);
      const { id } = c.req.valid('param');
      const found = await findNotice(db, accountId, id);
      if (found === undefined) throw new Problem('not-found');
      await markRead(db, accountId, { id }, instantText(now()));
      return c.json(
        { caseId: found.case_id, recordId: found.record_id, unread: await countUnread(db, accountId) },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/inbox/read',
      tags,
      summary: 'Note that I have read all of them',
      responses: { 200: answers(inboxRead, 'How many had not been read'), ...refuses('not-signed-in') },
    }),
    async (c) => {
      const { db, now } = c.var.context;
      return c.json({ read: await markRead(db, staffOf(c).accountId, 'all', instantText(now())) }, 200);
    },
  );
