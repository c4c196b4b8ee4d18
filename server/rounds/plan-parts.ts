/** The parts in which a plan is prepared, each by itself, so that two people who work on different parts do not stand in each other's way. */

import { nativeSha256 } from '../../db/native-hash.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { type Canonical, canonicalBytes } from '../domain/trust/canonical.ts';
import { toBase64Url } from '../domain/trust/encoding.ts';
import type { FieldError } from '../problem.ts';
import type { PlanPartRequest } from '../schemas/desk-rounds.ts';
import { roundErrors } from '#words/round-desk.ts';
import type { Directory } from './starting-plan.ts';

export const planParts = ['departments', 'questionnaire', 'groups', 'rosters', 'rules'] as const;
export type PlanPart = (typeof planParts)[number];

const contentOf: Record<PlanPart, (plan: RoundPlan) => unknown> = {
  departments: ({ classes, departments }) => ({ classes, departments }),
  questionnaire: ({ scale, items, asksOverall }) => ({ scale, items, asksOverall }),
  groups: ({ groups }) => groups,
  rosters: ({ rosters }) => rosters,
  rules: ({ year, channels, minimums, annual, ticketsUntil }) => ({
    year,
    channels,
    minimums,
    ...(annual && { annual }),
    ...(ticketsUntil && { ticketsUntil }),
  }),
};

/** Says which state of a part somebody has in front of them. */
export const versionOf = (plan: RoundPlan, part: PlanPart): string =>
  toBase64Url(nativeSha256.hash(canonicalBytes(contentOf[part](plan) as Canonical))).slice(0, 16);

export const versionsOf = (plan: RoundPlan): Record<PlanPart, string> =>
  Object.fromEntries(planParts.map((part) => [part, versionOf(plan, part)])) as Record<PlanPart, string>;

type Applied = { plan: RoundPlan } | { errors: FieldError[] };

/** The plan with a part in the place of the one before; or what is wrong with it. */
export function withPart(plan: RoundPlan, request: PlanPartRequest, directory: Directory): Applied {
  switch (request.part) {
    case 'departments':
      return withDepartments(plan, request, directory);
    case 'questionnaire': {
      const { scale, asksOverall } = request;
      const items = coded(request.items, 'i');
      const errors = [
        ...repeated(items, 'items', ({ name }) => name),
        ...repeated(scale.levels, 'scale/levels', ({ name }) => name),
      ];
      return errors.length > 0 ? { errors } : { plan: { ...plan, scale: numbered(scale), items, asksOverall } };
    }
    case 'groups': {
      const groups = coded(request.groups, 'g');
      const errors = repeated(groups, 'groups', ({ name }) => name);
      const kept = new Set(groups.map(({ code }) => code));
      const lost = plan.rosters.filter(({ group }) => !kept.has(group)).map(({ roster }) => roster);
      if (lost.length > 0) errors.push({ pointer: '#/groups', detail: roundErrors.groupHasRosters(lost) });
      return errors.length > 0 ? { errors } : { plan: { ...plan, groups } };
    }
    case 'rules': {
      const { ticketsUntil: _before, annual: _formula, ...rest } = plan;
      const { year, channels, minimums, annual, ticketsUntil } = request;
      const errors = repeated(channels, 'channels', ({ channel }) => channel);
      return errors.length > 0
        ? { errors }
        : {
            plan: {
              ...rest,
              year,
              channels,
              minimums,
              ...(annual !== undefined && { annual }),
              ...(ticketsUntil !== undefined && { ticketsUntil }),
            },
          };
    }
  }
}

function withDepartments(
  plan: RoundPlan,
  request: Extract<PlanPartRequest, { part: 'departments' }>,
  directory: Directory,
): Applied {
  const classes = coded(request.classes, 'c');
  const errors = repeated(classes, 'classes', ({ name }) => name);
  const known = new Map([
    ...plan.departments.map(({ code, name }) => [code, name] as const),
    ...directory.departments.map(({ code, name }) => [code, name] as const),
  ]);
  const codes = new Set(classes.map(({ code }) => code));
  const departments = request.departments.map(({ code, classCode, isExempt }, index) => {
    const name = known.get(code);
    if (name === undefined) errors.push({ pointer: `#/departments/${index}`, detail: roundErrors.department(code) });
    if (!codes.has(classCode))
      errors.push({ pointer: `#/departments/${index}`, detail: roundErrors.classGone(name ?? code) });
    return { code, name: name ?? code, classCode, ...(isExempt === true && { isExempt }) };
  });
  errors.push(...repeated(departments, 'departments', ({ code }) => code));
  const rated = new Set(departments.map(({ code }) => code));
  const lost = plan.rosters.filter(({ only }) => only !== undefined && !rated.has(only)).map(({ roster }) => roster);
  if (lost.length > 0) errors.push({ pointer: '#/departments', detail: roundErrors.departmentHasRosters(lost) });
  return errors.length > 0 ? { errors } : { plan: { ...plan, classes, departments } };
}

/** Rows with the codes they have; those that have none yet get the next free one. */
function coded<Row extends { code?: string | undefined }>(
  rows: readonly Row[],
  letter: string,
): (Row & { code: string })[] {
  const used = new Set(rows.flatMap(({ code }) => (code === undefined ? [] : [code])));
  let next = 1;
  return rows.map((row) => {
    if (row.code !== undefined) return { ...row, code: row.code };
    while (used.has(`${letter}${next}`)) next += 1;
    used.add(`${letter}${next}`);
    return { ...row, code: `${letter}${next}` };
  });
}

/** Levels are numbered from the worst, 1, upwards, as they stand from the best. */
const numbered = ({ preset, levels }: Extract<PlanPartRequest, { part: 'questionnaire' }>['scale']) => ({
  preset,
  levels: levels.map((level, index) => ({ level: levels.length - index, ...level })),
});

const repeated = <Row>(rows: readonly Row[], at: string, of: (row: Row) => string): FieldError[] =>
  rows.flatMap((row, index) =>
    rows.findIndex((one) => of(one) === of(row)) < index
      ? [{ pointer: `#/${at}/${index}`, detail: roundErrors.twice(of(row)) }]
      : [],
  );
