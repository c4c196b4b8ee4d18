/** What the desk sends and gets: signing in, queues, a case as one role may see it, acts, files, 代录. */

import { z } from '@hono/zod-openapi';
import { clocks, states } from '../domain/case-file.ts';
import { isDay } from '../domain/day.ts';
import { fields } from '../domain/fields.ts';
import { lightReasons, lights } from '../domain/lights.ts';
import { staffRoles } from '../domain/roles.ts';
import {
  bases,
  channels,
  closures,
  natures,
  opinionKinds,
  results,
  revisitAnswers,
  suspensionCauses,
  topics,
  triageExits,
  verdictReasons,
  verdicts,
} from '../domain/vocabulary.ts';
import { actNames } from '../domain/workflow.ts';
import { cleanLine, contactLength, opinionLength } from '../domain/opinion.ts';
import { departmentCode } from './departments.ts';
import { text } from './opinions.ts';
import { token } from './ratings.ts';

const day = z.string().refine(isDay).openapi({ format: 'date', example: '2026-11-22' });
const named = z.object({ code: z.string(), name: z.string() });

/** A department by code and name. */
export const departmentRef = named.openapi('DepartmentRef');
export type DepartmentRef = z.infer<typeof departmentRef>;

// ── Signing in ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A password as it is typed; what a new one must be like is in server/sign-in/passwords.ts. */
const typedPassword = z.string().min(1).max(200);

export const signInRequest = z
  .object({ username: z.string().max(60).transform(cleanLine).pipe(z.string().min(1)), password: typedPassword })
  .strict()
  .openapi('SignIn');

export const passwordRequest = z
  .object({ current: typedPassword, next: typedPassword })
  .strict()
  .openapi('PasswordChange');

/** Who is signed in. Until `mustChangePassword` is false every other desk route answers 403 `must-change-password`. */
export const me = z
  .object({
    id: z.string(),
    username: z.string(),
    displayName: z.string(),
    role: z.enum(staffRoles),
    roleName: z.string(),
    department: departmentRef.nullable(),
    mustChangePassword: z.boolean(),
    /** Notices in the inbox that have not been read. */
    unread: z.int(),
    /** Instants, ISO-8601 UTC: the session ends at `expiresAt` at the latest, and at `idleUntil` when nothing is done. */
    expiresAt: z.string(),
    idleUntil: z.string(),
  })
  .openapi('Me');
export type Me = z.infer<typeof me>;

// ── Queues ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Id of a case, a file or an account, as it stands in an address. */
export const idInPath = z.object({ id: z.string().regex(/^[\w.-]{1,64}$/) });

/** A date at which something is due, with the sentence that explains it. `workingDaysLeft` is negative once it is over. */
const due = z.object({
  clock: z.enum(clocks),
  name: z.string(),
  due: day,
  workingDaysLeft: z.int(),
  explanation: z.string(),
});
export type Due = z.infer<typeof due>;

/** One line of a queue. `summary` is the beginning of the best text that the role may read, empty when it may read none. */
export const caseLine = z
  .object({
    id: z.string(),
    number: z.string().nullable(),
    state: z.enum(states),
    stateName: z.string(),
    light: z.enum(lights),
    /** Why, the weightiest first; empty where the light says it all. */
    lightReasons: z.array(z.enum(lightReasons)),
    summary: z.string(),
    kind: z.enum(opinionKinds),
    topic: z.enum(topics).nullable(),
    channel: z.enum(channels),
    nature: z.enum(natures).nullable(),
    keyItem: z.boolean(),
    named: departmentRef.nullable(),
    department: departmentRef.nullable(),
    /** The department of the reader helps with this case and does not lead it. */
    helpsOnly: z.boolean(),
    receivedOn: day,
    /** The act that brought the case to where it stands, and its day. */
    moved: z.object({ on: day, button: z.string() }).nullable(),
    nextDue: due.nullable(),
    percent: z.int(),
    supervision: z.int(),
    reworks: z.int(),
    questionOpen: z.boolean(),
    extensionAsked: day.nullable(),
    erased: z.boolean(),
  })
  .openapi('CaseLine');
