/** Drafts of the forms of a case, and who else has the case open. */

import { z } from '@hono/zod-openapi';

/** Prefix of the form's controls: an act, or an act with an exit (`file-PRAISE`). */
const sheet = z.string().regex(/^[A-Za-z]{1,30}(?:-[A-Z_]{1,30})?$/);
/** Characters of a draft in all. The longest form has a few texts of 2,000. */
const longestDraft = 30_000;

/** Controls of the form with their texts, in order; files are kept by themselves once they are uploaded. */
const controls = z
  .array(z.tuple([z.string().max(80), z.string().max(10_000)]))
  .min(1)
  .max(200)
  .refine((list) => list.reduce((sum, [name, text]) => sum + name.length + text.length, 0) <= longestDraft);

export const draftRequest = z.object({ sheet, controls }).strict().openapi('DraftRequest');
export const draftSaved = z.object({ savedAt: z.string() }).openapi('DraftSaved');
export const draftRemoval = z.object({ sheet }).strict().openapi('DraftRemoval');

const draft = z.object({ sheet: z.string(), controls, savedAt: z.string() });
export type Draft = z.infer<typeof draft>;
export const draftList = z.object({ items: z.array(draft) }).openapi('Drafts');

/** `seq` is the count of events of the case now; `others` are named as far as the reader may know who they are. */
export const presenceView = z.object({ seq: z.int(), others: z.array(z.string()) }).openapi('Presence');
