/** Supervisors for tests: appointed, with keys of their own; and lots that are announced and drawn. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { findAccount, insertAccount } from '../../db/accounts.ts';
import { addDays } from '../../server/domain/day.ts';
import type { FieldValues } from '../../server/domain/fields.ts';
import type { RecordFile, RecordKind } from '../../server/domain/records.ts';
import { publicKeyOf, signCheck } from '../../server/domain/trust/check-signature.ts';
import { dayOf } from '../../server/clock.ts';
import { performRecordAct } from '../../server/records/perform-record-act.ts';
import type { Desk } from './desk.ts';

/** The secret key of somebody's phone. */
export const keyOf = (username: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(`phone of ${username}`).digest());

/** Another account of a supervisor, with the password of all the others. */
export async function addSupervisor(desk: Desk, username: string): Promise<void> {
  const known = await findAccount(desk.context.db, 'account-supervisor');
  if (known === undefined) throw new Error('There is no supervisor to take after');
  await insertAccount(desk.context.db, {
    ...known,
    id: `account-${username}`,
    username,
    displayName: `姓名${username}`,
  });
}

/** Does an act on a record as somebody. */
export async function actOnRecord(
  desk: Desk,
  username: string,
  request: { id?: string; kind: RecordKind; act: string; given?: FieldValues },
): Promise<RecordFile> {
  const account = await findAccount(desk.context.db, `account-${username}`);
  if (account === undefined) throw new Error(`There is no ${username}`);
  const { id: accountId, displayName, role, departmentCode: department } = account;
  const staff = { accountId, username, displayName, role, department, mustChangePassword: false };
  return performRecordAct(desk.context, staff, { given: {}, ...request });
}

/** Proposes and appoints somebody. @returns the record */
export async function appoint(
  desk: Desk,
  username: string,
  given: { termFrom?: string; termUntil?: string; recusals?: string[] } = {},
): Promise<RecordFile> {
  const today = dayOf(desk.time);
  const answer = await (await desk.as('clerk')).post('/api/desk/supervisors', {
    account: `account-${username}`,
    given: {
      holderName: `姓名${username}`,
      identity: 'congress',
      workplace: '澜江纸业',
      telephone: '0571-2222',
      certificate: `澜监 ${username}`,
      termFrom: today,
      termUntil: addDays(today, 364),
      ...given,
    },
  });
  expect(answer.status, await answer.clone().text()).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  return actOnRecord(desk, 'director', { id, kind: 'supervisor', act: 'appoint' });
}

/** Registers the key of somebody's phone. */
export async function registerKey(desk: Desk, username: string, key = keyOf(username)): Promise<Response> {
  return (await desk.as(username)).post('/api/desk/field/key', { publicKey: publicKeyOf(key) });
}

/** What the phone of somebody signs for the next act on a case. */
export async function signatureOf(desk: Desk, username: string, caseId: string, act: string): Promise<string> {
  const row = await desk.context.db
    .selectFrom('case_file')
    .select('seq')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow();
  return signCheck(keyOf(username), { origin: desk.context.ledger.origin, id: caseId, n: row.seq + 1, act });
}

/** Announces lots over everything that is in the ledger, to be drawn in three days. */
export const announce = (desk: Desk, given: FieldValues = {}): Promise<RecordFile> =>
  actOnRecord(desk, 'director', {
    kind: 'sample',
    act: 'announce',
    given: {
      frame: 'claimed',
      sampleSize: 1,
      lottery: '双色球',
      issue: '2026120',
      drawDay: addDays(dayOf(desk.time), 3),
      ...given,
    },
  });

export const winning = '02 07 11 19 24 33+05';

export const draw = (desk: Desk, id: string, numbers = winning): Promise<RecordFile> =>
  actOnRecord(desk, 'clerk', { id, kind: 'sample', act: 'draw', given: { winning: numbers } });
