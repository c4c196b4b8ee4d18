/**
 * Sends a vote, step by step: tickets, ballots, receipts, and only then what the ballots say. What a step needs is kept before it begins and what it
 * brought when it ends, so that it goes on after whatever happened, and nothing is sent twice as something else.
 */
import { departmentsOf, type RosterRule } from '../../server/domain/round/plan.ts';
import type { RsaPublicKey } from '../../server/domain/trust/blind-rsa.ts';
import type { PublicRound } from '../../server/schemas/rounds.ts';
import { type Promised, phoneDay, remember } from './kept.ts';
import { isPromise } from './ledger-checks.ts';
import { frozenKeys, ledgerKeys } from './vote-frozen.ts';
import { postStep, Stopped } from './vote-post.ts';
import { type KeptBallot, type KeptVote, keepVote, keptVote, type Stage } from './vote-store.ts';
import { closeBallot, leafOfBallot, marksOf, type Subject, ticketOf } from './vote-tickets.ts';
import { voteWords } from './vote-words.ts';

/** Where it is: the step, how many departments of it are done, and what else there is to say. */
export type Tell = (stage: Exclude<Stage, 'done'>, done: number, of: number, said?: string) => void;

/** A vote and what its round says of it. */
export interface Voting {
  vote: KeptVote;
  round: PublicRound;
  rule: RosterRule;
}

/**
 * Goes as far as it can: to the end, or to the tickets where the voter wants to wait.
 * @returns the vote as it is kept
 * @throws Stopped, NoAnswer; what was reached is kept
 */
export async function sendVote({ vote: from, round, rule }: Voting, tell: Tell): Promise<KeptVote> {
  const subject = (d: string): Subject => ({ p: round.id, g: rule.group, d });
  let vote = from;
  if (vote.stage === 'marking' || vote.stage === 'sealed') {
    const keys = await frozenKeys(round, rule);
    if (vote.stage === 'marking') vote = await seal(vote, { round, rule, keys, subject }, tell);
    vote = await takeTickets(vote, { round, rule, keys, subject }, tell);
  }
  if (vote.stage === 'ticketed' && vote.waits) return vote;
  if (vote.stage === 'ticketed') vote = await castBallots(vote, rule.group, subject, tell);
  if (vote.stage === 'cast') vote = await openBallots(vote, tell);
  return vote;
}

/** Gives the page time to draw and to answer a touch. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

interface Sealing {
  round: PublicRound;
  rule: RosterRule;
  keys: ReadonlyMap<string, RsaPublicKey>;
  subject: (d: string) => Subject;
}

/** Closes a ballot on every department of the code, those that were not rated as 不了解: how many somebody rated is nobody's business. */
async function seal(vote: KeptVote, { round, rule, keys, subject }: Sealing, tell: Tell): Promise<KeptVote> {
  const departments = departmentsOf(round.plan, rule);
  const ballots: KeptVote['ballots'] = {};
  for (const [place, d] of departments.entries()) {
    const key = keys.get(d);
    if (key === undefined) throw new Stopped(voteWords.trouble.keys);
    ballots[d] = closeBallot(subject(d), marksOf(round.plan, vote.picked.includes(d) ? vote.marks[d] : {}), key);
    tell('marking', place + 1, departments.length);
    await breathe();
  }
  // Another tab of this phone may have been quicker: then its ballots are the ones.
  const now = keptVote(vote.redemption);
  if (now !== undefined && now.stage !== 'marking') return now;
  return kept({ ...vote, stage: 'sealed', ballots });
}

/** What cannot be kept must not be sent. */
function kept(vote: KeptVote): KeptVote {
  try {
    keepVote(vote);
  } catch {
    throw new Stopped(voteWords.trouble.room);
  }
  return vote;
}

