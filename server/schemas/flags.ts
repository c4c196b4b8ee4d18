/** 异常票 on the wire: flags by rule with their numbers, exclusions of a round, and what is proposed. */

import { z } from '@hono/zod-openapi';
import { exclusionRules } from '../domain/vocabulary.ts';
import { cleanText } from '../domain/opinion.ts';
import { departmentCode } from './departments.ts';
import { serialMost } from './batches.ts';

const count = z.int();
const rule = z.enum(exclusionRules);

export const flagList = z
  .object({
    round: z.object({ id: z.string(), number: z.string().nullable(), title: z.string(), stateName: z.string() }),
    /** Exclusions may be proposed now. */
    takes: z.boolean(),
    rules: z.array(
      z.object({
        rule,
        name: z.string(),
        /** The rule as it is published. */
        sentence: z.string(),
        /** Found out by people, not computed. */
        byHand: z.boolean(),
        flags: count,
        /** Of them, not proposed for exclusion. */
        open: count,
        /** The first of them. */
        items: z.array(
          z.object({
            id: z.string(),
            rows: count,
            /** Where it is and why, in words. */
            where: z.string(),
            why: z.string(),
            exclusion: z.object({ id: z.string(), stateName: z.string() }).nullable(),
          }),
        ),
      }),
    ),
    exclusions: z.array(
      z.object({
        id: z.string(),
        number: z.string().nullable(),
        ruleName: z.string(),
        state: z.string(),
        stateName: z.string(),
        ballots: count,
        rows: count,
        reason: z.string(),
        /** The reader may confirm or reject it: somebody else proposed it. */
        mayDecide: z.boolean(),
      }),
    ),
    /** Confirmed batches, whose ballots can be named by number. */
    batches: z.array(z.object({ id: z.string(), name: z.string() })),
    departments: z.array(z.object({ code: z.string(), name: z.string() })),
  })
  .openapi('BallotFlags');
export type FlagList = z.infer<typeof flagList>;

const reason = z.string().max(500).transform(cleanText).pipe(z.string().min(1));

export const exclusionRequest = z
  .object({
    rule,
    flags: z.union([z.literal('all'), z.array(z.string().max(64)).min(1).max(2000)]),
    reason,
  })
  .strict()
  .openapi('ExclusionProposal');
export type ExclusionRequest = z.infer<typeof exclusionRequest>;

export const flagRequest = z
  .object({
    rule: z.enum(['interference', 'own-staff']),
    batch: z.string().max(64),
    serials: z.array(z.int().min(1).max(serialMost)).min(1).max(500),
    /** With `own-staff`: the department whose staff it was. */
    department: departmentCode.optional(),
  })
  .strict()
  .openapi('FlagByHand');
export type FlagRequest = z.infer<typeof flagRequest>;

export const exclusionsDone = z
  .object({ exclusions: z.array(z.object({ id: z.string() })) })
  .openapi('ExclusionsProposed');
export const flagsDone = z.object({ added: count }).openapi('FlagsAdded');
