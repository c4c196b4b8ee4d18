/** The published figures, as the site's own pages read them, and what they mean. */

import { policyOn } from '../../db/policy.ts';
import { dayOf } from '../clock.ts';
import { defaultPolicy, type PolicyKey } from '../domain/deadline-policy.ts';
import { current, currentFigures } from '../figures-source.ts';
import { monthsOfDepartment } from '../domain/figures.ts';
import { answers, createRoute, newRoutes, refuses, z } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { cityFiguresView, departmentFiguresView, methodView } from '../schemas/figures.ts';
import { definitions } from '#words/definitions.ts';

const figuresRoute = createRoute({
  method: 'get',
  path: '/api/figures',
  summary: '全市、各类、各单位、各月、各类别和各年度的件数与比率',
  responses: { 200: answers(cityFiguresView, 'The same content as /open/figures.json') },
});

const departmentRoute = createRoute({
  method: 'get',
  path: '/api/figures/departments/{code}',
  summary: '一个单位的件数与比率，附同类和各月',
  request: { params: z.object({ code: z.string().max(64) }) },
  responses: {
    200: answers(departmentFiguresView, 'The department, its class, and its months'),
    ...refuses('validation', 'not-found'),
  },
});

const methodRoute = createRoute({
  method: 'get',
  path: '/api/method',
  summary: '现行的办理时限和指标定义',
  responses: { 200: answers(methodView, 'The allowances in force today, and the definitions') },
});

export const figuresRoutes = newRoutes()
  .openapi(figuresRoute, async (c) => c.json({ ...(await currentFigures(c.var.context)), definitions }, 200))
  .openapi(departmentRoute, async (c) => {
    const { source, figures } = await current(c.var.context);
    const { asOf, year, departments, classes, months } = figures;
    const department = departments.find(({ code }) => code === c.req.valid('param').code);
    if (department === undefined) throw new Problem('not-found');
    return c.json(
      {
        asOf,
        year,
        department,
        class: classes.find(({ code }) => code === department.class) ?? null,
        months: monthsOfDepartment(
          source,
          department.code,
          months.map(({ month }) => month),
        ),
      },
      200,
    );
  })
  .openapi(methodRoute, async (c) => {
    const { db, now } = c.var.context;
    const asOf = dayOf(now());
    const policy = await policyOn(db, asOf);
    const allowances = (Object.keys(defaultPolicy) as PolicyKey[]).map((key) => ({ key, ...policy[key] }));
    return c.json({ asOf, allowances, definitions }, 200);
  });
