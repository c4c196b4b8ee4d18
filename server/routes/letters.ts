/** 满意度函调 for whoever got a letter: the return code opens it, and it is answered once. Nothing says who did. */

import type { Kysely } from 'kysely';
import { newestRecordWords, type StoredRecord } from '../../db/records.ts';
import type { Database } from '../../db/tables.ts';
import { departmentNames, refOf } from '../desk/names.ts';
import type { FieldValues } from '../domain/fields.ts';
import { cleanText } from '../domain/opinion.ts';
import { redact } from '../domain/redaction.ts';
import { durable } from '../http/durable.ts';
import { answers, createRoute, type Env, json, newRoutes, refuses } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { letterOf } from '../letters.ts';
import { Problem } from '../problem.ts';
import { recordAct, recordChanged } from '../records/perform-record-act.ts';
import { letterAnswer, letterAnswered, letterView, openLetter, type LetterView } from '../schemas/letters.ts';

type C = Parameters<typeof senderOf>[0] & { var: Env['Variables'] };

/** Codes that are nobody's count against their sender. */
async function open(c: C, code: string, db: Kysely<Database> = c.var.context.db): Promise<StoredRecord> {
  const { limits } = c.var.context;
  const sender = senderOf(c);
  limits.take('wrong-code', sender);
  const letter = await letterOf(db, code);
  limits.giveBack('wrong-code', sender);
  return letter;
}

/** Without what was not said. */
const definedOf = (given: { [N in keyof FieldValues]?: FieldValues[N] | undefined }): FieldValues =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

export const letterRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/letters/open',
      summary: 'The letter that a return code belongs to',
      request: { body: json(openLetter) },
      responses: { 200: answers(letterView, 'The letter'), ...refuses('validation', 'not-found', 'too-many') },
    }),
    async (c) => {
      const { db } = c.var.context;
      const { file } = await open(c, c.req.valid('json').code);
      const words = (await newestRecordWords(db, [file.id], ['matter'])).get(file.id);
      return c.json(
        {
          number: file.number ?? '',
          department: refOf(file.department ?? '', await departmentNames(db)),
          matter: words?.matter ?? '',
          replyBy: file.body.replyBy ?? '',
          state: file.state as LetterView['state'],
        },
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/letters/answer',
      summary: 'Answer a letter; once for each return code',
      description: 'Sending an answer again changes nothing and is answered with 200: the first one stays.',
      request: { body: json(letterAnswer) },
      responses: {
        201: answers(letterAnswered, 'Taken'),
        200: answers(letterAnswered, 'Answered before'),
        ...refuses('validation', 'malformed', 'not-found', 'not-in-this-state', 'too-many', 'busy'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const { code, comment, ...said } = c.req.valid('json');
      context.limits.take('post', senderOf(c));
      await open(c, code);
      const covered = comment === undefined ? '' : redact(cleanText(comment)).text;
      const done = await durable(
        context.writes.answer(async (trx) => {
          const { file } = await letterOf(trx, code);
          // A phone that did not hear our answer sends it again.
          if (file.state === 'answered') return { file, isNew: false };
          const given = definedOf({ ...said, comment: covered === '' ? undefined : covered });
          const after = await recordAct(
            trx,
            context,
            { role: 'citizen' },
            { id: file.id, kind: 'letter', act: 'answer', given },
          );
          return { file: after, isNew: true };
        }),
      );
      if (done.isNew) recordChanged(context, done.file);
      if (done.file.number === null) throw new Problem('not-found');
      return c.json({ number: done.file.number }, done.isNew ? 201 : 200);
    },
  );
