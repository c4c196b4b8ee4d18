/**
 * Rounds (评议活动) against their files: codes against the roster, ballots against the codes, openings against commitments, and every score and rank
 * computed again from the openings by the rules as they were frozen.
 */

import type { CaseFacts } from '../counting.ts';
import { countRowsOf } from '../counting.ts';
import type { Day } from '../day.ts';
import type { CountRow } from '../figures.ts';
import { isSubstantive, readMarks } from '../round/marks.ts';
import { departmentsOf, type RoundPlan } from '../round/plan.ts';
import { type AnnualInputs, computeResults, type RoundResults } from '../round/results.ts';
import { annualInputs, type CountedExclusion, type Origin, turnoutCounts } from '../round/results-input.ts';
import { type BallotCount, tally } from '../round/tally.ts';
import { marksCommitment, type Marks, rosterLineOf, rowsHash } from './ballot.ts';
import { type Canonical, canonicalJson, readCanonical } from './canonical.ts';
import { differences } from './compare.ts';
import { fromBase64Url, toBase64Url } from './encoding.ts';
import type { Findings } from './findings.ts';
import type { TreeHash } from './hash.ts';
import { linesOf, type Mirror, readJson, readText, readUtf8 } from './mirror.ts';
import { isListedRound, type RoundLine, roundPath } from './round-files.ts';
import type { LoggedResult, LoggedRound, Papers } from './round-replay.ts';
import { resultRows } from './round-tables.ts';
import { compareTable } from './tables.ts';

interface Tools {
  mirror: Mirror;
  hash: TreeHash;
  findings: Findings;
}

/** What is honest to say of a round beside what is wrong with it. */
export interface RoundSeen {
  number: string;
  title: string;
  redeemed: number;
  ballots: number;
  cancelled: number;
  /** Rows of confirmed batches. */
  rows: number;
  excluded: number;
  /** Ballots that could still have been made without anybody noticing: codes that were used and gave no ballot, over all groups and departments. */
  slack: number;
  /** The most of them that any department has. */
  slackMost: number;
  /** Ballots that their voters never opened, of cells that are open; and all ballots of cells that stay closed, 弃权 left out. */
  unopened: number;
  closed: number;
  /** Closed cells in which more ballots stay closed than a small cell has: their voters did not open them, or somebody withholds them. */
  largeClosed: number;
  hasResults: boolean;
}

/** Cases as they were at the publication that a result took its inputs from. */
export interface AnnualSnapshot {
  day: Day;
  facts: readonly CaseFacts[];
}

/** The list of rounds as served; nothing where there is none. */
export async function readRoundList(mirror: Mirror): Promise<RoundLine[] | undefined> {
  const list = await readJson(mirror, 'open/rounds.json');
  const isLine = (one: unknown): boolean => typeof (one as RoundLine | null)?.id === 'string';
  return Array.isArray(list) && list.every(isLine) ? (list as RoundLine[]) : undefined;
}

/** A ballot of whatever channel. */
interface Row extends Origin {
  department: string;
  marks?: Canonical;
}

/** A round with what its files say. */
interface Read {
  round: LoggedRound;
  plan: RoundPlan;
}

export interface RoundQuestion {
  rounds: ReadonlyMap<string, LoggedRound>;
  papersOf: (round: string) => Papers;
  list: readonly RoundLine[] | undefined;
  /** By number of publication. */
  snapshots: ReadonlyMap<number, AnnualSnapshot>;
  yearStartsOn: string;
}

/** Checks every round that is listed. */
export async function checkRounds(tools: Tools, question: RoundQuestion): Promise<RoundSeen[]> {
  const { findings } = tools;
  const listed = [...question.rounds.values()].filter(isListedRound).sort((a, b) => (a.id < b.id ? -1 : 1));
  checkList(findings, listed, question.list);
  const read: Read[] = [];
  for (const round of listed) {
    const plan = await checkFrozen(tools, round);
    if (plan !== undefined) read.push({ round, plan });
  }
  const seen: RoundSeen[] = [];
  for (const one of read) {
    try {
      seen.push(await checkRound(tools, question, one, read));
    } catch (error) {
      // A plan or a line that has another form than it must stops only this round.
      if (!(error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError)) throw error;
      findings.add('round-malformed', { record: one.round.number, path: roundPath(one.round.id, 'rules.json') });
    }
  }
  return seen;
}

