/** Cases as everybody may read them: edited text, facts of the process, no names of persons. */

import { z } from '@hono/zod-openapi';
import { clocks, departmentStates } from '../domain/case-file.ts';
import { isDay } from '../domain/day.ts';
import { lights } from '../domain/lights.ts';
import { bases, closures, natures, opinionKinds, results, suspensionCauses, topics } from '../domain/vocabulary.ts';
import { actNames } from '../domain/workflow.ts';

const day = z.string().refine(isDay).openapi({ format: 'date', example: '2026-11-22' });
const departmentName = z.object({ code: z.string(), name: z.string() });

/** What the list may be narrowed to; `open` includes what is overdue. */
export const publishedStates = ['open', 'overdue', 'resolved', 'explained', 'suspended'] as const;

const caseNumber = z
  .string()
  .regex(/^\d{4}-\d{4,7}$/)
  .openapi({ example: '2026-0123' });

/** An empty text is what a form sends for 「全部」. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal('').transform(() => undefined), schema]).optional();

/** PostgreSQL stores no NUL and cannot look for one. */
const isStorable = (text: string): boolean => !text.includes('\0');

export const publishedCaseQuery = z.object({
  department: optional(z.string().max(40).refine(isStorable)).openapi({ type: 'string', description: '单位代码' }),
  topic: optional(z.enum(topics)).openapi({ type: 'string', description: '意见类别' }),
  year: optional(z.coerce.number().int().min(2000).max(2999)).openapi({ type: 'integer', description: '评议年度' }),
  state: optional(z.enum(publishedStates)).openapi({ type: 'string', description: '办理情况' }),
  q: z.string().trim().max(60).refine(isStorable).optional().openapi({ description: '案件编号或公开文本里的字' }),
  order: optional(z.enum(['number', 'closed'])).openapi({
    type: 'string',
    description: '编号新的在前，或最近办结的在前',
  }),
  after: z.string().max(200).optional().openapi({ description: '上一页给出的 next' }),
});
export const publishedCaseNumber = z.object({ number: caseNumber });

const line = {
  number: z.string(),
  year: z.int(),
  state: z.enum(departmentStates),
  light: z.enum(lights),
  topic: z.enum(topics).nullable(),
  kind: z.enum(opinionKinds),
  department: departmentName.nullable(),
  /** ISO week of receipt, `2026-W18`. */
  receivedWeek: z.string(),
  result: z.enum(results).nullable(),
  basis: z.enum(bases).nullable(),
  closedOn: day.nullable(),
  /** The text that the office approved for publication; null once erased. */
  text: z.string().nullable(),
  /** The department's own account of what was done. */
  outcome: z.string().nullable(),
  erased: z.boolean(),
};

export const publishedCaseLine = z.object(line).openapi('PublishedCaseLine');
export type PublishedCaseLine = z.infer<typeof publishedCaseLine>;

export const publishedCaseList = z
  .object({ items: z.array(publishedCaseLine), count: z.int(), next: z.string().nullable() })
  .openapi('PublishedCases');
export type PublishedCaseList = z.infer<typeof publishedCaseList>;

/** On account: why, what the department does next and on which day it looks again; the office looks again before `reviewOn`. */
const suspension = z.object({
  cause: z.enum(suspensionCauses),
  nextStep: z.string().nullable(),
  reviewDay: day.nullable(),
  reviewOn: day.nullable(),
  since: day.nullable(),
  /** Days on which the office has looked at it again. */
  reviews: z.array(day),
});

/** 挂账清单: a case with its 未整改说明, which is `outcome`. */
export const accountLine = z.object({ ...line, suspension }).openapi('AccountLine');
export type AccountLine = z.infer<typeof accountLine>;
export const accountQuery = publishedCaseQuery.pick({ department: true, after: true });
export const accountList = z
  .object({ items: z.array(accountLine), count: z.int(), next: z.string().nullable() })
  .openapi('AccountList');

const due = z.object({ clock: z.enum(clocks), due: day, explanation: z.string() });

/** One line of the history. What the author did has a week and no day. */
const step = z.object({
  act: z.enum(actNames),
  day: day.nullable(),
  week: z.string().nullable(),
  by: z.enum(['department', 'office', 'supervisor', 'author', 'system']),
  department: departmentName.nullable(),
  /** Its place in the ledger, from 0; null while it waits to be entered. */
  entry: z.int().nullable(),
});

export const publishedCase = z
  .object({
    ...line,
    nature: z.enum(natures).nullable(),
    keyItem: z.boolean(),
    coDepartments: z.array(departmentName),
    assignedOn: day.nullable(),
    /** 意见 of others that were merged into this one. */
    merged: z.int(),
    /** Numbers of those that had one; such a number leads here. */
    mergedNumbers: z.array(z.string()),
    /** Requests to return it and moves that the office made itself, with who did not want it and what the office said. */
    moves: z.array(
      z.object({
        act: z.enum(['requestReturn', 'transfer']),
        day,
        by: departmentName.nullable(),
        /** The department that the one which asked thinks is responsible. */
        suggested: departmentName.nullable(),
        ruling: z.object({ granted: z.boolean(), day, reason: z.string().nullable() }).nullable(),
      }),
    ),
    /** Departments that were asked to help, by when, and when they said their part. */
    helpers: z.array(z.object({ department: departmentName, askedOn: day, due: day, doneOn: day.nullable() })),
    /** Extensions that were granted: the deadline before and after, and why. */
    extended: z.array(z.object({ day, from: day.nullable(), until: day.nullable(), reason: z.string().nullable() })),
    /** 阶段目标 of a case that cannot be finished yet. */
    stages: z.array(z.object({ day, until: day.nullable(), explanation: z.string().nullable() })),
    /** 督办单, 挂牌督办 and 约谈建议; `level` is 2 (yellow) or 3 (red) of a 督办单. */
    orders: z.array(
      z.object({
        act: z.enum(['supervise', 'list', 'talk']),
        level: z.int().nullable(),
        day,
        replyBy: day.nullable(),
        answeredOn: day.nullable(),
        delistedOn: day.nullable(),
      }),
    ),
    /** The lot fell on it: a supervisor looks at it on the spot. */
    drawn: z.boolean(),
    /** 移交销号 and 延期销号: to whom, and by when the rest is done. */
    handedOver: z.object({ to: z.string().nullable(), until: day.nullable() }).nullable(),
    /** How far it says it is, in per cent. */
    percent: z.int(),
    claims: z.int(),
    closure: z.enum(closures).nullable(),
    onTime: z.boolean().nullable(),
    returns: z.object({ asked: z.int(), granted: z.int(), refused: z.int() }),
    transfers: z.int(),
    extensions: z.int(),
    reworks: z.int(),
    supervision: z.int(),
    /** How often the author did not accept the result. */
    disputes: z.int(),
    /** The author's word in this round: a lock opened on the phone, or an answer that the server could have read. */
    answer: z.object({ word: z.enum(['yes', 'no']), proof: z.enum(['lock', 'seen']) }).nullable(),
    checked: z.enum(['passed', 'failed']).nullable(),
    evidenceCount: z.int(),
    suspension: suspension.nullable(),
    /** Of a case that was explained instead of rectified: the law or policy that the department relies on. */
    legalBasis: z.string().nullable(),
    notice: z.object({ from: day, until: day }).nullable(),
    deadlines: z.array(due),
    history: z.array(step),
  })
  .openapi('PublishedCase');
export type PublishedCase = z.infer<typeof publishedCase>;
