/** What the city says of itself at the head and foot of every page, and its working-day calendar. */

import { findCalendarYear, loadCalendar, replaceCalendarYear } from '../../db/calendar.ts';
import { hasCases } from '../../db/case-files.ts';
import { numberRules } from '../../db/ledger-rules.ts';
import { getLicence, getSetting, setSetting } from '../../db/settings.ts';
import { audit } from '../audit.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { weekday, yearOf } from '../domain/day.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf, type z } from '../http/route.ts';
import { type FieldError, Problem } from '../problem.ts';
import {
  type CalendarRequest,
  type CalendarYear,
  calendarQuery,
  calendarRequest,
  calendarYear,
  citySettings,
} from '../schemas/admin.ts';
import { deskErrors } from '#words/desk-api.ts';

const tags = ['administration'];
const refusals = refuses('not-signed-in', 'not-allowed', 'validation');

/** The city and the licence of its open data, as the form has them. */
async function settingsOf({ db }: Context): Promise<z.infer<typeof citySettings>> {
  const { name, url } = await getLicence(db);
  return { ...(await getSetting(db, 'city')), licence: name, licenceUrl: url };
}

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

export const adminCityRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/city',
      tags,
      summary: 'Settings of the city',
      responses: { 200: answers(citySettings, 'The settings'), ...refusals },
    }),
    async (c) => c.json(await settingsOf(c.var.context), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/city',
      tags,
      summary: 'Change the settings of the city',
      request: { body: json(citySettings) },
      responses: { 200: answers(citySettings, 'Changed'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const { licence, licenceUrl, ...city } = c.req.valid('json');
      const before = await getSetting(context.db, 'city');
      if (city.yearStartsOn !== before.yearStartsOn && (await hasCases(context.db))) {
        throw new Problem('validation', { errors: [{ pointer: '#/yearStartsOn', detail: deskErrors.yearStays }] });
      }
      await context.db.transaction().execute(async (trx) => {
        await setSetting(trx, 'city', city);
        await setSetting(trx, 'licence', { name: licence, url: licenceUrl });
        await numberRules(trx);
        await audit(context, staffOf(c).accountId, 'city.edited', '', trx);
      });
      context.pages.changed('city');
      return c.json(await settingsOf(context), 200);
    },
  )
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
      path: '/api/admin/calendar',
      tags,
      summary: 'Enter the notice of a year, in place of what was entered before',
      request: { body: json(calendarRequest) },
      responses: { 200: answers(calendarYear, 'Entered'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const given = c.req.valid('json');
      checkDays(given);
      await context.db.transaction().execute(async (trx) => {
        await replaceCalendarYear(trx, given.year, given.days);
        await numberRules(trx);
        await audit(context, staffOf(c).accountId, 'calendar.entered', String(given.year), trx);
      });
      context.pages.changed('figures');
      return c.json(await yearView(context, given.year), 200);
    },
  );
