/** What is missing before a plan can be frozen, and what is only worth saying. */

import type { Day } from '../domain/day.ts';
import { planProblems } from '../domain/round/check-plan.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import type { CheckLine } from '../schemas/desk-rounds.ts';
import { checkWords, listed, planProblemWords } from '#words/round-desk.ts';
import type { Directory } from './starting-plan.ts';

export interface Prepared {
  /** Lines that each roster has. */
  sizes: ReadonlyMap<string, number>;
  /** Departments that have said something of themselves. */
  reports: ReadonlySet<string>;
  directory: Directory;
  today: Day;
}

export function checkList(plan: RoundPlan, prepared: Prepared): CheckLine[] {
  const found = Map.groupBy(planProblems(plan), ({ part, problem }) => `${part}/${problem}`);
  const own = [...found.values()].flatMap((alike): CheckLine[] => {
    const [first] = alike;
    if (first === undefined) return [];
    const about = listed(alike.flatMap((one) => one.about ?? []));
    return [{ part: first.part, text: planProblemWords[first.problem](about), blocks: first.blocks }];
  });
  return [...own, ...rosterLines(plan, prepared), ...notes(plan, prepared)];
}

/** Rosters must hold as many lines as the plan says, and tickets need somebody to give them to. */
function rosterLines({ rosters, channels }: RoundPlan, { sizes }: Prepared): CheckLine[] {
  const blocks = true;
  const lines = rosters
    .filter(({ roster, codes }) => sizes.get(roster) !== codes)
    .map(({ roster, codes }) => ({ text: checkWords.rosterSize(roster, codes, sizes.get(roster) ?? 0) }));
  const isOnline = channels.some(({ channel }) => channel === 'online');
  if (isOnline && rosters.length === 0) lines.push({ text: checkWords.noRoster });
  if (!isOnline && rosters.length > 0) lines.push({ text: checkWords.rosterWithoutPhone });
  return lines.map((line) => ({ part: 'rosters' as const, blocks, ...line }));
}

/** What keeps nobody from freezing. */
function notes({ departments, opensOn }: RoundPlan, { reports, directory, today }: Prepared): CheckLine[] {
  const lines: CheckLine[] = [];
  if (opensOn < today) lines.push({ part: 'basics', text: checkWords.opensInPast, blocks: true });
  const silent = departments.filter(({ code, isExempt }) => isExempt !== true && !reports.has(code)).length;
  if (silent > 0) lines.push({ part: 'reports', text: checkWords.silent(silent), blocks: false });
  const active = new Set(directory.departments.map(({ code }) => code));
  const gone = departments.filter(({ code }) => !active.has(code)).map(({ name }) => name);
  if (gone.length > 0) lines.push({ part: 'departments', text: checkWords.inactive(gone), blocks: true });
  return lines;
}
