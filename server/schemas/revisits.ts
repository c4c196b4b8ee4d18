/** The call list of 回访 over the wire. No contact is in it: those are opened one by one, and each opening is noted. */

import { z } from '@hono/zod-openapi';
import { states } from '../domain/case-file.ts';
import { departmentCode } from './departments.ts';
import { departmentRef } from './desk.ts';

const day = z.string().openapi({ format: 'date' });

export const revisitQuery = z.object({
  department: departmentCode.optional(),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

export const revisitLine = z
  .object({
    id: z.string(),
    number: z.string().nullable(),
    state: z.enum(states),
    stateName: z.string(),
    department: departmentRef.nullable(),
    summary: z.string(),
    closedOn: day.nullable(),
    /** By when it should be done; null while the case is not closed. */
    due: day.nullable(),
    overdue: z.boolean(),
    attempts: z.int(),
    lastOn: day.nullable(),
  })
  .openapi('RevisitLine');
export type RevisitLine = z.infer<typeof revisitLine>;

/** Closed ones first, by their day; `next` is the cursor of the following page. */
export const revisitList = z
  .object({ items: z.array(revisitLine), count: z.int(), next: z.string().nullable(), mostAttempts: z.int() })
  .openapi('RevisitList');
