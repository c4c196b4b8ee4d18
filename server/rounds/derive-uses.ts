/** What is asked before somebody proposes 结果运用: that there is a result, and that the department has one in it. */

import { findRound } from '../../db/rounds.ts';
import { Problem } from '../problem.ts';
import type { Derive } from '../records/derive.ts';
import { hasResults } from '../domain/round/life.ts';
import { useErrors } from '#words/rechecks.ts';

const propose: Derive = async ({ trx, given }) => {
  const wrong = (field: string, detail: string): Problem =>
    new Problem('validation', { errors: [{ pointer: `#/given/${field}`, detail }] });
  const round = await findRound(trx, given.round ?? '');
  if (round?.plan === undefined || !hasResults(round.record.file.state)) throw wrong('round', useErrors.noResult);
  if (!round.plan.departments.some(({ code }) => code === given.department))
    throw wrong('department', useErrors.notRated);
  return {};
};

export const useDerivations: Readonly<Record<string, Derive>> = { 'use.propose': propose };