function checkList(findings: Findings, listed: readonly LoggedRound[], list: readonly RoundLine[] | undefined): void {
  const path = 'open/rounds.json';
  if (list === undefined) {
    if (listed.length > 0) findings.add('file-missing', { path });
    return;
  }
  const expected = listed.map(({ id, number, state, result }) => ({
    id,
    number,
    state,
    publication: result?.bound.publication ?? null,
  }));
  const published = list.map(({ id, number, state, publication }) => ({ id, number, state, publication }));
  for (const { path: at, ...values } of differences(published, expected))
    findings.add('round-list', { path, what: at.join('.'), ...values });
}

/** The bytes of a file of a round, if they are the ones that the log says. */
async function boundBytes(
  { mirror, hash, findings }: Tools,
  round: LoggedRound,
  file: string,
  said: string | undefined,
): Promise<Uint8Array | undefined> {
  const path = roundPath(round.id, file);
  const bytes = await mirror.read(path);
  if (bytes === undefined) findings.add('file-missing', { path, record: round.number });
  else if (toBase64Url(hash.hash(bytes)) !== said) findings.add('round-file', { path, record: round.number });
  return bytes;
}

const canonicalIn = (bytes: Uint8Array | undefined): Canonical | undefined => {
  const text = bytes && readUtf8(bytes);
  return text === undefined ? undefined : readCanonical(text);
};

/** Rules, self-reports, keys and roster are those that were frozen. @returns the plan */
async function checkFrozen(tools: Tools, round: LoggedRound): Promise<RoundPlan | undefined> {
  const { frozen } = round;
  const rules = canonicalIn(await boundBytes(tools, round, 'rules.json', frozen?.rules));
  await boundBytes(tools, round, 'reports.json', frozen?.reports);
  const keys = canonicalIn(await boundBytes(tools, round, 'keys.json', frozen?.keys));
  const roster = canonicalIn(await boundBytes(tools, round, 'roster.json', frozen?.roster));
  const plan = rules as unknown as RoundPlan | undefined;
  const isPlan =
    [plan?.departments, plan?.groups, plan?.items, plan?.rosters, plan?.channels, plan?.classes].every(Array.isArray) &&
    plan?.round === round.id;
  if (!isPlan || plan === undefined || !Array.isArray(keys) || typeof roster !== 'object') {
    tools.findings.add('round-malformed', { record: round.number, path: roundPath(round.id, 'rules.json') });
    return undefined;
  }
  checkRoster(tools, round, plan, roster as unknown as Record<string, string[]>);
  return plan;
}

/** Every code that was used is on the roster, and each line of it was used once; a roster has as many lines as the plan says. */
function checkRoster(
  { hash, findings }: Tools,
  round: LoggedRound,
  { rosters }: RoundPlan,
  roster: Readonly<Record<string, readonly string[]>>,
): void {
  const about = { record: round.number, path: roundPath(round.id, 'roster.json') };
  const lines = new Map(Object.entries(roster).map(([name, of]) => [name, new Set(of)]));
  for (const { roster: name, codes } of rosters) {
    const counted = lines.get(name)?.size ?? 0;
    if (counted !== codes)
      findings.add('roster-size', { ...about, what: name, published: String(codes), recounted: String(counted) });
  }
  for (const [redemption, name] of round.redeemed)
    if (lines.get(name)?.has(rosterLineOf(hash, redemption)) !== true)
      findings.add('redeem-unknown', { record: round.number, what: name });
}

/** Codes used by roster. */
function redeemedOf({ redeemed }: LoggedRound): Map<string, number> {
  const counts = new Map<string, number>();
  for (const roster of redeemed.values()) counts.set(roster, (counts.get(roster) ?? 0) + 1);
  return counts;
}

/** No group gives a department more ballots than codes were used. @returns how many more nobody would notice, by department */
function checkSlack({ findings }: Tools, { round, plan }: Read): Map<string, number> {
  const redeemed = redeemedOf(round);
  const allowed = new Map<string, number>();
  for (const rule of plan.rosters)
    for (const department of departmentsOf(plan, rule)) {
      const cell = `${rule.group}/${department}`;
      allowed.set(cell, (allowed.get(cell) ?? 0) + (redeemed.get(rule.roster) ?? 0));
    }
  const cast = new Map<string, number>();
  for (const { g, d } of round.ballots.values()) cast.set(`${g}/${d}`, (cast.get(`${g}/${d}`) ?? 0) + 1);
  const slack = new Map<string, number>();
  for (const cell of new Set([...allowed.keys(), ...cast.keys()])) {
    const [most, ballots] = [allowed.get(cell) ?? 0, cast.get(cell) ?? 0];
    // While voting goes on, codes and ballots come into the log on different days.
    if (ballots > most && round.closedAt !== undefined)
      findings.add('ballots-minted', {
        record: round.number,
        what: cell,
        published: String(ballots),
        recounted: String(most),
      });
    const department = cell.slice(cell.indexOf('/') + 1);
    if (round.closedAt !== undefined) slack.set(department, (slack.get(department) ?? 0) + Math.max(0, most - ballots));
  }
  return slack;
}

