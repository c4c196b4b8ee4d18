/** 督办: proposals by lights, orders about cases, lights over months, and the lists of the half months and months. To a department only its own. */

import { listClasses, listDepartments } from '../../db/departments.ts';
import { listMonthLights, newestLightMonth } from '../../db/lights.ts';
import { findPaper, listPapers, type PaperKind } from '../../db/periodic.ts';
import { getSetting } from '../../db/settings.ts';
import type { Context } from '../context.ts';
import { departmentNames, refOf } from '../desk/names.ts';
import { assessmentYear } from '../domain/day.ts';
import type { DispatchContent } from '../domain/dispatch.ts';
import type { CheckContent } from '../domain/monthly-check.ts';
import { isOfficeRole } from '../domain/roles.ts';
import { answers, createRoute, newRoutes, refuses, staffOf, type z } from '../http/route.ts';
import type { Staff } from '../http/staff.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import {
  lightsQuery,
  lightTable,
  orderList,
  orderQuery,
  paperParams,
  periodicPaper,
  type PeriodicPaperView,
  supervisionView,
} from '../schemas/supervision.ts';
import { orderLinesFor, ownOf } from '../supervision/order-lines.ts';
import { proposals } from '../supervision/proposals.ts';
import { paperName } from '#words/supervision.ts';
import { stateWords, supervisionWords } from '#words/workflow.ts';

const tags = ['desk'];
const refusals = refuses('not-signed-in', 'not-allowed', 'validation');
const pageSize = 30;

const paperRefs = async ({ db }: Context, kind: PaperKind) =>
  (await listPapers(db, kind)).map(({ period, madeOn }) => ({ period, name: paperName(kind, period), madeOn }));

const countNames = [
  'assigned',
  'accepted',
  'acceptedInTime',
  'claimed',
  'resolved',
  'explained',
  'closedInTime',
  'reworked',
  'returned',
  'extended',
  'urged',
  'ordered',
  'open',
  'overdue',
] as const;
type Totals = NonNullable<PeriodicPaperView['total']>;

const totalOf = (parts: readonly Totals[]): Totals =>
  Object.fromEntries(
    countNames.map((name) => [name, parts.reduce((sum, part) => sum + part[name], 0)]),
  ) as unknown as Totals;

async function paperView(
  context: Context,
  staff: Staff,
  kind: PaperKind,
  period: string,
): Promise<z.infer<typeof periodicPaper>> {
  const paper = await findPaper(context.db, kind, period);
  if (paper === undefined) throw new Problem('not-found');
  const names = await departmentNames(context.db);
  const own = ownOf(staff);
  // In the order of classes and departments, as everywhere.
  const places = [...names.keys()];
  const readable = <Part extends { department: string }>(parts: readonly Part[]): Part[] =>
    parts
      .filter(({ department }) => own === undefined || department === own)
      .toSorted((a, b) => places.indexOf(a.department) - places.indexOf(b.department));
  const dispatch = kind === 'dispatch' ? readable((paper.content as DispatchContent).departments) : [];
  const check = kind === 'check' ? readable((paper.content as CheckContent).departments) : [];
  const papers = await paperRefs(context, kind);
  const place = papers.findIndex((one) => one.period === period);
  const { organizer } = await getSetting(context.db, 'city');
  return {
    kind,
    period,
    name: paperName(kind, period),
    madeOn: paper.madeOn,
    organizer,
    dispatch: dispatch.map(({ department, lines }) => ({
      department: refOf(department, names),
      lines: lines.map((line) => ({
        ...line,
        stateName: stateWords[line.state],
        supervision: line.supervision === 0 ? null : supervisionWords[line.supervision],
        lateHelpers: line.lateHelpers.map((code) => refOf(code, names)),
      })),
    })),
    check: check.map((part) => ({ ...part, department: refOf(part.department, names) })),
    total: kind === 'check' && own === undefined ? totalOf(check) : null,
    before: papers[place + 1] ?? null,
    after: papers[place - 1] ?? null,
  };
}

export const deskSupervisionRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/supervision',
      tags,
      summary: 'Proposals by lights, and which lists there are',
      responses: { 200: answers(supervisionView, 'Where 督办 stands'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const moment = await momentOf(context.db, context.now());
      const names = await departmentNames(context.db);
      const month = (await newestLightMonth(context.db)) ?? null;
      const lights = month === null ? [] : await listMonthLights(context.db, month, ownOf(staff));
      const countOf = (light: string): number => lights.filter((one) => one.light === light).length;
      return c.json(
        {
          today: moment.day,
          mayIssue: staff.role === 'director',
          month,
          counts: { red: countOf('red'), yellow: countOf('yellow'), green: countOf('green') },
          proposals: isOfficeRole(staff.role) ? await proposals(context.db, moment, names) : [],
          dispatch: await paperRefs(context, 'dispatch'),
          check: await paperRefs(context, 'check'),
        },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/supervision/orders',
      tags,
      summary: '督办单, 挂牌 and 约谈建议 about cases, newest first',
      request: { query: orderQuery },
      responses: { 200: answers(orderList, 'A page'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      return c.json(await orderLinesFor(context, staff, { ...c.req.valid('query'), limit: pageSize }), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/supervision/lights',
      tags,
      summary: 'Lights of departments over the months of a 评议年度, with the counts they were decided on',
      request: { query: lightsQuery },
      responses: { 200: answers(lightTable, 'The lights'), ...refusals },
    }),
    async (c) => {
      const { db, now } = c.var.context;
      const own = ownOf(staffOf(c));
      const { yearStartsOn } = await getSetting(db, 'city');
      const { day } = await momentOf(db, now());
      const all = await listMonthLights(db, '0000-00', own);
      const yearOf = (month: string): number => assessmentYear(`${month}-01`, yearStartsOn);
      const years = [...new Set(all.map(({ month }) => yearOf(month)))].sort((a, b) => b - a);
      const { year = years[0] ?? assessmentYear(day, yearStartsOn) } = c.req.valid('query');
      const lights = all.filter(({ month }) => yearOf(month) === year);
      const departments = await listDepartments(db, { withInactive: true });
      const classes = (await listClasses(db)).map(({ code, name }) => ({
        name,
        departments: departments
          .filter(
            ({ classCode, code: one }) => classCode === code && lights.some(({ department }) => department === one),
          )
          .map((department) => ({
            department: { code: department.code, name: department.name },
            lights: lights
              .filter((one) => one.department === department.code)
              .map(({ month, light, decidedOn, numbers }) => ({ month, light, decidedOn, numbers })),
          })),
      }));
      const months = [...new Set(lights.map(({ month }) => month))];
      return c.json({ year, years, months, classes: classes.filter((one) => one.departments.length > 0) }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/supervision/papers/{kind}/{period}',
      tags,
      summary: 'A 调度 list or a 月考核 as it was made',
      request: { params: paperParams },
      responses: { 200: answers(periodicPaper, 'The list'), ...refuses('not-signed-in', 'not-found', 'validation') },
    }),
    async (c) => {
      const { kind, period } = c.req.valid('param');
      return c.json(await paperView(c.var.context, staffOf(c), kind, period), 200);
    },
  );
