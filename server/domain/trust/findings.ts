/** What a verifier found wrong, as data; the sentences are in server/words. */

/** Where and what. `index` is the place of an entry in the log; `kase` the 案件编号 or else the id of a case. */
export interface Finding {
  kind: FindingKind;
  index?: number;
  kase?: string;
  /** 文号 of a record beside the cases, or else its id. */
  record?: string;
  path?: string;
  /** Line of a file, from 1. */
  line?: number;
  /** Act of the workflow that the entry tells of. */
  act?: string;
  /** What is told apart within the kind: a field, a name, a reason. */
  what?: string;
  published?: string;
  recounted?: string;
  /** Of a figure: whose it is, and its place in `/open/figures.json`. */
  group?: string;
  figure?: readonly string[];
}

/** Of a finding everything but its kind. */
export type About = Omit<Finding, 'kind'>;

/** Every way in which a ledger can be wrong. */
export const findingKinds = [
  // the log
  'checkpoint-signature',
  'checkpoint-origin',
  'key-not-in-log',
  'witness-signature',
  'witnesses-missing',
  'rolled-back',
  'forked',
  'other-log',
  'since-signature',
  'root',
  'file-missing',
  'bundle-malformed',
  'tile',
  // entries
  'entry-form',
  'entry-shape',
  'entry-repeated',
  'meta-first',
  'rules-order',
  'rules-file',
  'rules-malformed',
  'release-file',
  'publish-order',
  'dated-ahead',
  // cases
  'case-unknown',
  'case-repeated',
  'act-number',
  'day-backwards',
  'dated-back',
  'rules-unknown',
  'rules-backwards',
  'act-refused',
  'act-differs',
  'actor',
  'number',
  'number-repeated',
  'number-missing',
  'merge-target',
  'lock-repeated',
  'lock-closed',
  'lock-of-seen-code',
  'proof-missing',
  // records beside the cases
  'record-number',
  'record-refused',
  'record-differs',
  'record-case',
  'mark-refused',
  'mark-repeated',
  'marks-counted',
  // what 社会监督员 sign
  'check-signature',
  'check-key',
  'check-term',
  'check-recused',
  // 抽查
  'sample-root',
  'sample-frame',
  'sample-day',
  'sample-drawn',
  'sample-case',
  'sample-ignored',
  // rounds
  'vote-outside',
  'redeem-repeated',
  'redeem-unknown',
  'roster-size',
  'ticket-false',
  'ballot-repeated',
  'ballots-minted',
  'cancel-false',
  'batch-rows',
  'batch-repeated',
  'batch-sums',
  'exclusion-rows',
  'exclusion-target',
  'vote-opening-order',
  'vote-opening-unknown',
  'vote-opening-false',
  'vote-opening-withheld',
  'vote-cell-small',
  'round-counts',
  'round-annual',
  'round-figure',
  'round-file',
  'round-list',
  'round-malformed',
  // ratings
  'rating-repeated',
  'cell-too-small',
  'cell-count',
  'cell-withheld',
  'flag-target',
  'opening-malformed',
  'opening-unknown',
  'opening-early',
  'opening-repeated',
  'opening-false',
  'opening-order',
  'opening-withheld',
  // what is published
  'publication-missing',
  'publication-stale',
  'publication-file',
  'publication-unbound',
  'file-malformed',
  'city',
  'case-missing',
  'case-invented',
  'case-facts',
  'record-missing',
  'record-invented',
  'record-facts',
  'department-file',
  'event-line',
  'event-missing',
  'text-malformed',
  'text-unknown',
  'text-false',
  'text-withheld',
  'text-erased',
  'figure',
  'table',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** The parts of a verification, in the order in which a report tells of them. */
export const sections = [
  'signature',
  'witnesses',
  'tree',
  'since',
  'entries',
  'rules',
  'cases',
  'records',
  'checks',
  'samples',
  'rounds',
  'openings',
  'files',
  'facts',
  'departments',
  'texts',
  'events',
  'figures',
  'scripts',
] as const;
export type Section = (typeof sections)[number];

/** Where kinds belong that are not about a file of some kind. */
const sectionOfKind: Partial<Record<FindingKind, Section>> = {
  'checkpoint-signature': 'signature',
  'checkpoint-origin': 'signature',
  'key-not-in-log': 'signature',
  'witness-signature': 'witnesses',
  'witnesses-missing': 'witnesses',
  'rolled-back': 'since',
  forked: 'since',
  'other-log': 'since',
  'since-signature': 'since',
  root: 'tree',
  'bundle-malformed': 'tree',
  tile: 'tree',
  'entry-form': 'entries',
  'entry-shape': 'entries',
  'entry-repeated': 'entries',
  'meta-first': 'entries',
  'publish-order': 'entries',
  'dated-ahead': 'entries',
  'rules-order': 'rules',
  'rules-file': 'rules',
  'rules-malformed': 'rules',
  'release-file': 'scripts',
  'record-number': 'records',
  'record-refused': 'records',
  'record-differs': 'records',
  'record-case': 'records',
  'mark-refused': 'records',
  'mark-repeated': 'records',
  'marks-counted': 'records',
  'record-missing': 'records',
  'record-invented': 'records',
  'record-facts': 'records',
  'check-signature': 'checks',
  'check-key': 'checks',
  'check-term': 'checks',
  'check-recused': 'checks',
  'sample-root': 'samples',
  'sample-frame': 'samples',
  'sample-day': 'samples',
  'sample-drawn': 'samples',
  'sample-case': 'samples',
  'sample-ignored': 'samples',
  'vote-outside': 'rounds',
  'redeem-repeated': 'rounds',
  'redeem-unknown': 'rounds',
  'roster-size': 'rounds',
  'ticket-false': 'rounds',
  'ballot-repeated': 'rounds',
  'ballots-minted': 'rounds',
  'cancel-false': 'rounds',
  'batch-rows': 'rounds',
  'batch-repeated': 'rounds',
  'batch-sums': 'rounds',
  'exclusion-rows': 'rounds',
  'exclusion-target': 'rounds',
  'vote-opening-order': 'rounds',
  'vote-opening-unknown': 'rounds',
  'vote-opening-false': 'rounds',
  'vote-opening-withheld': 'rounds',
  'vote-cell-small': 'rounds',
  'round-counts': 'rounds',
  'round-annual': 'rounds',
  'round-figure': 'rounds',
  'round-file': 'rounds',
  'round-list': 'rounds',
  'round-malformed': 'rounds',
  'rating-repeated': 'openings',
  'cell-too-small': 'openings',
  'cell-count': 'openings',
  'cell-withheld': 'openings',
  'flag-target': 'openings',
  'opening-malformed': 'openings',
  'opening-unknown': 'openings',
  'opening-early': 'openings',
  'opening-repeated': 'openings',
  'opening-false': 'openings',
  'opening-order': 'openings',
  'opening-withheld': 'openings',
  'publication-missing': 'files',
  'publication-stale': 'files',
  'publication-file': 'files',
  'publication-unbound': 'files',
  city: 'files',
  'case-missing': 'facts',
  'case-invented': 'facts',
  'case-facts': 'facts',
  'department-file': 'departments',
  'event-line': 'events',
  'event-missing': 'events',
  'text-malformed': 'texts',
  'text-unknown': 'texts',
  'text-false': 'texts',
  'text-withheld': 'texts',
  'text-erased': 'texts',
  figure: 'figures',
};

/** Files by the beginning of their paths, for kinds that can be about any file. */
const sectionOfPath: readonly (readonly [string, Section])[] = [
  ['log/', 'tree'],
  ['open/rules/', 'rules'],
  ['open/cases/', 'facts'],
  ['open/records', 'records'],
  ['open/rounds', 'rounds'],
  ['open/dept/', 'departments'],
  ['open/texts', 'texts'],
  ['open/events', 'events'],
  ['open/figures', 'figures'],
  ['open/', 'files'],
];

/** The part of a verification that a finding belongs to; what is not about a file or a kind of its own is about a case. */
export const sectionOf = ({ kind, path, record }: Finding): Section =>
  sectionOfKind[kind] ??
  sectionOfPath.find(([start]) => path?.startsWith(start))?.[1] ??
  (record === undefined ? 'cases' : 'records');

/** Collects findings: all are counted, and the first of each kind are kept, because one cause can have ten thousand effects. */
export interface Findings {
  add(kind: FindingKind, about?: About): void;
  readonly list: readonly Finding[];
  readonly counts: ReadonlyMap<FindingKind, number>;
}

/** Of each kind and section. */
const mostKept = 20;

export function newFindings(): Findings {
  const list: Finding[] = [];
  const counts = new Map<FindingKind, number>();
  const kept = new Map<string, number>();
  return {
    list,
    counts,
    add(kind, about = {}) {
      const finding = { kind, ...about };
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      const name = `${kind} ${sectionOf(finding)}`;
      const before = kept.get(name) ?? 0;
      kept.set(name, before + 1);
      if (before < mostKept) list.push(finding);
    },
  };
}
