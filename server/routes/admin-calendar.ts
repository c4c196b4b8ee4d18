/** The working-day calendar: a year's notice, what entering it would move, and entering it. */

import { findCalendarYear, loadCalendar } from '../../db/calendar.ts';
import { listRunningCases } from '../../db/running-cases.ts';
import { audit } from '../audit.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { enterYear, type MovedCase, pagesOfMoved, previewYear, tellOfMoved } from '../desk/recalculate.ts';
import { departmentNames, refOrNull, type DepartmentNames } from '../desk/names.ts';
import { daysBetween, weekday, yearOf } from '../domain/day.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { type FieldError, Problem } from '../problem.ts';
import {
  calendarEntered,
  calendarPreview,
  type CalendarPreview,
  calendarQuery,
  calendarRequest,
  type CalendarRequest,
  calendarYear,
  type CalendarYear,
} from '../schemas/admin.ts';
import { deskErrors } from '#words/desk-api.ts';
import { dateWords } from '#words/supervision.ts';

const tags = ['administration'];
const refusals = refuses('not-signed-in', 'not-allowed', 'validation');
/** A list that people can still read; what is counted is everything. */
const listedAtMost = 200;

async function yearView({ db }: Context, year: number): Promise<CalendarYear> {
  const days = await findCalendarYear(db, year);
  const { years } = await loadCalendar(db);
  return { year, known: days !== undefined, years: [...years].sort((a, b) => a - b), days: [...(days ?? [])] };
}

/** The notice of a year holds only days of it, each once, and only weekend days are worked instead of others. */
function checkDays({ year, days }: CalendarRequest): void {
  const seen = new Set<string>();
  const errors = days.flatMap(({ day, kind }, index): FieldError[] => {
    const pointer = `#/days/${index}/day`;
    const isTwice = seen.has(day);
    seen.add(day);
    if (yearOf(day) !== year) return [{ pointer, detail: deskErrors.outsideYear }];
    if (isTwice) return [{ pointer, detail: deskErrors.twice }];
    return kind === 'makeup' && ![0, 6].includes(weekday(day)) ? [{ pointer, detail: deskErrors.weekend }] : [];
  });
  if (errors.length > 0) throw new Problem('validation', { errors });
}

const datesOf = (moved: readonly MovedCase[]) => moved.flatMap(({ moves }) => moves);

function previewOf(
  year: number,
  open: number,
  moved: readonly MovedCase[],
  departments: DepartmentNames,
): CalendarPreview {
  const dates = datesOf(moved);
  const isEarlier = ({ moves }: MovedCase): boolean => moves.some(({ from, to }) => to < from);
  return {
    year,
    open,
    moved: moved.length,
    earlier: dates.filter(({ from, to }) => to < from).length,
    later: dates.filter(({ from, to }) => to > from).length,
    items: moved
      .toSorted(
        (a, b) =>
          Number(isEarlier(b)) - Number(isEarlier(a)) || ((a.file.number ?? '') < (b.file.number ?? '') ? -1 : 1),
      )
      .slice(0, listedAtMost)
      .map(({ file, moves }) => ({
        id: file.id,
        number: file.number,
        department: refOrNull(file.department, departments),
        moves: moves.map(({ clock, department, from, to }) => ({
          clock,
          name: dateWords[clock],
          department: refOrNull(department, departments),
          from,
          to,
          days: daysBetween(from, to),
        })),
      })),
  };
}

export const adminCalendarRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/calendar',
      tags,
      summary: 'Holidays and make-up days of a year',
      request: { query: calendarQuery },
      responses: { 200: answers(calendarYear, 'The year'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const { year = yearOf(dayOf(context.now())) } = c.req.valid('query');
      return c.json(await yearView(context, year), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/calendar/preview',
      tags,
      summary: 'Which open cases would move if this were the notice of the year; nothing is saved',
      request: { body: json(calendarRequest) },
      responses: { 200: answers(calendarPreview, 'What would move'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const given = c.req.valid('json');
      checkDays(given);
      const moved = await previewYear(context, given.year, given.days);
      const open = (await listRunningCases(context.db)).length;
      return c.json(previewOf(given.year, open, moved, await departmentNames(context.db)), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/calendar',
      tags,
      summary: 'Enter the notice of a year, in place of what was entered before, and count every open case anew',
      request: { body: json(calendarRequest) },
      responses: { 200: answers(calendarEntered, 'Entered'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const given = c.req.valid('json');
      checkDays(given);
      const moved = await context.db.transaction().execute(async (trx) => {
        await audit(context, staffOf(c).accountId, 'calendar.entered', String(given.year), trx);
        const cases = await enterYear(trx, context.now(), given.year, given.days);
        await tellOfMoved(trx, context, cases);
        return cases;
      });
      context.pages.changed('figures', ...pagesOfMoved(moved));
      const entered = { moved: moved.length, dates: datesOf(moved).length };
      return c.json({ ...(await yearView(context, given.year)), ...entered }, 200);
    },
  );
