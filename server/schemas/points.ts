/** 积分 of departments on the wire: for the desk alone. */

import { z } from '@hono/zod-openapi';
import { pointEvents } from '../domain/points.ts';
import { departmentRef } from './desk.ts';

export const pointsQuery = z.object({
  year: z.coerce.number().int().min(2000).max(2999).optional().openapi({ description: '评议年度' }),
});

/** Tenths of a point, as they are printed. */
const points = z.string().openapi({ example: '-1.0' });

const line = z.object({
  department: departmentRef,
  lines: z.array(z.object({ event: z.enum(pointEvents), count: z.int().min(0), each: points, points })),
  /** Of all events; what of it counts within the cap; base and what counts. */
  sum: points,
  counted: points,
  isCapped: z.boolean(),
  total: points,
});

export const pointsView = z
  .object({
    /** Off until the administrator has switched them on; then nothing is listed. */
    isOn: z.boolean(),
    year: z.int(),
    years: z.array(z.int()),
    asOf: z.string(),
    /** In the order of classes and departments; to a department only its own. */
    items: z.array(line),
  })
  .openapi('Points');
