/** 申诉 of ratings: a department sees its opened ratings and objects to one; the office rules in public. */

import {
  type Appeal,
  findAppeal,
  findOpenedRating,
  grantAppeal,
  insertAppeal,
  listAppeals,
  listOpenedRatings,
  type OpenedPlace,
  publicAppeals,
  refuseAppeal,
} from '../../db/appeals.ts';
import { isUniqueViolation } from '../../db/open.ts';
import { audit } from '../audit.ts';
import { dayOf } from '../clock.ts';
import { departmentNames, peopleNames, refOf } from '../desk/names.ts';
import { assessmentYear, isDay } from '../domain/day.ts';
import { isHash } from '../domain/receipt.ts';
import { redact } from '../domain/redaction.ts';
import { isDepartmentRole } from '../domain/roles.ts';
import { commit } from '../domain/trust/commitment.ts';
import { type FlagEntry, inLedgerForm, pseudonym } from '../domain/trust/entries.ts';
import { currentFigures } from '../figures-source.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf, z } from '../http/route.ts';
import { newId } from '../ids.ts';
import { knownYearStart } from '../known-year.ts';
import { Problem } from '../problem.ts';
import {
  appealList,
  newAppeal,
  openedList,
  openedQuery,
  type PublicAppeals,
  publicAppealList,
  rulingRequest,
} from '../schemas/appeals.ts';
import { idInPath } from '../schemas/desk.ts';
import { byOffice } from '#words/desk-api.ts';

const tags = ['desk'];
const pageSize = 50;
/** Appeals are few: a department that has more than this is told to wait for rulings by the length of the list. */
const appealsShown = 200;

const writePlace = ({ opened_on, commitment }: OpenedPlace): string => `${opened_on}~${commitment}`;
function readPlace(text: string | undefined): OpenedPlace | undefined {
  if (text === undefined || text === '') return undefined;
  const [opened_on = '', commitment = ''] = text.split('~');
  if (!isDay(opened_on) || !isHash(commitment)) throw new Problem('validation');
  return { opened_on, commitment };
}

const publicView = (year: number, appeals: Awaited<ReturnType<typeof publicAppeals>>): PublicAppeals => {
  const many = (state: Appeal['state']): number => appeals.filter((appeal) => appeal.state === state).length;
  return {
    year,
    asked: appeals.length,
    granted: many('granted'),
    refused: many('refused'),
    waiting: many('waiting'),
    rulings: appeals.flatMap(({ commitment, state, reason, ruled_on }) =>
      reason === null || ruled_on === null ? [] : [{ commitment, granted: state === 'granted', reason, on: ruled_on }],
    ),
  };
};

