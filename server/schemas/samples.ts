/** 抽查 on the wire: what was frozen, the numbers, and which were drawn. */

import { z } from '@hono/zod-openapi';
import { sampleFrames } from '../domain/vocabulary.ts';

const day = z.string();

export const sampleLine = z
  .object({
    /** 文号. */
    number: z.string(),
    frame: z.enum(sampleFrames),
    /** How many are drawn. */
    size: z.number().int(),
    lottery: z.string(),
    issue: z.string(),
    announcedOn: day,
    drawDay: day,
    /** Who may be drawn. */
    count: z.number().int(),
    drawnOn: day.nullable(),
  })
  .openapi('SampleLine');

export const sampleList = z.object({ items: z.array(sampleLine) }).openapi('SampleList');

export const sampleView = sampleLine
  .extend({
    frozen: z.object({
      size: z.number().int(),
      /** Base64url. */
      root: z.string(),
      /** SHA-256 of the list, in hex. */
      ids: z.string(),
    }),
    /** Places of its entries in the log; the second once it was drawn. */
    entries: z.array(z.number().int()),
    winning: z.string().nullable(),
    /** In the order in which they were drawn. */
    drawn: z.array(
      z.object({
        /** Of a case, or code of a department. */
        id: z.string(),
        /** 案件编号 of a public case, or name of a department. */
        name: z.string().nullable(),
        /** What came of the check, as the log tells. */
        result: z.enum(['passed', 'failed']).nullable(),
      }),
    ),
  })
  .openapi('Sample');
export type SampleView = z.infer<typeof sampleView>;
export type SampleLine = z.infer<typeof sampleLine>;

export const sampleNumber = z.object({ number: z.string().min(1).max(60) });
