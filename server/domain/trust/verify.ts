/**
 * The verifier: reads a whole ledger and everything that was published from it, and says what does not agree. Runs in the browser, too; it
 * holds one bundle of entries and one file at a time, and what it must know of cases and ratings.
 */

import { newEventCheck } from './check-events.ts';
import { checkBytes, checkCaseFiles, checkCity, checkDepartmentFiles, checkScripts, readCity } from './check-files.ts';
import { checkKept, checkSignatures, type Head, type Kept, readHead } from './check-head.ts';
import { checkOpenings } from './check-openings.ts';
import { checkRecordFiles } from './check-records.ts';
import { checkRounds, readRoundList } from './check-rounds.ts';
import { checkTexts } from './check-texts.ts';
import { toBase64 } from './encoding.ts';
import { newFindings } from './findings.ts';
import type { TreeHash } from './hash.ts';
import type { Mirror } from './mirror.ts';
import { type VerifierKey, writeVerifierKey } from './note.ts';
import { newReading } from './read-log.ts';
import { checkFigures } from './recount.ts';
import { closingsByBasis, type Report } from './report.ts';
import { checkFrozenTrees } from './sample-checks.ts';
import type { CheckTickets } from './tickets.ts';
import { hasRoot, walkLog } from './walk-log.ts';

export { NoLedger } from './check-head.ts';

/** How far a verification has come. */
export interface Progress {
  step: 'log' | 'files' | 'rounds' | 'openings' | 'texts' | 'figures';
  done: number;
  of: number;
}

export interface Verification {
  mirror: Mirror;
  hash: TreeHash;
  /** The log's key as the reader knows it; without it the one in the log is used, and only later changes would be noticed. */
  key?: VerifierKey | undefined;
  witnesses?: readonly VerifierKey[];
  /** Fewer good cosignatures than this are a finding. */
  witnessesNeeded?: number;
  /** Checks the tickets of ballots; without it one after another, in this thread. */
  tickets?: CheckTickets;
  /** An older checkpoint that somebody kept. */
  since?: Kept | undefined;
  progress?: (progress: Progress) => void;
}

/** How often a log that grows while it is read is read again. */
const attempts = 3;

/**
 * Verifies a ledger.
 * @throws NoLedger when there is none to read; otherwise whatever the mirror throws when it cannot read
 */
export async function verifyLedger(question: Verification): Promise<Report> {
  for (let attempt = 1; ; attempt += 1) {
    const head = await readHead(question.mirror);
    const report = await verifyOnce(question, head);
    if (report.ok || attempt === attempts) return report;
    // Published anew while we were reading: what we compared did not belong together.
    const now = await readHead(question.mirror);
    if (now.checkpoint.size <= head.checkpoint.size) return report;
  }
}

async function verifyOnce(question: Verification, head: Head): Promise<Report> {
  const { mirror, hash, key, since, witnesses = [], witnessesNeeded = 0, progress = () => undefined } = question;
  const findings = newFindings();
  const tools = { mirror, hash, findings };
  const { origin, size, root } = head.checkpoint;

  const city = await readCity(mirror);
  if (city === undefined) findings.add('file-malformed', { path: 'open/city.json' });
  const eventFiles = { lines: await mirror.read('open/events.ndjson'), table: await mirror.read('open/events.csv') };
  const events = newEventCheck(eventFiles, findings);
  const roundList = await readRoundList(mirror);
  const remember = new Set((roundList ?? []).flatMap(({ publication }) => publication ?? []));
  const reading = newReading(tools, city?.publication.n, (placed) => events.take(placed), {
    tickets: question.tickets,
    remember,
  });
  const before = since?.checkpoint.origin === origin ? since.checkpoint.size : undefined;
  const walked = await walkLog(tools, { size, before }, (placed) => {
    if (placed.index % 1024 === 0) progress({ step: 'log', done: placed.index, of: size });
    return reading.take(placed);
  });
  progress({ step: 'log', done: size, of: size });
  if (walked.root !== undefined && !hasRoot(walked, head.checkpoint)) {
    findings.add('root', { published: toBase64(root), recounted: toBase64(walked.root) });
  }
  const said = await reading.finish();
  const { meta, published, replay, records, cells, plainly, publications, release, reasons, rules, samples } = said;
  await checkFrozenTrees(tools, size, said.frozen);
  const signed = checkSignatures(head, { meta, key, witnesses, witnessesNeeded }, findings);
  const kept = since && checkKept(since, head, { walked, key: signed.key, meta }, findings);

  const at = published?.at ?? size;
  events.finish(at);
  progress({ step: 'rounds', done: 0, of: said.rounds.totals.ballots });
  const rounds = await checkRounds(tools, {
    rounds: said.rounds.rounds,
    papersOf: said.rounds.papersOf,
    list: roundList,
    snapshots: said.snapshots,
    yearStartsOn: city?.yearStartsOn ?? rules?.yearStartsOn ?? '',
  });
  progress({ step: 'openings', done: 0, of: cells.totals.opened });
  const ratings = await checkOpenings(tools, cells, at);
  progress({ step: 'texts', done: 0, of: 1 });
  const texts = await checkTexts(tools, {
    cases: replay.cases,
    reasons,
    due: published?.wordsDue ?? new Set(),
    records: records.records,
    recordWords: records.words(),
    recordsDue: published?.recordsDue ?? new Set(),
  });
  if (published !== undefined && city !== undefined) {
    const { entry, facts } = published;
    progress({ step: 'files', done: 0, of: 1 });
    checkCity(tools, city, { meta, rules, entry });
    await checkBytes(tools, entry, city);
    await checkCaseFiles(tools, city, facts);
    await checkRecordFiles(tools, published.records);
    await checkDepartmentFiles(tools, city, { facts, ratings });
    progress({ step: 'figures', done: 0, of: 1 });
    await checkFigures(tools, { asOf: entry.day, city, facts, ratings });
  }
  const scripts = await checkScripts(tools, release);

  return {
    origin,
    size,
    root: toBase64(root),
    city: city?.name ?? meta?.city ?? '',
    continues: meta?.prev === undefined ? null : { origin: meta.prev.origin, size: meta.prev.size },
    publication: published && city ? { ...city.publication, n: published.entry.n, day: published.entry.day } : null,
    keyFrom: key === undefined ? 'log' : 'reader',
    key: signed.key === undefined ? '' : writeVerifierKey(signed.key),
    witnesses: signed.witnesses,
    otherSignatures: signed.otherSignatures,
    since: kept ?? null,
    checked: {
      entries: size,
      tiles: walked.tiles,
      cases: replay.cases.size,
      acts: replay.totals.entries,
      records: records.records.size,
      recordActs: records.totals.entries,
      marks: records.totals.marks,
      ratings: cells.totals.ratings,
      openings: cells.totals.opened,
      texts,
      files: Object.keys(published?.entry.files ?? {}).length,
      publications,
      samples,
      redeemed: said.rounds.totals.redeemed,
      ballots: said.rounds.totals.ballots,
    },
    plainly: { ...plainly, ...closingsByBasis(published?.facts ?? []), ...scripts },
    rounds,
    findings: findings.list,
    counts: Object.fromEntries(findings.counts),
    ok: findings.list.length === 0,
  };
}
