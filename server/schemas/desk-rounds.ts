/** Rounds at the desk on the wire: the list, one in preparation with what is still missing, the parts of its plan, rosters, self-reports. */

import { z } from '@hono/zod-openapi';
import { cleanLine, cleanText } from '../domain/opinion.ts';
import { ballotChannels } from '../domain/vocabulary.ts';
import { departmentCode } from './departments.ts';
import { departmentRef } from './desk.ts';
import {
  annualFormula,
  channelRule,
  minimums,
  percent,
  planCode,
  planDay,
  rosterRule,
  roundKind,
  roundPlan,
} from './rounds.ts';

/** Characters of a self-report at most. */
export const reportMost = 500;

const line = (most: number) =>
  z
    .string()
    .max(most * 2)
    .transform(cleanLine)
    .pipe(z.string().min(1).max(most));
const text = (most: number) =>
  z
    .string()
    .max(most * 4)
    .transform(cleanText)
    .refine((value) => [...value].length <= most);

/** What somebody begins a round with. */
export const roundBeginRequest = z
  .object({
    kind: roundKind,
    title: line(80),
    opensOn: planDay,
    closesOn: planDay,
    /** 部门自主评议: the department that asks about itself; a department may leave it out. */
    department: departmentCode.optional(),
  })
  .strict()
  .openapi('RoundBegin');

/** The part as it was read, so that what somebody else has changed since is not lost. */
const version = z.string().max(16);

const departmentsPart = z
  .object({
    part: z.literal('departments'),
    version,
    classes: z.array(z.object({ code: z.string().max(40).optional(), name: line(20), isRanked: z.boolean() })).max(30),
    departments: z
      .array(z.object({ code: departmentCode, classCode: z.string().max(40), isExempt: z.boolean().optional() }))
      .max(500),
  })
  .strict();
const questionnairePart = z
  .object({
    part: z.literal('questionnaire'),
    version,
    scale: z.object({
      preset: z.string().max(20),
      levels: z
        .array(z.object({ name: line(12), points: percent, isSatisfied: z.boolean() }))
        .min(2)
        .max(9),
    }),
    items: z
      .array(z.object({ code: planCode.optional(), name: line(20), weight: percent }))
      .min(1)
      .max(20),
    asksOverall: z.boolean(),
  })
  .strict();
const groupsPart = z
  .object({
    part: z.literal('groups'),
    version,
    groups: z
      .array(
        z.object({
          code: planCode.optional(),
          name: line(20),
          weight: percent,
          invited: z.int().min(0).max(1_000_000),
          frame: text(500),
        }),
      )
      .min(1)
      .max(20),
  })
  .strict();
const rulesPart = z
  .object({
    part: z.literal('rules'),
    version,
    year: z.int().min(2000).max(2200),
    channels: z.array(channelRule).max(ballotChannels.length),
    ticketsUntil: planDay.optional(),
    minimums,
    annual: annualFormula.optional(),
  })
  .strict();

export const planPartRequest = z
  .discriminatedUnion('part', [departmentsPart, questionnairePart, groupsPart, rulesPart])
  .openapi('RoundPlanPart');
export type PlanPartRequest = z.infer<typeof planPartRequest>;

/** The file that `npm run invite` writes, as text. */
export const rosterUpload = z.object({ file: z.string().min(1).max(20_000_000) }).strict();
export const rosterRemoval = z.object({ roster: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{2}$/) }).strict();

export const reportQuery = z.object({ department: departmentCode.optional() });
export const reportRequest = z.object({ report: text(reportMost) }).strict();

const deskRoundLine = z.object({
  id: z.string(),
  number: z.string().nullable(),
  title: z.string(),
  kind: roundKind,
  kindName: z.string(),
  state: z.string(),
  stateName: z.string(),
  opensOn: z.string(),
  closesOn: z.string(),
  department: departmentRef.nullable(),
  /** The reader's department is rated in it, and may still say something of itself, or has. */
  report: z.enum(['missing', 'filled']).nullable(),
  /** The reader may open it at the desk. */
  mayOpen: z.boolean(),
});
export type DeskRoundLine = z.infer<typeof deskRoundLine>;

export const deskRoundList = z
  .object({
    items: z.array(deskRoundLine),
    states: z.array(z.object({ state: z.string(), name: z.string(), count: z.int() })),
    /** Kinds that the reader may begin. */
    mayBegin: z.array(roundKind),
  })
  .openapi('DeskRounds');
export type DeskRoundList = z.infer<typeof deskRoundList>;

/** A line of what is missing: `blocks` keeps the plan from being frozen, others are only said. */
const checkLine = z.object({
  part: z.enum(['basics', 'departments', 'questionnaire', 'groups', 'rosters', 'rules', 'reports']),
  text: z.string(),
  blocks: z.boolean(),
});
export type CheckLine = z.infer<typeof checkLine>;

const versionedPart = z.object({
  departments: z.string(),
  questionnaire: z.string(),
  groups: z.string(),
  rosters: z.string(),
  rules: z.string(),
});

export const deskRound = deskRoundLine
  .extend({
    seq: z.int(),
    year: z.int(),
    plan: roundPlan,
    versions: versionedPart,
    /** The reader prepares it: its parts may be changed now. */
    mayPrepare: z.boolean(),
    checks: z.array(checkLine),
    /** Rosters with the number of lines that are there. */
    rosters: z.array(rosterRule.extend({ lines: z.int() })),
    /** Self-reports of the departments that are rated. */
    reports: z.array(z.object({ department: departmentRef, filledOn: z.string().nullable(), length: z.int() })),
    /** Keys of tickets that freezing has made. */
    ticketKeys: z.int(),
    /** Departments of the city that the plan leaves out. */
    others: z.array(departmentRef.extend({ classCode: z.string() })),
  })
  .openapi('DeskRound');
export type DeskRound = z.infer<typeof deskRound>;

export const roundBegun = z.object({ id: z.string() }).openapi('RoundBegun');
export const roundSaved = z.object({ versions: versionedPart }).openapi('RoundSaved');
export const rostersSaved = z
  .object({ rosters: z.array(z.object({ roster: z.string(), lines: z.int() })) })
  .openapi('RostersSaved');

export const roundReport = z
  .object({
    round: deskRoundLine,
    department: departmentRef,
    report: z.string(),
    filledOn: z.string().nullable(),
    most: z.int(),
    mayFill: z.boolean(),
  })
  .openapi('RoundReport');
export type RoundReport = z.infer<typeof roundReport>;

export const roundReminded = z.object({ departments: z.int() }).openapi('RoundReminded');
