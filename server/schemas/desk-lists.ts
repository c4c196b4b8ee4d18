/** Lists of the desk: what they can be narrowed down to, their pages and counts, filters that people keep. */

import { z } from '@hono/zod-openapi';
import { states } from '../domain/case-file.ts';
import { isDay } from '../domain/day.ts';
import { lights } from '../domain/lights.ts';
import { cleanLine } from '../domain/opinion.ts';
import { deskQueues, type ListFilterName, listFacets, listOrders } from '../domain/queues.ts';
import { channels, natures, opinionKinds, results, type SupervisionLevel, topics } from '../domain/vocabulary.ts';
import { departmentCode } from './departments.ts';
import { caseLine } from './desk.ts';

const day = z.string().refine(isDay).openapi({ format: 'date', example: '2026-11-22' });
const yes = z.literal('1').openapi({ description: '1' });

/** What a list may be narrowed down to; everything given must hold. */
const filterShape = {
  queue: z.enum(deskQueues).optional(),
  /** Case number or words of the text; several words must all occur. */
  q: z.string().max(60).transform(cleanLine).optional(),
  department: departmentCode.optional(),
  class: departmentCode.optional(),
  topic: z.enum(topics).optional(),
  kind: z.enum(opinionKinds).optional(),
  channel: z.enum(channels).optional(),
  nature: z.enum(natures).optional(),
  state: z.enum(states).optional(),
  result: z.enum(results).optional(),
  light: z.enum(lights).optional(),
  from: day.optional(),
  to: day.optional(),
  closedFrom: day.optional(),
  closedTo: day.optional(),
  key: yes.optional(),
  drawn: yes.optional(),
  level: z.coerce
    .number()
    .int()
    .min(1)
    .max(4)
    .transform((level) => level as SupervisionLevel)
    .optional(),
  reworks: z.coerce.number().int().min(1).max(9).optional(),
  order: z.enum(listOrders).optional(),
} satisfies Record<ListFilterName, z.ZodType>;
export const caseFilter = z.object(filterShape);
export type CaseFilter = z.infer<typeof caseFilter>;

export const caseListQuery = caseFilter.extend({
  after: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

const count = z.int();

/** `next` is the cursor of the following page, or null at the end. `counts` are of what the list can be narrowed down to. */
export const caseList = z
  .object({
    items: z.array(caseLine),
    next: z.string().nullable(),
    count,
    counts: z.object(
      Object.fromEntries(listFacets.map((facet) => [facet, count])) as Record<
        (typeof listFacets)[number],
        typeof count
      >,
    ),
    order: z.enum(listOrders),
  })
  .openapi('CaseList');
export type CaseList = z.infer<typeof caseList>;

/** The queues of the role that asks, in the order in which they are shown. */
export const queueList = z
  .object({
    items: z.array(z.object({ queue: z.enum(deskQueues).openapi('DeskQueue'), name: z.string(), count })),
  })
  .openapi('DeskQueues');

// ── Filters that people keep ─────────────────────────────────────────────────────────────────────────────────────────

const filterName = z.string().max(120).transform(cleanLine).pipe(z.string().min(1).max(20));

/** `query` is the query string of the list. */
export const savedFilterRequest = z
  .object({ name: filterName, query: z.string().max(1000) })
  .strict()
  .openapi('SavedFilterRequest');

export const savedFilterChange = z
  .object({ name: filterName.optional(), move: z.enum(['up', 'down']).optional() })
  .strict()
  .openapi('SavedFilterChange');

export const savedFilter = z
  .object({ id: z.string(), name: z.string(), query: z.string(), count })
  .openapi('SavedFilter');
export type SavedFilter = z.infer<typeof savedFilter>;

export const savedFilterList = z.object({ items: z.array(savedFilter) }).openapi('SavedFilters');
