/** What the plan of a round begins with: the departments of the city in their classes, the usual questions, groups, channels and minimums. */

import type { Department, DepartmentClass } from '../../db/departments.ts';
import type { ChannelRule, RaterGroup, RoundPlan } from '../domain/round/plan.ts';
import { copyGroups, copyItems, copyScale, usualAnnual, usualMinimums } from '../domain/round/scales.ts';
import type { RoundKind } from '../domain/vocabulary.ts';
import { levelWords, usualGroupWords, usualItemWords } from '#words/questionnaire.ts';

export interface Directory {
  classes: readonly DepartmentClass[];
  /** Only those that take part in assessments now. */
  departments: readonly Department[];
}

/** What the record of the round says. */
export type RoundFacts = Pick<RoundPlan, 'round' | 'kind' | 'title' | 'year' | 'opensOn' | 'closesOn'> & {
  /** Of 部门自主评议: the department that asks about itself. */
  department: string | null;
};

/** Channels of each kind, all of them counted. */
const usualChannels: Record<RoundKind, ChannelRule['channel'][]> = {
  annual: ['online', 'paper', 'telephone', 'hall'],
  regular: ['online', 'paper', 'telephone'],
  own: ['online', 'paper'],
  survey: ['survey'],
};

export function startingPlan({ department, ...facts }: RoundFacts, { classes, departments }: Directory): RoundPlan {
  const rated = departments.filter(({ code }) => department === null || code === department);
  const used = new Set(rated.map(({ classCode }) => classCode));
  return {
    v: 1,
    ...facts,
    scale: copyScale('P5', levelWords),
    items: copyItems(usualItemWords),
    asksOverall: true,
    classes: classes
      .filter(({ code }) => used.has(code))
      // One department alone has nobody to be ranked with.
      .map(({ code, name, isRanked }) => ({ code, name, isRanked: isRanked && department === null })),
    departments: rated.map(({ code, name, classCode }) => ({ code, name, classCode })),
    groups: groupsOf(facts.kind),
    rosters: [],
    channels: usualChannels[facts.kind].map((channel) => ({ channel, isCounted: true })),
    minimums: usualMinimums,
    ...(facts.kind === 'annual' && { annual: usualAnnual }),
  };
}

/** A department asks those whom it serves; a survey firm draws its own sample. */
function groupsOf(kind: RoundKind): RaterGroup[] {
  const usual = copyGroups(usualGroupWords);
  const only = { own: 'clients', survey: 'residents', annual: undefined, regular: undefined }[kind];
  return only === undefined
    ? usual
    : usual.filter(({ code }) => code === only).map((group) => ({ ...group, weight: 100 }));
}
