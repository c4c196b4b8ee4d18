/** Lists of records as one role may see them. */

import { countRecordStates, listRecords, newestRecordWords, type RecordFilter } from '../../db/records.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { firstRecordAct } from '../domain/advance-record.ts';
import { type RecordKind, recordKindOf, recordKinds, recordStatesOf, recordTurn } from '../domain/records.ts';
import { type Actor, isDepartmentRole } from '../domain/roles.ts';
import { pseudonym } from '../domain/trust/entries.ts';
import { departmentNames } from '../desk/names.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { Problem } from '../problem.ts';
import type { RecordList } from '../schemas/records.ts';
import { recordKindWords } from '#words/records.ts';
import { lineOf, titleFields } from './view-record.ts';

/** Records on a page where nothing else is asked for. */
const usualLimit = 30;

export interface RecordQuestion {
  kind?: RecordKind | undefined;
  state?: string | undefined;
  department?: string | undefined;
  q?: string | undefined;
  turn?: 'mine' | undefined;
  after?: string | undefined;
  limit?: number | undefined;
}

/** @throws Problem `not-found` for a kind that is not for the reader */
export async function listRecordsFor({ db, now }: Context, staff: Staff, asked: RecordQuestion): Promise<RecordList> {
  const actor = actorOf(staff);
  const kinds = recordKinds.filter((kind) => recordKindOf(kind).readers.some((role) => role === actor.role));
  if (asked.kind !== undefined && !kinds.includes(asked.kind)) throw new Problem('not-found');
  const seen = scopeOf(actor, asked.kind === undefined ? kinds : [asked.kind], pseudonym(staff.accountId));
  const filter: RecordFilter = {
    ...seen,
    ...(asked.department !== undefined && !isDepartmentRole(actor.role) && { department: asked.department }),
    text: asked.q,
    limit: asked.limit ?? usualLimit,
    after: asked.after,
  };
  const turns = turnsOf(actor, seen.kinds ?? []);
  const page = await listRecords(db, {
    ...filter,
    ...(asked.state !== undefined && { states: [asked.state] }),
    ...(asked.turn === 'mine' && { turns }),
  });
  const words = await newestRecordWords(
    db,
    page.records.map(({ file }) => file.id),
    titleFields,
  );
  const names = { departments: await departmentNames(db) };
  const day = dayOf(now());
  const counts = asked.kind === undefined ? new Map<string, number>() : await countRecordStates(db, filter);
  return {
    items: page.records.map((stored) => lineOf(stored, { newest: words.get(stored.file.id) ?? {}, names, day })),
    next: page.next,
    count: page.count,
    states:
      asked.kind === undefined
        ? []
        : recordStatesOf(asked.kind).map((state) => ({
            state,
            name: recordKindWords[asked.kind ?? 'pledge'].states[state] ?? state,
            count: counts.get(state) ?? 0,
          })),
    mine: (await listRecords(db, { ...seen, turns, limit: 1 })).count,
    mayBegin: asked.kind !== undefined && firstRecordAct(asked.kind, actor) !== undefined,
  };
}

/** What of these kinds a reader may see at all. */
function scopeOf(
  actor: Actor,
  kinds: readonly RecordKind[],
  self: string,
): Pick<RecordFilter, 'kinds' | 'department' | 'orPublished' | 'holder'> {
  return {
    kinds,
    ...(isDepartmentRole(actor.role) && { department: actor.department ?? '', orPublished: true }),
    ...(actor.role === 'supervisor' && { holder: self }),
  };
}

/** The states of each kind in which it is a role's turn. */
const turnsOf = ({ role }: Actor, kinds: readonly RecordKind[]): { kind: RecordKind; states: string[] }[] =>
  kinds.map((kind) => ({
    kind,
    states: recordStatesOf(kind).filter((state) => recordTurn(kind, state).includes(role)),
  }));
