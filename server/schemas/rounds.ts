/** Rounds (评议活动) on the wire: the plan with its limits, and what everybody may know of a round. */

import { z } from '@hono/zod-openapi';
import type { RoundPlan } from '../domain/round/plan.ts';
import { ballotChannels, roundKinds } from '../domain/vocabulary.ts';
import { departmentCode } from './departments.ts';

export const planDay = z.iso.date();
export const percent = z.int().min(0).max(100);
/** A short code of the plan's own: of an item, a class, a rater group. */
export const planCode = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?$/);
export const planName = (most: number) => z.string().trim().min(1).max(most);
/** A moment of the city without zone: `2026-12-20T09:00`. */
const cityTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d$/);

export const roundKind = z.enum(roundKinds).openapi('RoundKind');
export const ballotChannel = z.enum(ballotChannels).openapi('BallotChannel');

const scale = z.object({
  preset: z.string().max(20),
  levels: z
    .array(z.object({ level: z.int().min(1).max(9), name: planName(12), points: percent, isSatisfied: z.boolean() }))
    .min(2)
    .max(9),
});
const item = z.object({ code: planCode, name: planName(20), weight: percent });
const roundClass = z.object({ code: z.string().min(1).max(40), name: planName(20), isRanked: z.boolean() });
const roundDepartment = z.object({
  code: departmentCode,
  name: planName(40),
  classCode: z.string().min(1).max(40),
  isExempt: z.literal(true).optional(),
});
const raterGroup = z.object({
  code: planCode,
  name: planName(20),
  weight: percent,
  invited: z.int().min(0).max(1_000_000),
  frame: z.string().trim().max(500),
});
export const rosterRule = z.object({
  roster: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{2}$/),
  group: planCode,
  only: departmentCode.optional(),
  except: departmentCode.optional(),
  codes: z.int().min(0).max(200_000),
  window: z.object({ from: cityTime, until: cityTime }).optional(),
});
export const channelRule = z.object({ channel: ballotChannel, isCounted: z.boolean() });
const minimum = z.int().min(1).max(1000);
export const minimums = z.object({ cell: minimum, group: minimum, ranked: minimum });
export const annualFormula = z.object({ review: percent, rectification: percent, regular: percent });

export const roundPlan = z
  .object({
    v: z.literal(1),
    round: z.string(),
    kind: roundKind,
    title: z.string().max(80),
    year: z.int(),
    opensOn: planDay,
    closesOn: planDay,
    ticketsUntil: planDay.optional(),
    scale,
    items: z.array(item).max(20),
    asksOverall: z.boolean(),
    classes: z.array(roundClass).max(30),
    departments: z.array(roundDepartment).max(500),
    groups: z.array(raterGroup).max(20),
    rosters: z.array(rosterRule).max(1000),
    channels: z.array(channelRule).max(ballotChannels.length),
    minimums,
    annual: annualFormula.optional(),
  })
  .openapi('RoundPlan') as unknown as z.ZodType<RoundPlan>;

const roundLine = z.object({
  id: z.string(),
  /** 文号 of the plan as frozen. */
  number: z.string(),
  title: z.string(),
  kind: roundKind,
  kindName: z.string(),
  state: z.string(),
  stateName: z.string(),
  /** First and last day of voting. */
  opensOn: z.string(),
  closesOn: z.string(),
  /** 评议年度. */
  year: z.int(),
  /** Of 部门自主评议: whose it is. */
  department: z.string().nullable(),
});
export type PublicRoundLine = z.infer<typeof roundLine>;

export const publicRoundList = z.object({ items: z.array(roundLine) }).openapi('PublicRounds');

/** A file of the round in the open data: its address and its hash as the ledger has it. */
const boundFile = z.object({ path: z.string(), hash: z.string() });

export const publicRound = roundLine
  .extend({
    plan: roundPlan,
    /** What each department says of itself, by code. */
    reports: z.record(z.string(), z.string()),
    /** Address and SHA-256 of what was frozen; `keys` lists the keys of tickets by group and department. */
    files: z.object({ rules: boundFile, reports: boundFile, keys: boundFile, roster: boundFile }).nullable(),
    /** The entry of the log that binds those hashes, as it stands there; null while it waits. */
    freeze: z.string().nullable(),
    /** Where tickets are given; null: by this server. */
    issuer: z.string().nullable(),
    office: z.object({ name: z.string(), telephone: z.string() }),
    results: z.object({
      isPublished: z.boolean(),
      /** SHA-256 of `results.json`; null until they are published. */
      hash: z.string().nullable(),
      /** Last day to ask for 复核; null until then. */
      recheckUntil: z.string().nullable(),
    }),
    today: z.string(),
  })
  .openapi('PublicRound');
export type PublicRound = z.infer<typeof publicRound>;
