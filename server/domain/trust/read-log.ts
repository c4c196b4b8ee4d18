/** Hands each entry of the log to whoever judges its kind, and keeps what the log said at the publication that is served. */

import type { CaseFacts } from '../counting.ts';
import type { Day } from '../day.ts';
import type { RecordFacts } from '../record-facts.ts';
import type { PlacedCaseEntry } from './check-events.ts';
import { publishedWords } from './check-texts.ts';
import { toBase64Url } from './encoding.ts';
import type { CaseEntry, MetaEntry, PublishEntry, ReleaseEntry, RulesEntry } from './entries.ts';
import type { Findings } from './findings.ts';
import type { TreeHash } from './hash.ts';
import { type Mirror, readUtf8 } from './mirror.ts';
import { newRatingCells, type RatingCells } from './rating-cells.ts';
import { newReplay, type Replay } from './replay.ts';
import { newRecordReplay, type RecordReplay } from './replay-records.ts';
import type { Plainly } from './report.ts';
import { readRules, type Rules } from './rules.ts';
import { type FrozenTree, newSampleChecks, type SampleTotals } from './sample-checks.ts';
import type { AnnualSnapshot } from './check-rounds.ts';
import { newRoundReplay, type RoundReplay } from './round-replay.ts';
import { newSupervisorChecks } from './supervisor-checks.ts';
import { type CheckTickets, portableTickets } from './tickets.ts';
import type { PlacedEntry } from './walk-log.ts';

/** The ledger at the publication that is served. */
interface Published {
  /** Place of its entry. */
  at: number;
  entry: PublishEntry;
  facts: CaseFacts[];
  /** Words that everybody may read. */
  wordsDue: Set<string>;
  records: RecordFacts[];
  /** Words of records that everybody may read. */
  recordsDue: Set<string>;
}

/** All that the log said. */
export interface ReadLog {
  meta: MetaEntry | undefined;
  published: Published | undefined;
  publications: number;
  release: ReleaseEntry | undefined;
  rules: Rules | undefined;
  replay: Replay;
  records: RecordReplay;
  rounds: RoundReplay;
  /** Cases as they were at the publications that were asked for. */
  snapshots: ReadonlyMap<number, AnnualSnapshot>;
  cells: RatingCells;
  /** Commitments to the reasons for which ratings are counted apart, by rating. */
  reasons: ReadonlyMap<string, string>;
  samples: SampleTotals;
  /** Trees that announcements of 抽查 name. */
  frozen: FrozenTree[];
  plainly: Omit<Plainly, 'closings' | 'explained' | 'scripts' | 'scriptsAbsent'>;
}

export interface ReadingOptions {
  tickets?: CheckTickets | undefined;
  /** Publications at which the cases are to be remembered. */
  remember?: ReadonlySet<number>;
}

/**
 * @param serving number of the publication whose files are served
 * @param takeCaseEntry gets each entry about a case, too
 */
