/** Lists of the desk as spreadsheets: cases, records beside them, the call list, orders, the inbox. What leaves the desk is noted in the audit trail. */

import { listNotices } from '../../db/notices.ts';
import { countFilters } from '../../db/queues.ts';
import { audit } from '../audit.ts';
import { dayOf, instantOf, instantText } from '../clock.ts';
import type { Context } from '../context.ts';
import { caseSheet } from '../desk/export.ts';
import { listAsked } from '../desk/list-query.ts';
import { revisitLinesFor } from '../desk/revisit-lines.ts';
import { exportMost } from '../domain/queues.ts';
import { createRoute, newRoutes, refuses, staffOf } from '../http/route.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import { listRecordsFor } from '../records/list-records.ts';
import { caseFilter } from '../schemas/desk-lists.ts';
import { inboxQuery } from '../schemas/inbox.ts';
import { recordListQuery } from '../schemas/records.ts';
import { revisitQuery } from '../schemas/revisits.ts';
import { orderQuery } from '../schemas/supervision.ts';
import { orderLinesFor } from '../supervision/order-lines.ts';
import { type Xlsx, xlsxAnswer, type XlsxCell, xlsxType } from '../xlsx.ts';
import { formatTime } from '#words/desk.ts';
import { listWords } from '#words/lists.ts';
import { noticeKindWords } from '#words/notify.ts';
import { recordKindWords } from '#words/records.ts';
import { revisitWords } from '#words/revisits.ts';
import { supervisionPage } from '#words/supervision.ts';
import { roleWords } from '#words/workflow.ts';

const tags = ['desk'];
const words = listWords.export;
/** Lines that are read at once. */
const pageSize = 100;
const spreadsheet = {
  200: { description: 'The spreadsheet', content: { [xlsxType]: { schema: { type: 'string', format: 'binary' } } } },
} as const;

/** Who made it and when, as the line above a table says it. */
const madeBy = (staff: Staff, now: Date): string =>
  words.made(staff.displayName, roleWords[staff.role], dayOf(now), formatTime(instantText(now)));

/** Reads page after page, until there is none or the file is long enough. */
async function* inPages<Place>(
  read: (after: Place | undefined) => Promise<{ lines: XlsxCell[][]; next: Place | undefined }>,
): AsyncGenerator<XlsxCell[][]> {
  let after: Place | undefined;
  let left = exportMost;
  do {
    const { lines, next } = await read(after);
    yield lines;
    after = next;
    left -= lines.length;
  } while (after !== undefined && left > 0);
}

async function inboxSheet({ db, now }: Context, staff: Staff, only: { unread: boolean }): Promise<Xlsx> {
  const { columns } = words.inbox;
  return {
    name: words.inbox.name,
    notes: [words.inbox.name, madeBy(staff, now())],
    columns: [
      { head: columns.day, width: 12, kind: 'day' },
      { head: columns.kind, width: 14, kind: 'text' },
      { head: columns.subject, width: 70, kind: 'text' },
      { head: columns.read, width: 8, kind: 'text' },
    ],
    pages: inPages<{ at: string; id: string }>(async (before) => {
      const rows = await listNotices(db, staff.accountId, { limit: pageSize, ...only, kind: undefined, before });
      const last = rows.length === pageSize ? rows.at(-1) : undefined;
      return {
        lines: rows.map(({ at, day, kind, subject, read_at }) => [
          at.length > 10 ? dayOf(instantOf(at)) : day,
          noticeKindWords[kind],
          subject,
          read_at === null ? null : words.yes,
        ]),
        next: last && { at: last.at, id: last.id },
      };
    }),
  };
}

type RecordQuery = Parameters<typeof listRecordsFor>[2];

async function recordSheet(context: Context, staff: Staff, query: RecordQuery): Promise<Xlsx> {
  const { columns } = words.records;
  const name = query.kind === undefined ? words.records.name : recordKindWords[query.kind].name;
  return {
    name,
    notes: [name, madeBy(staff, context.now())],
    columns: [
      { head: columns.number, width: 24, kind: 'text' },
      { head: columns.kind, width: 14, kind: 'text' },
      { head: columns.title, width: 60, kind: 'text' },
      { head: columns.department, width: 20, kind: 'text' },
      { head: columns.state, width: 14, kind: 'text' },
      { head: columns.opened, width: 12, kind: 'day' },
      { head: columns.due, width: 12, kind: 'day' },
    ],
    pages: inPages<string>(async (after) => {
      const { items, next } = await listRecordsFor(context, staff, { ...query, limit: pageSize, after });
      return {
        lines: items.map(({ number, kindName, title, department, stateName, openedOn, due }) => [
          number,
          kindName,
          title,
          department?.name ?? null,
          stateName,
          openedOn,
          due,
        ]),
        next: next ?? undefined,
      };
    }),
  };
}

