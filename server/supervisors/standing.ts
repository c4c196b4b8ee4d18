/** Whether somebody is a 社会监督员 today: appointed, within the term, and with which key they sign. */

import type { Kysely } from 'kysely';
import { appointmentsOf } from '../../db/supervisors.ts';
import type { Database } from '../../db/tables.ts';
import type { Day } from '../domain/day.ts';
import type { RecordFile } from '../domain/records.ts';
import { pseudonym } from '../domain/trust/entries.ts';

export type Standing =
  /** Never appointed here: an account of some other body that checks. It may check, and never signs. */
  | { state: 'none' }
  | { state: 'not-yet' | 'over'; appointment: RecordFile }
  | { state: 'in-term'; appointment: RecordFile; recusals: readonly string[]; publicKey: string | null };

/** Whether an appointment covers a day. */
export const isInTerm = ({ state, body }: Pick<RecordFile, 'state' | 'body'>, day: Day): boolean =>
  state === 'appointed' && (body.termFrom ?? '') <= day && day <= (body.termUntil ?? '');

/** Of several appointments of one person the one that counts today. */
export function standingIn(appointments: readonly RecordFile[], day: Day): Standing {
  const current = appointments.find((one) => isInTerm(one, day));
  if (current !== undefined) {
    const { recusals = [], publicKey = null } = current.body;
    return { state: 'in-term', appointment: current, recusals, publicKey };
  }
  const next = appointments.find(({ state, body }) => state !== 'ended' && (body.termUntil ?? '') >= day);
  if (next !== undefined) return { state: 'not-yet', appointment: next };
  const last = appointments[0];
  return last === undefined ? { state: 'none' } : { state: 'over', appointment: last };
}

export const standingOf = async (db: Kysely<Database>, accountId: string, day: Day): Promise<Standing> =>
  standingIn(await appointmentsOf(db, pseudonym(accountId)), day);
