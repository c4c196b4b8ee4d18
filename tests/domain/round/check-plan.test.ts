/** What a plan lacks before it can be frozen. */
import { expect, test } from 'vitest';
import { type PlanProblemName, planProblems } from '../../../server/domain/round/check-plan.ts';
import type { RoundPlan } from '../../../server/domain/round/plan.ts';
import { copyGroups, copyItems, copyScale, scalePresets } from '../../../server/domain/round/scales.ts';
import { planProblemWords } from '../../../server/words/zh-CN/round-desk.ts';
import { levelWords, usualGroupWords, usualItemWords } from '../../../server/words/zh-CN/questionnaire.ts';
import { smallRound } from './small-round.ts';

const names = (plan: RoundPlan): string[] => planProblems(plan).map(({ problem }) => problem);
const [client, ...otherGroups] = smallRound.groups;
const [roster] = smallRound.rosters;
if (client === undefined || roster === undefined) throw new Error('the small round is too small');

test('a plan that is complete has no problem', () => {
  expect(planProblems(smallRound)).toEqual([]);
});

test.each<[PlanProblemName, Partial<RoundPlan>]>([
  ['title', { title: ' ' }],
  ['window', { closesOn: '2025-12-01' }],
  ['tickets-until', { ticketsUntil: '2026-02-01' }],
  ['no-items', { items: [] }],
  ['item-weights', { items: [{ code: 'a', name: '甲', weight: 99 }] }],
  ['repeated-item', { items: [50, 50].map((weight) => ({ code: 'a', name: '甲', weight })) }],
  ['few-levels', { scale: { preset: 'P5', levels: smallRound.scale.levels.slice(0, 1) } }],
  ['level-order', { scale: { preset: 'P5', levels: smallRound.scale.levels.map((one) => ({ ...one, level: 1 })) } }],
  ['point-order', { scale: { preset: 'P5', levels: smallRound.scale.levels.map((one) => ({ ...one, points: 50 })) } }],
  [
    'satisfied',
    { scale: { preset: 'P5', levels: smallRound.scale.levels.map((one) => ({ ...one, isSatisfied: true })) } },
  ],
  ['no-departments', { departments: smallRound.departments.map((one) => ({ ...one, isExempt: true })) }],
  ['repeated-department', { departments: [...smallRound.departments, ...smallRound.departments.slice(0, 1)] }],
  ['unknown-class', { departments: [...smallRound.departments, { code: 'x', name: '戊', classCode: 'X' }] }],
  ['no-groups', { groups: [] }],
  ['group-weights', { groups: [client] }],
  ['repeated-group', { groups: [client, client] }],
  ['no-frame', { groups: [{ ...client, frame: '' }, ...otherGroups] }],
  ['nobody-invited', { groups: [{ ...client, invited: 0 }, ...otherGroups] }],
  ['roster-code', { rosters: [{ ...roster, roster: 'A0L' }] }],
  ['repeated-roster', { rosters: [roster, { ...roster, codes: 0 }] }],
  ['roster-group', { rosters: [{ ...roster, group: 'x' }] }],
  ['roster-departments', { rosters: [{ ...roster, only: 'x' }] }],
  ['roster-window', { rosters: [{ ...roster, window: { from: '2025-12-20T09:00', until: '2025-12-20T08:00' } }] }],
  ['no-codes', { rosters: [{ ...roster, codes: 0 }] }],
  ['too-many-codes', { rosters: [{ ...roster, codes: 401 }] }],
  ['unreached', { channels: [{ channel: 'online', isCounted: true }] }],
  ['no-channel', { channels: smallRound.channels.map((one) => ({ ...one, isCounted: false })) }],
  ['repeated-channel', { channels: [...smallRound.channels, ...smallRound.channels] }],
  ['cell-minimum', { minimums: { cell: 4, group: 10, ranked: 30 } }],
  ['minimum-order', { minimums: { cell: 10, group: 5, ranked: 30 } }],
  ['annual-weights', { annual: { review: 70, rectification: 20, regular: 20 } }],
])('%s keeps a plan from being frozen', (problem, change) => {
  const found = planProblems({ ...smallRound, ...change }).filter((one) => one.problem === problem);
  expect(found.length).toBeGreaterThan(0);
  for (const { blocks, about } of found) {
    expect(blocks).toBe(true);
    expect(planProblemWords[problem](about ?? '')).not.toBe('');
  }
});

test.each<[PlanProblemName, Partial<RoundPlan>]>([
  ['empty-class', { classes: [...smallRound.classes, { code: 'E', name: '垂直管理类', isRanked: true }] }],
  ['lone-in-class', { departments: smallRound.departments.slice(0, 2) }],
  ['small-group', { groups: [{ ...client, invited: 99 }, ...otherGroups], rosters: [] }],
  [
    'department-unreached',
    { channels: [{ channel: 'online', isCounted: true }], rosters: [{ ...roster, only: 'c1' }], groups: [client] },
  ],
])('%s is worth a second look, and no more', (problem, change) => {
  expect(planProblems({ ...smallRound, ...change })).toContainEqual(
    expect.objectContaining({ problem, blocks: false, about: expect.any(String) }),
  );
});

test('every usual scale, the usual items and the usual groups make a plan without complaints', () => {
  for (const preset of scalePresets) {
    const scale = copyScale(preset, levelWords);
    expect(scale.levels[0]?.points).toBe(100);
    expect(names({ ...smallRound, scale, items: copyItems(usualItemWords) })).toEqual([]);
  }
  expect(copyScale('P5', levelWords).levels.map(({ level, points }) => [level, points])).toEqual([
    [4, 100],
    [3, 80],
    [2, 60],
    [1, 0],
  ]);
  const groups = copyGroups(usualGroupWords);
  expect(names({ ...smallRound, groups, rosters: [] })).toEqual([
    ...groups.map(() => 'no-frame'),
    ...groups.map(() => 'nobody-invited'),
  ]);
});
