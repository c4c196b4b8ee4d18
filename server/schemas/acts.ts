/** What each act of the workflow takes over the wire, made from the table and the registry of fields. */

import { z } from '@hono/zod-openapi';
import { isDay } from '../domain/day.ts';
import { type FieldName, type FieldValues, fields, tokenFormOf, tokenForms } from '../domain/fields.ts';
import { cleanLine } from '../domain/opinion.ts';
import { type RecordKind, recordActOf } from '../domain/records.ts';
import { staffRoles } from '../domain/roles.ts';
import { type ActName, actNames, actOf } from '../domain/workflow.ts';
import { departmentCode } from './departments.ts';
import { text } from './opinions.ts';

/** An act as it is sent: `seq` is the one of the case as the sender saw it. */
export interface ActRequest {
  act: ActName;
  seq: number;
  given: FieldValues;
}

const day = z.string().refine(isDay).openapi({ format: 'date', example: '2026-11-22' });
const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(cleanLine)
    .pipe(z.string().min(1).max(max));
const choice = (of: readonly string[]) => z.enum(of as [string, ...string[]]);
const isUnique = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

/** What people type for a time of day may lack its first zero. */
const token = (max: number, form: keyof typeof tokenForms | undefined) =>
  form === undefined
    ? line(max)
    : z
        .string()
        .max(max * 4)
        .transform((value) =>
          cleanLine(value)
            .replace('：', ':')
            .padStart(form === 'time' ? 5 : 0, '0'),
        )
        .pipe(z.string().regex(tokenForms[form]));

const measure = z.object({ what: text(1, 500), section: line(40), by: day }).strict();

function valueOf(name: FieldName): z.ZodType {
  const field = fields[name];
  switch (field.kind) {
    case 'line':
      return line(field.max);
    case 'text':
      return text(1, field.max);
    case 'day':
      return day;
    case 'yes-no':
      return z.boolean();
    case 'percent':
      return z.int().min(0).max(100);
    case 'choice':
      return choice(field.of);
    case 'level':
      return z.int().refine((value) => (field.of as readonly number[]).includes(value));
    case 'department':
      return departmentCode;
    case 'departments':
      return z.array(departmentCode).min(1).max(field.max).refine(isUnique);
    case 'case':
      return line(60).openapi({ description: '案件编号 or id of the other case' });
    case 'names':
      return z.array(line(40)).min(field.min).max(field.max).refine(isUnique);
    case 'measures':
      return z.array(measure).min(1).max(field.max);
    case 'files':
      return z
        .array(z.string().regex(/^[\w-]{1,64}$/))
        .min(field.min)
        .max(field.max)
        .refine(isUnique)
        .openapi({ description: 'POST /api/desk/files 返回的编号' });
    case 'record':
      return line(60).openapi({ description: '记录的编号' });
    case 'signature':
      return z
        .string()
        .regex(/^[\w-]{86}$/)
        .openapi({ description: '监督员的签名：Ed25519（RFC 8032），base64url' });
    case 'token':
      return token(field.max, tokenFormOf(name));
    case 'count':
      return z.int().min(field.min).max(field.max);
    case 'choices':
      return z.array(choice(field.of)).min(1).refine(isUnique);
    case 'cases':
      return z.array(line(60)).min(1).max(field.max).refine(isUnique);
    case 'proof':
      throw new RangeError('Only the holder of a receipt proves anything');
    case 'derived':
      throw new RangeError('Set by the server, and never sent');
  }
}

/** Acts that somebody at a desk may do; the others are the citizen's and the clockwork's, and the first one is a submission. */
export const deskActs = actNames.filter(
  (name) =>
    actOf(name).from.length > 0 && actOf(name).by.some((role) => (staffRoles as readonly string[]).includes(role)),
);

/** What an act takes, of a case or of a record. */
interface Takes {
  needs?: readonly FieldName[];
  may?: readonly FieldName[];
}

/** The fields of an act as staff fill it in: required ones first. */
export const fieldsOf = (name: ActName): { name: FieldName; required: boolean }[] => fieldsTaken(actOf(name));

/** The fields that whoever does an act fills in: required ones first. */
export const fieldsTaken = ({ needs = [], may = [] }: Takes): { name: FieldName; required: boolean }[] =>
  [
    ...needs.map((field) => ({ name: field, required: true })),
    ...may.map((field) => ({ name: field, required: false })),
  ].filter(({ name }) => fields[name].kind !== 'proof');

const givenTo = (act: Takes) =>
  z
    .object(
      Object.fromEntries(
        fieldsTaken(act).map(({ name, required }) => [name, required ? valueOf(name) : valueOf(name).optional()]),
      ),
    )
    .strict();

/** What an act on a record takes; fields that its table does not name are refused. A department need not say which one it is. */
export function recordGiven(kind: RecordKind, act: string): z.ZodType<FieldValues, FieldValues> {
  const { needs = [], may = [] } = recordActOf(kind, act) ?? {};
  const isOwn = (name: FieldName): boolean => name === 'department';
  return givenTo({
    needs: needs.filter((name) => !isOwn(name)),
    may: [...needs.filter(isOwn), ...may],
  }) as unknown as z.ZodType<FieldValues, FieldValues>;
}

const requestOf = (act: ActName) =>
  z
    .object({
      act: z.literal(act),
      seq: z.int().min(1).max(100_000),
      given: givenTo(actOf(act)),
    })
    .strict();

const requests = deskActs.map(requestOf) as [ReturnType<typeof requestOf>, ...ReturnType<typeof requestOf>[]];

/** One shape for each act; fields that the table does not name are refused. */
export const actRequest = z.discriminatedUnion('act', requests).openapi('Act') as unknown as z.ZodType<
  ActRequest,
  ActRequest
>;
