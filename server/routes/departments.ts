/** The directory of departments (评议对象): found by name, pinyin, initials or class. */

import { findDepartment, listClasses, listDepartments } from '../../db/departments.ts';
import { answers, createRoute, newRoutes, refuses, z } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { departmentList, departmentQuery, departmentView } from '../schemas/departments.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/api/departments',
  summary: 'Departments, in the order of their classes',
  request: { query: departmentQuery },
  responses: { 200: answers(departmentList, 'Departments that take part'), ...refuses('validation') },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/api/departments/{code}',
  summary: 'One department: what it does and what it promises',
  request: { params: z.object({ code: z.string().max(64) }) },
  responses: { 200: answers(departmentView, 'The department'), ...refuses('validation', 'not-found') },
});

export const departmentRoutes = newRoutes()
  .openapi(listRoute, async (c) => {
    const { db } = c.var.context;
    const { q, class: classCode } = c.req.valid('query');
    const [classes, departments] = await Promise.all([
      listClasses(db),
      listDepartments(db, { text: q, ...(classCode && { classCode }) }),
    ]);
    return c.json(
      {
        classes: classes.map(({ code, name }) => ({ code, name })),
        items: departments.map(({ code, name, fullName, classCode: inClass }) => ({
          code,
          name,
          fullName,
          class: inClass,
        })),
      },
      200,
    );
  })
  .openapi(oneRoute, async (c) => {
    const { db } = c.var.context;
    const department = await findDepartment(db, c.req.valid('param').code);
    if (department === undefined || !department.isActive) throw new Problem('not-found');
    const inClass = (await listClasses(db)).find(({ code }) => code === department.classCode);
    const { code, name, fullName, duties, commitments, address, telephone } = department;
    return c.json(
      {
        code,
        name,
        fullName,
        class: { code: department.classCode, name: inClass?.name ?? '', ranked: inClass?.isRanked ?? false },
        duties,
        commitments,
        address,
        telephone,
      },
      200,
    );
  });
