/** What a verifier found wrong, as data; the sentences are in server/words. */

/** Where and what. `index` is the place of an entry in the log; `kase` the 案件编号 or else the id of a case. */
export interface Finding {
  kind: FindingKind;
  index?: number;
  kase?: string;
  path?: string;
  /** Line of a file, from 1. */
  line?: number;
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
  'checkpoint-malformed',
  'checkpoint-signature',
  'checkpoint-origin',
  'key-not-in-log',
  'witness-signature',
  'witnesses-missing',
  'rolled-back',
  'forked',
  'other-log',
  'since-malformed',
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

/** Collects findings: all are counted, and the first of each kind are kept, because one cause can have ten thousand effects. */
export interface Findings {
  add(kind: FindingKind, about?: About): void;
  readonly list: readonly Finding[];
  readonly counts: ReadonlyMap<FindingKind, number>;
}

const keptOfAKind = 20;

export function newFindings(): Findings {
  const list: Finding[] = [];
  const counts = new Map<FindingKind, number>();
  return {
    list,
    counts,
    add(kind, about = {}) {
      const before = counts.get(kind) ?? 0;
      counts.set(kind, before + 1);
      if (before < keptOfAKind) list.push({ kind, ...about });
    },
  };
}