export const deskRatingRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/ratings',
      tags,
      summary: 'Opened ratings of the own department in this 评议年度: level and when opened, nothing finer',
      request: { query: openedQuery },
      responses: { 200: answers(openedList, 'One page'), ...refuses('not-signed-in', 'not-allowed', 'validation') },
    }),
    async (c) => {
      const { context } = c.var;
      const { department } = staffOf(c);
      if (department === null) throw new Problem('not-allowed');
      const { only, after } = c.req.valid('query');
      const year = assessmentYear(dayOf(context.now()), await knownYearStart(context));
      const { items, count } = await listOpenedRatings(context.db, {
        department,
        year,
        dissatisfied: only === 'dissatisfied',
        after: readPlace(after),
        limit: pageSize + 1,
      });
      const shown = items.slice(0, pageSize);
      const last = items.length > pageSize ? shown.at(-1) : undefined;
      return c.json(
        {
          year,
          count,
          items: shown.map(({ commitment, level, opened_on, flag, appeal }) => ({
            commitment,
            level,
            openedOn: opened_on,
            apart: flag !== null,
            appeal,
          })),
          next: last === undefined ? null : writePlace(last),
        },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/appeals',
      tags,
      summary: 'Object to an opened rating of the own department',
      request: { body: json(newAppeal) },
      responses: {
        201: answers(z.object({ id: z.string() }), 'The office will rule'),
        ...refuses('not-signed-in', 'not-allowed', 'validation', 'not-found', 'conflict'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const { db, now, pages, random } = context;
      const { accountId, department } = staffOf(c);
      if (department === null) throw new Problem('not-allowed');
      const { commitment, grounds } = c.req.valid('json');
      const rating = await findOpenedRating(db, department, commitment);
      if (rating === undefined) throw new Problem('not-found');
      // One that is counted apart already is in no figure that the department could mind.
      if (rating.flag !== null) throw new Problem('conflict');
      const id = newId(random);
      try {
        await db.transaction().execute(async (trx) => {
          await insertAppeal(trx, {
            id,
            department_code: department,
            year: rating.year,
            commitment,
            grounds,
            asked_by: accountId,
            asked_on: dayOf(now()),
          });
          await audit(context, accountId, 'appeal.asked', id, trx);
        });
      } catch (error) {
        if (isUniqueViolation(error)) throw new Problem('conflict');
        throw error;
      }
      pages.changed(`department:${department}`);
      return c.json({ id }, 201);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/appeals',
      tags,
      summary: 'Appeals against ratings: a department its own, the office and the auditor all; waiting ones first',
      responses: { 200: answers(appealList, 'Two hundred at most'), ...refuses('not-signed-in', 'not-allowed') },
    }),
    async (c) => {
      const { db } = c.var.context;
      const staff = staffOf(c);
      const isOwn = isDepartmentRole(staff.role);
      const appeals = await listAppeals(db, { department: isOwn ? staff.department : null, limit: appealsShown });
      const departments = await departmentNames(db);
      const people = await peopleNames(
        db,
        appeals.flatMap(({ asked_by, ruled_by }) => [asked_by, ruled_by]),
      );
      const items = appeals.map((appeal) => ({
        id: appeal.id,
        department: refOf(appeal.department_code, departments),
        commitment: appeal.commitment,
        level: appeal.level,
        openedOn: appeal.opened_on,
        grounds: appeal.grounds,
        askedBy: people.get(appeal.asked_by) ?? '',
        askedOn: appeal.asked_on,
        state: appeal.state,
        reason: appeal.reason,
        ruledBy: appeal.ruled_by === null ? null : isOwn ? byOffice : (people.get(appeal.ruled_by) ?? ''),
        ruledOn: appeal.ruled_on,
      }));
      return c.json({ items }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/appeals/{id}',
      tags,
      summary: 'Rule on an appeal; the reason is published with personal data covered',
      request: { params: idInPath, body: json(rulingRequest) },
      responses: {
        200: answers(z.object({ reason: z.string() }), 'The reason as published'),
        ...refuses('not-signed-in', 'not-allowed', 'validation', 'not-found', 'conflict', 'secondPerson'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const { db, now, pages, random } = context;
      const { accountId } = staffOf(c);
      const given = c.req.valid('json');
      const appeal = await findAppeal(db, c.req.valid('param').id);
      if (appeal === undefined) throw new Problem('not-found');
      // Somebody may have changed sides since.
      if (appeal.asked_by === accountId) throw new Problem('secondPerson');
      const day = dayOf(now());
      const isGranted = given.ruling === 'grant';
      const reason = inLedgerForm(redact(given.reason).text);
      const salt = random(32);
      const entry: FlagEntry = {
        t: 'flag',
        day,
        target: appeal.commitment,
        rule: 'appeal',
        a: pseudonym(accountId),
        w: { reason: commit(reason, salt) },
      };
      const ruling = { state: isGranted ? ('granted' as const) : ('refused' as const), reason, by: accountId, day };
      await db.transaction().execute(async (trx) => {
        const isFirst = isGranted
          ? await grantAppeal(trx, appeal, ruling, { entry, salt })
          : await refuseAppeal(trx, appeal.id, ruling);
        if (!isFirst) throw new Problem('conflict');
        await audit(context, accountId, isGranted ? 'appeal.granted' : 'appeal.refused', appeal.id, trx);
      });
      pages.changed(`department:${appeal.department_code}`);
      return c.json({ reason }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/departments/{code}/appeals',
      summary: 'Appeals of a department against ratings in the 评议年度 that the figures are about, with the rulings',
      request: { params: z.object({ code: z.string().max(64) }) },
      responses: { 200: answers(publicAppealList, 'How many, and the reasons'), ...refuses('validation', 'not-found') },
    }),
    async (c) => {
      const { context } = c.var;
      const { code } = c.req.valid('param');
      const { year, departments } = await currentFigures(context);
      if (!departments.some((department) => department.code === code)) throw new Problem('not-found');
      return c.json(publicView(year, await publicAppeals(context.db, code, year)), 200);
    },
  );
