/** 整改月报, 月通报 and 意见分析报告 over the wire. */

import { z } from '@hono/zod-openapi';
import { isMonth } from '../domain/monthly-report.ts';
import { channels, opinionKinds, topics } from '../domain/vocabulary.ts';
import { departmentRef } from './desk.ts';

const day = z.string().openapi({ format: 'date' });
const month = z.string().refine(isMonth).openapi({ example: '2026-10' });
export const monthQuery = z.object({ month });
export const optionalMonth = z.object({ month: month.optional() });

/** 整改月报: numbers at the end of a month. */
export const monthlyNumbersView = z
  .object({
    assigned: z.int(),
    assignedNow: z.int(),
    resolved: z.int(),
    resolvedNow: z.int(),
    explained: z.int(),
    suspended: z.int(),
    open: z.int(),
    overdue: z.int(),
    extended: z.int(),
  })
  .openapi('MonthlyNumbers');
export type MonthlyNumbersView = z.infer<typeof monthlyNumbersView>;

/** One department's report of one month; `record` is null while there is none. */
const reportLine = z.object({
  department: departmentRef,
  month,
  due: day,
  state: z.enum(['missing', 'filled', 'approved', 'returned']),
  late: z.boolean(),
  record: z.object({ id: z.string(), seq: z.int(), number: z.string().nullable() }).nullable(),
});

/** A department sees its months, newest first; the office one month with all departments that have cases in hand. */
export const reportBoard = z
  .object({
    months: z.array(month),
    month: month.nullable(),
    due: day.nullable(),
    items: z.array(reportLine),
    missing: z.int(),
  })
  .openapi('ReportBoard');

export const reportPreview = z.object({ month, due: day, numbers: monthlyNumbersView }).openapi('ReportPreview');
export const reminded = z.object({ departments: z.int() }).openapi('ReportsReminded');

const group = {
  effective: z.int(),
  assigned: z.int(),
  resolved: z.int(),
  explained: z.int(),
  open: z.int(),
  overdue: z.int(),
  suspended: z.int(),
  returned: z.int(),
  extended: z.int(),
  reworked: z.int(),
  /** Per cent, empty where there is nothing to divide by. */
  rectification: z.string(),
  verified: z.string(),
  completion: z.string(),
  onTime: z.string(),
};
const inMonth = z.object({ effective: z.int(), resolved: z.int() });

export const bulletinNumbersView = z
  .object({
    month,
    year: z.int(),
    asOf: day,
    overall: z.object(group),
    now: inMonth,
    before: inMonth,
    yearBefore: inMonth,
    classes: z.array(z.object({ code: z.string(), name: z.string(), ...group })),
    departments: z.array(z.object({ code: z.string(), name: z.string(), class: z.string(), ...group })),
    lights: z.array(z.object({ code: z.string(), light: z.enum(['yellow', 'red']) })),
  })
  .openapi('BulletinNumbers');

const compared = { now: z.int(), before: z.int() };
export const analysisNumbersView = z
  .object({
    month,
    year: z.int(),
    total: z.object(compared),
    topics: z.array(z.object({ topic: z.enum(topics), ...compared })),
    channels: z.array(z.object({ channel: z.enum(channels), ...compared })),
    kinds: z.array(z.object({ kind: z.enum(opinionKinds), ...compared })),
    departments: z.array(z.object({ code: z.string(), ...compared })),
    words: z.array(z.object({ word: z.string(), texts: z.int() })),
  })
  .openapi('AnalysisNumbers');

/** Texts to begin a 通报 or an analysis with; the numbers in them are those beside them. */
const texts = { overview: z.string(), problems: z.string(), requirements: z.string(), typical: z.string() };
export const bulletinDraft = z
  .object({ numbers: bulletinNumbersView.nullable(), texts: z.object(texts).nullable() })
  .openapi('BulletinDraft');
export const analysisDraft = z
  .object({ numbers: analysisNumbersView, texts: z.object({ title: z.string(), ...texts }) })
  .openapi('AnalysisDraft');

// ── Public ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** 「bulletin-2026-0003」: kind and number. */
export const cityReportName = z.object({ name: z.string().regex(/^(bulletin|analysis)-\d{4}-\d{4,9}$/) });
export const cityReportQuery = z.object({ after: z.string().max(100).optional() });

export const cityReportLine = z
  .object({
    name: z.string().openapi({ example: 'bulletin-2026-0003' }),
    kind: z.enum(['bulletin', 'analysis']),
    number: z.string().openapi({ example: '澜评通〔2026〕0003号' }),
    title: z.string(),
    month,
    issuedOn: day,
  })
  .openapi('CityReportLine');
export const cityReportList = z
  .object({ items: z.array(cityReportLine), next: z.string().nullable() })
  .openapi('CityReportList');

export const cityReport = cityReportLine
  .extend({
    ...texts,
    bulletin: bulletinNumbersView.nullable(),
    analysis: analysisNumbersView.nullable(),
    departments: z.record(z.string(), z.string()).openapi({ description: '各单位的名称，按代码' }),
  })
  .openapi('CityReport');
export type CityReport = z.infer<typeof cityReport>;

/** A report at the desk, drafts too: what is needed to print it. */
export const deskReport = z
  .object({
    kind: z.enum(['report', 'bulletin', 'analysis']),
    title: z.string(),
    number: z.string().nullable(),
    month: z.string(),
    state: z.string(),
    /** The day on which it was issued, or approved by a leader of the department. */
    doneOn: day.nullable(),
    department: departmentRef.nullable(),
    ...texts,
    doneThisMonth: z.string(),
    nextPlan: z.string(),
    difficulty: z.string(),
    filledBy: z.string(),
    signedBy: z.string(),
    monthly: monthlyNumbersView.nullable(),
    bulletin: bulletinNumbersView.nullable(),
    analysis: analysisNumbersView.nullable(),
    departments: z.record(z.string(), z.string()),
  })
  .openapi('DeskReport');
export type DeskReport = z.infer<typeof deskReport>;
