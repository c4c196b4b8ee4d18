/** 督办、亮灯、调度、考核 as the desk reads them. */

import { z } from '@hono/zod-openapi';
import { states } from '../domain/case-file.ts';
import { departmentLights, departmentReasons } from '../domain/department-lights.ts';
import { lightReasons, lights } from '../domain/lights.ts';
import { orderLevels } from '../domain/vocabulary.ts';
import { departmentCode } from './departments.ts';
import { departmentRef } from './desk.ts';

const day = z.string();
const month = z.string().regex(/^\d{4}-\d{2}$/);

const numbers = z.object({
  assigned: z.int(),
  open: z.int(),
  overdue: z.int(),
  listed: z.int(),
  resolved: z.int(),
  rectifiable: z.int(),
  classResolved: z.int(),
  classRectifiable: z.int(),
  reasons: z.array(z.enum(departmentReasons)),
});
const monthLight = z.object({ month, light: z.enum(departmentLights), decidedOn: day, numbers });

const proposal = z.object({
  department: departmentRef,
  level: z.enum(orderLevels),
  levelName: z.string(),
  /** The lights that it follows, oldest first. */
  lights: z.array(monthLight),
  /** What the form is filled in with to begin with. */
  reason: z.string(),
  demand: z.string(),
  replyBy: day,
});
export type OrderProposal = z.infer<typeof proposal>;

const paperRef = z.object({ period: z.string(), name: z.string(), madeOn: day });

/** What the page of 督办 begins with. `proposals` is for those who may follow them; others find it empty. */
export const supervisionView = z
  .object({
    today: day,
    mayIssue: z.boolean(),
    /** The month that the newest lights are of; null before the first ones. */
    month: month.nullable(),
    counts: z.object({ red: z.int(), yellow: z.int(), green: z.int() }),
    proposals: z.array(proposal),
    dispatch: z.array(paperRef),
    check: z.array(paperRef),
  })
  .openapi('Supervision');
export type SupervisionView = z.infer<typeof supervisionView>;

export const orderQuery = z.object({
  department: departmentCode.optional(),
  open: z.enum(['1']).optional(),
  after: z.string().max(200).optional(),
});
const order = z.object({
  caseId: z.string(),
  caseNumber: z.string().nullable(),
  department: departmentRef.nullable(),
  /** 文号 of the 督办单. */
  number: z.string().nullable(),
  level: z.string(),
  day,
  replyBy: day.nullable(),
  answeredOn: day.nullable(),
  /** It should have been answered by now. */
  late: z.boolean(),
  delistedOn: day.nullable(),
  /** 挂牌 that was not taken down yet. */
  listed: z.boolean(),
});
/** `next` is the cursor of the following page, or null at the end. */
export const orderList = z
  .object({ items: z.array(order), next: z.string().nullable(), count: z.int() })
  .openapi('CaseOrders');
export type CaseOrderLine = z.infer<typeof order>;

export const lightsQuery = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() });
/** Lights of a 评议年度: a column for each month that has some, a row for each department. */
export const lightTable = z
  .object({
    year: z.int(),
    years: z.array(z.int()),
    months: z.array(month),
    classes: z.array(
      z.object({
        name: z.string(),
        departments: z.array(z.object({ department: departmentRef, lights: z.array(monthLight) })),
      }),
    ),
  })
  .openapi('DepartmentLights');

export const paperParams = z.object({
  kind: z.enum(['dispatch', 'check']),
  period: z.string().regex(/^\d{4}-\d{2}(?:-[12])?$/),
});

const dispatchLine = z.object({
  caseId: z.string(),
  number: z.string().nullable(),
  state: z.enum(states),
  stateName: z.string(),
  light: z.enum(lights),
  reasons: z.array(z.enum(lightReasons)),
  keyItem: z.boolean(),
  percent: z.int(),
  due: day.nullable(),
  left: z.int().nullable(),
  reworks: z.int(),
  supervision: z.string().nullable(),
  replyBy: day.nullable(),
  lateHelpers: z.array(departmentRef),
});
const counts = z.object({
  assigned: z.int(),
  accepted: z.int(),
  acceptedInTime: z.int(),
  claimed: z.int(),
  resolved: z.int(),
  explained: z.int(),
  closedInTime: z.int(),
  reworked: z.int(),
  returned: z.int(),
  extended: z.int(),
  urged: z.int(),
  ordered: z.int(),
  open: z.int(),
  overdue: z.int(),
});
/** A list as it was made; `dispatch` or `check` is filled, by kind. To a department only its own part. */
export const periodicPaper = z
  .object({
    kind: z.enum(['dispatch', 'check']),
    period: z.string(),
    name: z.string(),
    madeOn: day,
    organizer: z.string(),
    dispatch: z.array(z.object({ department: departmentRef, lines: z.array(dispatchLine) })),
    check: z.array(counts.extend({ department: departmentRef, light: z.enum(departmentLights).nullable() })),
    total: counts.nullable(),
    /** The paper before and after it. */
    before: paperRef.nullable(),
    after: paperRef.nullable(),
  })
  .openapi('PeriodicPaper');
export type PeriodicPaperView = z.infer<typeof periodicPaper>;
