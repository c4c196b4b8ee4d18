/**
 * What the server works out for the end of a 评议活动: what came in, the results with the openings that prove them, and what is forgotten once they are
 * final. Everything is counted from rows that the ledger knows by their commitments, by the same function that the verifier calls.
 */

import type { Transaction } from 'kysely';
import { newestPublication, newestSource } from '../../db/publications.ts';
import { putRoundFile } from '../../db/round-files.ts';
import { recordsOfRound } from '../../db/round-records.ts';
import {
  ballotTotals,
  countRoundRows,
  findRoundRows,
  forgetWrittenBallots,
  openedRows,
  redeemedByRoster,
  setResults,
} from '../../db/round-rows.ts';
import { findRound, listRounds } from '../../db/rounds.ts';
import type { Database } from '../../db/tables.ts';
import type { FigureSource } from '../domain/figures.ts';
import type { RecordFile } from '../domain/records.ts';
import { hasResults } from '../domain/round/life.ts';
import { abstention } from '../domain/round/marks.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { computeResults, type RoundResults } from '../domain/round/results.ts';
import { annualInputs, type CountedExclusion, type Papers, turnoutCounts } from '../domain/round/results-input.ts';
import { type BallotCount, tally } from '../domain/round/tally.ts';
import type { Marks } from '../domain/trust/ballot.ts';
import { type Canonical, canonicalJson } from '../domain/trust/canonical.ts';
import type { BatchCounts, ExcludedRows, RoundResultsBound } from '../domain/trust/round-entry.ts';
import type { BallotChannel, ExclusionRule } from '../domain/vocabulary.ts';
import { resultsTable } from '../open/round-tables.ts';
import { Problem } from '../problem.ts';
import type { Derive } from '../records/derive.ts';
import { roundEndErrors } from '#words/round-end.ts';
import { refuseWhileRechecked } from './derive-rechecks.ts';
import { publishedResults } from './published-results.ts';

type Trx = Transaction<Database>;

const notNow = (detail: string): Problem => new Problem('not-in-this-state', { detail });
const asCanonical = (value: object): Canonical => value as unknown as Canonical;

/** Papers of a round that count, and the rows that they are about. */
interface Counted extends Papers {
  /** Ids of confirmed batches. */
  batchIds: string[];
  /** Commitments of rows that confirmed exclusions took out. */
  excluded: Set<string>;
  excludedBallots: number;
}

/** @throws Problem while a batch or an exclusion of the round waits for somebody */
async function countedPapers(trx: Trx, plan: RoundPlan): Promise<Counted> {
  const batches = (await recordsOfRound(trx, 'batch', plan.round)).map(({ file }) => file);
  const exclusions = (await recordsOfRound(trx, 'exclusion', plan.round)).map(({ file }) => file);
  const openBatches = batches.filter(({ state }) => state === 'entering' || state === 'counted').length;
  if (openBatches > 0) throw notNow(roundEndErrors.batchesOpen(openBatches));
  const proposed = exclusions.filter(({ state }) => state === 'proposed').length;
  if (proposed > 0) throw notNow(roundEndErrors.exclusionsOpen(proposed));
  const confirmed = batches.filter(({ state }) => state === 'confirmed');
  const batchIds = confirmed.map(({ id }) => id);
  const excluded = new Set<string>();
  const counted: CountedExclusion[] = [];
  let excludedBallots = 0;
  for (const { state, body } of exclusions) {
    if (state !== 'confirmed') continue;
    const { ballots, targets } = body.excluded as unknown as ExcludedRows;
    for (const c of targets) excluded.add(c);
    excludedBallots += ballots;
    const [first] = await findRoundRows(trx, plan.round, batchIds, targets.slice(0, 1));
    if (first === undefined) continue;
    const { group, channel } = first.origin;
    counted.push({ rule: body.exclusionRule as ExclusionRule, ballots, group, channel });
  }
  return {
    redeemed: plan.rosters.length === 0 ? new Map<string, number>() : await redeemedByRoster(trx, plan.round),
    batches: confirmed.map((batch) => countedBatch(batch)),
    exclusions: counted,
    batchIds,
    excluded,
    excludedBallots,
  };
}