async function takeTickets(vote: KeptVote, { round, keys, subject }: Sealing, tell: Tell): Promise<KeptVote> {
  if (vote.stage !== 'sealed') return vote;
  const entries = Object.entries(vote.ballots);
  const blinded = Object.fromEntries(entries.map(([d, ballot]) => [d, ballot.blinded?.request ?? '']));
  const { roster, redemption } = vote;
  const request = { round: round.id, roster, redemption, blinded };
  const say = (said: string): void => tell('sealed', 0, entries.length, said);
  say('');
  const asked = postStep<{ signed: Record<string, string> }>('issue', request, say, round.issuer);
  const { signed } = await asked.catch((error: unknown) => {
    // A code that is nobody's used nothing up. After every other refusal an earlier request may have: the ballots stay as they are closed.
    if (error instanceof Stopped && error.problem === 'not-invited') kept({ ...vote, stage: 'marking', ballots: {} });
    throw error;
  });
  const ballots: KeptVote['ballots'] = {};
  for (const [place, [d, ballot]] of entries.entries()) {
    const key = keys.get(d);
    const s = key && ticketOf(subject(d), ballot, key, signed[d] ?? '');
    if (s === undefined) throw new Stopped(voteWords.trouble.ticket);
    const { blinded: _blinded, ...rest } = ballot;
    ballots[d] = { ...rest, s };
    tell('sealed', place + 1, entries.length);
    await breathe();
  }
  return kept({ ...vote, stage: 'ticketed', ballots });
}

interface CastAnswer {
  receipts: { c: string; leaf: string; receipt: string; includeBy: string }[];
}

/** Hands the closed ballots in and looks at every receipt. What the ballots say stays here until all of them are good. */
async function castBallots(
  vote: KeptVote,
  group: string,
  subject: (d: string) => Subject,
  tell: Tell,
): Promise<KeptVote> {
  const entries = Object.entries(vote.ballots);
  const { round } = vote;
  const say = (said: string): void => tell('ticketed', 0, entries.length, said);
  say('');
  const sent = entries.map(([d, { c, z, s = '' }]) => ({ d, c, z, s }));
  const { receipts } = await postStep<CastAnswer>('ballots', { round, group, ballots: sent }, say);
  const keys = await ledgerKeys();
  const byCommitment = new Map(receipts.map((receipt) => [receipt.c, receipt]));
  const ballots: KeptVote['ballots'] = {};
  for (const [place, [d, ballot]] of entries.entries()) {
    const { receipt: note = '', includeBy: by = '' } = byCommitment.get(ballot.c) ?? {};
    const leaf = leafOfBallot(subject(d), ballot);
    if (!isPromise(note, keys.receipts, leaf, by)) throw new Stopped(voteWords.trouble.receipt);
    ballots[d] = { ...ballot, receipt: { leaf, note, by } };
    tell('ticketed', place + 1, entries.length);
    await breathe();
  }
  const promises = Object.values(ballots).flatMap(promiseOf);
  const ours = new Set(promises.map(({ leaf }) => leaf));
  remember((memory) => ({
    ...memory,
    keys: memory.keys ?? keys,
    promises: [...promises, ...memory.promises.filter(({ leaf }) => !ours.has(leaf))],
  }));
  return kept({ ...vote, stage: 'cast', ballots });
}

/** The promise of a ballot as all promises are kept; already looked at today. */
const promiseOf = ({ receipt }: KeptBallot): Promised[] =>
  receipt === undefined
    ? []
    : [
        {
          leaf: receipt.leaf,
          number: receipt.leaf.slice(0, 8),
          kind: 'ballot',
          by: receipt.by,
          note: receipt.note,
          checkedOn: phoneDay(),
        },
      ];

/** Shows the box what the ballots say, and erases it here. */
async function openBallots(vote: KeptVote, tell: Tell): Promise<KeptVote> {
  const closed = Object.values(vote.ballots).flatMap(({ c, open, isCancelled }) =>
    open === undefined || isCancelled ? [] : [{ c, salt: open.salt, o: open.marks }],
  );
  const say = (said: string): void => tell('cast', 0, closed.length, said);
  say('');
  const openings = { round: vote.round, openings: closed };
  const { opened } =
    closed.length === 0 ? { opened: [] } : await postStep<{ opened: string[] }>('openings', openings, say);
  const isOpened = new Set(opened);
  const left = closed.filter(({ c }) => !isOpened.has(c));
  if (left.length > 0) throw new Stopped(voteWords.trouble.opening(left.length));
  const ballots = Object.fromEntries(
    Object.entries(vote.ballots).map(([d, ballot]) => {
      const { open: _open, ...rest } = ballot;
      return [d, rest];
    }),
  );
  return kept({ ...vote, stage: 'done', picked: [], marks: {}, ballots });
}
