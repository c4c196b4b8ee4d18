/** The open figures on the wire: integer counts, and the rates made from them with numerator and denominator. */

import { z } from '@hono/zod-openapi';
import { plainCounts, rateNames } from '../domain/figures.ts';

const count = z.int().min(0);

/** An object with one schema under each of the names. */
const each = <Name extends string, Schema extends z.ZodType>(names: readonly Name[], schema: Schema) =>
  z.object(Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>);

const percent = z.string().openapi({ description: '百分比，一位小数', example: '92.5' });

export const rateView = z
  .object({ numerator: count, denominator: count, percent: percent.nullable() })
  .openapi('Rate', { description: '分子、分母和百分比；分母为 0 时百分比为 null' });
export type RateView = z.infer<typeof rateView>;

const byBasis = z
  .object({ citizen: count, independent: count, office: count })
  .openapi('ByBasis', { description: '按销号依据：群众确认、独立核实、评议办审核' });

const figures = each(plainCounts, count).extend({
  resolved: byBasis,
  resolvedTotal: count,
  rates: each(rateNames, rateView).openapi('Rates'),
});

const levels = z.object({ '0': count, '1': count, '2': count, '3': count, '4': count, '5': count });

const ratingSample = z
  .object({
    sample: z.enum(['hidden', 'too-few', 'shown']),
    substantive: count.nullable(),
    levels: levels.nullable(),
    satisfaction: z.object({ numerator: count, denominator: count, percent, low: percent, high: percent }).nullable(),
    unknown: rateView.nullable(),
  })
  .openapi('RatingSample', { description: '公众日常评价；样本太小时不公开' });

export const ratingFiguresView = ratingSample
  .extend({
    flagged: count.nullable().openapi({ description: '另行计数的个数：疑似刷评，或申诉成立' }),
    withFlagged: ratingSample.openapi({ description: '包含另行计数的' }),
  })
  .openapi('RatingFigures', { description: '公众日常评价，剔除和包含另行计数的两个数；样本太小时不公开' });
export type RatingFiguresView = z.infer<typeof ratingFiguresView>;

const named = { code: z.string(), name: z.string() };
const rated = { ratings: ratingFiguresView };

const definition = z
  .object({ name: z.string(), formula: z.string(), counts: z.string(), leavesOut: z.string() })
  .openapi('Definition');
export type DefinitionView = z.infer<typeof definition>;

export const definitionsView = z
  .object({
    version: z.string(),
    since: z.string(),
    notes: z.array(z.string()),
    counts: z.record(z.string(), definition),
    rates: each(rateNames, definition),
    ratings: z.object({ satisfaction: definition, withFlagged: definition, unknown: definition }),
  })
  .openapi('Definitions', { description: '每个数的名称、算法、算什么、不算什么' });

const classRow = figures.extend({ ...named, ranked: z.boolean(), ...rated }).openapi('ClassFigures');
const departmentRow = figures.extend({ ...named, class: z.string(), ...rated }).openapi('DepartmentFigures');
const asOf = z.string().openapi({ format: 'date', description: '统计截止日期' });
const year = z.int().openapi({ description: '评议年度' });

/** The content of `GET /api/figures` and `GET /open/figures.json`. */
export const cityFiguresView = z
  .object({
    asOf,
    year,
    city: z.object({ name: z.string(), organizer: z.string(), demonstration: z.boolean() }),
    definitions: definitionsView,
    overall: figures.extend(rated).openapi('OverallFigures'),
    classes: z.array(classRow),
    departments: z.array(departmentRow),
    months: z.array(
      figures
        .extend({ month: z.string(), closed: z.object({ resolved: byBasis, explained: count }) })
        .openapi('MonthFigures'),
    ),
    topics: z.array(figures.extend(named).openapi('TopicFigures')),
    years: z.array(figures.extend({ year: z.int() }).openapi('YearFigures')),
  })
  .openapi('CityFigures');
export type CityFiguresView = z.infer<typeof cityFiguresView>;

/** `GET /api/figures/departments/{code}`: one department beside its class, month by month. */
export const departmentFiguresView = z
  .object({
    asOf,
    year,
    department: departmentRow,
    class: classRow.nullable(),
    months: z.array(figures.extend({ month: z.string() })),
  })
  .openapi('FiguresOfDepartment');

/** `GET /api/method`: how long each step may take today, and the definitions. */
export const methodView = z
  .object({
    asOf: z.string().openapi({ format: 'date' }),
    allowances: z.array(
      z.object({
        key: z.string().openapi({ description: '期限的名称', example: 'accept' }),
        amount: z.int().min(0),
        unit: z.enum(['workday', 'day']),
      }),
    ),
    definitions: definitionsView,
  })
  .openapi('Method');