/** All rows of a round by commitment: ballots that nobody took back, and the lines of batches. */
async function rowsOf(tools: Tools, { round, plan }: Read, papers: Papers): Promise<Map<string, Row>> {
  const { findings, hash } = tools;
  const rows = new Map<string, Row>();
  for (const [c, { g, d, isCancelled }] of round.ballots)
    if (!isCancelled) rows.set(c, { department: d, group: g, channel: 'online' });
  const rated = new Set(plan.departments.filter(({ isExempt }) => isExempt !== true).map(({ code }) => code));
  for (const { id, number, group, channel, counts, rows: bound } of papers.batches) {
    const path = roundPath(round.id, `batches/${id}.ndjson`);
    const about = { record: number, path };
    // The commitment of a row does not say which department it is about; the file does.
    const bytes = await boundBytes(tools, round, `batches/${id}.ndjson`, bound?.file);
    const commitments: string[] = [];
    let line = 0;
    for (const text of bytes === undefined ? [] : linesOf(bytes)) {
      line += 1;
      const value = (text === undefined ? undefined : readCanonical(text)) as { c?: unknown; d?: unknown } | undefined;
      if (typeof value?.c !== 'string' || typeof value.d !== 'string' || !rated.has(value.d)) {
        findings.add('file-malformed', { ...about, line });
        continue;
      }
      if (rows.has(value.c)) findings.add('batch-repeated', { ...about, line });
      rows.set(value.c, { department: value.d, group, channel });
      commitments.push(value.c);
    }
    if (rowsHash(hash, commitments) !== bound?.hash || commitments.length !== bound.count)
      findings.add('batch-rows', { ...about, published: String(bound?.count), recounted: String(commitments.length) });
    const { issued = 0, returned = 0, valid = 0, void: voids = {}, rows: counted } = counts ?? {};
    const sum = valid + Object.values(voids).reduce((all, one) => all + one, 0);
    if (returned > issued || returned !== sum || counted !== bound?.count)
      findings.add('batch-sums', { record: number, published: `${issued}/${returned}`, recounted: String(sum) });
  }
  return rows;
}

/** What confirmed exclusions take out. */
function excludedBy({ findings }: Tools, papers: Papers, rows: ReadonlyMap<string, Row>) {
  const targets = new Set<string>();
  const counted: CountedExclusion[] = [];
  for (const { number, rule, excluded } of papers.exclusions) {
    const about = { record: number };
    const list = excluded?.targets ?? [];
    if (excluded === undefined || excluded.rows !== list.length || list.length === 0)
      findings.add('exclusion-rows', { ...about, published: String(excluded?.rows), recounted: String(list.length) });
    const first = rows.get(list[0] ?? '');
    for (const c of list) {
      const row = rows.get(c);
      const isSame = row !== undefined && row.group === first?.group && row.channel === first.channel;
      if (!isSame || targets.has(c)) findings.add('exclusion-target', about);
      targets.add(c);
    }
    if (first !== undefined)
      counted.push({ rule, ballots: excluded?.ballots ?? 0, group: first.group, channel: first.channel });
  }
  return { targets, counted };
}

const cellOf = ({ department, group, channel }: Pick<Row, 'department' | 'group' | 'channel'>): string =>
  `${department} ${group} ${channel}`;

interface OpeningRead {
  c: string;
  ch: string;
  g: string;
  o: Marks;
  s: string;
}

const isOpening = (value: Canonical | undefined): value is Canonical & OpeningRead => {
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  const { c, ch, g, o, s } = value as Partial<OpeningRead>;
  return (
    Object.keys(value).length === 5 &&
    [c, ch, g, s].every((one) => typeof one === 'string') &&
    fromBase64Url(s ?? '')?.length === 32 &&
    typeof o === 'object' &&
    Object.keys(o).length === 2 &&
    typeof o.r === 'number' &&
    typeof o.x === 'object' &&
    Object.values(o.x).every((level) => typeof level === 'number')
  );
};

