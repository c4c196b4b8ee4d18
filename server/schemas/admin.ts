/** What administration sends and gets: first-run set-up, accounts, departments and their classes, the city, its calendar, the audit trail. */

import { z } from '@hono/zod-openapi';
import { isDay } from '../domain/day.ts';
import { cleanLine } from '../domain/opinion.ts';
import { staffRoles } from '../domain/roles.ts';
import { usualLicence } from '../domain/trust/open-data.ts';
import { deskErrors } from '#words/desk-api.ts';

const day = z.string().refine(isDay).openapi({ format: 'date', example: '2026-10-01' });
const optionalLine = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(cleanLine)
    .pipe(z.string().max(max));
const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(cleanLine)
    .pipe(z.string().min(1).max(max));
const password = z.string().min(1).max(200);
/** Letters, digits, dot, hyphen and underscore, so that a user name can be told over the telephone. */
const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);
/** As printed in QR codes. */
const code = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/);

// ── First run ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `open` is true only in a real city that nobody has set up yet. */
export const setupState = z.object({ open: z.boolean() }).openapi('SetupState');

export const setupRequest = z
  .object({ code: line(60), city: line(20), organizer: line(40), username, displayName: line(40), password })
  .strict()
  .openapi('Setup');

export const setupDone = z.object({ username: z.string() }).openapi('SetupDone');

// ── Accounts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export const account = z
  .object({
    id: z.string(),
    username: z.string(),
    displayName: z.string(),
    role: z.enum(staffRoles),
    roleName: z.string(),
    department: z.object({ code: z.string(), name: z.string() }).nullable(),
    mustChangePassword: z.boolean(),
    disabledAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .openapi('Account');
export type Account = z.infer<typeof account>;

export const accountList = z.object({ items: z.array(account) }).openapi('Accounts');

export const newAccount = z
  .object({
    username,
    displayName: line(40),
    role: z.enum(staffRoles),
    /** Required for the four roles of departments, refused for all others. */
    department: code.nullable().default(null),
  })
  .strict()
  .openapi('NewAccount');

/** `disable` and `reset` end all sessions of the account at once. */
export const accountChange = z
  .discriminatedUnion('change', [
    z.object({ change: z.literal('disable') }).strict(),
    z.object({ change: z.literal('enable') }).strict(),
    z.object({ change: z.literal('reset') }).strict(),
    z
      .object({
        change: z.literal('edit'),
        displayName: line(40),
        role: z.enum(staffRoles),
        department: code.nullable().default(null),
      })
      .strict(),
  ])
  .openapi('AccountChange');

/** `password` is the initial one, shown this once; null where the change made none. */
export const accountAnswer = z.object({ account, password: z.string().nullable() }).openapi('AccountAnswer');

// ── Departments and classes ──────────────────────────────────────────────────────────────────────────────────────────

export const departmentClass = z
  .object({ code: z.string(), name: z.string(), isRanked: z.boolean(), position: z.int(), departments: z.int() })
  .openapi('DepartmentClass');

export const classRequest = z
  .object({ code, name: line(40), isRanked: z.boolean(), position: z.int().min(0).max(9999).optional() })
  .strict()
  .openapi('DepartmentClassRequest');
export const classChange = classRequest.omit({ code: true }).strict().openapi('DepartmentClassChange');

export const adminDepartment = z
  .object({
    code: z.string(),
    name: z.string(),
    fullName: z.string(),
    class: z.string(),
    duties: z.string(),
    commitments: z.array(z.string()),
    address: z.string(),
    telephone: z.string(),
    isActive: z.boolean(),
    position: z.int(),
  })
  .openapi('AdminDepartment');
export type AdminDepartment = z.infer<typeof adminDepartment>;

export const departmentDirectory = z
  .object({ classes: z.array(departmentClass), items: z.array(adminDepartment) })
  .openapi('DepartmentDirectory');

const departmentFields = {
  name: line(20),
  fullName: line(60),
  class: code,
  duties: optionalLine(500).default(''),
  commitments: z.array(line(100)).max(10).default([]),
  address: optionalLine(100).default(''),
  telephone: optionalLine(40).default(''),
  position: z.int().min(0).max(9999).optional(),
};
/** A department is never removed, because its figures stay; it is deactivated. Its code never changes, because it is printed. */
export const newDepartment = z
  .object({ code, ...departmentFields })
  .strict()
  .openapi('NewDepartment');
export const departmentChange = z
  .object({ ...departmentFields, isActive: z.boolean().default(true) })
  .strict()
  .openapi('DepartmentChange');

// ── The city ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What is printed at the head and foot of every page. Empty lines are left out there. */
export const citySettings = z
  .object({
    /** 澜江市 */
    name: line(20),
    /** 澜江市万人评议机关办公室 */
    organizer: line(40),
    /** Prefix of printed papers: 澜评办. */
    documentPrefix: line(10),
    /** 政府网站标识码, ICP 备案号, 公网安备, telephone of the 评议办. */
    siteCode: optionalLine(20).default(''),
    icp: optionalLine(40).default(''),
    policeRecord: optionalLine(40).default(''),
    telephone: optionalLine(40).default(''),
    /** First day of the 评议年度, `MM-DD`. Figures are counted by it, so it stays once there is a case. */
    /** It is the first of a month, because the month of receipt decides which 评议年度 an 意见 belongs to. */
    yearStartsOn: z
      .string()
      .refine((value) => isDay(`2001-${value}`) && value.endsWith('-01'), { error: deskErrors.yearBegins })
      .default('12-01'),
    /** 积分 of departments are kept, for the desk alone; as it is where it is left out. */
    pointsOn: z.boolean().optional(),
    /** Terms of the open data: the licence's name and where it can be read. */
    licence: line(60).default(usualLicence.name),
    licenceUrl: z
      .string()
      .max(300)
      .transform(cleanLine)
      .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
        error: deskErrors.address,
      })
      .default(usualLicence.url),
  })
  .strict()
  .openapi('CitySettings');

