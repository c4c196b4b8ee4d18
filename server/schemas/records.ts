/** Records beside the cases on the wire: lists, one record with its history and what may be done, and the acts. */

import { z } from '@hono/zod-openapi';
import { cleanLine } from '../domain/opinion.ts';
import type { FieldValues } from '../domain/fields.ts';
import { type RecordKind, recordKindOf, recordKinds } from '../domain/records.ts';
import { recordGiven } from './acts.ts';
import { departmentCode } from './departments.ts';
import { actField, departmentRef, eventField } from './desk.ts';

/** An act on a record as it is sent. */
export interface RecordActRequest {
  /** Of the record; absent with the act that begins one. */
  id?: string | undefined;
  kind: RecordKind;
  act: string;
  given: FieldValues;
  /** Of the record as whoever acts saw it; without it, as it is now. */
  seq?: number | undefined;
}

const day = z.string();
export const recordKind = z.enum(recordKinds).openapi('RecordKind');

export const recordListQuery = z.object({
  kind: recordKind.optional(),
  state: z.string().max(20).optional(),
  department: departmentCode.optional(),
  /** Part of the 文号 or of the words. */
  q: z.string().max(60).transform(cleanLine).optional(),
  /** Only those on which the reader may move on. */
  turn: z.enum(['mine']).optional(),
  after: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

const recordLine = z.object({
  id: z.string(),
  kind: recordKind,
  kindName: z.string(),
  /** 文号; null until it has one. */
  number: z.string().nullable(),
  /** What it is about, in a few words. */
  title: z.string(),
  state: z.string(),
  stateName: z.string(),
  department: departmentRef.nullable(),
  openedOn: day,
  due: day.nullable(),
  overdue: z.boolean(),
});
export type RecordLine = z.infer<typeof recordLine>;

/** `next` is the cursor of the following page, or null at the end. */
export const recordList = z
  .object({
    items: z.array(recordLine),
    next: z.string().nullable(),
    count: z.int(),
    /** States of the kind that is asked for, with how many records are in each. */
    states: z.array(z.object({ state: z.string(), name: z.string(), count: z.int() })),
    /** How many wait for the reader. */
    mine: z.int(),
    /** The reader may begin a record of the kind that is asked for. */
    mayBegin: z.boolean(),
  })
  .openapi('RecordList');
export type RecordList = z.infer<typeof recordList>;

/** An act that the reader may do now; `does` says what comes of it. */
const recordOffer = z.object({
  act: z.string(),
  name: z.string(),
  button: z.string(),
  does: z.string(),
  fields: z.array(actField),
});
export type RecordOffer = z.infer<typeof recordOffer>;

const recordHistoryLine = z.object({
  seq: z.int(),
  act: z.string(),
  name: z.string(),
  day,
  /** Null for citizens, whose time of day nobody keeps. */
  at: z.string().nullable(),
  to: z.string(),
  toName: z.string(),
  by: z.string(),
  fields: z.array(eventField),
  /** Place in the ledger; null while it waits. */
  entry: z.int().nullable(),
});
export type RecordHistoryLine = z.infer<typeof recordHistoryLine>;

export const recordView = recordLine
  .extend({
    sheetName: z.string(),
    seq: z.int(),
    isPublic: z.boolean(),
    /** Newest value of each field. */
    fields: z.array(eventField),
    history: z.array(recordHistoryLine),
    cases: z.array(z.object({ id: z.string(), number: z.string().nullable() })),
    acts: z.array(recordOffer),
  })
  .openapi('Record');
export type RecordView = z.infer<typeof recordView>;

/** The form with which a record of a kind begins, for whoever may. */
export const recordBeginning = z
  .object({ kind: recordKind, kindName: z.string(), sheetName: z.string(), about: z.string(), act: recordOffer })
  .openapi('RecordBeginning');
export type RecordBeginning = z.infer<typeof recordBeginning>;

export const recordDone = z
  .object({
    id: z.string(),
    kind: recordKind,
    seq: z.int(),
    state: z.string(),
    stateName: z.string(),
    number: z.string().nullable(),
  })
  .openapi('RecordDone');

const firstActOf = (kind: RecordKind): string =>
  Object.entries(recordKindOf(kind).acts).find(([, { from }]) => from.length === 0)?.[0] ?? '';

const beginnings = recordKinds.map((kind) =>
  z
    .object({ kind: z.literal(kind), act: z.literal(firstActOf(kind)), given: recordGiven(kind, firstActOf(kind)) })
    .strict(),
);
const laterActs = recordKinds.map((kind) => {
  const acts = Object.entries(recordKindOf(kind).acts)
    .filter(([, { from, by }]) => from.length > 0 && by.some((role) => role !== 'citizen' && role !== 'system'))
    .map(([act]) =>
      z
        .object({
          kind: z.literal(kind),
          act: z.literal(act),
          seq: z.int().min(1).max(100_000),
          given: recordGiven(kind, act),
        })
        .strict(),
    );
  return z.discriminatedUnion('act', acts as [(typeof acts)[number], ...typeof acts]);
});

type Request = Omit<RecordActRequest, 'id'>;

/** The act with which a record begins: one shape for each kind. */
export const recordBeginRequest = z
  .discriminatedUnion('kind', beginnings as [(typeof beginnings)[number], ...typeof beginnings])
  .openapi('RecordBegin') as unknown as z.ZodType<Request, Request>;

/** A later act: one shape for each act of each kind; `seq` is that of the record as it was read. */
export const recordActRequest = z
  .discriminatedUnion('kind', laterActs as [(typeof laterActs)[number], ...typeof laterActs])
  .openapi('RecordAct') as unknown as z.ZodType<Request & { seq: number }, Request & { seq: number }>;

/** A 文号 in an address: 澜评诺〔2026〕0007号. */
export const recordNumber = z.object({ number: z.string().regex(/^[^〔/]{1,12}〔\d{4}〕\d{4,9}号$/u) });

export const publicRecordQuery = z.object({
  kind: recordKind.optional(),
  department: departmentCode.optional(),
  after: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

const publicRecordLine = z.object({
  number: z.string(),
  kind: recordKind,
  kindName: z.string(),
  title: z.string(),
  state: z.string(),
  stateName: z.string(),
  department: departmentRef.nullable(),
  due: day.nullable(),
});
export type PublicRecordLine = z.infer<typeof publicRecordLine>;

export const publicRecordList = z
  .object({ items: z.array(publicRecordLine), next: z.string().nullable(), count: z.int() })
  .openapi('PublicRecordList');

export const publicRecord = publicRecordLine
  .extend({
    fields: z.array(eventField.omit({ files: true })),
    history: z.array(
      recordHistoryLine
        .pick({ seq: true, act: true, name: true, day: true, to: true, toName: true, entry: true })
        .extend({ fields: z.array(eventField.omit({ files: true })) }),
    ),
  })
  .openapi('PublicRecord');
export type PublicRecord = z.infer<typeof publicRecord>;