/** Reads what was opened, and holds each line against its commitment. @returns number of lines */
async function readOpenings(tools: Tools, { round, plan }: Read, result: LoggedResult, rows: ReadonlyMap<string, Row>) {
  const { findings, hash } = tools;
  let lines = 0;
  for (const { code, isExempt } of plan.departments) {
    if (isExempt === true) continue;
    const path = roundPath(round.id, `openings/${code}.ndjson`);
    const bytes = await boundBytes(tools, round, `openings/${code}.ndjson`, result.bound.openings[code]);
    let line = 0;
    let last = '';
    for (const text of bytes === undefined ? [] : linesOf(bytes)) {
      line += 1;
      const about = { record: round.number, path, line };
      const opening = text === undefined ? undefined : readCanonical(text);
      if (!isOpening(opening)) {
        findings.add('file-malformed', about);
        continue;
      }
      const { c, ch, g, o, s } = opening;
      if (c <= last) findings.add('vote-opening-order', about);
      last = c;
      const row = rows.get(c);
      if (row === undefined || row.department !== code || row.group !== g || row.channel !== ch) {
        findings.add('vote-opening-unknown', about);
        continue;
      }
      if (marksCommitment(hash, o, s) !== c) findings.add('vote-opening-false', about);
      row.marks = o as unknown as Canonical;
    }
    lines += line;
  }
  return lines;
}

/** Cells that are open hold all rows of batches, and cells that stay closed nothing but 弃权; only as many rows stay closed as a small cell has. */
function checkCells({ findings }: Tools, { round, plan }: Read, rows: Iterable<Row>, open: ReadonlySet<string>) {
  const closed = new Map<string, { row: Row; count: number }>();
  let unopened = 0;
  for (const row of rows) {
    const cell = cellOf(row);
    const about = { record: round.number, what: cell };
    if (row.marks === undefined) {
      if (!open.has(cell)) closed.set(cell, { row, count: (closed.get(cell)?.count ?? 0) + 1 });
      else if (row.channel === 'online') unopened += 1;
      else findings.add('vote-opening-withheld', about);
    } else if (!open.has(cell)) {
      const marks = readMarks(plan, row.marks);
      if (marks === undefined || isSubstantive(marks)) findings.add('vote-cell-small', about);
    }
  }
  let [all, largeClosed] = [0, 0];
  for (const [cell, { row, count }] of closed) {
    all += count;
    if (count < plan.minimums.cell) continue;
    largeClosed += 1;
    if (row.channel !== 'online')
      findings.add('vote-opening-withheld', { record: round.number, what: cell, published: String(count) });
  }
  return { unopened, closed: all, largeClosed };
}

const countOf = ({ department, group, channel, marks }: Row): BallotCount => ({
  department,
  group,
  channel,
  count: 1,
  ...(marks !== undefined && { marks }),
});

async function checkRound(tools: Tools, question: RoundQuestion, one: Read, all: readonly Read[]): Promise<RoundSeen> {
  const { round, plan } = one;
  const { result } = round;
  const slack = [...checkSlack(tools, one).values()];
  const papers = result ?? question.papersOf(round.id);
  const rows = await rowsOf(tools, one, papers);
  const { targets, counted } = excludedBy(tools, papers, rows);
  const seen: RoundSeen = {
    number: round.number,
    title: plan.title,
    redeemed: round.redeemed.size,
    ballots: round.ballots.size,
    cancelled: round.cancelled,
    rows: [...rows.values()].filter(({ channel }) => channel !== 'online').length,
    excluded: targets.size,
    slack: slack.reduce((sum, of) => sum + of, 0),
    slackMost: Math.max(0, ...slack),
    unopened: 0,
    closed: 0,
    largeClosed: 0,
    hasResults: result !== undefined,
  };
  if (result === undefined) return seen;
  const lines = await readOpenings(tools, one, result, rows);
  const kept = [...rows].filter(([c]) => !targets.has(c)).map(([, row]) => row);
  const cells = tally(plan, kept.map(countOf));
  const open = new Set(cells.filter(({ opened }) => opened !== undefined).map(cellOf));
  // Excluded rows are shown with the cell that they were in.
  Object.assign(seen, checkCells(tools, one, rows.values(), open));
  const annual = await annualAgain(tools, question, one, all);
  const results = computeResults(plan, {
    cells,
    turnout: turnoutCounts(plan, { redeemed: redeemedOf(round), batches: batchesOf(papers), exclusions: counted }),
    cancelled: round.cancelled,
    excludedRows: targets.size,
    ...(annual && { annual }),
  });
  await compareResults(tools, one, result, { results, lines });
  return seen;
}

