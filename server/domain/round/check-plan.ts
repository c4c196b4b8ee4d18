/** What is missing in a plan before it can be frozen, and what is only worth a second look. */

import { departmentsOf, type RosterRule, type RoundPlan } from './plan.ts';

/** The parts in which a plan is prepared. */
export type PlanSection = 'basics' | 'departments' | 'questionnaire' | 'groups' | 'rosters' | 'rules';

/** Without these mended nothing can be frozen. */
const blocking = [
  'title',
  'window',
  'tickets-until',
  'no-items',
  'item-weights',
  'repeated-item',
  'few-levels',
  'level-order',
  'point-order',
  'satisfied',
  'no-departments',
  'repeated-department',
  'unknown-class',
  'no-groups',
  'group-weights',
  'repeated-group',
  'no-frame',
  'nobody-invited',
  'roster-code',
  'repeated-roster',
  'roster-group',
  'roster-departments',
  'roster-window',
  'no-codes',
  'too-many-codes',
  'unreached',
  'no-channel',
  'repeated-channel',
  'cell-minimum',
  'minimum-order',
  'annual-weights',
] as const;
/** Worth a second look, and no more. */
const advisory = ['empty-class', 'lone-in-class', 'small-group', 'department-unreached'] as const;

export type PlanProblemName = (typeof blocking)[number] | (typeof advisory)[number];

export interface PlanProblem {
  part: PlanSection;
  problem: PlanProblemName;
  /** Which item, department, class, group or roster, by the name it has in the plan. */
  about?: string;
  /** Whether the plan cannot be frozen with it. */
  blocks: boolean;
}

/** Cells below this are never shown: they would tell what single people said. */
export const leastCell = 5;
/** A group with fewer people should be merged with another one, because its ballots can be told from the others'. */
export const smallGroup = 100;

type Found = { problem: PlanProblemName; about?: string };

const total = (parts: readonly { weight: number }[]): number => parts.reduce((sum, { weight }) => sum + weight, 0);

const isFalling = (numbers: readonly number[]): boolean =>
  numbers.every((one, index) => index === 0 || one < (numbers[index - 1] as number));

/** What occurs more than once, each once. */
const repeatedIn = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];

const check = (isMissing: boolean, problem: PlanProblemName): Found[] => (isMissing ? [{ problem }] : []);
const each = (about: readonly string[], problem: PlanProblemName): Found[] =>
  about.map((one) => ({ problem, about: one }));

const basics = ({ title, opensOn, closesOn, ticketsUntil }: RoundPlan): Found[] => [
  ...check(title.trim() === '', 'title'),
  ...check(closesOn < opensOn, 'window'),
  ...check(ticketsUntil !== undefined && (ticketsUntil < opensOn || ticketsUntil > closesOn), 'tickets-until'),
];

const questionnaire = ({ items, scale: { levels } }: RoundPlan): Found[] => [
  ...check(items.length === 0, 'no-items'),
  ...check(items.length > 0 && (total(items) !== 100 || items.some(({ weight }) => weight <= 0)), 'item-weights'),
  ...each(repeatedIn(items.map(({ code }) => code)), 'repeated-item'),
  ...check(levels.length < 2, 'few-levels'),
  ...check(!isFalling(levels.map(({ level }) => level)) || levels.some(({ level }) => level < 1), 'level-order'),
  ...check(
    !isFalling(levels.map(({ points }) => points)) || levels.some(({ points }) => points < 0 || points > 100),
    'point-order',
  ),
  // The satisfied levels are the best ones, and never all or none.
  ...check(
    levels.length > 1 &&
      (levels[0]?.isSatisfied !== true ||
        levels.at(-1)?.isSatisfied !== false ||
        levels.some(({ isSatisfied }, index) => isSatisfied && levels[index - 1]?.isSatisfied === false)),
    'satisfied',
  ),
];

const departments = ({ departments: rated, classes }: RoundPlan): Found[] => {
  const sizeOf = (wanted: string): number =>
    rated.filter(({ classCode, isExempt }) => classCode === wanted && isExempt !== true).length;
  return [
    ...check(!rated.some(({ isExempt }) => isExempt !== true), 'no-departments'),
    ...each(repeatedIn(rated.map(({ code }) => code)), 'repeated-department'),
    ...each(
      rated.filter(({ classCode }) => !classes.some(({ code }) => code === classCode)).map(({ name }) => name),
      'unknown-class',
    ),
    ...each(
      classes.filter(({ code }) => sizeOf(code) === 0).map(({ name }) => name),
      'empty-class',
    ),
    ...each(
      classes.filter(({ code, isRanked }) => isRanked && sizeOf(code) === 1).map(({ name }) => name),
      'lone-in-class',
    ),
  ];
};