export type CaseLine = z.infer<typeof caseLine>;

// ── A case ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export const fileRef = z
  .object({ id: z.string(), name: z.string(), mediaType: z.string(), size: z.int() })
  .openapi('FileRef');
export type FileRef = z.infer<typeof fileRef>;

/**
 * A place that redaction rules found or would have a reviewer look at, in UTF-16 units: of the original for what was found, of
 * the redacted text for what should be looked at.
 */
const finding = z.object({ in: z.enum(['original', 'redacted']), name: z.string(), start: z.int(), end: z.int() });

/**
 * One citizen's part of the case. Fields that the role may not see are null: `original` and `findings` are for the office (and, of
 * a clue, for 纪检), `redacted` for the office and the departments of the case.
 */
const opinionView = z.object({
  id: z.string(),
  receiptNumber: z.string(),
  receivedWeek: z.string(),
  kind: z.enum(opinionKinds),
  department: departmentRef.nullable(),
  codeSeen: z.boolean(),
  mayPublish: z.boolean(),
  original: z.string().nullable(),
  redacted: z.string().nullable(),
  findings: z.array(finding),
  /** There is a contact that the office may ask to see; null to roles that may not. */
  hasContact: z.boolean().nullable(),
  contactPurgeAfter: day.nullable(),
  verdict: z.enum(verdicts).nullable(),
  verdictReason: z.enum(verdictReasons).nullable(),
  photos: z.array(fileRef),
});
export type OpinionView = z.infer<typeof opinionView>;

/** A field that an act asks for, with its limits and its words. `of` are the choices; `value` is what to fill in to begin with. */
export const actField = z.object({
  name: z.enum(Object.keys(fields) as [keyof typeof fields, ...(keyof typeof fields)[]]),
  label: z.string(),
  hint: z.string().nullable(),
  required: z.boolean(),
  kind: z.enum([
    'line',
    'text',
    'day',
    'yes-no',
    'percent',
    'choice',
    'level',
    'department',
    'departments',
    'case',
    'names',
    'measures',
    'files',
    'proof',
    'record',
    'signature',
    'token',
    'count',
    'choices',
    'cases',
    'derived',
  ]),
  min: z.int().nullable(),
  max: z.int().nullable(),
  of: z.array(z.object({ value: z.union([z.string(), z.int()]), label: z.string() })),
  value: z
    .union([
      z.string(),
      z.int(),
      z.boolean(),
      z.array(z.string()),
      z.array(z.object({ what: z.string(), section: z.string(), by: day })),
    ])
    .nullable(),
});
export type ActField = z.infer<typeof actField>;

/** An act that the reader may do now, and what it will do. */
export const actOffer = z.object({
  act: z.enum(actNames),
  name: z.string(),
  button: z.string(),
  fields: z.array(actField),
  /** State afterwards; equal to the present one where the case does not move. */
  to: z.enum(states),
  toName: z.string(),
  /** Deadlines that begin today with this act. For 交办 see `deadlines` of the case, since they depend on the kind of rectification. */
  starts: z.array(due),
  stops: z.array(z.object({ clock: z.enum(clocks), name: z.string() })),
  pauses: z.boolean(),
  resumes: z.boolean(),
  /** Whose turn it is afterwards. */
  next: z.array(z.string()),
});
export type ActOffer = z.infer<typeof actOffer>;

/** What an event was given, in words. `value` is null where the text was erased. */
export const eventField = z.object({
  field: z.string(),
  label: z.string(),
  value: z.string().nullable(),
  files: z.array(fileRef),
});

