/** The clerk's guide: the year, what comes round again and again, and every step with where it is done, by whom, with what, and who is told. */
import { z } from '@hono/zod-openapi';

const link = z.object({ path: z.string(), name: z.string() });

/** What a table of the guide says in each row, already in words. */
export const guideStep = z.object({
  act: z.string(),
  name: z.string(),
  /** Where it is done, in words, and the page where it begins; null where nobody at a desk does it. */
  where: z.string(),
  path: z.string().nullable(),
  tip: z.string(),
  /** Somebody with the role of the reader may do it. */
  isMine: z.boolean(),
  who: z.array(z.string()),
  required: z.array(z.string()),
  optional: z.array(z.string()),
  moves: z.string(),
  clocks: z.array(z.string()),
  papers: z.array(z.string()),
  tells: z.array(z.string()),
  isPublic: z.boolean(),
  refusals: z.array(z.string()),
  /** Type of its entry in the ledger; null where there is none. */
  entry: z.string().nullable(),
});
export type GuideStep = z.infer<typeof guideStep>;

const named = z.object({ id: z.string(), name: z.string() });

export const guide = z
  .object({
    year: z.array(z.object({ when: z.string(), what: z.string(), steps: z.array(named), records: z.array(named) })),
    rhythm: z.array(z.object({ when: z.string(), what: z.string(), places: z.array(link) })),
    clocks: z.array(z.object({ key: z.string(), name: z.string(), amount: z.string(), told: z.string() })),
    parts: z.array(z.object({ id: z.string(), name: z.string(), steps: z.array(guideStep) })),
    records: z.array(
      z.object({ kind: z.string(), name: z.string(), path: z.string(), tip: z.string(), steps: z.array(guideStep) }),
    ),
    papers: z.array(z.object({ name: z.string(), where: z.string(), steps: z.array(z.string()) })),
  })
  .openapi('Guide');
export type Guide = z.infer<typeof guide>;
