/** 满意机关创建 on the wire: who has an award, and an application with its conditions and its paper. */

import { z } from '@hono/zod-openapi';
import { awardConditions } from '../domain/award.ts';
import { starLevels } from '../domain/vocabulary.ts';
import { departmentRef } from './desk.ts';
import { paper } from './papers.ts';

/** States of which the public reads. */
export const publicAwardStates = ['noticed', 'awarded', 'warned', 'removed', 'expired'] as const;

const star = z.object({
  number: z.string(),
  department: departmentRef,
  stars: z.enum(starLevels),
  state: z.enum(publicAwardStates),
  stateName: z.string(),
  /** Last day of 公示, while it lasts. */
  noticeUntil: z.string().nullable(),
  /** Term of the award; null before it. */
  awardedOn: z.string().nullable(),
  termUntil: z.string().nullable(),
  /** 群众评议分 and the round that it comes from. */
  score: z.object({ round: z.string(), number: z.string(), score: z.string() }).nullable(),
  /** Why it was warned or removed; empty otherwise. */
  reason: z.string(),
});
export type Star = z.infer<typeof star>;

/** Those with an award first, by stars; then those in 公示; then those that are over. */
export const starList = z.object({ items: z.array(star) }).openapi('Stars');

export const awardView = z
  .object({
    id: z.string(),
    number: z.string().nullable(),
    department: departmentRef,
    stateName: z.string(),
    conditions: z.array(
      z.object({ condition: z.enum(awardConditions), name: z.string(), isMet: z.boolean(), on: z.string() }),
    ),
    /** The conditions are those of the check; otherwise they are those of today. */
    isChecked: z.boolean(),
    /** 群众评议分 that the department has today. */
    score: z.object({ round: z.string(), number: z.string(), score: z.string(), isEnough: z.boolean() }).nullable(),
    paper: paper.omit({ form: true, about: true }),
  })
  .openapi('Award');
export type AwardView = z.infer<typeof awardView>;