function countedBatch({ body }: RecordFile): Papers['batches'][number] {
  const { issued, returned, void: voids } = body.batchCounts as unknown as BatchCounts;
  return {
    group: body.raterGroup ?? '',
    channel: body.ballotChannel as BallotChannel,
    issued,
    returned,
    void: voids,
  };
}

async function frozenPlan(trx: Trx, id: string): Promise<RoundPlan> {
  const round = await findRound(trx, id);
  if (round?.plan === undefined || round.rulesHash === null) throw notNow(roundEndErrors.noPlan);
  return round.plan;
}

/** What came in, as the ledger tells it; rows are those of confirmed batches. */
async function roundCounts(trx: Trx, plan: RoundPlan, papers: Counted): Promise<Canonical> {
  const { ballots, cancelled } = await ballotTotals(trx, plan.round);
  const rows = await countRoundRows(trx, plan.round, papers.batchIds);
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  return asCanonical({
    redeemed: [...papers.redeemed.values()].reduce((sum, count) => sum + count, 0),
    ballots,
    cancelled,
    batches: papers.batchIds.length,
    rows: all - (ballots - cancelled),
    excluded: { ballots: papers.excludedBallots, rows: papers.excluded.size },
  });
}

const review: Derive = async ({ trx, id }) => {
  const plan = await frozenPlan(trx, id);
  return { roundCounts: await roundCounts(trx, plan, await countedPapers(trx, plan)) };
};

/** Scores of departments in the regular rounds of the year, and the hash of each of those results. */
async function regularScores(
  trx: Trx,
  plan: RoundPlan,
): Promise<{ scores: Map<string, string[]>; hashes: Record<string, string> }> {
  const scores = new Map<string, string[]>();
  const hashes: Record<string, string> = {};
  const rounds = (await listRounds(trx)).filter(
    ({ plan: other, record: { file } }) =>
      other?.kind === 'regular' && other.year === plan.year && file.id !== plan.round && hasResults(file.state),
  );
  for (const { record } of rounds.toSorted((a, b) => (a.record.file.id < b.record.file.id ? -1 : 1))) {
    const published = await publishedResults(trx, record.file.id);
    if (published === undefined) continue;
    hashes[record.file.id] = published.hash;
    for (const { department, score } of published.results.departments)
      if (score !== undefined) scores.set(department, [...(scores.get(department) ?? []), score]);
  }
  return { scores, hashes };
}

/** What 年度得分 is made of beside the round, as the newest publication has it. */
async function annualOf(trx: Trx, plan: RoundPlan) {
  const publication = await newestPublication(trx);
  const source = await newestSource(trx);
  if (plan.annual === undefined || publication === undefined || source === undefined) return undefined;
  const { rows } = JSON.parse(source) as Pick<FigureSource, 'rows'>;
  const { scores, hashes } = await regularScores(trx, plan);
  return { annual: annualInputs(plan, rows, scores), bound: { publication: publication.n, regular: hashes } };
}

const abstained = canonicalJson(asCanonical(abstention));

/**
 * Writes what was opened of a department. Of a cell that stays closed only 弃权 is opened: it says nothing of anybody, and without it nobody could see
 * that the cell is as small as it must be.
 */
async function writeOpenings(
  trx: Trx,
  { plan, batchIds, open }: { plan: RoundPlan; batchIds: readonly string[]; open: ReadonlySet<string> },
  department: string,
): Promise<{ hash: string; lines: number }> {
  const groups = plan.groups.map(({ code }) => code);
  const rows = await openedRows(trx, plan.round, batchIds, department, groups);
  const shown = rows.filter(
    ({ group, channel, marks }) => open.has(cellName(department, group, channel)) || marks === abstained,
  );
  const lines = shown.map(
    ({ c, channel, group, marks, salt }) =>
      `${canonicalJson({ c, ch: channel, g: group, o: asCanonical(JSON.parse(marks) as Marks), s: salt })}\n`,
  );
  return {
    hash: await putRoundFile(trx, plan.round, `openings/${department}.ndjson`, lines.join('')),
    lines: lines.length,
  };
}

