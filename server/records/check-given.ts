/** Whether what an act on a record names is there: departments, cases, other records, and days on the right side of today. */

import type { Kysely } from 'kysely';
import { findCase, findCaseByNumber } from '../../db/case-files.ts';
import { listDepartments } from '../../db/departments.ts';
import { findRecord, findRecordByNumber } from '../../db/records.ts';
import type { Database } from '../../db/tables.ts';
import type { Day } from '../domain/day.ts';
import { type FieldName, type FieldValues, fields } from '../domain/fields.ts';
import { type FieldError, Problem } from '../problem.ts';
import { deskErrors } from '#words/desk-api.ts';
import { recordErrors } from '#words/records.ts';

type Db = Kysely<Database>;

/** Days that tell of what has been. */
const past: readonly FieldName[] = ['inspectedOn'];
/** Days that may be on either side. */
const free: readonly FieldName[] = ['termFrom'];

/**
 * What was given, with the ids of the cases and records that are named by number.
 * @throws Problem `validation`
 */
export async function checkGiven(db: Db, given: FieldValues, today: Day): Promise<FieldValues> {
  const errors: FieldError[] = [];
  const resolved: FieldValues = { ...given };
  const active = new Set((await listDepartments(db)).map(({ code }) => code));
  for (const [name, value] of Object.entries(given) as [FieldName, unknown][]) {
    const wrong = (detail: string, at = ''): void => void errors.push({ pointer: `#/given/${name}${at}`, detail });
    const { kind } = fields[name];
    if (kind === 'department' && !active.has(value as string)) wrong(deskErrors.department);
    if (kind === 'departments' && (value as string[]).some((code) => !active.has(code))) wrong(deskErrors.department);
    if (kind === 'day') {
      if (past.includes(name) && (value as Day) > today) wrong(recordErrors.future);
      if (!past.includes(name) && !free.includes(name) && (value as Day) < today) wrong(deskErrors.past);
    }
    if (name === 'measures') {
      given.measures?.forEach(({ by }, index) => {
        if (by < today) wrong(deskErrors.past, `/${index}/by`);
      });
    }
    if (kind === 'cases') {
      const found = await Promise.all((value as string[]).map((one) => caseId(db, one)));
      const missing = (value as string[]).filter((_, index) => found[index] === undefined);
      if (missing.length > 0) wrong(recordErrors.cases(missing));
      else Object.assign(resolved, { [name]: [...new Set(found)] });
    }
    if (kind === 'record') {
      const found = (await findRecordByNumber(db, value as string)) ?? (await findRecord(db, value as string));
      if (found === undefined) wrong(recordErrors.record);
      else Object.assign(resolved, { [name]: found.file.id });
    }
  }
  if (
    given.startsAt !== undefined &&
    given.endsAt !== undefined &&
    given.endsAt.padStart(5, '0') < given.startsAt.padStart(5, '0')
  ) {
    errors.push({ pointer: '#/given/endsAt', detail: recordErrors.endsBeforeStart });
  }
  if (given.termFrom !== undefined && given.termUntil !== undefined && given.termUntil <= given.termFrom) {
    errors.push({ pointer: '#/given/termUntil', detail: recordErrors.endsBeforeStart });
  }
  if (errors.length > 0) throw new Problem('validation', { errors });
  return resolved;
}

/** The id of a case named by number or id; only of one with a number that is not a clue, because the ledger tells of the link. */
async function caseId(db: Db, named: string): Promise<string | undefined> {
  const found = (await findCaseByNumber(db, named)) ?? (await findCase(db, named));
  return found === undefined || found.file.number === null || found.file.state === 'sealed' ? undefined : found.file.id;
}
