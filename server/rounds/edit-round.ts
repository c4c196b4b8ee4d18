/** Preparing a round: it is begun, the parts of its plan are changed, rosters come in, departments say something of themselves. */

import type { Kysely, Transaction } from 'kysely';
import { findRound, replaceRoster, reportsOf, savePlan, saveReport, type StoredRound } from '../../db/rounds.ts';
import type { Database } from '../../db/tables.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { readRosterFile } from '../domain/round/roster-file.ts';
import { isDepartmentRole } from '../domain/roles.ts';
import type { RoundKind } from '../domain/vocabulary.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { newId } from '../ids.ts';
import { notify } from '../notify/notify.ts';
import { Problem } from '../problem.ts';
import { recordAct, recordChanged } from '../records/perform-record-act.ts';
import type { PlanPartRequest } from '../schemas/desk-rounds.ts';
import { roundDesk, roundErrors } from '#words/round-desk.ts';
import { mayBegin, ratedIn, roundReport } from './desk-rounds.ts';
import { directoryOf, mayPrepare, planOf } from './draft-plan.ts';
import { type PlanPart, versionOf, versionsOf, withPart } from './plan-parts.ts';

type Versions = Record<PlanPart, string>;

export interface RoundBeginning {
  kind: RoundKind;
  title: string;
  opensOn: string;
  closesOn: string;
  department?: string | undefined;
}

/**
 * Begins a round, with the plan that its kind usually has.
 * @returns its id
 * @throws Problem `not-allowed` for a kind that others begin, and the refusals of the act
 */
export async function beginRound(context: Context, staff: Staff, asked: RoundBeginning): Promise<string> {
  const actor = actorOf(staff);
  const { kind, title, opensOn, closesOn } = asked;
  if (!mayBegin(actor).includes(kind)) throw new Problem('not-allowed');
  const department = isDepartmentRole(actor.role) ? (actor.department ?? undefined) : asked.department;
  const id = newId(context.random);
  const file = await context.db.transaction().execute(async (trx) => {
    const given = { title, roundKind: kind, opensOn, closesOn, ...(department !== undefined && { department }) };
    const done = await recordAct(trx, context, staff, { kind: 'round', act: 'draft', given }, id);
    const round = await findRound(trx, id);
    if (round !== undefined) await savePlan(trx, await planOf(trx, round));
    return done;
  });
  recordChanged(context, file);
  return id;
}

/** A round that this person prepares now. @throws Problem `not-found`, `not-allowed`, `not-in-this-state` */
async function inPreparation(trx: Kysely<Database>, staff: Staff, id: string): Promise<StoredRound> {
  const round = await findRound(trx, id);
  const actor = actorOf(staff);
  if (round === undefined) throw new Problem('not-found');
  const { file } = round.record;
  if (mayPrepare(file, actor)) return round;
  if (!mayPrepare({ ...file, state: 'drafted' }, actor)) throw new Problem('not-allowed');
  throw new Problem('not-in-this-state', { detail: roundErrors.frozen });
}

/**
 * Puts a part into the plan.
 * @throws Problem `conflict` when somebody else has changed that part since it was read, `validation` for what does not fit together
 */
export const editPlan = (
  { db }: Pick<Context, 'db'>,
  staff: Staff,
  id: string,
  request: PlanPartRequest,
): Promise<Versions> =>
  db.transaction().execute(async (trx) => {
    const round = await inPreparation(trx, staff, id);
    // A department asks about itself only.
    if (round.record.file.department !== null && request.part === 'departments') throw new Problem('not-allowed');
    const plan = await planOf(trx, round);
    if (versionOf(plan, request.part) !== request.version) throw new Problem('conflict');
    const outcome = withPart(plan, request, await directoryOf(trx));
    if ('errors' in outcome) throw new Problem('validation', { errors: outcome.errors });
    return versionsOf(await storePlan(trx, round, outcome.plan));
  });

/** @throws Problem `conflict` when another part was saved in the same moment */
async function storePlan(
  trx: Transaction<Database>,
  { plan: before }: StoredRound,
  plan: RoundPlan,
): Promise<RoundPlan> {
  if ((await savePlan(trx, plan, before)) === 'conflict') throw new Problem('conflict');
  return plan;
}

