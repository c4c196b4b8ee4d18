/**
 * A round from the codes to its result, over the API: phones vote, some are not heard of again, one takes its ballot back; interviews are written down,
 * two of them are excluded; a group of one department stays too small to be opened.
 */
import { expect } from 'vitest';
import { performRecordAct } from '../../server/records/perform-record-act.ts';
import type { FlagList } from '../../server/schemas/flags.ts';
import type { Marks } from '../../server/domain/trust/ballot.ts';
import type { Desk } from './desk.ts';
import { recordHands } from './record-hands.ts';
import { ballotsOf, castVote, openingsOf, openRound, type OpenRound, prepareVote, type Vote } from './voting.ts';

export interface VotedRound extends OpenRound {
  /** What the phones hold: of those that voted. */
  votes: Vote[];
  batch: string;
}

/** Every phone says something else, so that no two departments come out alike; each fifth does not know one item, one in eleven nothing at all. */
const marksOf = (voter: number, department: string): Marks => {
  if (voter % 11 === 10) return { r: 0, x: {} };
  const level = 1 + ((voter * 7 + department.charCodeAt(0)) % 4);
  return {
    r: level,
    x: { attitude: level, result: voter % 5 === 4 ? 0 : 1 + ((voter + department.charCodeAt(1)) % 4) },
  };
};

/** Votes in a new round, and publishes it with the year's figures. The ledger tells of all of it. */
export async function votedRound(desk: Desk): Promise<VotedRound> {
  const hands = recordHands(desk);
  const round = await openRound(desk, {
    rosters: [
      { roster: 'NP', group: 'npc', codes: 34 },
      { roster: 'S1', group: 'sub', only: 'cgj', codes: 12 },
    ],
    parts: {
      channels: [
        { channel: 'online', isCounted: true },
        { channel: 'telephone', isCounted: true },
      ],
      annual: { review: 70, rectification: 20, regular: 10 },
    },
  });
  const { id } = round;
  const post = async <T>(path: string, body: object): Promise<T> => {
    const answer = await desk.post(path, body);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as T;
  };
  const votes: Vote[] = [];
  for (const [at, code] of [
    ...(round.codes['NP'] ?? []).slice(0, 30),
    ...(round.codes['S1'] ?? []).slice(0, 8),
  ].entries()) {
    const vote = prepareVote(round, code, (department) => marksOf(at, department), desk.context.random);
    if (at === 28) {
      // Took its tickets and was not heard of again.
      await post('/api/vote/issue', vote.request);
      continue;
    }
    votes.push(vote);
    if (at !== 29) {
      await castVote(desk, vote);
      continue;
    }
    // Handed in, and never opened but for one.
    const { signed } = await post<{ signed: Record<string, string> }>('/api/vote/issue', vote.request);
    await post('/api/vote/ballots', ballotsOf(vote, signed));
    const { openings, ...rest } = openingsOf(vote);
    await post('/api/vote/openings', { ...rest, openings: openings.slice(0, 1) });
  }
  const [taken] = votes[3]?.drafts ?? [];
  await post('/api/vote/cancel', { round: id, c: taken?.c, w: taken?.w });
  const batch = await interviews(desk, id);
  await desk.context.ledger.settle();

  desk.later(11);
  await performRecordAct(desk.context, { role: 'system' }, { kind: 'round', act: 'close', id, given: {} });
  await exclude(desk, id, batch);
  await hands.act('clerk', id, 'review', { opinion: '标记的票已逐一处理' });
  await hands.act('director', id, 'publish');
  await desk.context.ledger.settle();
  return { ...round, votes, batch };
}

/** Sixteen people are asked by telephone; the numbers add up, and a second person says so. */
async function interviews(desk: Desk, round: string): Promise<string> {
  const hands = recordHands(desk);
  const { id } = await hands.begin('clerk', 'batch', 'begin', {
    round,
    raterGroup: 'npc',
    ballotChannel: 'telephone',
    batchName: '访问员一组',
    issued: 20,
  });
  for (let at = 0; at < 16; at += 1) {
    const row = (shift: number): number[] => [4 - ((at + shift) % 4), 3, 4 - (at % 3)];
    const answer = await (await desk.as('clerk')).post(`/api/desk/batches/${id}/interviews`, {
      consent: true,
      rows: { cgj: row(0), jyj: row(1), ...(at < 6 && { zjj: row(2) }) },
    });
    expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  }
  await hands.act('clerk', id, 'count', { issued: 20, returned: 16 });
  await hands.act('clerk2', id, 'confirm');
  return id;
}

/** Two of the interviews were interfered with: one says so with a reason, another one confirms. */
async function exclude(desk: Desk, round: string, batch: string): Promise<void> {
  const path = `/api/desk/rounds/${round}/flags`;
  const clerk = await desk.as('clerk');
  const flagged = await clerk.post(path, { rule: 'interference', batch, serials: [1, 2] });
  expect(flagged.status, await flagged.clone().text()).toBeLessThan(300);
  const { rules } = (await (await clerk.get(path)).json()) as FlagList;
  const flags = rules.find(({ rule }) => rule === 'interference')?.items.map(({ id }) => id) ?? [];
  const proposed = await clerk.post(`/api/desk/rounds/${round}/exclusions`, {
    rule: 'interference',
    flags,
    reason: '有录音，有人教怎么答',
  });
  expect(proposed.status, await proposed.clone().text()).toBeLessThan(300);
  const { exclusions } = (await proposed.json()) as { exclusions: { id: string }[] };
  for (const { id } of exclusions) await recordHands(desk).act('clerk2', id, 'confirm', { opinion: '属实' });
}
