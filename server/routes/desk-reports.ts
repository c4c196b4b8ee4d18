/** Reports at the desk: who has handed in the 整改月报, its numbers, reminders, and what a 月通报 or an analysis begins with. */

import { notify } from '../notify/notify.ts';
import { monthOf } from '../domain/day.ts';
import { type Month, reportDue } from '../domain/monthly-report.ts';
import { isDepartmentRole } from '../domain/roles.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import { reportMonths, reportStandings } from '../reports/board.ts';
import { cityAnalysis, cityBulletin, typicalFor } from '../reports/city-reports.ts';
import { deskReportOf } from '../reports/desk-report.ts';
import { monthlyNumbers } from '../reports/monthly.ts';
import { idInPath } from '../schemas/desk.ts';
import {
  analysisDraft,
  bulletinDraft,
  deskReport,
  monthQuery,
  optionalMonth,
  reminded,
  reportBoard,
  reportPreview,
} from '../schemas/reports.ts';
import { reportErrors, reportWords } from '#words/reports.ts';

const tags = ['desk'];

/** @throws Problem `validation` for a month that has not begun */
function begun(month: Month, today: string): Month {
  if (month > monthOf(today)) {
    throw new Problem('validation', { errors: [{ pointer: '#/month', detail: reportErrors.future }] });
  }
  return month;
}

export const deskReportRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/reports',
      tags,
      summary: '整改月报: a department’s months of this 评议年度, or for the office one month of all departments',
      request: { query: optionalMonth },
      responses: {
        200: answers(reportBoard, 'What is there and what is missing'),
        ...refuses('not-signed-in', 'not-allowed', 'validation'),
      },
    }),
    async (c) => {
      const { db, now } = c.var.context;
      const { role, department } = staffOf(c);
      const moment = await momentOf(db, now());
      const months = await reportMonths(db, moment);
      const own = isDepartmentRole(role);
      const month = begun(c.req.valid('query').month ?? months[0] ?? monthOf(moment.day), moment.day);
      const items = own
        ? await reportStandings(db, moment, months, department ?? '')
        : await reportStandings(db, moment, [month]);
      return c.json(
        {
          months,
          month: own ? null : month,
          due: own ? null : reportDue(moment.calendar, month),
          items,
          missing: items.filter(({ state }) => state === 'missing' || state === 'returned').length,
        },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/reports/numbers',
      tags,
      summary: 'The numbers of the own department’s 整改月报, as they will stand in it',
      request: { query: monthQuery },
      responses: {
        200: answers(reportPreview, 'Numbers at the end of the month'),
        ...refuses('not-signed-in', 'not-allowed', 'validation'),
      },
    }),
    async (c) => {
      const { db, now } = c.var.context;
      const { department } = staffOf(c);
      if (department === null) throw new Problem('not-allowed');
      const moment = await momentOf(db, now());
      const month = begun(c.req.valid('query').month, moment.day);
      const numbers = await monthlyNumbers(db, department, month);
      return c.json({ month, due: reportDue(moment.calendar, month), numbers }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/reports/remind',
      tags,
      summary: 'Remind the departments whose 整改月报 of a month is missing; each once a day',
      request: { body: json(monthQuery.strict()) },
      responses: {
        200: answers(reminded, 'How many were reminded'),
        ...refuses('not-signed-in', 'not-allowed', 'validation'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const moment = await momentOf(context.db, context.now());
      const month = begun(c.req.valid('json').month, moment.day);
      const departments = await context.db.transaction().execute(async (trx) => {
        const waiting = (await reportStandings(trx, moment, [month])).filter(
          ({ state }) => state === 'missing' || state === 'returned',
        );
        for (const { department, due } of waiting) {
          await notify(trx, context, {
            kind: 'record',
            about: `report:${month}:${department.code}:${moment.day}`,
            to: { department: department.code, roles: ['liaison', 'handler'] },
            subject: reportWords.monthly.reminder(month, due),
            day: moment.day,
          });
        }
        return waiting.length;
      });
      return c.json({ departments }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/reports/bulletin',
      tags,
      summary: 'What a 月通报 begins with: numbers from the newest publication, and texts made of them',
      request: { query: monthQuery },
      responses: {
        200: answers(bulletinDraft, 'Null before the first publication'),
        ...refuses('not-signed-in', 'not-allowed', 'validation'),
      },
    }),
    async (c) => {
      const { db, now } = c.var.context;
      const { day } = await momentOf(db, now());
      const month = begun(c.req.valid('query').month, day);
      const numbers = await cityBulletin(db, month);
      if (numbers === undefined) return c.json({ numbers: null, texts: null }, 200);
      const { overview, problems, requirements, typical } = reportWords.bulletin;
      const texts = {
        overview: overview(numbers),
        problems: problems(numbers),
        requirements,
        typical: typical(await typicalFor(db, 'bulletin', month)),
      };
      return c.json({ numbers, texts }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/reports/analysis',
      tags,
      summary: 'What a 意见分析报告 begins with: the structure of the 评议年度 up to a month, and texts made of it',
      request: { query: monthQuery },
      responses: {
        200: answers(analysisDraft, 'Numbers and texts'),
        ...refuses('not-signed-in', 'not-allowed', 'validation'),
      },
    }),
    async (c) => {
      const { db, now } = c.var.context;
      const { day } = await momentOf(db, now());
      const month = begun(c.req.valid('query').month, day);
      const numbers = await cityAnalysis(db, month);
      const { title, overview, problems, requirements, typical } = reportWords.analysis;
      const texts = {
        title: title(month),
        overview: overview(numbers),
        problems: problems(numbers),
        requirements,
        typical: typical(await typicalFor(db, 'analysis', month)),
      };
      return c.json({ numbers, texts }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/reports/{id}',
      tags,
      summary: 'A 整改月报, 月通报 or analysis with its words and its numbers, drafts too',
      request: { params: idInPath },
      responses: { 200: answers(deskReport, 'The report'), ...refuses('not-signed-in', 'not-allowed', 'not-found') },
    }),
    async (c) => c.json(await deskReportOf(c.var.context, staffOf(c), c.req.valid('param').id), 200),
  );
