/** 公开承诺 as everybody reads them, the marks that citizens give, and the hot topics that call for one. */

import { z } from '@hono/zod-openapi';
import { publicPledgeStates } from '../domain/pledges.ts';
import { marks, topics } from '../domain/vocabulary.ts';
import { publishedCaseLine } from './cases.ts';
import { departmentCode } from './departments.ts';
import { departmentRef } from './desk.ts';
import { proof, token } from './ratings.ts';

const day = z.string().openapi({ format: 'date' });

/** 「2026-0007」 of 澜评诺〔2026〕0007号. */
export const pledgeNumber = z.object({ number: z.string().regex(/^\d{4}-\d{4,9}$/) });

export const pledgeQuery = z.object({
  department: departmentCode.optional(),
  state: z.enum(publicPledgeStates).optional(),
  year: z.coerce.number().int().min(2000).max(9999).optional(),
  after: z.string().max(100).optional(),
});

/** One line of the list. `promisedOn` is the day first promised, `plannedOn` the one that holds now. */
export const pledgeLine = z
  .object({
    number: z.string().openapi({ example: '2026-0007' }),
    fullNumber: z.string().openapi({ example: '澜评诺〔2026〕0007号' }),
    state: z.enum(publicPledgeStates),
    department: departmentRef.nullable(),
    title: z.string(),
    goal: z.string(),
    leader: z.string(),
    leaderPost: z.string(),
    telephone: z.string(),
    plannedOn: day.nullable(),
    /** The day has passed and the pledge is not kept yet. */
    overdue: z.boolean(),
    percent: z.int(),
  })
  .openapi('PledgeLine');
export type PledgeLine = z.infer<typeof pledgeLine>;

export const pledgeList = z
  .object({ items: z.array(pledgeLine), count: z.int(), next: z.string().nullable() })
  .openapi('PledgeList');

/** What citizens said; `counts` is null as long as there are fewer than ten. */
const markView = z.object({
  total: z.int().nullable(),
  counts: z.object({ satisfied: z.int(), fairly: z.int(), dissatisfied: z.int(), apart: z.int() }).nullable(),
});

export const pledgeView = pledgeLine
  .extend({
    year: z.int(),
    matter: z.string(),
    measures: z.array(z.object({ what: z.string(), section: z.string(), by: day })),
    watchTelephone: z.string(),
    publishedOn: day,
    promisedOn: day.nullable(),
    /** 进展, newest last. */
    progress: z.array(z.object({ on: day, percent: z.int(), text: z.string(), difficulty: z.string() })),
    /** 结转: when and why it was carried on, and to which day. */
    carried: z.array(z.object({ on: day, reason: z.string(), to: day.nullable() })),
    outcome: z.string(),
    finishedOn: day.nullable(),
    evidenceCount: z.int(),
    /** Citizens may mark it now, until this day. */
    marksUntil: day.nullable(),
    mayMark: z.boolean(),
    marks: markView,
    /** What the office said when it found that the pledge is kept. */
    opinion: z.string(),
    keptOn: day.nullable(),
    cases: z.array(publishedCaseLine),
    /** Cases that are not public yet are counted only. */
    casesCount: z.int(),
  })
  .openapi('Pledge');
export type PledgeView = z.infer<typeof pledgeView>;

export const markRequest = z
  .object({ token, mark: z.enum(marks), proof: proof.optional() })
  .strict()
  .openapi('PledgeMark');
export const markDone = z
  .object({ mark: z.enum(marks), repeated: z.boolean() })
  .openapi('PledgeMarkDone', { description: '留下的是一部手机的第一次测评，以后再发不改变' });

export const hotTopicList = z
  .object({
    year: z.int(),
    items: z.array(
      z.object({
        department: departmentRef,
        topic: z.enum(topics),
        cases: z.int(),
        open: z.int(),
        /** 公开承诺 about it in this 评议年度. */
        pledges: z.int(),
      }),
    ),
    /** 兑现 of the 评议年度 so far: public pledges, those due by the day first promised, of them kept, and carried on. */
    pledges: z.object({ all: z.int(), due: z.int(), kept: z.int(), carried: z.int() }),
  })
  .openapi('HotTopics');

export const topicQuery = z.object({ department: departmentCode, topic: z.enum(topics) });
export const topicCases = z.object({ numbers: z.array(z.string()) }).openapi('TopicCases');