/** One line of the history. `at` is an instant for staff and null for citizens, whose time of day nobody keeps. */
const historyLine = z.object({
  seq: z.int(),
  act: z.enum(actNames),
  name: z.string(),
  /** What such a step means, for somebody who is new. */
  told: z.string(),
  day,
  at: z.string().nullable(),
  from: z.enum(states).nullable(),
  to: z.enum(states),
  toName: z.string(),
  /** Who did it, in words: 「评议办经办 · 张三」, 「意见人」. */
  by: z.string(),
  fields: z.array(eventField),
  /** Deadlines that it set, stopped or moved, in words. */
  effects: z.array(z.string()),
  /** 文号 of the paper that it made. */
  paper: z.string().nullable(),
  /** Its place in the ledger, from 0; null while it waits, and for what the ledger is not told of. */
  entry: z.int().nullable(),
});
export type HistoryLine = z.infer<typeof historyLine>;

/** The deadlines that 交办 would set today, for one kind of rectification. */
const assignmentDeadlines = z.object({ nature: z.enum(natures), name: z.string(), dues: z.array(due) });
export type AssignmentDeadlines = z.infer<typeof assignmentDeadlines>;

export const similarCase = z
  .object({
    id: z.string(),
    number: z.string().nullable(),
    state: z.enum(states),
    stateName: z.string(),
    department: departmentRef.nullable(),
    receivedOn: day,
    summary: z.string(),
    /** 0 to 100. */
    likeness: z.int(),
    /** Merging into it is possible now. */
    takesReporters: z.boolean(),
  })
  .openapi('SimilarCase');
export type SimilarCase = z.infer<typeof similarCase>;

export const similarList = z.object({ items: z.array(similarCase) }).openapi('SimilarCases');

/** A department that was asked to help, by when, and whether it has said its part. `due` is null once it has. */
const helper = z.object({
  department: departmentRef,
  due: due.omit({ clock: true }).nullable(),
  doneOn: day.nullable(),
});

/** A 督办单 of the case. `answeredOn` is the day on which the department answered it. */
const order = z.object({
  seq: z.int(),
  name: z.string(),
  level: z.string(),
  number: z.string().nullable(),
  day,
  replyBy: day.nullable(),
  answeredOn: day.nullable(),
  /** 挂牌 only: the day of 摘牌. */
  delistedOn: day.nullable(),
});

/** Something that must be there before the case can be closed. */
const stillNeeded = z.object({ name: z.string(), done: z.boolean(), detail: z.string().nullable() });
export type StillNeeded = z.infer<typeof stillNeeded>;

