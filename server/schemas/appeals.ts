/** 申诉 on the wire: opened ratings as their department sees them, appeals, rulings, and what the public gets to know of them. */

import { z } from '@hono/zod-openapi';
import { appealLength } from '../domain/opinion.ts';
import { departmentRef } from './desk.ts';
import { hash, text } from './opinions.ts';

const day = z.string().openapi({ format: 'date' });
const level = z.int().min(1).max(5);
const states = z.enum(['waiting', 'granted', 'refused']);

export const openedQuery = z.object({
  /** Only 不满意 and 非常不满意. */
  only: z.literal('dissatisfied').optional(),
  after: z.string().max(200).optional(),
});

export const openedList = z
  .object({
    year: z.int(),
    count: z.int(),
    items: z.array(
      z.object({
        /** `c` of its entry in the ledger. */
        commitment: z.string(),
        level,
        openedOn: day,
        /** It is counted apart already. */
        apart: z.boolean(),
        appeal: states.nullable(),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('OpenedRatings');
export type OpenedRatings = z.infer<typeof openedList>;

export const newAppeal = z
  .object({ commitment: hash, grounds: text(appealLength.least, appealLength.most) })
  .strict()
  .openapi('NewAppeal');

export const appealView = z
  .object({
    id: z.string(),
    department: departmentRef,
    commitment: z.string(),
    level,
    openedOn: day,
    grounds: z.string(),
    askedBy: z.string(),
    askedOn: day,
    state: states,
    reason: z.string().nullable(),
    ruledBy: z.string().nullable(),
    ruledOn: day.nullable(),
  })
  .openapi('Appeal');
export type AppealView = z.infer<typeof appealView>;

export const appealList = z.object({ items: z.array(appealView) }).openapi('Appeals');

export const rulingRequest = z
  .object({ ruling: z.enum(['grant', 'refuse']), reason: text(appealLength.least, appealLength.most) })
  .strict()
  .openapi('AppealRuling');

export const publicAppealList = z
  .object({
    year: z.int(),
    asked: z.int(),
    granted: z.int(),
    refused: z.int(),
    waiting: z.int(),
    rulings: z.array(
      z.object({
        commitment: z.string().openapi({ description: '存证本里那条评价的承诺值' }),
        granted: z.boolean(),
        reason: z.string(),
        on: day,
      }),
    ),
  })
  .openapi('PublicAppeals', { description: '单位对评价的申诉和评议办的裁定' });
export type PublicAppeals = z.infer<typeof publicAppealList>;