async function revisitSheet(context: Context, staff: Staff, department: string | undefined): Promise<Xlsx> {
  const { columns } = revisitWords;
  return {
    name: revisitWords.title,
    notes: [revisitWords.title, madeBy(staff, context.now())],
    columns: [
      { head: columns.number, width: 12, kind: 'text' },
      { head: columns.summary, width: 60, kind: 'text' },
      { head: columns.department, width: 20, kind: 'text' },
      { head: columns.state, width: 14, kind: 'text' },
      { head: columns.due, width: 12, kind: 'day' },
      { head: columns.attempts, width: 8, kind: 'number' },
    ],
    pages: inPages<string>(async (after) => {
      const { items, next } = await revisitLinesFor(context, { department, limit: pageSize, after });
      return {
        lines: items.map((line) => [
          line.number,
          line.summary,
          line.department?.name ?? null,
          line.stateName,
          line.due,
          line.attempts,
        ]),
        next: next ?? undefined,
      };
    }),
  };
}

async function orderSheet(
  context: Context,
  staff: Staff,
  query: { department?: string | undefined; open?: '1' | undefined },
): Promise<Xlsx> {
  const { columns, ofCases } = supervisionPage;
  return {
    name: ofCases,
    notes: [ofCases, madeBy(staff, context.now())],
    columns: [
      { head: columns.number, width: 24, kind: 'text' },
      { head: columns.level, width: 14, kind: 'text' },
      { head: columns.case, width: 12, kind: 'text' },
      { head: columns.department, width: 20, kind: 'text' },
      { head: columns.day, width: 12, kind: 'day' },
      { head: columns.replyBy, width: 12, kind: 'day' },
      { head: columns.answered, width: 12, kind: 'day' },
    ],
    pages: inPages<string>(async (after) => {
      const { items, next } = await orderLinesFor(context, staff, { ...query, limit: pageSize, after });
      return {
        lines: items.map((line) => [
          line.number,
          line.level,
          line.caseNumber,
          line.department?.name ?? null,
          line.day,
          line.replyBy,
          line.answeredOn,
        ]),
        next: next ?? undefined,
      };
    }),
  };
}

export const deskExportRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/export/cases',
      tags,
      summary: 'A list of cases as a spreadsheet (XLSX); noted in the audit trail',
      request: { query: caseFilter },
      responses: { ...spreadsheet, ...refuses('not-signed-in', 'not-allowed', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const asked = c.req.valid('query');
      const { filter } = listAsked(staff.role, asked);
      const moment = await momentOf(context.db, context.now());
      const [count = 0] = await countFilters(context.db, actorOf(staff), moment, [filter]);
      if (count > exportMost) throw new Problem('validation', { detail: words.tooMany(exportMost) });
      const { fileName, sheet } = await caseSheet(context, staff, asked, { moment, count });
      await audit(context, staff.accountId, 'list.exported', `${filter.queue} ${count}`);
      return xlsxAnswer(fileName, sheet) as never;
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/export/records',
      tags,
      summary: 'A list of records as a spreadsheet (XLSX); noted in the audit trail',
      request: { query: recordListQuery.omit({ after: true, limit: true }) },
      responses: { ...spreadsheet, ...refuses('not-signed-in', 'validation', 'not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const query = c.req.valid('query');
      // Before the file begins: afterwards nothing can be refused any more.
      await listRecordsFor(context, staff, { ...query, limit: 1 });
      const sheet = await recordSheet(context, staff, query);
      await audit(context, staff.accountId, 'list.exported', `records ${query.kind ?? ''}`.trim());
      return xlsxAnswer(words.file(sheet.name, dayOf(context.now())), sheet) as never;
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/export/revisits',
      tags,
      summary: 'The call list of 回访 as a spreadsheet (XLSX), without any contact; noted in the audit trail',
      request: { query: revisitQuery.pick({ department: true }) },
      responses: { ...spreadsheet, ...refuses('not-signed-in', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const sheet = await revisitSheet(context, staffOf(c), c.req.valid('query').department);
      await audit(context, staffOf(c).accountId, 'list.exported', 'revisits');
      return xlsxAnswer(words.file(sheet.name, dayOf(context.now())), sheet) as never;
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/export/orders',
      tags,
      summary: 'Orders about cases as a spreadsheet (XLSX); noted in the audit trail',
      request: { query: orderQuery.omit({ after: true }) },
      responses: { ...spreadsheet, ...refuses('not-signed-in', 'not-allowed', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const sheet = await orderSheet(context, staffOf(c), c.req.valid('query'));
      await audit(context, staffOf(c).accountId, 'list.exported', 'orders');
      return xlsxAnswer(words.file(sheet.name, dayOf(context.now())), sheet) as never;
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/export/inbox',
      tags,
      summary: 'One’s own inbox as a spreadsheet (XLSX)',
      request: { query: inboxQuery.pick({ only: true }) },
      responses: { ...spreadsheet, ...refuses('not-signed-in', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const sheet = await inboxSheet(context, staffOf(c), { unread: c.req.valid('query').only === 'unread' });
      return xlsxAnswer(words.file(sheet.name, dayOf(context.now())), sheet) as never;
    },
  );
