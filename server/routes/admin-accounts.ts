/** Accounts of staff: made, changed, disabled and reset by the administrator, who does no casework. */

import { type Account, findAccount, insertAccount, listAccounts, updateAccount } from '../../db/accounts.ts';
import { listDepartments } from '../../db/departments.ts';
import { isUniqueViolation } from '../../db/open.ts';
import { audit, type AuditAct } from '../audit.ts';
import { instantText } from '../clock.ts';
import type { Context } from '../context.ts';
import { departmentNames, refOrNull, type DepartmentNames } from '../desk/names.ts';
import { isDepartmentRole, type StaffRole } from '../domain/roles.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { newId } from '../ids.ts';
import { Problem } from '../problem.ts';
import {
  type Account as AccountView,
  account as accountShape,
  accountAnswer,
  accountChange,
  accountList,
  newAccount,
} from '../schemas/admin.ts';
import { idInPath } from '../schemas/desk.ts';
import { hashPassword, initialPassword } from '../sign-in/passwords.ts';
import { deskErrors } from '#words/desk-api.ts';
import { roleWords } from '#words/workflow.ts';

const tags = ['administration'];

const viewOf = (account: Account, departments: DepartmentNames): AccountView =>
  // Only these fields leave: a password hash is nobody's business.
  accountShape.parse({
    ...account,
    roleName: roleWords[account.role],
    department: refOrNull(account.departmentCode, departments),
  });

/** The roles of departments belong to one that is active; all others to none. */
async function checkPlace({ db }: Context, role: StaffRole, department: string | null): Promise<void> {
  const refuse = (detail: string) => new Problem('validation', { errors: [{ pointer: '#/department', detail }] });
  if (!isDepartmentRole(role)) {
    if (department !== null) throw refuse(deskErrors.departmentNotTaken);
    return;
  }
  if (department === null) throw refuse(deskErrors.departmentNeeded);
  if (!(await listDepartments(db)).some(({ code }) => code === department)) throw refuse(deskErrors.department);
}

/** Somebody must always be able to administer, and nobody locks themselves out. */
async function checkStays({ db }: Context, account: Account, actorId: string): Promise<void> {
  if (account.id === actorId)
    throw new Problem('validation', { errors: [{ pointer: '#/change', detail: deskErrors.self }] });
  if (account.role !== 'administrator' || account.disabledAt !== null) return;
  const others = (await listAccounts(db)).filter(
    ({ id, role, disabledAt }) => role === 'administrator' && disabledAt === null && id !== account.id,
  );
  if (others.length > 0) return;
  throw new Problem('validation', { errors: [{ pointer: '#/change', detail: deskErrors.lastAdministrator }] });
}

export const adminAccountRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/accounts',
      tags,
      summary: 'All accounts, disabled ones too',
      responses: { 200: answers(accountList, 'Accounts by user name'), ...refuses('not-signed-in', 'not-allowed') },
    }),
    async (c) => {
      const { db } = c.var.context;
      const departments = await departmentNames(db);
      return c.json({ items: (await listAccounts(db)).map((account) => viewOf(account, departments)) }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/accounts',
      tags,
      summary: 'Make an account; the answer has its initial password, this once',
      request: { body: json(newAccount) },
      responses: { 201: answers(accountAnswer, 'Made'), ...refuses('not-signed-in', 'not-allowed', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const { username, displayName, role, department } = c.req.valid('json');
      await checkPlace(context, role, department);
      const password = initialPassword(context.random);
      const account: Account = {
        id: newId(context.random),
        username,
        displayName,
        role,
        departmentCode: department,
        passwordHash: await hashPassword(password),
        mustChangePassword: true,
        disabledAt: null,
        createdAt: instantText(context.now()),
      };
      try {
        await context.db.transaction().execute(async (trx) => {
          await insertAccount(trx, account);
          await audit(context, staffOf(c).accountId, 'account.created', account.id, trx);
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new Problem('validation', { errors: [{ pointer: '#/username', detail: deskErrors.username }] });
      }
      return c.json({ account: viewOf(account, await departmentNames(context.db)), password }, 201);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/accounts/{id}',
      tags,
      summary: 'Edit, disable, enable or reset an account',
      request: { params: idInPath, body: json(accountChange) },
      responses: {
        200: answers(accountAnswer, 'Changed'),
        ...refuses('not-signed-in', 'not-allowed', 'not-found', 'validation'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const { db, now, random } = context;
      const actorId = staffOf(c).accountId;
      const { id } = c.req.valid('param');
      const given = c.req.valid('json');
      const account = await findAccount(db, id);
      if (account === undefined) throw new Problem('not-found');

      let password: string | null = null;
      let change: Partial<Account> = {};
      let act: AuditAct = 'account.edited';
      switch (given.change) {
        case 'disable':
          await checkStays(context, account, actorId);
          change = { disabledAt: instantText(now()) };
          act = 'account.disabled';
          break;
        case 'enable':
          change = { disabledAt: null };
          act = 'account.enabled';
          break;
        case 'reset':
          password = initialPassword(random);
          change = { passwordHash: await hashPassword(password), mustChangePassword: true };
          act = 'account.reset';
          break;
        case 'edit':
          await checkPlace(context, given.role, given.department);
          if (given.role !== account.role) await checkStays(context, account, actorId);
          change = { displayName: given.displayName, role: given.role, departmentCode: given.department };
          break;
      }
      await db.transaction().execute(async (trx) => {
        await updateAccount(trx, id, change);
        await audit(context, actorId, act, id, trx);
      });
      return c.json({ account: viewOf({ ...account, ...change }, await departmentNames(db)), password }, 200);
    },
  );