/** A case as the role that asks may see it. */
export const caseView = z
  .object({
    id: z.string(),
    /** Send it with an act; an older one is refused with 409. */
    seq: z.int(),
    state: z.enum(states),
    stateName: z.string(),
    light: z.enum(lights),
    /** Why, the weightiest first; empty where the light says it all. */
    lightReasons: z.array(z.enum(lightReasons)),
    number: z.string().nullable(),
    channel: z.enum(channels),
    kind: z.enum(opinionKinds),
    topic: z.enum(topics).nullable(),
    named: departmentRef.nullable(),
    receivedOn: day,
    takenUpOn: day.nullable(),
    exit: z.enum(triageExits).nullable(),
    mergedInto: z.object({ id: z.string(), number: z.string().nullable() }).nullable(),
    /** Cases that were merged into this one, with the receipts of their reporters and whether one of them has said 认可 by now. */
    merged: z.array(
      z.object({
        id: z.string(),
        number: z.string().nullable(),
        receivedOn: day,
        receipts: z.array(z.string()),
        agreed: z.boolean(),
      }),
    ),

    department: departmentRef.nullable(),
    coDepartments: z.array(departmentRef),
    helpsOnly: z.boolean(),
    nature: z.enum(natures).nullable(),
    keyItem: z.boolean(),
    assignedOn: day.nullable(),
    assignedBy: z.string().nullable(),
    acceptedOn: day.nullable(),
    returns: z.int(),
    returnLocked: z.boolean(),
    transfers: z.int(),

    /** What is due next; null while the case stands still or is finished. */
    nextDue: due.nullable(),
    /** All clocks that run. A clock in `standsStill` waits until the case moves on. */
    clocks: z.array(due.extend({ standsStill: z.boolean() })),
    pausedOn: day.nullable(),
    questionOpen: z.boolean(),
    extensionAsked: day.nullable(),
    /** The head of the department has signed what is asked. */
    extensionSigned: z.boolean(),
    extensions: z.int(),
    /** 阶段目标, or what is left to do by then after 延期销号. */
    stageDay: day.nullable(),
    helpers: z.array(helper),
    orders: z.array(order),
    drawn: z.boolean(),
    /** What 销号 still waits for; empty before 交办 and once it is over. */
    stillNeeded: z.array(stillNeeded),

    percent: z.int(),
    result: z.enum(results).nullable(),
    claimedOn: day.nullable(),
    claims: z.int(),
    suspensionCause: z.enum(suspensionCauses).nullable(),
    reviewedBy: z.string().nullable(),
    reworks: z.int(),
    /** Who must lead the work now: 处室责任人, 分管领导 (second rework), 主要领导 (third). */
    leader: z.enum(['section', 'deputy', 'head']),
    leaderName: z.string(),
    checked: z.enum(['passed', 'failed']).nullable(),
    answer: z.enum(['yes', 'no']).nullable(),
    answerProof: z.enum(['lock', 'seen']).nullable(),
    revisit: z.enum(revisitAnswers).nullable(),
    supervision: z.int(),
    escalated: z.boolean(),
    basis: z.enum(bases).nullable(),
    closure: z.enum(closures).nullable(),
    closedOn: day.nullable(),
    onTime: z.boolean().nullable(),
    erased: z.boolean(),

    publicText: z.string().nullable(),
    publicOutcome: z.string().nullable(),
    opinions: z.array(opinionView),
    evidence: z.array(fileRef),
    history: z.array(historyLine),
    acts: z.array(actOffer),
    /** Filled while 交办 is possible for the reader. */
    deadlines: z.array(assignmentDeadlines),
    /** Filled for the office at 梳理. */
    /** Records beside the cases that are about this one, as far as the reader may know of them. */
    records: z.array(
      z.object({ id: z.string(), kindName: z.string(), number: z.string().nullable(), stateName: z.string() }),
    ),
    similar: z.array(similarCase),
  })
  .openapi('DeskCase');
export type CaseView = z.infer<typeof caseView>;

/** Where a case stands after an act. `visible`: the one who acted may still see it. */
export const actDone = z
  .object({
    id: z.string(),
    seq: z.int(),
    state: z.enum(states),
    stateName: z.string(),
    number: z.string().nullable(),
    visible: z.boolean(),
  })
  .openapi('ActDone');
export type ActDone = z.infer<typeof actDone>;

export const deadlinesQuery = z.object({ kind: z.enum(opinionKinds).optional() });
export const deadlineList = z.object({ from: day, items: z.array(assignmentDeadlines) }).openapi('AssignmentDeadlines');

/** What the office sees of a citizen's contact; each view is in the audit trail. */
export const contactView = z
  .object({ items: z.array(z.object({ opinion: z.string(), receiptNumber: z.string(), contact: z.string() })) })
  .openapi('Contact');
export type ContactView = z.infer<typeof contactView>;

/** The name that the sender gives a file; what it is, its content says. */
export const fileQuery = z.object({ name: z.string().max(255).optional() });

// ── 代录 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An 意见 that came on paper or by telephone. The answer carries a receipt code that is shown once and kept nowhere. */
export const recordedOpinion = z
  .object({
    token,
    channel: z.enum(['paper', 'phone']),
    kind: z.enum(opinionKinds),
    department: departmentCode.nullable().default(null),
    text: text(opinionLength.least, opinionLength.most),
    mayPublish: z.boolean().default(false),
    contact: text(0, contactLength).optional(),
  })
  .strict()
  .openapi('RecordedOpinion');

export const recordedReceipt = z
  .object({
    case: z.string(),
    /** `ABCD-EFGH-JKMN-PQRS-T`; null when the same token was sent before, since the code was shown then. */
    code: z.string().nullable(),
    receiptNumber: z.string(),
  })
  .openapi('RecordedReceipt');
