/** Acts on many cases at once: what they have in common, what would become of each, and what did. */

import { z } from '@hono/zod-openapi';
import { bulkActs } from '../domain/bulk.ts';
import { bulkMost } from '../domain/queues.ts';
import { actOffer, idInPath } from './desk.ts';
import { token } from './ratings.ts';

const id = idInPath.shape.id;
const seq = z.int().min(1).max(100_000);

/** Which cases: by id, or all that a list has (its query string). */
export const bulkChoice = z
  .object({ ids: z.array(id).max(bulkMost).default([]), query: z.string().max(1000).optional() })
  .strict()
  .openapi('BulkChoice');

const bulkLine = z.object({ id: z.string(), seq: z.int(), label: z.string(), stateName: z.string() });
export type BulkLine = z.infer<typeof bulkLine>;

/** `acts` are those that at least one of the cases allows, each with how many do. `tooMany`: only the first ones are here. */
export const bulkOffers = z
  .object({
    items: z.array(bulkLine),
    tooMany: z.boolean(),
    acts: z.array(z.object({ offer: actOffer, can: z.int() })),
  })
  .openapi('BulkOffers');
export type BulkOffers = z.infer<typeof bulkOffers>;

/** `given` are the fields of the act, as for one case. */
export const bulkRequest = z
  .object({
    act: z.enum(bulkActs),
    given: z.record(z.string().max(40), z.unknown()).default({}),
    cases: z.array(z.object({ id, seq }).strict()).min(1).max(bulkMost),
  })
  .strict()
  .openapi('BulkRequest');
export type BulkRequest = z.infer<typeof bulkRequest>;

/** `refusal` says why it would not work; null where it would. */
export const bulkCheck = z
  .object({ actName: z.string(), items: z.array(bulkLine.extend({ refusal: z.string().nullable() })) })
  .openapi('BulkCheck');
export type BulkCheck = z.infer<typeof bulkCheck>;

/** The token is made by the sender, so that a form that is sent twice is held once. */
export const bulkHoldRequest = bulkRequest.extend({ token }).strict().openapi('BulkHold');

export const bulkState = z
  .object({
    id: z.string(),
    act: z.enum(bulkActs),
    actName: z.string(),
    state: z.enum(['held', 'running', 'done', 'cancelled']),
    /** Instant at which it begins, while it is held. */
    heldUntil: z.string(),
    /** Until then; 0 once it has begun. */
    secondsLeft: z.int(),
    count: z.int(),
    /** `refusal` is null for what was done; cases that were not come to yet are missing. */
    items: z.array(
      z.object({ id: z.string(), label: z.string(), visible: z.boolean(), refusal: z.string().nullable() }),
    ),
  })
  .openapi('Bulk');
export type BulkState = z.infer<typeof bulkState>;

export const bulkList = z.object({ items: z.array(bulkState) }).openapi('Bulks');
