/** Departments and the classes they are compared in: entered and edited, never removed, because their figures stay. */

import {
  type Department,
  type DepartmentClass,
  findDepartment,
  listClasses,
  listDepartments,
  saveClass,
  saveDepartment,
} from '../../db/departments.ts';
import { audit } from '../audit.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf, z } from '../http/route.ts';
import { pinyinOf } from '../pinyin.ts';
import { Problem } from '../problem.ts';
import {
  adminDepartment,
  type AdminDepartment,
  classChange,
  classRequest,
  departmentChange,
  departmentClass,
  departmentDirectory,
  newDepartment,
} from '../schemas/admin.ts';
import { departmentCode } from '../schemas/departments.ts';
import { deskErrors } from '#words/desk-api.ts';

const tags = ['administration'];
const params = z.object({ code: departmentCode });
const refusals = refuses('not-signed-in', 'not-allowed', 'validation');

const viewOf = ({ classCode, pinyin: _pinyin, initials: _initials, ...rest }: Department): AdminDepartment => ({
  ...rest,
  class: classCode,
});

const taken = () => new Problem('validation', { errors: [{ pointer: '#/code', detail: deskErrors.code }] });
const noClass = () => new Problem('validation', { errors: [{ pointer: '#/class', detail: deskErrors.class }] });

/** After the last one. */
const nextPosition = (list: readonly { position: number }[]): number =>
  Math.max(0, ...list.map(({ position }) => position)) + 1;

export const adminDepartmentRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/departments',
      tags,
      summary: 'All departments and classes, inactive ones too',
      responses: { 200: answers(departmentDirectory, 'In their order'), ...refusals },
    }),
    async (c) => {
      const { db } = c.var.context;
      const items = await listDepartments(db, { withInactive: true });
      const classes = (await listClasses(db)).map((one) => ({
        ...one,
        departments: items.filter(({ classCode }) => classCode === one.code).length,
      }));
      return c.json({ classes, items: items.map(viewOf) }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/departments',
      tags,
      summary: 'Enter a department; its code is printed in QR codes and never changes',
      request: { body: json(newDepartment) },
      responses: { 201: answers(adminDepartment, 'Entered'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const { class: classCode, position, ...given } = c.req.valid('json');
      if (!(await listClasses(context.db)).some(({ code }) => code === classCode)) throw noClass();
      if ((await findDepartment(context.db, given.code)) !== undefined) throw taken();
      const department: Department = {
        ...given,
        ...pinyinOf(given.name),
        classCode,
        isActive: true,
        position: position ?? nextPosition(await listDepartments(context.db, { classCode, withInactive: true })),
      };
      await saveDepartment(context.db, department);
      await audit(context, staffOf(c).accountId, 'department.created', department.code);
      context.pages.changed('figures', 'city', `department:${department.code}`);
      return c.json(viewOf(department), 201);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/departments/{code}',
      tags,
      summary: 'Edit, reorder, deactivate or reactivate a department',
      request: { params, body: json(departmentChange) },
      responses: { 200: answers(adminDepartment, 'Changed'), ...refusals, ...refuses('not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const { class: classCode, position, ...given } = c.req.valid('json');
      const before = await findDepartment(context.db, c.req.valid('param').code);
      if (before === undefined) throw new Problem('not-found');
      if (!(await listClasses(context.db)).some(({ code }) => code === classCode)) throw noClass();
      const department: Department = {
        ...before,
        ...given,
        ...pinyinOf(given.name),
        classCode,
        position: position ?? before.position,
      };
      await saveDepartment(context.db, department);
      await audit(context, staffOf(c).accountId, 'department.edited', department.code);
      context.pages.changed('figures', 'city', `department:${department.code}`);
      return c.json(viewOf(department), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/classes',
      tags,
      summary: 'Enter a class of departments',
      request: { body: json(classRequest) },
      responses: { 201: answers(departmentClass, 'Entered'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const { position, ...given } = c.req.valid('json');
      const classes = await listClasses(context.db);
      if (classes.some(({ code }) => code === given.code)) throw taken();
      const value: DepartmentClass = { ...given, position: position ?? nextPosition(classes) };
      await saveClass(context.db, value);
      await audit(context, staffOf(c).accountId, 'class.created', value.code);
      context.pages.changed('figures', 'city');
      return c.json({ ...value, departments: 0 }, 201);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/classes/{code}',
      tags,
      summary: 'Rename, reorder, rank or unrank a class',
      request: { params, body: json(classChange) },
      responses: { 200: answers(departmentClass, 'Changed'), ...refusals, ...refuses('not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const { code } = c.req.valid('param');
      const { position, ...given } = c.req.valid('json');
      const before = (await listClasses(context.db)).find((one) => one.code === code);
      if (before === undefined) throw new Problem('not-found');
      const value: DepartmentClass = { code, ...given, position: position ?? before.position };
      await saveClass(context.db, value);
      await audit(context, staffOf(c).accountId, 'class.edited', code);
      context.pages.changed('figures', 'city');
      const departments = await listDepartments(context.db, { classCode: code, withInactive: true });
      return c.json({ ...value, departments: departments.length }, 200);
    },
  );