const wrongFile = (detail: string): Problem => new Problem('validation', { errors: [{ pointer: '#/file', detail }] });

/**
 * Takes in the file of rosters that the inviter hands over. Rosters of the same number are replaced, others stay.
 * @returns the rosters of the file with their numbers of lines
 * @throws Problem `validation` for a file of something else, of another round, or about groups and departments that the plan does not have
 */
export const takeRosters = (
  { db }: Pick<Context, 'db'>,
  staff: Staff,
  id: string,
  text: string,
): Promise<{ roster: string; lines: number }[]> =>
  db.transaction().execute(async (trx) => {
    const round = await inPreparation(trx, staff, id);
    const plan = await planOf(trx, round);
    const reading = readRosterFile(text);
    if (!reading.ok) throw wrongFile(roundErrors.rosterFile[reading.why](reading.roster ?? ''));
    const { rosters } = reading.file;
    if (reading.file.round !== id) throw wrongFile(roundErrors.otherRound);
    for (const { roster, group, only, except, window } of rosters) {
      if (!plan.groups.some(({ code }) => code === group)) throw wrongFile(roundErrors.rosterGroup(roster, group));
      const strange = [only, except].find((code) => code !== undefined && !ratedIn(plan).includes(code));
      if (strange !== undefined) throw wrongFile(roundErrors.rosterDepartment(roster, strange));
      const isOutside =
        window !== undefined && (window.from.slice(0, 10) < plan.opensOn || window.until.slice(0, 10) > plan.closesOn);
      if (isOutside) throw wrongFile(roundErrors.rosterWindow(roster));
    }
    const names = new Set(rosters.map(({ roster }) => roster));
    const rules = rosters.map(({ lines: _lines, ...rule }) => rule);
    const kept = plan.rosters.filter(({ roster }) => !names.has(roster));
    const all = [...kept, ...rules].sort((a, b) => (a.roster < b.roster ? -1 : 1));
    await storePlan(trx, round, { ...plan, rosters: all });
    for (const { roster, lines } of rosters) await replaceRoster(trx, id, roster, lines);
    return rosters.map(({ roster, lines }) => ({ roster, lines: lines.length }));
  });

/** Takes a roster away. @throws Problem `not-found` where there is none of that number */
export const removeRoster = (
  { db }: Pick<Context, 'db'>,
  staff: Staff,
  id: string,
  roster: string,
): Promise<Versions> =>
  db.transaction().execute(async (trx) => {
    const round = await inPreparation(trx, staff, id);
    const plan = await planOf(trx, round);
    if (!plan.rosters.some((one) => one.roster === roster)) throw new Problem('not-found');
    const rosters = plan.rosters.filter((one) => one.roster !== roster);
    await replaceRoster(trx, id, roster, []);
    return versionsOf(await storePlan(trx, round, { ...plan, rosters }));
  });

/** A department says something of itself, until the plan is frozen. @throws Problem `not-allowed` for others, `not-in-this-state` afterwards */
export async function fillReport(context: Context, staff: Staff, id: string, report: string): Promise<void> {
  const { department, mayFill } = await roundReport(context, staff, id);
  if (staff.department !== department.code) throw new Problem('not-allowed');
  if (!mayFill) throw new Problem('not-in-this-state', { detail: roundErrors.frozen });
  await saveReport(context.db, id, department.code, { report, filledOn: dayOf(context.now()) });
}

/** Reminds departments that have said nothing of themselves yet; each once a day. @returns how many */
export const remindOfReports = (context: Context, staff: Staff, id: string): Promise<number> =>
  context.db.transaction().execute(async (trx) => {
    const round = await inPreparation(trx, staff, id);
    const plan = await planOf(trx, round);
    const day = dayOf(context.now());
    const filled = await reportsOf(trx, id);
    const silent = ratedIn(plan).filter((code) => !Object.hasOwn(filled, code));
    for (const code of silent) {
      await notify(trx, context, {
        kind: 'record',
        about: `${id}:report:${code}:${day}`,
        to: { department: code, roles: ['liaison', 'handler'] },
        subject: roundDesk.report.reminder(plan.title, plan.opensOn),
        day,
      });
    }
    return silent.length;
  });
