/** Rounds as the desk sees them: the list of one reader, and one round in preparation or after. */

import type { Kysely } from 'kysely';
import { findRound, listRounds, reportLines, rosterSizes, type StoredRound } from '../../db/rounds.ts';
import type { Database } from '../../db/tables.ts';
import { departmentNames, refOf, refOrNull, type DepartmentNames } from '../desk/names.ts';
import { mayReadRecord } from '../domain/advance-record.ts';
import { recordStatesOf } from '../domain/records.ts';
import { keysNeeded, type RoundPlan } from '../domain/round/plan.ts';
import { type Actor, isDepartmentRole, isOfficeRole } from '../domain/roles.ts';
import { type RoundKind, roundKinds } from '../domain/vocabulary.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { Problem } from '../problem.ts';
import type { DeskRound, DeskRoundLine, DeskRoundList, RoundReport } from '../schemas/desk-rounds.ts';
import { reportMost } from '../schemas/desk-rounds.ts';
import { recordKindWords } from '#words/records.ts';
import { roundKindWords } from '#words/rounds.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { checkList } from './check-list.ts';
import { directoryOf, mayPrepare, planOf } from './draft-plan.ts';
import { versionsOf } from './plan-parts.ts';

type Db = Kysely<Database>;

/** Kinds that somebody may begin: a department only asks about itself. */
export const mayBegin = ({ role }: Actor): RoundKind[] =>
  isOfficeRole(role) ? [...roundKinds] : ['liaison', 'head'].includes(role) ? ['own'] : [];

/** Departments that may say something of themselves. */
export const ratedIn = ({ departments }: RoundPlan): string[] =>
  departments.filter(({ isExempt }) => isExempt !== true).map(({ code }) => code);

export async function listDeskRounds(db: Db, staff: Staff): Promise<DeskRoundList> {
  const actor = actorOf(staff);
  const names = await departmentNames(db);
  const items: DeskRoundLine[] = [];
  for (const round of await listRounds(db)) {
    const plan = await planOf(db, round);
    const line = await lineFor(db, { round, plan, actor, names });
    if (line !== undefined) items.push(line);
  }
  const counts = Map.groupBy(items, ({ state }) => state);
  return {
    items,
    states: recordStatesOf('round').flatMap((state) => {
      const count = counts.get(state)?.length ?? 0;
      return count === 0 ? [] : [{ state, name: recordKindWords.round.states[state] ?? state, count }];
    }),
    mayBegin: mayBegin(actor),
  };
}

interface Shown {
  round: StoredRound;
  plan: RoundPlan;
  actor: Actor;
  names: DepartmentNames;
}

/** Nothing for a round that this reader may not know of. A department knows of those in which it is rated before they are out. */
async function lineFor(db: Db, { round, plan, actor, names }: Shown): Promise<DeskRoundLine | undefined> {
  const { file } = round.record;
  const mayOpen = mayReadRecord(file, actor, null);
  const own = isDepartmentRole(actor.role) ? (actor.department ?? '') : undefined;
  const isRated = own !== undefined && ratedIn(plan).includes(own);
  const mayFill = isRated && file.state === 'drafted';
  if (!mayOpen && !mayFill) return undefined;
  const filled = isRated ? await reportLines(db, file.id, own) : [];
  return {
    id: file.id,
    number: file.number,
    title: round.title,
    kind: plan.kind,
    kindName: roundKindWords[plan.kind],
    state: file.state,
    stateName: recordKindWords.round.states[file.state] ?? file.state,
    opensOn: plan.opensOn,
    closesOn: plan.closesOn,
    department: refOrNull(file.department, names),
    report: filled.length > 0 ? 'filled' : mayFill ? 'missing' : null,
    mayOpen,
  };
}

/** @throws Problem `not-found` for a round that the reader may not know of */
async function shownTo(db: Db, staff: Staff, id: string): Promise<Shown & { line: DeskRoundLine }> {
  const round = await findRound(db, id);
  if (round === undefined) throw new Problem('not-found');
  const shown = {
    round,
    plan: await planOf(db, round),
    actor: actorOf(staff),
    names: await departmentNames(db),
  };
  const line = await lineFor(db, shown);
  if (line === undefined) throw new Problem('not-found');
  return { ...shown, line };
}

/** @throws Problem `not-found` for a round that the reader may not open */
export async function deskRound(
  { db, now }: Pick<Context, 'db' | 'now'>,
  staff: Staff,
  id: string,
): Promise<DeskRound> {
  const { round, plan, actor, names, line } = await shownTo(db, staff, id);
  if (!line.mayOpen) throw new Problem('not-found');
  const { file } = round.record;
  const sizes = await rosterSizes(db, id);
  const filled = new Map((await reportLines(db, id)).map((one) => [one.department, one]));
  const rated = ratedIn(plan);
  const directory = await directoryOf(db);
  const listed = new Set(plan.departments.map(({ code }) => code));
  return {
    ...line,
    seq: file.seq,
    year: plan.year,
    plan,
    versions: versionsOf(plan),
    mayPrepare: mayPrepare(file, actor),
    checks:
      file.state === 'drafted'
        ? checkList(plan, { sizes, reports: new Set(filled.keys()), directory, today: dayOf(now()) })
        : [],
    rosters: plan.rosters.map((rule) => ({ ...rule, lines: sizes.get(rule.roster) ?? 0 })),
    reports: rated.map((code) => ({
      department: refOf(code, names),
      filledOn: filled.get(code)?.filledOn ?? null,
      length: [...(filled.get(code)?.report ?? '')].length,
    })),
    ticketKeys: keysNeeded(plan).length,
    others:
      file.department === null
        ? directory.departments
            .filter(({ code }) => !listed.has(code))
            .map(({ code, name, classCode }) => ({ code, name, classCode }))
        : [],
  };
}

/**
 * What a department says of itself in a round.
 * @param asked whose, where the office asks; a department only sees its own
 * @throws Problem `not-found` where the department is not rated in it
 */
export async function roundReport(
  { db }: Pick<Context, 'db'>,
  staff: Staff,
  id: string,
  asked?: string,
): Promise<RoundReport> {
  const { plan, actor, names, line } = await shownTo(db, staff, id);
  const department = isDepartmentRole(actor.role) ? actor.department : asked;
  if (department === undefined || !ratedIn(plan).includes(department)) throw new Problem('not-found');
  const [found] = await reportLines(db, id, department);
  return {
    round: line,
    department: refOf(department, names),
    report: found?.report ?? '',
    filledOn: found?.filledOn ?? null,
    most: reportMost,
    mayFill: isDepartmentRole(actor.role) && line.state === 'drafted',
  };
}
