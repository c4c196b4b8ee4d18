/** Who may say what they saw: a supervisor within the term, not of a department to stay away from, and signed by the key that they registered. */

import type { Kysely } from 'kysely';
import type { Database } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import type { CaseFile } from '../domain/case-file.ts';
import type { Day } from '../domain/day.ts';
import type { FieldValues } from '../domain/fields.ts';
import { isSignedBy, type SignedAct, signedActs } from '../domain/trust/check-signature.ts';
import { Problem } from '../problem.ts';
import { fieldErrors } from '#words/field.ts';
import { standingOf } from './standing.ts';

interface Saying {
  db: Kysely<Database>;
  /** Name of the log. */
  origin: string;
  accountId: string;
  day: Day;
  /** Departments that it is about. */
  departments: readonly (string | null)[];
  signature: string | undefined;
  signed: Omit<SignedAct, 'origin'>;
}

/**
 * Asks before a supervisor's word is taken.
 * @throws Problem `term-over`, `recused`, `bad-signature`
 */
export async function refuseUnfit(saying: Saying): Promise<void> {
  const { db, origin, accountId, day, departments, signature, signed } = saying;
  const standing = await standingOf(db, accountId, day);
  if (standing.state === 'over' || standing.state === 'not-yet') {
    const { termFrom = '', termUntil = '' } = standing.appointment.body;
    throw new Problem('term-over', {
      detail: standing.state === 'over' ? fieldErrors.termOver(termUntil) : fieldErrors.termNotYet(termFrom),
    });
  }
  if (standing.state === 'in-term' && departments.some((code) => code !== null && standing.recusals.includes(code))) {
    throw new Problem('recused');
  }
  if (signature === undefined) return;
  const key = standing.state === 'in-term' ? standing.publicKey : null;
  if (key === null || !isSignedBy(key, signature, { ...signed, origin })) throw new Problem('bad-signature');
}

/** What must hold of an act on a case, beside the workflow: it is asked in the transaction of the act. */
export async function refuseUnfitAct(
  db: Kysely<Database>,
  { ledger }: Pick<Context, 'ledger'>,
  {
    accountId,
    file,
    act,
    given,
    day,
  }: { accountId: string; file: CaseFile; act: string; given: FieldValues; day: Day },
): Promise<void> {
  if (!signedActs.includes(act)) return;
  await refuseUnfit({
    db,
    origin: ledger.origin,
    accountId,
    day,
    departments: [file.department, ...file.coDepartments],
    signature: given.signature,
    signed: { id: file.id, n: file.seq + 1, act },
  });
}
