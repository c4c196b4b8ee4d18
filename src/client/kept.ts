/**
 * What this phone remembers of the ledger: promises to enter what it sent, the keys at first sight, and the last checkpoint it saw. No code,
 * no rating and no department is here. Where a browser keeps nothing, there is nothing to check.
 */

import type { Day } from '../../server/domain/day.ts';

/** A promise (回执) that something will be in the log by a day. */
export interface Promised {
  /** Hash of the entry, base64url. */
  leaf: string;
  /** 回执号, as the slip shows it: `ABCD-EFGH`. */
  number: string;
  kind: 'opinion' | 'rating' | 'ballot';
  /** The day by which it is in the log. */
  by: Day;
  /** The signed 回执; null until it has been fetched. */
  note: string | null;
  /** Place in the log, once that was proved. */
  index?: number;
  /** The phone's day of the last check. */
  checkedOn?: Day;
}

/** Everything that can turn out to be wrong. */
export const troubleKinds = ['missing', 'proof', 'fork', 'shrunk', 'signature', 'keys', 'slip', 'promise'] as const;
export type TroubleKind = (typeof troubleKinds)[number];

/** Something is wrong: what, since when, and the texts that prove it. */
export interface Trouble {
  kind: TroubleKind;
  day: Day;
  /** Leaf of the receipt that it is about, if it is about one. */
  leaf?: string;
  /** Answers of the server by address, as they were. */
  evidence: Record<string, string>;
  /** The holder has seen it and asked for quiet. */
  quiet?: true;
}

export interface Memory {
  promises: Promised[];
  /** Verifier keys at first sight: of checkpoints and of receipts. */
  keys?: { log: string; receipts: string };
  /** The newest checkpoint that was checked, as a signed note. */
  checkpoint?: string;
  /** The phone's day on which everything was checked last. */
  checkedOn?: Day;
  trouble?: Trouble;
}

export const memoryKey = 'wanping-ledger';
/** The oldest are forgotten first. One vote in a round has a promise for every department. */
const most = 400;

/** What is remembered; empty where the browser keeps nothing, or something else. */
export function recall(): Memory {
  try {
    const kept = JSON.parse(localStorage.getItem(memoryKey) ?? '{}') as Partial<Memory> | null;
    const promises = Array.isArray(kept?.promises) ? kept.promises.filter(({ leaf }) => typeof leaf === 'string') : [];
    return { ...kept, promises };
  } catch {
    return { promises: [] };
  }
}

/** Changes what is remembered, from what is there now: another tab may have written meanwhile. @returns whether the browser kept it */
export function remember(change: (memory: Memory) => Memory): boolean {
  try {
    const next = change(recall());
    if (next.promises.length === 0 && next.trouble === undefined) localStorage.removeItem(memoryKey);
    else localStorage.setItem(memoryKey, JSON.stringify({ ...next, promises: next.promises.slice(0, most) }));
    return true;
  } catch {
    return false;
  }
}

/** Takes a promise off this phone. */
export const forgetPromise = (leaf: string): boolean =>
  remember((memory) => ({ ...memory, promises: memory.promises.filter((one) => one.leaf !== leaf) }));

/** The phone's own day, `YYYY-MM-DD`. */
export function phoneDay(): Day {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