const batchesOf = (papers: Papers) =>
  papers.batches.map(({ group, channel, counts }) => ({
    group,
    channel,
    issued: counts?.issued ?? 0,
    returned: counts?.returned ?? 0,
    void: counts?.void ?? {},
  }));

/** What 年度得分 needed, as the log had it at the publication that the result names. */
async function annualAgain(
  { findings, mirror }: Tools,
  { snapshots, yearStartsOn }: RoundQuestion,
  { round, plan }: Read,
  all: readonly Read[],
): Promise<AnnualInputs[] | undefined> {
  const { bound, about, index } = round.result ?? {};
  if (bound?.publication === undefined) return undefined;
  const snapshot = snapshots.get(bound.publication);
  if (snapshot === undefined || plan.annual === undefined) {
    findings.add('round-annual', { ...about, published: String(bound.publication) });
    return undefined;
  }
  const counts = countRowsOf(snapshot.facts, snapshot.day, yearStartsOn);
  const scores = new Map<string, string[]>();
  const told = Object.keys(bound.regular ?? {}).sort();
  const due = all
    .filter(({ plan: other, round: { result, id } }) => {
      const isSame = other.kind === 'regular' && other.year === plan.year && id !== round.id;
      return isSame && result !== undefined && result.index < (index ?? 0);
    })
    .map(({ round: { id } }) => id);
  for (const id of due)
    if (!told.includes(id)) findings.add('round-annual', { ...about, what: id, published: '', recounted: id });
  for (const id of told) {
    const other = all.find(({ round: { id: its } }) => its === id)?.round;
    if (other?.result?.bound.results !== bound.regular?.[id]) {
      // Corrected since: what it said then is not served any more.
      if ((other?.result?.index ?? 0) > (index ?? 0)) return inputsAsPublished(mirror, round, plan, counts);
      findings.add('round-annual', { ...about, what: other?.number ?? id });
      continue;
    }
    const { departments = [] } = ((await readJson(mirror, roundPath(id, 'results.json'))) ??
      {}) as Partial<RoundResults>;
    for (const { department, score } of departments)
      if (score !== undefined) scores.set(department, [...(scores.get(department) ?? []), score]);
  }
  return annualInputs(plan, counts, scores);
}

/** The scores of 日常评议 as the result itself tells of them. */
async function inputsAsPublished(mirror: Mirror, round: LoggedRound, plan: RoundPlan, counts: readonly CountRow[]) {
  const published = (await readJson(mirror, roundPath(round.id, 'results.json'))) as Partial<RoundResults> | undefined;
  const scores = (published?.departments ?? []).map(
    ({ department, annual }) => [department, annual?.inputs.regular ?? []] as const,
  );
  return annualInputs(plan, counts, new Map(scores));
}

/** Every figure as it was published, against the same figure computed again; the bytes, too. */
async function compareResults(
  tools: Tools,
  { round, plan }: Read,
  { bound, about }: LoggedResult,
  { results, lines }: { results: RoundResults; lines: number },
): Promise<void> {
  const { findings, mirror } = tools;
  const path = roundPath(round.id, 'results.json');
  const bytes = await boundBytes(tools, round, 'results.json', bound.results);
  const published = canonicalIn(bytes);
  const recounted = canonicalJson(results as unknown as Canonical);
  const found = differences(published, JSON.parse(recounted) as unknown);
  for (const { path: at, ...values } of found)
    findings.add('round-figure', { record: round.number, path, what: at.join('.'), ...values });
  if (found.length === 0 && (bytes === undefined ? '' : readUtf8(bytes)) !== recounted)
    findings.add('round-figure', { record: round.number, path });
  for (const [what, said, counted] of [
    ['opened', bound.opened, lines],
    ['hidden', bound.hidden, results.rows.hidden],
  ] as const)
    if (said !== counted)
      findings.add('round-counts', { ...about, what, published: String(said), recounted: String(counted) });
  const table = roundPath(round.id, 'results.csv');
  compareTable(await readText(mirror, table), resultRows(plan, results), { path: table, findings });
}
