/** The deadline policy as the desk reads and changes it. */

import { z } from '@hono/zod-openapi';
import { isDay } from '../domain/day.ts';
import { type PolicyKey, policyKeys } from '../domain/deadline-policy.ts';
import { isTimeOfDay, minutesOf } from '../domain/office-hours.ts';
import { channels, opinionKinds } from '../domain/vocabulary.ts';
import { deskErrors } from '#words/desk-api.ts';

const day = z.string().refine(isDay).openapi({ format: 'date', example: '2026-12-01' });
const key = z.enum(policyKeys as [PolicyKey, ...PolicyKey[]]);
const kind = z.enum([...opinionKinds, '*']);
const channel = z.enum([...channels, '*']);
const unit = z.enum(['workday', 'day']);
const allowance = z.object({ amount: z.int(), unit });
/** A value that begins later; `null` where a special value is taken back then. */
const coming = z.object({ validFrom: day, value: allowance.nullable() });

const step = z.object({
  key,
  name: z.string(),
  /** What happens within it, in one sentence. */
  told: z.string(),
  default: allowance,
  value: allowance,
  /** Since when it is in force; null for the default. */
  since: day.nullable(),
  coming: z.array(coming),
  longest: z.int(),
  /** Only counted in working days. */
  onlyWorkdays: z.boolean(),
  /** Values of their own for a kind of 意见, a channel, or both; `value` is null for one that only begins later. */
  specials: z.array(
    z.object({
      kind,
      channel,
      forWhat: z.string(),
      value: allowance.nullable(),
      since: day.nullable(),
      coming: z.array(coming),
    }),
  ),
});

const hours = z.object({ from: z.string(), to: z.string() });

/** Every step with its default, the value in force, special values, and the history of changes, newest first. */
export const policyView = z
  .object({
    today: day,
    mayChange: z.boolean(),
    officeHours: hours,
    steps: z.array(step),
    history: z.array(
      z.object({
        at: z.string(),
        by: z.string(),
        name: z.string(),
        forWhat: z.string(),
        validFrom: day,
        /** Null where a special value was taken back. */
        value: allowance.nullable(),
      }),
    ),
  })
  .openapi('DeadlinePolicy');
export type PolicyView = z.infer<typeof policyView>;
export type PolicyStep = PolicyView['steps'][number];

/** `amount` null takes a special value back. `kind` and `channel` are `*` for the general value. */
export const policyChange = z
  .object({
    key,
    kind: kind.default('*'),
    channel: channel.default('*'),
    validFrom: day,
    amount: z.int().min(1).max(366).nullable(),
    unit: unit.default('workday'),
  })
  .strict()
  .openapi('DeadlineChange');

const time = z.string().refine(isTimeOfDay, { error: deskErrors.timeOfDay }).openapi({ example: '08:30' });
/** When notices of deadlines may be sent, on working days. */
export const officeHours = z
  .object({ from: time, to: time })
  .strict()
  .refine(({ from, to }) => minutesOf(from) < minutesOf(to), { error: deskErrors.hoursOrder, path: ['to'] })
  .openapi('OfficeHours');
