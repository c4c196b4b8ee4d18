/** Rounds in preparation, done by people of a test's desk. */
import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { RoundPlan, RosterRule } from '../../server/domain/round/plan.ts';
import { writeRosterFile } from '../../server/domain/round/roster-file.ts';
import type { DeskRound, PlanPartRequest } from '../../server/schemas/desk-rounds.ts';
import type { Desk, Hand } from './desk.ts';

/** A hashed line of nobody's code. */
export const someLine = (): string => createHash('sha256').update(randomBytes(32)).digest('base64url');

/** The text of a file of rosters, with lines that nobody has a code for. */
export const rosterFile = (round: string, rosters: readonly RosterRule[]): string =>
  writeRosterFile({
    v: 1,
    round,
    rosters: rosters.map((rule) => ({ ...rule, lines: Array.from({ length: rule.codes }, someLine).sort() })),
  });

export const readRound = async (hand: Hand, id: string): Promise<DeskRound> => {
  const answer = await hand.get(`/api/desk/rounds/${id}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return (await answer.json()) as DeskRound;
};

type Part = PlanPartRequest extends infer P ? (P extends { version: string } ? Omit<P, 'version'> : never) : never;

/** Saves a part of the plan as it was read a moment ago. */
export async function savePart(hand: Hand, id: string, part: Part, version?: string): Promise<Response> {
  const { versions } = await readRound(hand, id);
  return hand.post(`/api/desk/rounds/${id}/plan`, { ...part, version: version ?? versions[part.part] });
}

export const usualWindow = { opensOn: '2026-10-26', closesOn: '2026-11-20' };

export interface PreparedRound {
  id: string;
  plan: RoundPlan;
}

/** A round of three departments and two groups that has all it needs; begun by the clerk. */
export async function prepareRound(
  desk: Desk,
  { kind = 'annual', rosters }: { kind?: 'annual' | 'regular'; rosters?: readonly RosterRule[] } = {},
): Promise<PreparedRound> {
  const clerk = await desk.as('clerk');
  const begun = await clerk.post('/api/desk/rounds', { kind, title: '2026 年度万人评议机关', ...usualWindow });
  expect(begun.status, await begun.clone().text()).toBe(201);
  const { id } = (await begun.json()) as { id: string };
  const groups = [
    { code: 'clients', name: '服务对象', weight: 60, invited: 400, frame: '去年在大厅办过事的人里每十人抽一人' },
    { code: 'delegates', name: '两代表一委员', weight: 40, invited: 200, frame: '全体' },
  ];
  const saved = await savePart(clerk, id, { part: 'groups', groups });
  expect(saved.status, await saved.clone().text()).toBe(200);
  const file = rosterFile(
    id,
    rosters ?? [
      { roster: 'CA', group: 'clients', only: 'cgj', codes: 5 },
      { roster: 'DE', group: 'delegates', codes: 4 },
    ],
  );
  const taken = await clerk.post(`/api/desk/rounds/${id}/rosters`, { file });
  expect(taken.status, await taken.clone().text()).toBe(200);
  return { id, plan: (await readRound(clerk, id)).plan };
}

/** Does an act on a round as it is now. */
export async function actOnRound(desk: Desk, username: string, id: string, act: string, given: object = {}) {
  const { seq } = await desk.context.db
    .selectFrom('record')
    .select('seq')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return (await desk.as(username)).post(`/api/desk/records/${id}/acts`, { kind: 'round', act, seq, given });
}
