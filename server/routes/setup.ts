/** The first set-up of a real city: names it and makes its first administrator, once. */

import { type Account, insertAccount, listAccounts } from '../../db/accounts.ts';
import { seedCalendar } from '../../db/calendar.ts';
import { setSetting } from '../../db/settings.ts';
import { audit } from '../audit.ts';
import { instantText } from '../clock.ts';
import type { Context } from '../context.ts';
import { answers, createRoute, json, newRoutes, refuses } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { newId } from '../ids.ts';
import { Problem } from '../problem.ts';
import { setupDone, setupRequest, setupState } from '../schemas/admin.ts';
import { forgetSetupCode, isSetupCode } from '../setup-code.ts';
import { hashPassword, passwordWeakness } from '../sign-in/passwords.ts';
import { deskErrors } from '#words/desk-api.ts';
import { passwordWords } from '#words/passwords.ts';

const tags = ['administration'];

const isOpen = async ({ db, mode }: Pick<Context, 'db' | 'mode'>): Promise<boolean> =>
  mode === 'real' && (await listAccounts(db)).length === 0;

/** 澜江市 → 澜评办. */
const documentPrefix = (city: string): string => `${[...city][0] ?? ''}评办`;

export const setupRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/setup',
      tags,
      summary: 'Whether the city waits for its first set-up',
      responses: { 200: answers(setupState, 'Open or not') },
    }),
    async (c) => c.json({ open: await isOpen(c.var.context) }, 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/setup',
      tags,
      summary: 'Set up the city, once, with the code that the server printed when it started',
      request: { body: json(setupRequest) },
      responses: { 201: answers(setupDone, 'Set up'), ...refuses('setup-closed', 'validation', 'too-many') },
    }),
    async (c) => {
      const { context } = c.var;
      const { db, limits, mode, now, random } = context;
      if (!(await isOpen(context))) throw new Problem('setup-closed');
      const sender = senderOf(c);
      limits.take('sign-in', sender);
      const given = c.req.valid('json');
      const weakness = passwordWeakness(given.password, given.username);
      if (weakness)
        throw new Problem('validation', { errors: [{ pointer: '#/password', detail: passwordWords[weakness] }] });
      const account: Account = {
        id: newId(random),
        username: given.username,
        displayName: given.displayName,
        role: 'administrator',
        departmentCode: null,
        passwordHash: await hashPassword(given.password),
        mustChangePassword: false,
        disabledAt: null,
        createdAt: instantText(now()),
      };
      await db.transaction().execute(async (trx) => {
        if (!(await isOpen({ db: trx, mode }))) throw new Problem('setup-closed');
        if (!(await isSetupCode(trx, given.code))) {
          throw new Problem('validation', { errors: [{ pointer: '#/code', detail: deskErrors.setupCode }] });
        }
        if (!(await forgetSetupCode(trx))) throw new Problem('setup-closed');
        await seedCalendar(trx);
        await setSetting(trx, 'city', {
          name: given.city,
          organizer: given.organizer,
          documentPrefix: documentPrefix(given.city),
          siteCode: '',
          icp: '',
          policeRecord: '',
          telephone: '',
          yearStartsOn: '12-01',
        });
        await insertAccount(trx, account);
        await audit(context, account.id, 'setup', given.city, trx);
      });
      limits.giveBack('sign-in', sender);
      context.pages.changed('city', 'figures');
      return c.json({ username: account.username }, 201);
    },
  );