export function newReading(
  { mirror, hash, findings }: { mirror: Mirror; hash: TreeHash; findings: Findings },
  serving: number | undefined,
  takeCaseEntry: (placed: PlacedCaseEntry) => void,
  { tickets = portableTickets, remember = new Set() }: ReadingOptions = {},
) {
  const rounds = newRoundReplay({ mirror, hash, findings }, tickets);
  const snapshots = new Map<number, AnnualSnapshot>();
  const rules = new Map<number, Rules>();
  const replay = newReplay(findings, rules);
  const records = newRecordReplay(findings, (id) => replay.cases.has(id));
  const cells = newRatingCells(findings);
  const samples = newSampleChecks(findings);
  const supervisors = newSupervisorChecks(findings);
  const reasons = new Map<string, string>();
  const opened = { texts: 0, contacts: 0 };
  let meta: MetaEntry | undefined;
  let release: ReleaseEntry | undefined;
  let published: Published | undefined;
  let lastPublished: { n: number; day: Day } | undefined;
  let rulesSoFar = 0;
  /** The latest day since the last publication. */
  let latest: { day: Day; index: number } | undefined;

  async function takeRules(index: number, { n, h }: RulesEntry): Promise<void> {
    if (n !== rulesSoFar + 1)
      findings.add('rules-order', { index, published: String(n), recounted: String(rulesSoFar + 1) });
    rulesSoFar = n;
    const path = `open/rules/${n}.json`;
    const bytes = await mirror.read(path);
    if (bytes === undefined) return findings.add('file-missing', { path });
    if (toBase64Url(hash.hash(bytes)) !== h) findings.add('rules-file', { index, path });
    const read = readRules(readUtf8(bytes));
    if (read === undefined) findings.add('rules-malformed', { index, path });
    else rules.set(n, read);
  }

  function takePublication(index: number, entry: PublishEntry): void {
    const { n, day } = entry;
    if (n !== (lastPublished?.n ?? 0) + 1 || day < (lastPublished?.day ?? day))
      findings.add('publish-order', { index });
    // Nothing that is in the log already can have happened after today.
    if (latest !== undefined && latest.day > day) {
      findings.add('dated-ahead', { index: latest.index, published: latest.day, recounted: day });
    }
    latest = undefined;
    lastPublished = { n, day };
    replay.publish(day);
    records.publish(day);
    samples.publish(index, day);
    if (remember.has(n)) snapshots.set(n, { day, facts: replay.facts() });
    if (n !== serving) return;
    published = {
      at: index,
      entry,
      facts: replay.facts(),
      wordsDue: publishedWords(replay.cases),
      records: records.facts(),
      recordsDue: records.words(),
    };
  }

  /** What lots and supervisors have to do with an act. */
  function followCase(index: number, entry: CaseEntry): void {
    const file = replay.cases.get(entry.id)?.file;
    if (file !== undefined) samples.stands(index, file);
    const about = { index, kase: file?.number ?? entry.id, act: entry.act };
    if (entry.act === 'draw') samples.takeAct(about, entry.id, entry.g?.['sample']);
    if (entry.t === 'case.verify') supervisors.takeAct(entry, file, about);
  }

  return {
    async take({ index, text, entry }: PlacedEntry): Promise<void> {
      if ((index === 0) !== (entry.t === 'meta')) findings.add('meta-first', { index });
      const day = entry.t === 'case.new' ? entry.w : 'day' in entry ? entry.day : undefined;
      if (day !== undefined && day > (latest?.day ?? '')) latest = { day, index };
      if (entry.t === 'record') {
        records.add(index, entry);
        samples.takeRecord(index, entry);
        supervisors.takeRecord(index, entry);
        rounds.takeRecord(index, entry);
        return;
      }
      if ('act' in entry) {
        replay.add(index, entry);
        followCase(index, entry);
        takeCaseEntry({ index, text, entry });
        return;
      }
      switch (entry.t) {
        case 'meta':
          meta ??= entry;
          return;
        case 'rules':
          return takeRules(index, entry);
        case 'release':
          release = entry;
          return;
        case 'rating':
          return cells.rate(index, entry);
        case 'open':
          return cells.open(index, entry);
        case 'flag':
          reasons.set(entry.target, entry.w.reason);
          return cells.flag(index, entry);
        case 'redeem':
          return rounds.redeem(index, entry);
        case 'ballot':
          return rounds.ballot(index, entry);
        case 'cancel':
          return rounds.cancel(index, entry);
        case 'mark':
          return records.mark(index, entry);
        case 'access':
          opened.texts += entry.texts;
          opened.contacts += entry.contacts;
          return;
        case 'publish':
          return takePublication(index, entry);
      }
    },

    async finish(): Promise<ReadLog> {
      if (meta === undefined) findings.add('meta-first', { index: 0 });
      if (lastPublished === undefined || published === undefined) findings.add('publication-missing');
      else if (lastPublished.n !== published.entry.n) {
        findings.add('publication-stale', { published: String(published.entry.n), recounted: String(lastPublished.n) });
      }
      replay.finish(lastPublished?.day ?? '');
      records.finish(lastPublished?.day ?? '');
      const { seenAnswers, erasures } = replay.totals;
      const frozen = samples.finish(lastPublished?.day ?? '');
      supervisors.finish(meta?.origin ?? '');
      await rounds.finish();
      const signedClosings = (published?.facts ?? []).filter(
        ({ id, state, basis }) =>
          state === 'closed' && basis === 'independent' && supervisors.isSignedBefore(id, published?.at ?? 0),
      ).length;
      return {
        meta,
        published,
        publications: lastPublished?.n ?? 0,
        release,
        rules: [...rules.values()].at(-1),
        replay,
        records,
        rounds,
        snapshots,
        cells,
        reasons,
        samples: samples.totals(),
        frozen,
        plainly: {
          waitingRatings: cells.waiting(),
          appeals: cells.totals.appeals,
          seenAnswers,
          ...supervisors.totals,
          signedClosings,
          erasures,
          textsOpened: opened.texts,
          contactsOpened: opened.contacts,
        },
      };
    },
  };
}
