/** The plan of the round of 2025, as it was frozen. */

import type { RoundPlan } from '../../domain/round/plan.ts';
import { copyGroups, copyItems, copyScale, usualMinimums } from '../../domain/round/scales.ts';
import { classes, departments } from '../data/departments.ts';
import { frames2025, title2025 } from '../data/round-2025.ts';
import { groups2025 } from './numbers-2025.ts';
import { levelWords, usualGroupWords, usualItemWords } from '#words/questionnaire.ts';

export const days2025 = {
  drafted: '2025-11-17',
  frozen: '2025-11-28',
  opens: '2025-12-10',
  closes: '2026-01-09',
} as const;

/** @param round id of its record */
export const plan2025 = (round: string): RoundPlan => ({
  v: 1,
  round,
  kind: 'annual',
  title: title2025,
  year: 2025,
  opensOn: days2025.opens,
  closesOn: days2025.closes,
  scale: copyScale('P4-100-90-80-60', levelWords),
  items: copyItems(usualItemWords),
  asksOverall: true,
  classes: classes.map(({ code, name, isRanked }) => ({ code, name, isRanked })),
  departments: departments.map(({ code, name, classCode }) => ({ code, name, classCode })),
  groups: copyGroups(usualGroupWords).flatMap((group) =>
    groups2025
      .filter(({ code }) => code === group.code)
      .map(({ code, invited }) => ({ ...group, invited, frame: frames2025[code] })),
  ),
  rosters: [],
  channels: [
    { channel: 'survey', isCounted: true },
    { channel: 'paper', isCounted: true },
  ],
  minimums: usualMinimums,
});
