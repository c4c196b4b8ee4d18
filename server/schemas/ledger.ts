/** The ledger as the pages and phones look at it: its keys, how large it is, who vouches, what waits, and what was published last. */

import { z } from '@hono/zod-openapi';
import { isDay } from '../domain/day.ts';

const day = z.string().refine(isDay).openapi({ format: 'date', example: '2026-11-22' });
const count = z.int().nonnegative();

export const ledgerView = z
  .object({
    origin: z.string().openapi({ description: '存证本的名字' }),
    keys: z.object({
      log: z.string().openapi({ description: '检查点的公钥（C2SP signed-note）' }),
      receipts: z.string().openapi({ description: '存证回执的公钥' }),
    }),
    today: day,
    size: count.openapi({ description: '最新检查点里有多少条' }),
    checkpoint: z.string().nullable().openapi({ description: '最新检查点原文，带见证方的签名；还没有时为 null' }),
    checkpointDay: day.nullable(),
    /** Those who have ever cosigned, or are asked to; `size` and `day` are of the newest cosignature. */
    witnesses: z.array(z.object({ name: z.string(), key: z.string(), size: count.nullable(), day: day.nullable() })),
    waiting: z.object({ opinions: count, citizens: count, staff: count, ratings: count }),
    publication: z.object({ n: count, day, index: count }).nullable(),
    pace: z.enum(['week', 'day', 'demonstration']).openapi({ description: '新意见多久存入一次' }),
    /** A witness has seen a log that ours does not continue: nothing is signed any more until that is explained. */
    contradiction: z.object({ witness: z.string(), ours: count, seen: count.nullable() }).nullable(),
    previous: z.object({ origin: z.string(), size: count, root: z.string() }).nullable(),
  })
  .openapi('Ledger');
export type LedgerView = z.infer<typeof ledgerView>;
