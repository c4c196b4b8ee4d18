/** The desk of 社会监督员 on the spot: what there is to see, the key one signs with, and 明查暗访; for the office, 聘任. */

import { findAccount } from '../../db/accounts.ts';
import { findRecord } from '../../db/records.ts';
import { isUniqueViolation } from '../../db/open.ts';
import { dayOf } from '../clock.ts';
import { isOfficeRole } from '../domain/roles.ts';
import { pseudonym } from '../domain/trust/entries.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { performRecordAct, recordAct, recordChanged } from '../records/perform-record-act.ts';
import { beginningOf } from '../records/view-record.ts';
import {
  appointment,
  appointmentList,
  fieldView as fieldSchema,
  inspectionDone,
  newInspection,
  publicKey,
  publicSupervisors as supervisorsSchema,
} from '../schemas/field.ts';
import { appointmentsFor, publicSupervisors } from '../supervisors/appointments.ts';
import { fieldView } from '../supervisors/field-view.ts';
import { standingOf } from '../supervisors/standing.ts';
import { fieldErrors } from '#words/field.ts';
import { supervisorErrors } from '#words/supervisors.ts';

const tags = ['desk'];

export const deskFieldRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/field',
      tags,
      summary: 'What a supervisor is to see on the spot, and what they have written',
      responses: { 200: answers(fieldSchema, 'The desk'), ...refuses('not-signed-in', 'not-allowed') },
    }),
    async (c) => c.json(await fieldView(c.var.context, staffOf(c)), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/field/key',
      tags,
      summary: 'Register the key with which one signs from now on; the private one stays on the phone',
      request: { body: json(publicKey) },
      responses: {
        200: answers(publicKey, 'Registered'),
        ...refuses('not-signed-in', 'not-allowed', 'validation', 'conflict', 'not-in-this-state'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const given = c.req.valid('json');
      const standing = await standingOf(context.db, staff.accountId, dayOf(context.now()));
      if (standing.state === 'none') throw new Problem('not-in-this-state', { detail: fieldErrors.notAppointed });
      const { id, kind, body } = standing.appointment;
      if (body.publicKey !== given.publicKey)
        await performRecordAct(context, staff, { id, kind, act: 'registerKey', given });
      return c.json(given, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/field/inspections',
      tags,
      summary: 'Write a 明查暗访 on the spot',
      description:
        'The id is made before, because it is signed along. The same id again by the same person changes nothing.',
      request: { body: json(newInspection) },
      responses: {
        201: answers(inspectionDone, 'Written'),
        200: answers(inspectionDone, 'Written before'),
        ...refuses(
          'not-signed-in',
          'not-allowed',
          'validation',
          'conflict',
          'term-over',
          'recused',
          'bad-signature',
          'field-missing',
        ),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { id, given } = c.req.valid('json');
      const known = await findRecord(context.db, id);
      if (known !== undefined) return repeated(known.file);
      try {
        const file = await context.db
          .transaction()
          .execute((trx) => recordAct(trx, context, staff, { kind: 'inspection', act: 'write', given }, id));
        recordChanged(context, file);
        return c.json({ id, number: file.number }, 201);
      } catch (error) {
        // Sent twice at the same moment, over a bad network.
        const stored = isUniqueViolation(error) ? await findRecord(context.db, id) : undefined;
        if (stored === undefined) throw error;
        return repeated(stored.file);
      }

      function repeated(file: { kind: string; id: string; number: string | null }) {
        if (file.kind !== 'inspection') throw new Problem('conflict');
        return c.json({ id: file.id, number: file.number }, 200);
      }
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/supervisors',
      tags,
      summary: 'Appointments, and the accounts that may have one',
      responses: { 200: answers(appointmentList, 'All of them'), ...refuses('not-signed-in', 'not-allowed') },
    }),
    async (c) => {
      const { db, now } = c.var.context;
      const staff = staffOf(c);
      const propose = isOfficeRole(staff.role) ? beginningOf(staff, 'supervisor').act.fields : [];
      const today = dayOf(now());
      return c.json({ today, ...(await appointmentsFor(db, today)), propose }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/supervisors',
      tags,
      summary: 'Propose a supervisor, tied to an account',
      request: { body: json(appointment) },
      responses: {
        201: answers(inspectionDone, 'Proposed'),
        ...refuses('not-signed-in', 'not-allowed', 'validation', 'conflict', 'field-missing'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const { account, given } = c.req.valid('json');
      const found = await findAccount(context.db, account);
      if (found?.role !== 'supervisor')
        throw new Problem('validation', { errors: [{ pointer: '#/account', detail: supervisorErrors.noAccount }] });
      const file = await performRecordAct(context, staffOf(c), {
        kind: 'supervisor',
        act: 'propose',
        given: { ...given, holder: pseudonym(account) },
      });
      return c.json({ id: file.id, number: file.number }, 201);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/supervisors',
      summary: '社会监督员：姓名、聘期、回避单位和签名公钥',
      responses: { 200: answers(supervisorsSchema, 'All who were appointed') },
    }),
    async (c) => c.json({ items: await publicSupervisors(c.var.context.db, dayOf(c.var.context.now())) }, 200),
  );