const groups = ({ groups: all }: RoundPlan): Found[] => [
  ...check(all.length === 0, 'no-groups'),
  ...check(all.length > 0 && (total(all) !== 100 || all.some(({ weight }) => weight <= 0)), 'group-weights'),
  ...each(repeatedIn(all.map(({ code }) => code)), 'repeated-group'),
  ...each(
    all.filter(({ frame }) => frame.trim() === '').map(({ name }) => name),
    'no-frame',
  ),
  ...each(
    all.filter(({ invited }) => invited <= 0).map(({ name }) => name),
    'nobody-invited',
  ),
  ...each(
    all.filter(({ invited }) => invited > 0 && invited < smallGroup).map(({ name }) => name),
    'small-group',
  ),
];

/** First letters of codes: Crockford's base32 has no I, L, O and U. */
const rosterForm = /^[0-9A-HJKMNP-TV-Z]{2}$/;

const rosters = (plan: RoundPlan): Found[] => {
  const isOnline = plan.channels.some(({ channel }) => channel === 'online');
  const isWritten = plan.channels.some(({ channel }) => channel !== 'online');
  const rostersWhere = (isBad: (rule: RosterRule) => boolean): string[] =>
    plan.rosters.filter(isBad).map(({ roster }) => roster);
  const isRated = (code: string | undefined): boolean =>
    code === undefined || plan.departments.some((one) => one.code === code);
  const reached = new Set(
    isWritten ? plan.departments.map(({ code }) => code) : plan.rosters.flatMap((rule) => departmentsOf(plan, rule)),
  );
  const codesOf = (group: string): number =>
    plan.rosters.filter((rule) => rule.group === group).reduce((sum, { codes }) => sum + codes, 0);
  return [
    ...each(
      rostersWhere(({ roster }) => !rosterForm.test(roster)),
      'roster-code',
    ),
    ...each(repeatedIn(plan.rosters.map(({ roster }) => roster)), 'repeated-roster'),
    ...each(
      rostersWhere(({ group }) => !plan.groups.some(({ code }) => code === group)),
      'roster-group',
    ),
    ...each(
      rostersWhere((rule) => !isRated(rule.only) || !isRated(rule.except) || departmentsOf(plan, rule).length === 0),
      'roster-departments',
    ),
    ...each(
      rostersWhere(({ window }) => window !== undefined && window.until <= window.from),
      'roster-window',
    ),
    ...each(
      rostersWhere(({ codes }) => codes <= 0),
      'no-codes',
    ),
    ...each(
      plan.groups.filter(({ code, invited }) => codesOf(code) > invited).map(({ name }) => name),
      'too-many-codes',
    ),
    // Without written ballots a group is only reached by codes.
    ...each(
      plan.groups.filter(({ code }) => isOnline && !isWritten && codesOf(code) === 0).map(({ name }) => name),
      'unreached',
    ),
    ...each(
      plan.departments.filter(({ code, isExempt }) => isExempt !== true && !reached.has(code)).map(({ name }) => name),
      'department-unreached',
    ),
  ];
};

const rules = ({ channels, minimums: { cell, group, ranked }, annual }: RoundPlan): Found[] => [
  ...check(!channels.some(({ isCounted }) => isCounted), 'no-channel'),
  ...each(repeatedIn(channels.map(({ channel }) => channel)), 'repeated-channel'),
  ...check(cell < leastCell, 'cell-minimum'),
  ...check(group < cell || ranked < group, 'minimum-order'),
  ...check(annual !== undefined && annual.review + annual.rectification + annual.regular !== 100, 'annual-weights'),
];

const checks = { basics, departments, questionnaire, groups, rosters, rules } as const satisfies Record<
  PlanSection,
  (plan: RoundPlan) => Found[]
>;

const advised: readonly PlanProblemName[] = advisory;

/** All that is wrong with a plan by itself, part by part. What it needs from outside (codes handed over, self-reports) is for others to look at. */
export const planProblems = (plan: RoundPlan): PlanProblem[] =>
  (Object.keys(checks) as PlanSection[]).flatMap((part) =>
    checks[part](plan).map((found) => ({ part, ...found, blocks: !advised.includes(found.problem) })),
  );
