/** 满意度函调 over the wire: issuing, the letter that a return code opens, its answer, statistics. */

import { z } from '@hono/zod-openapi';
import { isDay } from '../domain/day.ts';
import { fields } from '../domain/fields.ts';
import { cleanLine } from '../domain/opinion.ts';
import { attitudes, marks } from '../domain/vocabulary.ts';
import { departmentCode } from './departments.ts';
import { departmentRef } from './desk.ts';
import { text } from './opinions.ts';

const day = z.string().refine(isDay).openapi({ format: 'date' });
const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(cleanLine)
    .pipe(z.string().min(1).max(max));

/** Letters that may be issued at once. */
export const lettersAtOnce = 200;

export const issueRequest = z
  .object({
    department: departmentCode,
    addressees: z
      .array(line(fields.addressee.max))
      .min(1)
      .max(lettersAtOnce)
      .refine((list) => new Set(list).size === list.length),
    replyBy: day,
    matter: text(1, 300).optional(),
    cases: z.array(line(60)).max(20).optional(),
  })
  .strict()
  .openapi('LetterIssue');

/** A letter with its return code, told once. */
const issued = z.object({
  id: z.string(),
  number: z.string(),
  addressee: z.string(),
  department: departmentRef,
  matter: z.string(),
  replyBy: day,
  code: z.string().openapi({ description: '十七位；系统只存它的哈希' }),
});
export type IssuedLetter = z.infer<typeof issued>;
export const issuedLetters = z.object({ items: z.array(issued) }).openapi('IssuedLetters');
export const issuedLetter = issued.openapi('IssuedLetter');

export const returnCode = z.string().min(1).max(200).openapi({ description: '按输入的原样' });
export const openLetter = z.object({ code: returnCode }).strict().openapi('LetterOpen');

/** What whoever holds the code may read. Not to whom it was sent: the code is enough to answer, and says nothing of anybody. */
export const letterView = z
  .object({
    number: z.string(),
    department: departmentRef,
    matter: z.string(),
    replyBy: day,
    state: z.enum(['issued', 'answered', 'lapsed']),
  })
  .openapi('Letter');
export type LetterView = z.infer<typeof letterView>;

const answerFields = {
  mark: z.enum(marks),
  solved: z.enum(['yes', 'partly', 'no']).optional(),
  attitude: z.enum(attitudes).optional(),
  contacted: z.boolean().optional(),
  comment: text(1, fields.comment.max).optional(),
};
export const letterAnswer = z
  .object({ code: returnCode, ...answerFields })
  .strict()
  .openapi('LetterAnswer');
export const letterAnswered = z.object({ number: z.string() }).openapi('LetterAnswered');

export const letterStatistics = z
  .object({
    year: z.int(),
    items: z.array(
      z.object({
        department: departmentRef,
        issued: z.int(),
        answered: z.int(),
        byOffice: z.int(),
        lapsed: z.int(),
        marks: z.object({ satisfied: z.int(), fairly: z.int(), dissatisfied: z.int() }),
      }),
    ),
  })
  .openapi('LetterStatistics');
