/** 聘任 as the office sees them, and as everybody does. */

import type { Kysely } from 'kysely';
import { listAccounts } from '../../db/accounts.ts';
import { listDepartments } from '../../db/departments.ts';
import { newestRecordWords } from '../../db/records.ts';
import { listAppointments } from '../../db/supervisors.ts';
import type { Database } from '../../db/tables.ts';
import type { Day } from '../domain/day.ts';
import { textIn } from '../domain/trust/canonical.ts';
import { pseudonym } from '../domain/trust/entries.ts';
import type { AppointmentLine, PublicSupervisor } from '../schemas/field.ts';
import { isInTerm } from './standing.ts';

/** All appointments, and the accounts that may have one. */
export async function appointmentsFor(
  db: Kysely<Database>,
  today: Day,
): Promise<{ items: AppointmentLine[]; accounts: { id: string; name: string; username: string }[] }> {
  const appointments = await listAppointments(db);
  const words = await wordsOf(db, appointments);
  const accounts = (await listAccounts(db)).filter(
    ({ role, disabledAt }) => role === 'supervisor' && disabledAt === null,
  );
  const nameOf = new Map(accounts.map(({ id, displayName }) => [pseudonym(id), displayName]));
  const taken = new Set(appointments.filter(({ state }) => state !== 'ended').map(({ body }) => body.holder));
  return {
    items: appointments.map((one) => {
      const { id, number, state, body } = one;
      const { holderName = '', workplace = null, certificate = null } = words.get(id) ?? {};
      return {
        id,
        number,
        state,
        name: holderName,
        identity: body.identity ?? null,
        workplace,
        certificate,
        termFrom: body.termFrom ?? '',
        termUntil: body.termUntil ?? '',
        inTerm: isInTerm(one, today),
        hasKey: body.publicKey !== undefined,
        account: nameOf.get(textIn(body.holder)) ?? null,
      };
    }),
    accounts: accounts
      .filter(({ id }) => !taken.has(pseudonym(id)))
      .map(({ id, displayName, username }) => ({ id, name: displayName, username })),
  };
}

/** Supervisors that were appointed, those within their term first. */
export async function publicSupervisors(db: Kysely<Database>, today: Day): Promise<PublicSupervisor[]> {
  const appointments = (await listAppointments(db)).filter(({ number }) => number !== null);
  const words = await wordsOf(db, appointments);
  const names = new Map((await listDepartments(db, { withInactive: true })).map(({ code, name }) => [code, name]));
  return appointments
    .map(({ id, number, state, body }): PublicSupervisor => {
      const { holderName = '', workplace = null, certificate = null } = words.get(id) ?? {};
      const { identity = 'citizen', termFrom = '', termUntil = '', recusals = [], publicKey = null, holder } = body;
      return {
        number: number ?? '',
        name: holderName,
        identity,
        workplace,
        certificate,
        termFrom,
        termUntil,
        ended: state === 'ended' || termUntil < today,
        recusals: recusals.map((code) => ({ code, name: names.get(code) ?? code })),
        publicKey,
        holder: textIn(holder),
      };
    })
    .sort((a, b) => Number(a.ended) - Number(b.ended) || (a.number < b.number ? -1 : 1));
}

const wordsOf = (db: Kysely<Database>, appointments: readonly { id: string }[]) =>
  newestRecordWords(
    db,
    appointments.map(({ id }) => id),
    ['holderName', 'workplace', 'certificate'],
  );
