/** A rating as it is sent, and the slip that comes back. */
import { z } from '@hono/zod-openapi';
import { tokenPattern } from '../domain/opinion.ts';
import { ratingItems, type RatingLevel, ratingLevels, ratingTags } from '../domain/vocabulary.ts';
import { departmentCode } from './departments.ts';

export const level = z.union(
  ratingLevels.map((value) => z.literal(value)) as unknown as readonly [
    z.ZodLiteral<RatingLevel>,
    z.ZodLiteral<RatingLevel>,
  ],
);

/** Made by the client; the same one again stores nothing twice. */
export const token = z.string().regex(tokenPattern).openapi({ description: '随机，22 至 64 个 base64url 字符' });
/** What the human check made: a base64 ALTCHA payload, or a Turnstile token. Without one a rating is flagged, not refused. */
export const proof = z
  .object({ altcha: z.string().max(8000).optional(), turnstile: z.string().max(2048).optional() })
  .strict();

export const ratingRequest = z
  .object({
    token,
    department: departmentCode,
    level,
    items: z.partialRecord(z.enum(ratingItems), level).default({}),
    tags: z
      .array(z.enum(ratingTags))
      .max(ratingTags.length)
      .refine((tags) => new Set(tags).size === tags.length)
      .default([]),
    proof: proof.optional(),
  })
  .strict()
  .openapi('Rating');

export const ratingSlip = z
  .object({
    /** 回执号, 8 letters; says nothing of what was rated how. */
    receipt: z.string(),
    department: z.object({ code: z.string(), name: z.string() }),
    month: z.string().openapi({ description: 'YYYY-MM，不保存更细的时间' }),
    entry: z.string().openapi({ description: '将存入存证本的记录原文（规范 JSON）；除“不了解”外，看不出打了什么分' }),
    includeBy: z.string().openapi({ format: 'date', description: '最晚哪天存入存证本' }),
  })
  .openapi('RatingSlip');
export type RatingSlip = z.infer<typeof ratingSlip>;
