/** 满意度函调 at the desk: issuing letters with their return codes, a new code for one that was lost, statistics. */

import { giveLetterCode, letterCounts } from '../../db/letters.ts';
import { findRecord, newestRecordWords } from '../../db/records.ts';
import { getSetting } from '../../db/settings.ts';
import { audit } from '../audit.ts';
import { dayOf } from '../clock.ts';
import { departmentNames, refOf } from '../desk/names.ts';
import { assessmentYear } from '../domain/day.ts';
import type { RecordFile } from '../domain/records.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import { newLetterCode } from '../letters.ts';
import { Problem } from '../problem.ts';
import { recordAct, recordChanged } from '../records/perform-record-act.ts';
import { idInPath } from '../schemas/desk.ts';
import { type IssuedLetter, issuedLetter, issuedLetters, issueRequest, letterStatistics } from '../schemas/letters.ts';

const tags = ['desk'];

const letterLine = (
  file: RecordFile,
  {
    addressee,
    matter,
    code,
    names,
  }: { addressee: string; matter: string; code: string; names: ReadonlyMap<string, string> },
): IssuedLetter => ({
  id: file.id,
  number: file.number ?? '',
  addressee,
  department: refOf(file.department ?? '', names),
  matter,
  replyBy: file.body.replyBy ?? '',
  code,
});

export const deskLetterRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/letters',
      tags,
      summary: 'Issue letters, one for each addressee; the return codes are told in this answer and never again',
      request: { body: json(issueRequest) },
      responses: {
        201: answers(issuedLetters, 'The letters with their return codes'),
        ...refuses('not-signed-in', 'not-allowed', 'validation', 'field-missing', 'not-this-role', 'not-in-this-state'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { addressees, department, replyBy, matter, cases } = c.req.valid('json');
      const names = await departmentNames(context.db);
      const issued = await context.db.transaction().execute(async (trx) => {
        const letters: { file: RecordFile; line: IssuedLetter }[] = [];
        for (const addressee of addressees) {
          const given = {
            department,
            addressee,
            replyBy,
            ...(matter !== undefined && { matter }),
            ...(cases !== undefined && cases.length > 0 && { cases }),
          };
          const file = await recordAct(trx, context, staff, { kind: 'letter', act: 'issue', given });
          const { code, hash } = newLetterCode(context.random);
          await giveLetterCode(trx, file.id, hash);
          letters.push({ file, line: letterLine(file, { addressee, matter: matter ?? '', code, names }) });
        }
        return letters;
      });
      for (const { file } of issued) recordChanged(context, file);
      c.header('cache-control', 'no-store');
      return c.json({ items: issued.map(({ line }) => line) }, 201);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/desk/letters/{id}/code',
      tags,
      summary:
        'A new return code for a letter that was lost; the old one opens nothing any more. Noted in the audit trail',
      request: { params: idInPath },
      responses: {
        200: answers(issuedLetter, 'The letter with its new code'),
        ...refuses('not-signed-in', 'not-allowed', 'not-found', 'not-in-this-state'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { code, hash } = newLetterCode(context.random);
      const file = await context.db.transaction().execute(async (trx) => {
        const stored = await findRecord(trx, c.req.valid('param').id);
        if (stored === undefined || stored.file.kind !== 'letter') throw new Problem('not-found');
        if (stored.file.state !== 'issued') throw new Problem('not-in-this-state');
        await giveLetterCode(trx, stored.file.id, hash);
        await audit(context, staff.accountId, 'letter.code', stored.file.id, trx);
        return stored.file;
      });
      const words = (await newestRecordWords(context.db, [file.id], ['addressee', 'matter'])).get(file.id);
      const { addressee = '', matter = '' } = words ?? {};
      c.header('cache-control', 'no-store');
      return c.json(letterLine(file, { addressee, matter, code, names: await departmentNames(context.db) }), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/letters/statistics',
      tags,
      summary: 'What became of the letters of this 评议年度, by department',
      responses: {
        200: answers(letterStatistics, 'Departments with letters'),
        ...refuses('not-signed-in', 'not-allowed'),
      },
    }),
    async (c) => {
      const { db, now } = c.var.context;
      const { yearStartsOn } = await getSetting(db, 'city');
      const year = assessmentYear(dayOf(now()), yearStartsOn);
      const names = await departmentNames(db);
      const items = (await letterCounts(db, year)).map(({ department, ...counts }) => ({
        department: refOf(department, names),
        ...counts,
      }));
      return c.json({ year, items }, 200);
    },
  );
