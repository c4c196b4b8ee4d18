/** Signing in and out of the desk, and changing the password. */

import { findAccount, rememberDevice, updateAccount } from '../../db/accounts.ts';
import { findDepartment } from '../../db/departments.ts';
import { countUnread } from '../../db/notices.ts';
import { audit } from '../audit.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { beginSession, deviceOf, endSession, findSignedIn, markDevice, type SignedIn } from '../http/session.ts';
import type { Context } from '../context.ts';
import { Problem } from '../problem.ts';
import { type Me, me, passwordRequest, signInRequest } from '../schemas/desk.ts';
import { hashPassword, isPassword, passwordWeakness } from '../sign-in/passwords.ts';
import { trySignIn } from '../sign-in/sign-in.ts';
import { passwordWords, wrongCurrentPassword } from '#words/passwords.ts';
import { roleWords } from '#words/workflow.ts';

const tags = ['desk'];

async function meOf(context: Context, { staff, expiresAt, idleUntil }: SignedIn): Promise<Me> {
  const department = staff.department === null ? undefined : await findDepartment(context.db, staff.department);
  return {
    id: staff.accountId,
    username: staff.username,
    displayName: staff.displayName,
    role: staff.role,
    roleName: roleWords[staff.role],
    department: department ? { code: department.code, name: department.name } : null,
    mustChangePassword: staff.mustChangePassword,
    unread: await countUnread(context.db, staff.accountId),
    expiresAt,
    idleUntil,
  };
}

export const deskSessionRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/sign-in',
      tags,
      summary: 'Sign in; the answer sets the session cookie',
      request: { body: json(signInRequest) },
      responses: { 200: answers(me, 'Signed in'), ...refuses('sign-in-failed', 'too-many', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const sender = senderOf(c);
      context.limits.take('sign-in', sender);
      const device = deviceOf(c);
      const { account, isKnown } = await trySignIn(context, c.req.valid('json'), device);
      context.limits.giveBack('sign-in', sender);
      if (!isKnown) await rememberDevice(context.db, account.id, device ?? markDevice(c));
      const signedIn = await beginSession(c, account.id);
      if (signedIn === undefined) throw new Problem('sign-in-failed');
      return c.json(await meOf(context, signedIn), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/sign-out',
      tags,
      summary: 'End this session',
      responses: { 204: { description: 'Signed out' }, ...refuses('not-signed-in') },
    }),
    async (c) => {
      await audit(c.var.context, staffOf(c).accountId, 'sign-out', staffOf(c).accountId);
      await endSession(c);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/password',
      tags,
      summary: 'Change the own password; ends every other session and begins this one anew',
      request: { body: json(passwordRequest) },
      responses: { 200: answers(me, 'Changed'), ...refuses('not-signed-in', 'validation', 'too-many') },
    }),
    async (c) => {
      const { context } = c.var;
      const { accountId, username } = staffOf(c);
      const { current, next } = c.req.valid('json');
      const sender = senderOf(c);
      context.limits.take('sign-in', sender);
      const account = await findAccount(context.db, accountId);
      if (!(await isPassword(current, account?.passwordHash))) {
        throw new Problem('validation', { errors: [{ pointer: '#/current', detail: wrongCurrentPassword }] });
      }
      context.limits.giveBack('sign-in', sender);
      const weakness = passwordWeakness(next, username, current);
      if (weakness)
        throw new Problem('validation', { errors: [{ pointer: '#/next', detail: passwordWords[weakness] }] });
      const passwordHash = await hashPassword(next);
      await context.db.transaction().execute(async (trx) => {
        await updateAccount(trx, accountId, { passwordHash, mustChangePassword: false });
        await audit(context, accountId, 'password.changed', accountId, trx);
      });
      const signedIn = await beginSession(c, accountId);
      if (signedIn === undefined) throw new Problem('not-signed-in');
      return c.json(await meOf(context, signedIn), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/me',
      tags,
      summary: 'Who is signed in',
      responses: { 200: answers(me, 'Who is signed in'), ...refuses('not-signed-in') },
    }),
    async (c) => {
      const signedIn = await findSignedIn(c.var.context, c.req.header('cookie'));
      if (signedIn === undefined) throw new Problem('not-signed-in');
      return c.json(await meOf(c.var.context, signedIn), 200);
    },
  );
