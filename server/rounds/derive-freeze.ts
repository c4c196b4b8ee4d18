/** What the server works out for a round until it opens: its days in order, the files that are frozen with it, and that the public knew of them in time. */

import { putRoundFile } from '../../db/round-files.ts';
import { planText, reportsOf, rosterLines, savePlan, setRulesHash } from '../../db/rounds.ts';
import { findRecord } from '../../db/records.ts';
import type { FieldValues } from '../domain/fields.ts';
import type { TicketKey } from '../domain/round/issuer.ts';
import { keysNeeded } from '../domain/round/plan.ts';
import { isDepartmentRole } from '../domain/roles.ts';
import { type Canonical, canonicalJson } from '../domain/trust/canonical.ts';
import { Problem } from '../problem.ts';
import type { Derive, DeriveQuestion } from '../records/derive.ts';
import { roundErrors } from '#words/round-desk.ts';
import { basisOf, type PreparedKeys } from './around-freeze.ts';
import { ratedIn } from './desk-rounds.ts';
import { readyPlan } from './ready-plan.ts';

const wrong = (field: string, detail: string): Problem =>
  new Problem('validation', { errors: [{ pointer: `#/given/${field}`, detail }] });

function inOrder({ opensOn = '', closesOn = '' }: FieldValues): void {
  if (closesOn < opensOn) throw wrong('closesOn', roundErrors.daysInOrder);
}

/** 部门自主评议 is about one department, every other kind about many; a department begins the first kind only. */
const draft: Derive = async ({ given, actor }) => {
  inOrder(given);
  if (given.roundKind === 'own' && given.department === undefined) throw wrong('department', roundErrors.ownDepartment);
  if (given.roundKind !== 'own' && given.department !== undefined) throw wrong('department', roundErrors.noDepartment);
  if (given.roundKind !== 'own' && isDepartmentRole(actor.role)) throw wrong('roundKind', roundErrors.onlyOwn);
  return {};
};

const redraft: Derive = async ({ given }) => {
  inOrder(given);
  return {};
};

/**
 * Freezes the plan, what departments say of themselves, the keys of tickets and the rosters, each as a file whose hash the act binds.
 * @throws Problem `validation` with what is missing; `conflict` when plan or rosters changed while the keys were made
 */
const freeze: Derive = async ({ trx, context, id, prepared }) => {
  const plan = await readyPlan(trx, id, context.now());
  const lines = await rosterLines(trx, id);
  const keys = keysFor(prepared as PreparedKeys | undefined, keysNeeded(plan).length, basisOf(plan, lines));
  const rated = ratedIn(plan);
  const reports = Object.fromEntries(Object.entries(await reportsOf(trx, id)).filter(([code]) => rated.includes(code)));
  const put = (name: string, text: string): Promise<string> => putRoundFile(trx, id, `${name}.json`, text);
  await savePlan(trx, plan);
  const rules = await put('rules', planText(plan));
  await setRulesHash(trx, id, rules);
  return {
    frozenRound: {
      rules,
      reports: await put('reports', canonicalJson(reports)),
      keys: await put('keys', canonicalJson(keys as unknown as Canonical)),
      roster: await put('roster', canonicalJson(lines)),
    },
  };
};

/** The keys, sorted. */
function keysFor(prepared: PreparedKeys | undefined, needed: number, basis: string): TicketKey[] {
  if (prepared === undefined && needed > 0) throw new Error('Keys of tickets are made before the act');
  if (prepared !== undefined && prepared.basis !== basis) throw new Problem('conflict');
  return [...(prepared?.keys ?? [])].sort((a, b) =>
    `${a.group}\n${a.department}` < `${b.group}\n${b.department}` ? -1 : 1,
  );
}

/** A mistake can be mended before the first day of voting. What was frozen stays public, as the log tells of it, until it is frozen anew. */
const thaw: Derive = async ({ trx, before, id, day }) => {
  const { opensOn = '' } = before?.body ?? {};
  if (day >= opensOn) throw new Problem('not-in-this-state', { detail: roundErrors.thawTooLate(opensOn) });
  await setRulesHash(trx, id, null);
  return {};
};

/** Nobody votes under rules that the public log does not tell of yet. */
const open = async ({ trx, before, id, day }: DeriveQuestion): Promise<FieldValues> => {
  const { opensOn = '' } = before?.body ?? {};
  if (day < opensOn) throw new Problem('not-in-this-state', { detail: roundErrors.tooEarly(opensOn) });
  const stored = await findRecord(trx, id);
  // Nothing else happens to a round between being frozen and being opened.
  if (stored === undefined || stored.loggedSeq < stored.file.seq)
    throw new Problem('not-in-this-state', { detail: roundErrors.notLogged });
  return {};
};

export const freezeDerivations: Readonly<Record<string, Derive>> = {
  'round.draft': draft,
  'round.redraft': redraft,
  'round.freeze': freeze,
  'round.thaw': thaw,
  'round.open': open,
};
