/** Open data: the same figures as files that anyone may keep, compute from and publish again. */

import { listClasses, listDepartments } from '../../db/departments.ts';
import { csvFile } from '../csv.ts';
import { type CityFigures, type Figures, plainCounts, rateNames } from '../domain/figures.ts';
import { bases } from '../domain/vocabulary.ts';
import { currentFigures } from '../figures-source.ts';
import { answers, createRoute, newRoutes, z } from '../http/route.ts';
import { cityFiguresView } from '../schemas/figures.ts';
import { definitions } from '#words/definitions.ts';

const csv = (description: string) => ({ description, content: { 'text/csv': { schema: z.string() } } });

const jsonRoute = createRoute({
  method: 'get',
  path: '/open/figures.json',
  summary: '全部公开数字（JSON）',
  responses: { 200: answers(cityFiguresView, 'Figures with their definitions') },
});
const csvRoute = createRoute({
  method: 'get',
  path: '/open/figures.csv',
  summary: '全部公开数字（CSV，一组一行）',
  responses: { 200: csv('One line for each group; column names as in figures.json') },
});
const departmentsRoute = createRoute({
  method: 'get',
  path: '/open/departments.csv',
  summary: '参评单位名录（CSV）',
  responses: { 200: csv('Departments that take part, in the order of their classes') },
});

const groupsOf = (figures: CityFigures): { group: string; code: string; name: string; row: Figures }[] => [
  { group: 'overall', code: '', name: figures.city.name, row: figures.overall },
  ...figures.classes.map((row) => ({ group: 'class', code: row.code, name: row.name, row })),
  ...figures.departments.map((row) => ({ group: 'department', code: row.code, name: row.name, row })),
  ...figures.months.map((row) => ({ group: 'month', code: row.month, name: row.month, row })),
  ...figures.topics.map((row) => ({ group: 'topic', code: row.code, name: row.name, row })),
  ...figures.years.map((row) => ({ group: 'year', code: String(row.year), name: String(row.year), row })),
];

function figuresCsv(figures: CityFigures): string {
  const head = [
    'as_of',
    'group',
    'code',
    'name',
    ...plainCounts,
    ...bases.map((basis) => `resolved_${basis}`),
    'resolved_total',
    ...rateNames.flatMap((name) => [name, `${name}_numerator`, `${name}_denominator`]),
  ];
  const lines = groupsOf(figures).map(({ group, code, name, row }) => [
    figures.asOf,
    group,
    code,
    name,
    ...plainCounts.map((count) => row[count]),
    ...bases.map((basis) => row.resolved[basis]),
    row.resolvedTotal,
    ...rateNames.flatMap((rate) => [row.rates[rate].percent, row.rates[rate].numerator, row.rates[rate].denominator]),
  ]);
  return csvFile([head, ...lines]);
}

const asCsv = (name: string): Record<string, string> => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="${name}"`,
});

export const openRoutes = newRoutes()
  .openapi(jsonRoute, async (c) => c.json({ ...(await currentFigures(c.var.context)), definitions }, 200))
  .openapi(csvRoute, async (c) => c.body(figuresCsv(await currentFigures(c.var.context)), 200, asCsv('figures.csv')))
  .openapi(departmentsRoute, async (c) => {
    const { db } = c.var.context;
    const classNames = new Map((await listClasses(db)).map(({ code, name }) => [code, name]));
    const rows = (await listDepartments(db)).map((department) => [
      department.code,
      department.name,
      department.fullName,
      department.classCode,
      classNames.get(department.classCode) ?? '',
      department.address,
      department.telephone,
      department.duties,
    ]);
    const head = ['code', 'name', 'full_name', 'class', 'class_name', 'address', 'telephone', 'duties'];
    return c.body(csvFile([head, ...rows]), 200, asCsv('departments.csv'));
  });
