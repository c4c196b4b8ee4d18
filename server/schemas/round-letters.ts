/** 评议结果反馈函 on the wire: the list for the office, and one letter as it stands on paper. */

import { z } from '@hono/zod-openapi';
import { departmentCode } from './departments.ts';
import { departmentRef, idInPath } from './desk.ts';
import { paper } from './papers.ts';

const round = z.object({ id: z.string(), number: z.string(), title: z.string(), state: z.string() });

export const letterList = z
  .object({
    round,
    /** Day on which the letters went out; null before that. */
    sentOn: z.string().nullable(),
    recheckUntil: z.string().nullable(),
    items: z.array(
      z.object({
        department: departmentRef,
        className: z.string(),
        standing: z.enum(['ranked', 'unranked', 'few', 'withheld', 'exempt']),
        score: z.string().nullable(),
        rank: z.int().nullable(),
        of: z.int(),
      }),
    ),
  })
  .openapi('RoundLetters');

export const letterInPath = z.object({ id: idInPath.shape.id, code: departmentCode });

export const roundLetter = z
  .object({
    round,
    department: departmentRef,
    paper: paper.omit({ form: true, about: true }),
    /** The reader may ask for 复核 now, by this day. */
    mayRecheck: z.boolean(),
    recheckUntil: z.string().nullable(),
    /** 复核 of this department in this round. */
    rechecks: z.array(z.object({ id: z.string(), number: z.string().nullable(), stateName: z.string() })),
  })
  .openapi('RoundLetter');
export type RoundLetter = z.infer<typeof roundLetter>;
