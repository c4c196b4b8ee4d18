/** What the holder of a receipt sees of the case, and what they may say. */
import { z } from '@hono/zod-openapi';
import { states } from '../domain/case-file.ts';
import { commentLength, replyLength } from '../domain/opinion.ts';
import { bases, closures, opinionKinds, results } from '../domain/vocabulary.ts';
import { hash, text } from './opinions.ts';

const department = z.object({ code: z.string(), name: z.string() });

export const trackRequest = z.object({ viewKey: hash }).strict().openapi('TrackRequest');

/** `seen`: the server saw the code, so that the answer is counted apart from those that only a phone could give. */
const proven = { viewKey: hash, preimage: hash, seen: z.boolean() };

export const answerRequest = z
  .object({
    ...proven,
    answer: z.enum(['yes', 'no']),
    comment: text(0, commentLength).optional(),
  })
  .strict()
  .openapi('TrackAnswer');
export const replyRequest = z
  .object({ viewKey: hash, answer: text(1, replyLength) })
  .strict()
  .openapi('TrackReply');
export const reopenRequest = z
  .object({ ...proven, reason: text(2, commentLength) })
  .strict()
  .openapi('TrackReopen');

/** A date, why it is this one, and what is due. */
const dated = z.object({ day: z.string(), name: z.string(), explanation: z.string() });

export const track = z
  .object({
    receipt: z.string(),
    /** ISO week of receipt; nothing finer is kept with the author's part. */
    week: z.string(),
    kind: z.enum(opinionKinds),
    named: department.nullable(),
    /** The redacted text; null once erased. */
    text: z.string().nullable(),
    mayPublish: z.boolean(),
    /** The server saw the code when it was made: answers count as seen. */
    codeSeen: z.boolean(),
    /** The office wrote it down for its author (代录). */
    recorded: z.boolean(),
    contactUntil: z.string().nullable(),

    state: z.enum(states),
    /** Where it stands, in plain words. */
    standing: z.string(),
    /** 案件编号; null while there is none. */
    number: z.string().nullable(),
    /** Everybody can read the case under that number: it is past 交办, and its receipt week is over. */
    isPublic: z.boolean(),
    holder: department.nullable(),
    due: dated.nullable(),
    /** What the department says was done, and how many pieces of evidence it showed. */
    done: z
      .object({ result: z.enum(results), resultName: z.string(), outcome: z.string().nullable(), evidence: z.int() })
      .nullable(),
    history: z.array(
      z.object({
        day: z.string(),
        text: z.string(),
        who: z.string().nullable(),
        detail: z.string().nullable(),
      }),
    ),
    /** A question of the department or the office that waits for an answer. */
    question: z.string().nullable(),
    /** An answer is asked for now. The locks are the ones that this receipt opens in this round. */
    ask: z
      .object({
        round: z.union([z.literal(1), z.literal(2), z.literal(3)]),
        yes: hash,
        no: hash,
        until: dated.nullable(),
        /** 认可 of the author's own case confirms it; 认可 of a merged one is recorded beside it. */
        own: z.boolean(),
        agreed: z.boolean(),
      })
      .nullable(),
    /** The last day on which the author may have it reopened, and the round whose `no` opens it. */
    reopen: z.object({ until: z.string(), round: z.union([z.literal(1), z.literal(2), z.literal(3)]) }).nullable(),
    closed: z
      .object({ day: z.string(), basis: z.enum(bases), closure: z.enum(closures), result: z.enum(results) })
      .nullable(),
    filed: z.object({ reason: z.string(), note: z.string(), channel: z.string().nullable() }).nullable(),
    /** 挂账: why it cannot be solved now, what comes next, and the days by which the department and the office look at it again. */
    account: z
      .object({
        cause: z.string(),
        nextStep: z.string().nullable(),
        reviewDay: z.string().nullable(),
        reviewOn: z.string().nullable(),
      })
      .nullable(),
    /** 阶段目标: the day by which the next stage is to be reached. */
    stage: z.string().nullable(),
    /** The lot fell on it: a supervisor is going to look at it. */
    drawn: z.boolean(),
    /** Merged into another case, whose course is what is shown above. */
    joined: z.boolean(),
  })
  .openapi('Track');
export type Track = z.infer<typeof track>;
