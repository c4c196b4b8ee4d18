/** The import of a survey on the wire: the file travels with each request and is never stored. */

import { z } from '@hono/zod-openapi';
import { cleanLine } from '../domain/opinion.ts';
import { tableMost } from '../spreadsheet/read-table.ts';

const column = z.int().min(0).max(200);
const code = z.string().regex(/^[\w-]{1,32}$/);

/** Base64 of a file of the largest size. */
const file = z
  .string()
  .max(Math.ceil(tableMost / 3) * 4 + 4)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/)
  .openapi({ description: 'XLSX 或 CSV 文件，Base64 编码，最多 2 MB。' });

const mapping = z
  .object({
    head: z.int().min(1).max(50),
    groupColumn: column.nullable(),
    group: code.nullable(),
    departmentColumn: column.nullable(),
    respondentColumn: column.nullable(),
    secondsColumn: column.nullable(),
    columns: z.record(code, column).refine((columns) => Object.keys(columns).length <= 50),
    levels: z.record(z.string().max(200), z.int().min(0).max(99)).refine((levels) => Object.keys(levels).length <= 200),
  })
  .strict()
  .openapi('SurveyMapping');

export const surveyCheckRequest = z
  .object({
    file,
    /** Without it one is guessed by the headings and the texts. */
    mapping: mapping.optional(),
  })
  .strict()
  .openapi('SurveyCheck');
export type SurveyCheckRequest = z.infer<typeof surveyCheckRequest>;

export const surveyImportRequest = z
  .object({
    file,
    mapping,
    name: z.string().max(60).transform(cleanLine).pipe(z.string().min(1)),
    /** How many were asked, by group. */
    issued: z.record(code, z.int().min(0).max(100_000)),
  })
  .strict()
  .openapi('SurveyImport');
export type SurveyImportRequest = z.infer<typeof surveyImportRequest>;

export const surveyCheck = z
  .object({
    columns: z.array(z.object({ place: z.int(), head: z.string(), samples: z.array(z.string()) })),
    items: z.array(z.object({ code: z.string(), name: z.string() })),
    levels: z.array(z.object({ level: z.int(), name: z.string() })),
    groups: z.array(z.object({ code: z.string(), name: z.string() })),
    mapping,
    /** What is still to be said before the lines can be read. */
    missing: z.array(z.enum(['department', 'group', 'items'])),
    /** Texts of the columns of levels, the most frequent first; `tooManyTexts` when these are hardly levels. */
    texts: z.array(z.object({ text: z.string(), count: z.int(), level: z.int().nullable() })),
    tooManyTexts: z.boolean(),
    lines: z.int(),
    found: z.array(z.object({ group: z.string(), name: z.string(), ballots: z.int(), void: z.int(), rows: z.int() })),
    errorCount: z.int(),
    /** The first of them; all are in the file of errors. */
    errors: z.array(z.object({ line: z.int(), column: z.string(), text: z.string(), detail: z.string() })),
  })
  .openapi('SurveyChecked');
export type SurveyChecked = z.infer<typeof surveyCheck>;

export const surveyDone = z
  .object({
    batches: z.array(z.object({ id: z.string(), number: z.string().nullable(), group: z.string(), ballots: z.int() })),
  })
  .openapi('SurveyImported');