const cellName = (department: string, group: string, channel: string): string => `${department} ${group} ${channel}`;

/** Rows that count: those that were excluded taken off. What nobody said any more is left out, as if nobody ever had. */
function without(counts: readonly BallotCount[], excluded: readonly { count: BallotCount }[]): BallotCount[] {
  const nameOf = ({ department, group, channel, marks }: BallotCount): string =>
    JSON.stringify([department, group, channel, marks]);
  const less = new Map<string, number>();
  for (const { count } of excluded) less.set(nameOf(count), (less.get(nameOf(count)) ?? 0) + 1);
  return counts
    .map((one) => ({ ...one, count: one.count - (less.get(nameOf(one)) ?? 0) }))
    .filter(({ count }) => count > 0);
}

/** Counts the rows, computes, and writes the files that prove it. */
const publish: Derive = async ({ trx, id }) => {
  const plan = await frozenPlan(trx, id);
  const papers = await countedPapers(trx, plan);
  const { batchIds, excluded } = papers;
  const out = await findRoundRows(trx, id, batchIds, [...excluded]);
  const cells = tally(plan, without(await countRoundRows(trx, id, batchIds), out));
  const yearly = await annualOf(trx, plan);
  const results = computeResults(plan, {
    cells,
    turnout: turnoutCounts(plan, papers),
    cancelled: (await ballotTotals(trx, id)).cancelled,
    excludedRows: out.length,
    ...(yearly && { annual: yearly.annual }),
  });
  const open = new Set(
    cells
      .filter(({ opened }) => opened !== undefined)
      .map(({ department, group, channel }) => cellName(department, group, channel)),
  );
  const openings: Record<string, string> = {};
  let opened = 0;
  for (const { code, isExempt } of plan.departments) {
    if (isExempt === true) continue;
    const { hash, lines } = await writeOpenings(trx, { plan, batchIds, open }, code);
    openings[code] = hash;
    opened += lines;
  }
  const bound: RoundResultsBound = {
    results: await writeResults(trx, plan, results),
    openings,
    opened,
    hidden: results.rows.hidden,
    ...yearly?.bound,
  };
  return { roundResults: asCanonical(bound) };
};

async function writeResults(trx: Trx, plan: RoundPlan, results: RoundResults): Promise<string> {
  const text = canonicalJson(asCanonical(results));
  const hash = await putRoundFile(trx, plan.round, 'results.json', text);
  await putRoundFile(trx, plan.round, 'results.csv', resultsTable(plan, results));
  await setResults(trx, plan.round, { text, hash });
  return hash;
}

/** The result is final: the papers behind the rows are forgotten. */
const conclude: Derive = async ({ trx, before, id, day }) => {
  const plan = await frozenPlan(trx, id);
  const round = await findRound(trx, id);
  const until = before?.body.recheckUntil;
  if (typeof until === 'string' && day <= until) throw notNow(roundEndErrors.stillHearing(until));
  if (round !== undefined) await refuseWhileRechecked(trx, round.record);
  const papers = await countedPapers(trx, plan);
  const batches = await recordsOfRound(trx, 'batch', id);
  const counts = await roundCounts(trx, plan, papers);
  await forgetWrittenBallots(
    trx,
    id,
    batches.map(({ file }) => file.id),
  );
  return { roundCounts: counts };
};

export const roundDerivations: Readonly<Record<string, Derive>> = {
  'round.review': review,
  'round.publish': publish,
  'round.correct': publish,
  'round.conclude': conclude,
};
