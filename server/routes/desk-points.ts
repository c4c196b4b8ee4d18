/** 积分 of departments: the back office's, off by default, and to a department only its own. */

import { pointCounts } from '../../db/points.ts';
import { getSetting, keepsPoints } from '../../db/settings.ts';
import { dayOf } from '../clock.ts';
import { departmentNames, refOf } from '../desk/names.ts';
import { assessmentYear } from '../domain/day.ts';
import { noPoints, pointsOf } from '../domain/points.ts';
import { answers, createRoute, newRoutes, refuses, staffOf } from '../http/route.ts';
import { pointsQuery, pointsView } from '../schemas/points.ts';

/** Years that one may look back on. */
const yearsBack = 5;

export const deskPointRoutes = newRoutes().openapi(
  createRoute({
    method: 'get',
    path: '/api/desk/points',
    tags: ['desk'],
    summary: '积分 of departments in a year; to a department its own',
    request: { query: pointsQuery },
    responses: { 200: answers(pointsView, 'The points'), ...refuses('not-signed-in', 'not-allowed', 'validation') },
  }),
  async (c) => {
    const { db, now } = c.var.context;
    const own = staffOf(c).department;
    const asOf = dayOf(now());
    const { yearStartsOn: startsOn } = await getSetting(db, 'city');
    const thisYear = assessmentYear(asOf, startsOn);
    const year = c.req.valid('query').year ?? thisYear;
    const years = Array.from({ length: yearsBack }, (_, back) => thisYear - back);
    const isOn = await keepsPoints(db);
    if (!isOn) return c.json({ isOn, year, years, asOf, items: [] }, 200);
    const [names, counts] = [await departmentNames(db), await pointCounts(db, { year, asOf, startsOn })];
    const codes = [...names.keys()].filter((code) => own === null || code === own);
    const items = codes.map((code) => ({
      department: refOf(code, names),
      ...pointsOf(counts.get(code) ?? noPoints),
    }));
    return c.json({ isOn, year, years, asOf, items }, 200);
  },
);
