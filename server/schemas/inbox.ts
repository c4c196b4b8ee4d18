/** 收件箱 on the wire: what somebody has been told. */

import { z } from '@hono/zod-openapi';
import { noticeKinds } from '../domain/notices.ts';

export const inboxQuery = z.object({
  /** `unread`: only what has not been read yet. */
  only: z.enum(['unread']).optional(),
  kind: z.enum(noticeKinds).optional(),
  /** Place after which to go on, as the page before said it. */
  after: z.string().max(120).optional(),
});

/** `at` is an instant, or a day where a citizen caused it; both ids are null where there is nothing to open. */
export const notice = z
  .object({
    id: z.string(),
    kind: z.enum(noticeKinds),
    kindName: z.string(),
    subject: z.string(),
    caseId: z.string().nullable(),
    recordId: z.string().nullable(),
    at: z.string(),
    isRead: z.boolean(),
  })
  .openapi('Notice');

/** Newest first; `unread` counts all that have not been read, whatever the filter. */
export const inbox = z
  .object({ items: z.array(notice), next: z.string().nullable(), unread: z.int() })
  .openapi('Inbox');

export const noticeInPath = z.object({ id: z.string().regex(/^[\w-]{43}$/) });

export const noticeRead = z
  .object({ caseId: z.string().nullable(), recordId: z.string().nullable(), unread: z.int() })
  .openapi('NoticeRead');
export const inboxRead = z.object({ read: z.int() }).openapi('InboxRead');
