/** 审计记录, for the auditor: what staff looked at or did beyond casework. */

import { listAccounts } from '../../db/accounts.ts';
import { type AuditRow, listAudit } from '../../db/audit.ts';
import { auditActs } from '../audit.ts';
import { answers, createRoute, newRoutes, refuses } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { auditList, auditQuery } from '../schemas/admin.ts';
import { auditWords } from '#words/audit.ts';

const pageSize = 50;

const writePlace = ({ at, id }: AuditRow): string => `${at}~${id}`;
function readPlace(text: string | undefined): Pick<AuditRow, 'at' | 'id'> | undefined {
  if (text === undefined || text === '') return undefined;
  const [at = '', id = ''] = text.split('~');
  if (!/^[\d:TZ-]+$/.test(at) || !/^[\w-]+$/.test(id)) throw new Problem('validation');
  return { at, id };
}

export const adminAuditRoutes = newRoutes().openapi(
  createRoute({
    method: 'get',
    path: '/api/admin/audit',
    tags: ['administration'],
    summary: 'The audit trail, newest first',
    request: { query: auditQuery },
    responses: { 200: answers(auditList, 'One page'), ...refuses('not-signed-in', 'not-allowed', 'validation') },
  }),
  async (c) => {
    const { db } = c.var.context;
    const { account: username, act, after } = c.req.valid('query');
    const accounts = await listAccounts(db);
    const wanted = username ? accounts.find((account) => account.username === username.toLowerCase()) : undefined;
    if (username && wanted === undefined) return c.json({ items: [], next: null }, 200);
    const rows = await listAudit(db, {
      limit: pageSize + 1,
      before: readPlace(after),
      accountId: wanted?.id,
      act: act || undefined,
    });
    const shown = rows.slice(0, pageSize);
    const items = shown.map((row) => {
      const account = accounts.find(({ id }) => id === row.account_id);
      const name = auditActs.find((one) => one === row.act);
      return {
        id: row.id,
        at: row.at,
        account: account ? { id: account.id, username: account.username, displayName: account.displayName } : null,
        act: row.act,
        actName: name === undefined ? row.act : auditWords[name],
        subject: row.subject,
      };
    });
    const last = rows.length > pageSize ? shown.at(-1) : undefined;
    return c.json({ items, next: last === undefined ? null : writePlace(last) }, 200);
  },
);
