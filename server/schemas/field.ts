/** The desk of a 社会监督员 on the wire: who one is, what there is to see on the spot, and what one has written. */

import { z } from '@hono/zod-openapi';
import { states } from '../domain/case-file.ts';
import { supervisorIdentities } from '../domain/vocabulary.ts';
import { recordGiven } from './acts.ts';
import { departmentCode } from './departments.ts';
import { actField, departmentRef } from './desk.ts';

const day = z.string();
const id = z.string().regex(/^[\w-]{1,64}$/);

/** A public key, 32 bytes in base64url. */
export const publicKey = z
  .object({ publicKey: z.string().regex(/^[\w-]{43}$/) })
  .strict()
  .openapi('SigningKey');

export const standing = z
  .object({
    /** `none`: an account that was never appointed here; it may check, but signs nothing. */
    state: z.enum(['none', 'not-yet', 'in-term', 'over']),
    record: z.string().nullable(),
    number: z.string().nullable(),
    certificate: z.string().nullable(),
    termFrom: day.nullable(),
    termUntil: day.nullable(),
    recusals: z.array(departmentRef),
    publicKey: z.string().nullable(),
  })
  .openapi('SupervisorStanding');

const toCheck = z.object({
  id: z.string(),
  number: z.string().nullable(),
  department: departmentRef.nullable(),
  text: z.string().nullable(),
  state: z.enum(states),
  why: z.enum(['drawn', 'key']),
  /** 文号 of the sample that drew it. */
  sample: z.string().nullable(),
  due: day.nullable(),
  /** One is to stay away from this department. */
  recused: z.boolean(),
});

const inspection = z.object({
  id: z.string(),
  number: z.string().nullable(),
  state: z.string(),
  department: departmentRef.nullable(),
  place: z.string(),
  inspectedOn: day,
  /** One wrote it oneself. */
  mine: z.boolean(),
  recused: z.boolean(),
});

export const fieldView = z
  .object({
    today: day,
    /** Name of the log, which is signed along. */
    origin: z.string(),
    standing,
    cases: z.array(toCheck),
    /** Departments drawn for 明查暗访, with the sample. */
    places: z.array(z.object({ department: departmentRef, sample: z.string(), number: z.string() })),
    /** Written by others, waiting for a second name. */
    toSign: z.array(inspection),
    mine: z.array(inspection),
    /** Fields of a 明查暗访. */
    write: z.array(actField),
  })
  .openapi('Field');
export type FieldView = z.infer<typeof fieldView>;
export type ToCheck = z.infer<typeof toCheck>;
export type InspectionLine = z.infer<typeof inspection>;

/** The id is made before, because it is signed along; the same one again writes nothing more. */
export const newInspection = z
  .object({ id: z.string().regex(/^[\w-]{22}$/), given: recordGiven('inspection', 'write') })
  .strict()
  .openapi('NewInspection');
export const inspectionDone = z.object({ id: z.string(), number: z.string().nullable() });

export const appointment = z
  .object({
    account: id,
    given: recordGiven('supervisor', 'propose'),
  })
  .strict()
  .openapi('NewAppointment');

/** An appointment as the office sees it. */
export const appointmentLine = z.object({
  id: z.string(),
  number: z.string().nullable(),
  state: z.string(),
  name: z.string(),
  identity: z.enum(supervisorIdentities).nullable(),
  workplace: z.string().nullable(),
  certificate: z.string().nullable(),
  termFrom: day,
  termUntil: day,
  inTerm: z.boolean(),
  hasKey: z.boolean(),
  account: z.string().nullable(),
});
export type AppointmentLine = z.infer<typeof appointmentLine>;
export const appointmentList = z
  .object({
    today: day,
    items: z.array(appointmentLine),
    /** Accounts of supervisors that may be appointed. */
    accounts: z.array(z.object({ id: z.string(), name: z.string(), username: z.string() })),
    /** Fields of a new appointment; none for who may not propose one. */
    propose: z.array(actField),
  })
  .openapi('Appointments');

/** What everybody may read of a supervisor. */
export const publicSupervisor = z.object({
  number: z.string(),
  name: z.string(),
  identity: z.enum(supervisorIdentities),
  workplace: z.string().nullable(),
  certificate: z.string().nullable(),
  termFrom: day,
  termUntil: day,
  /** Over by today, or ended before. */
  ended: z.boolean(),
  /** Stays away from these. */
  recusals: z.array(z.object({ code: departmentCode, name: z.string() })),
  /** Key with which they sign, base64url. */
  publicKey: z.string().nullable(),
  /** As their acts name them in the log. */
  holder: z.string(),
});
export const publicSupervisors = z.object({ items: z.array(publicSupervisor) }).openapi('Supervisors');
export type PublicSupervisor = z.infer<typeof publicSupervisor>;