// ── The calendar ─────────────────────────────────────────────────────────────────────────────────────────────────────

const calendarDay = z.object({ day, kind: z.enum(['holiday', 'makeup']), name: line(20) }).strict();
export const calendarYear = z
  .object({ year: z.int(), known: z.boolean(), years: z.array(z.int()), days: z.array(calendarDay) })
  .openapi('CalendarYear');
export type CalendarYear = z.infer<typeof calendarYear>;

export const calendarQuery = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() });
/** Replaces what is known of the year; every open case is counted anew. */
export const calendarRequest = z
  .object({ year: z.int().min(2000).max(2100), days: z.array(calendarDay).min(1).max(120) })
  .strict()
  .openapi('CalendarRequest');
export type CalendarRequest = z.infer<typeof calendarRequest>;

/** A date of a case that moves. `department` is the one that helps, where it is its part that moves; `days` is negative where it comes earlier. */
const dateMove = z.object({
  clock: z.string(),
  name: z.string(),
  department: z.object({ code: z.string(), name: z.string() }).nullable(),
  from: day,
  to: day,
  days: z.int(),
});
/** What entering these days would change. At most 200 cases are listed, those whose dates come earlier first; all are counted. */
export const calendarPreview = z
  .object({
    year: z.int(),
    /** Open cases that were looked at, and those of them that move. */
    open: z.int(),
    moved: z.int(),
    /** Dates that come earlier and later. */
    earlier: z.int(),
    later: z.int(),
    items: z.array(
      z.object({
        id: z.string(),
        number: z.string().nullable(),
        department: z.object({ code: z.string(), name: z.string() }).nullable(),
        moves: z.array(dateMove),
      }),
    ),
  })
  .openapi('CalendarPreview');
export type CalendarPreview = z.infer<typeof calendarPreview>;

/** The year as entered, and how many open cases and dates moved with it. */
export const calendarEntered = calendarYear.extend({ moved: z.int(), dates: z.int() }).openapi('CalendarEntered');

// ── The audit trail ──────────────────────────────────────────────────────────────────────────────────────────────────

export const auditQuery = z.object({
  /** User name. */
  account: z.string().max(60).transform(cleanLine).optional(),
  act: z.string().max(40).transform(cleanLine).optional(),
  after: z.string().max(200).optional(),
});
export const auditList = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        account: z.object({ id: z.string(), username: z.string(), displayName: z.string() }).nullable(),
        act: z.string(),
        actName: z.string(),
        subject: z.string(),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('AuditTrail');
