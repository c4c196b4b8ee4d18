/** Stores what was planned beside the cases, through the same rules as at the desk, each act on its own day. */

import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { insertFiles } from '../../../db/files.ts';
import { insertPending, pendingRow } from '../../../db/ledger-pending.ts';
import { addMark } from '../../../db/pledges.ts';
import { findRecord } from '../../../db/records.ts';
import type { Database } from '../../../db/tables.ts';
import { beginningOf, instantOf, later } from '../../clock.ts';
import type { Context } from '../../context.ts';
import { addDays, type Day } from '../../domain/day.ts';
import type { FieldValues } from '../../domain/fields.ts';
import { signCheck, signedActs } from '../../domain/trust/check-signature.ts';
import { markEntry, markNullifier } from '../../domain/trust/record-entry.ts';
import type { Staff } from '../../http/staff.ts';
import { newId } from '../../ids.ts';
import { performRecordAct, recordAct } from '../../records/perform-record-act.ts';
import * as texts from '../data/office.ts';
import { demonstrationDay } from '../history.ts';
import { accounts } from '../people.ts';
import { type OfficeRecord, type OfficeStep, supervisorKey } from './plan-office.ts';

/** What a picture of the demonstration is, for acts that need evidence. */
interface Picture {
  sha256: string;
  size: number;
  name: string;
}

/** Acts in one transaction. */
const actsAtOnce = 200;

/** Somebody of the demonstration, as the rules know them. */
export const staffOf = (id: string): Staff => {
  const account = accounts.find((one) => one.id === id);
  if (account === undefined) throw new RangeError(`No account ${id}`);
  return {
    accountId: id,
    username: account.username,
    displayName: account.title,
    role: account.role,
    department: account.department,
    mustChangePassword: false,
  };
};

/** Ten in the morning of a day, and a minute later for each further act. */
const instantOn = (day: Day, place: number): Date => later(instantOf(beginningOf(day)), (600 + (place % 400)) * 60_000);

type Turn = OfficeStep & { record: OfficeRecord; n: number };

/** Does every act in the order of the days, so that numbers are given in that order. */
export async function storeOffice(
  context: Context,
  records: readonly OfficeRecord[],
  pictures: readonly Picture[],
): Promise<void> {
  const turns: Turn[] = records
    .flatMap((record) => record.steps.map((step, index) => ({ ...step, record, n: index + 1 })))
    .sort((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)) || a.n - b.n);
  const marked = new Map(records.map((record) => [record, false]));
  for (let start = 0; start < turns.length; start += actsAtOnce) {
    await context.db.transaction().execute(async (trx) => {
      for (const [index, turn] of turns.slice(start, start + actsAtOnce).entries()) {
        const { record, act, day } = turn;
        const now = instantOn(day, index);
        const at: Context = { ...context, db: trx, now: () => now };
        // What citizens say comes before the office counts it.
        if (act === 'keep' && marked.get(record) === false) await addMarks(trx, record);
        const given = { ...turn.given, ...signature(context, turn), ...(await evidence(at, turn, pictures)) };
        const by = turn.account === null ? ({ role: 'citizen' } as const) : staffOf(turn.account);
        const id = turn.n === 1 ? {} : { id: record.id };
        await recordAct(trx, at, by, { ...id, kind: record.kind, act, given }, record.id).catch((cause: unknown) => {
          throw new Error(`The rules refuse ${record.kind}.${act} on ${day}: ${JSON.stringify(given)}`, { cause });
        });
        if (act === 'keep') marked.set(record, true);
      }
    });
  }
  // Who worked through the year has read what they were told then.
  await context.db
    .updateTable('notice')
    .set((eb) => ({ read_at: eb.ref('at') }))
    .where('day', '<', addDays(demonstrationDay, -7))
    .execute();
  // Those that are still being marked have some marks already.
  await context.db.transaction().execute(async (trx) => {
    for (const [record, isMarked] of marked) {
      if (isMarked || record.marks === undefined) continue;
      const state = (await findRecord(trx, record.id))?.file.state;
      if (state === 'marking') await addMarks(trx, record);
    }
  });
}

/** Supervisors sign what they write, with the key that the demonstration knows. */
function signature({ ledger }: Context, { act, account, record, n }: Turn): FieldValues {
  if (record.kind !== 'inspection' || account === null || !signedActs.includes(act)) return {};
  return { signature: signCheck(supervisorKey(account), { origin: ledger.origin, id: record.id, n, act }) };
}

async function evidence(context: Context, turn: Turn, pictures: readonly Picture[]): Promise<FieldValues> {
  const picture = pictures[turn.n % pictures.length];
  if (!turn.files || picture === undefined) return {};
  const id = newId(context.random);
  await insertFiles(context.db, [
    {
      id,
      sha256: picture.sha256,
      media_type: 'image/jpeg',
      size: picture.size,
      name: picture.name,
      owner: 'staff',
      opinion_id: null,
      case_id: null,
      uploaded_by: turn.account,
      purge_after: null,
    },
  ]);
  return { evidence: [id] };
}

async function addMarks(trx: Transaction<Database>, { id, marks }: OfficeRecord): Promise<void> {
  if (marks === undefined) return;
  for (const mark of marks.marks) {
    const key = markNullifier(id, randomBytes(16).toString('base64url'));
    await addMark(trx, { id: key, recordId: id, mark, isApart: false });
    await insertPending(trx, [
      pendingRow(markEntry(id, key, mark, false), { kind: 'citizen', due: addDays(marks.from, 1), caseId: id }),
    ]);
  }
}

/** What is done when the year is published: lots are announced on the newest checkpoint, 月通报 and 意见分析报告 are issued with its numbers. */
export async function concludeYear(context: Context): Promise<void> {
  const [director, clerk] = [staffOf('director'), staffOf('clerk-1')];
  await performRecordAct(context, director, { kind: 'sample', act: 'announce', given: { ...texts.sample } });
  for (const [kind, given] of [
    ['bulletin', { ...texts.bulletin }],
    ['analysis', { ...texts.analysis }],
  ] as const) {
    const { id } = await performRecordAct(context, clerk, { kind, act: 'draft', given });
    await performRecordAct(context, director, { id, kind, act: 'issue', given: {} });
  }
}
