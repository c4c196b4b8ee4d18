/** Printed papers of a case: headings, fields and signatures as they stand on the sheet, with what the case says filled in. */

import { z } from '@hono/zod-openapi';
import { isDay } from '../domain/day.ts';
import { departmentCode } from './departments.ts';
import { fileRef } from './desk.ts';

const day = z.string().refine(isDay).openapi({ format: 'date', example: '2026-11-22' });

/** The forms of a case, in the order in which a case meets them. */
export const paperForms = [
  'opinion', // 意见建议征集表
  'assignment', // 交办单
  'return', // 退回（转办）申请单
  'help', // 会办意见单
  'plan', // 整改方案
  'extension', // 延期申请单
  'order', // 督办单
  'account', // 未整改说明
  'closing', // 销号申请（验收）表
] as const;
export type PaperForm = (typeof paperForms)[number];

/** One field. A value of null is a blank to fill in by hand; `sign` leaves room to sign, below the name that the case has. */
const row = z.object({
  label: z.string(),
  value: z.string().nullable(),
  files: z.array(fileRef),
  sign: z.boolean(),
});
export type PaperRow = z.infer<typeof row>;

const section = z.object({
  heading: z.string().nullable(),
  rows: z.array(row),
  table: z.object({ columns: z.array(z.string()), lines: z.array(z.array(z.string())) }).nullable(),
});
export type PaperSection = z.infer<typeof section>;

export const paper = z
  .object({
    /** Form and event, such as `order-7`: what an address names it by. */
    key: z.string(),
    form: z.enum(paperForms),
    title: z.string(),
    /** 文号, for papers that have one. */
    number: z.string().nullable(),
    /** Day of the paper. */
    day: day.nullable(),
    /** What it is about, for a list of papers. */
    about: z.string().nullable(),
    sections: z.array(section),
    notes: z.array(z.string()),
  })
  .openapi('Paper');
export type Paper = z.infer<typeof paper>;

export const paperList = z
  .object({
    case: z.object({ id: z.string(), number: z.string().nullable(), stateName: z.string() }),
    /** Key of the paper that the case is at now. */
    now: z.string().nullable(),
    items: z.array(paper),
  })
  .openapi('Papers');
export type PaperList = z.infer<typeof paperList>;

/** 整改台账 of a department for a 评议年度. */
export const rectificationQuery = z.object({
  department: departmentCode.optional().openapi({ description: '单位代码；单位自己的账号不用写' }),
  year: z.coerce.number().int().min(2000).max(2999).optional().openapi({ description: '评议年度' }),
  after: z.string().max(20).optional().openapi({ description: '上一页给出的 next' }),
});
export const rectificationLedger = z
  .object({
    department: z.object({ code: z.string(), name: z.string() }),
    year: z.int(),
    years: z.array(z.int()),
    /** Place of the first line in the whole ledger, from 1. */
    from: z.int(),
    count: z.int(),
    columns: z.array(z.string()),
    lines: z.array(z.object({ id: z.string(), cells: z.array(z.string()) })),
    next: z.string().nullable(),
  })
  .openapi('RectificationLedger');
export type RectificationLedger = z.infer<typeof rectificationLedger>;
