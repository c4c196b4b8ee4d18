/**
 * Lots that nobody can steer, after RFC 3797 (Publicly Verifiable Nominations Committee Random Selection): who may be drawn is frozen first, the
 * chance comes from the winning numbers of a public lottery of a later day, and whoever repeats the arithmetic gets the same ones. Runs in the
 * browser, on the server and in the verifier.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type CaseFile, isOneOf } from './case-file.ts';
import type { SampleFrame } from './vocabulary.ts';

/** Who may be drawn, as it is told before the lottery. */
export interface Frozen {
  /** Entries of the log that it was made from. */
  size: number;
  /** Root of the log at that size, base64url. */
  root: string;
  /** How many may be drawn. */
  count: number;
  /** {@link frameHash} of them. */
  ids: string;
  /** Of departments their codes, sorted: the log names departments only in files, which the next publication replaces. */
  of?: readonly string[];
}

const hexOf = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** Ids in the one order in which they are hashed: by their UTF-16 units, which for ids is by their bytes. */
export const sortedIds = (ids: Iterable<string>): string[] => [...new Set(ids)].sort();

/** The file that lists a frame: one id a line, sorted. */
export const frameText = (ids: Iterable<string>): string =>
  sortedIds(ids)
    .map((id) => `${id}\n`)
    .join('');

/** SHA-256 of {@link frameText}, in hex, as `sha256sum` prints it. */
export const frameHash = (ids: Iterable<string>): string => hexOf(frameText(ids));

/** SHA-256("wmpy-lots/1\n" ‖ root ‖ "\n" ‖ winning ‖ "\n") in hex. The root alone could be ground out by whoever writes the log, the numbers could not. */
export const lotSeed = ({ root, winning }: { root: string; winning: string }): string =>
  hexOf(`wmpy-lots/1\n${root}\n${winning}\n`);

/** The lot of an id: SHA-256(seed ‖ "\n" ‖ id ‖ "\n") in hex; the smallest are drawn. */
const lotOf = (seed: string, id: string): string => hexOf(`${seed}\n${id}\n`);

/**
 * Draws.
 * @param size how many; all of them where there are fewer
 * @returns the ids in the order in which they were drawn
 */
export function drawLots({
  root,
  winning,
  ids,
  size,
}: {
  root: string;
  winning: string;
  ids: Iterable<string>;
  size: number;
}): string[] {
  const seed = lotSeed({ root, winning });
  return sortedIds(ids)
    .map((id) => ({ id, lot: lotOf(seed, id) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, size)
    .map(({ id }) => id);
}

/**
 * Winning numbers in their one spelling, whatever the newspaper's: numbers of two digits at least, ascending within their group and separated by
 * a space, groups (such as red and blue balls) by `+`: `02 07 11 19 24 33+05`.
 * @returns nothing for what is not made of numbers
 */
export function canonicalWinning(typed: string): string | undefined {
  const groups = typed
    .normalize('NFKC')
    .split(/[+|/]/)
    .map((group) => group.trim().split(/[\s,、;·.-]+/));
  if (!groups.flat().every((number) => /^\d{1,3}$/.test(number))) return undefined;
  return groups
    .map((group) =>
      group
        .map(Number)
        .sort((a, b) => a - b)
        .map((number) => String(number).padStart(2, '0'))
        .join(' '),
    )
    .join('+');
}

/** Lotteries whose numbers have a known form: how many in each group, from 1 to which number. */
export const knownLotteries: Readonly<Record<string, readonly { count: number; most: number }[]>> = {
  双色球: [
    { count: 6, most: 33 },
    { count: 1, most: 16 },
  ],
  超级大乐透: [
    { count: 5, most: 35 },
    { count: 2, most: 12 },
  ],
};

/** Whether numbers in their one spelling can be those of a lottery; of one that is not known any may be. */
export function fitsLottery(lottery: string, winning: string): boolean {
  const form = knownLotteries[lottery];
  if (form === undefined) return true;
  const groups = winning.split('+').map((group) => group.split(' ').map(Number));
  return (
    groups.length === form.length &&
    groups.every((numbers, at) => {
      const { count = 0, most = 0 } = form[at] ?? {};
      return (
        numbers.length === count && new Set(numbers).size === count && numbers.every((one) => one >= 1 && one <= most)
      );
    })
  );
}

/** States in which a department has said that a case is done, and nobody has taken that back. */
const claimedStates = ['claimed', 'verifying', 'asking', 'notice', 'closed'] as const;

/** What of a case says whether it may be drawn. */
export type Drawable = Pick<CaseFile, 'state' | 'result' | 'answer' | 'answerProof' | 'checked' | 'drawn'>;

/** Whether a case belongs to a frame (docs/ledger.md §6). A clue is told in the log as filed, and is in the frame like any other. */
export function isInFrame(frame: Exclude<SampleFrame, 'departments'>, file: Drawable): boolean {
  if (frame === 'filed') return isOneOf(['filed', 'merged', 'sealed'], file.state);
  const isConfirmed = file.answer === 'yes' && file.answerProof === 'lock';
  return (
    isOneOf(claimedStates, file.state) &&
    file.result === 'A' &&
    !isConfirmed &&
    file.checked !== 'passed' &&
    !file.drawn
  );
}

const isHash43 = (value: unknown): boolean => typeof value === 'string' && /^[\w-]{43}$/.test(value);

/** What an entry says was frozen; nothing when it is not in this form. */
export function readFrozen(value: unknown): Frozen | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { size, root, count, ids, of, ...rest } = value as Record<string, unknown>;
  const isFrozen =
    Number.isSafeInteger(size) &&
    isHash43(root) &&
    Number.isSafeInteger(count) &&
    typeof ids === 'string' &&
    /^[0-9a-f]{64}$/.test(ids) &&
    (of === undefined || (Array.isArray(of) && of.every((code) => typeof code === 'string'))) &&
    Object.keys(rest).length === 0;
  return isFrozen ? (value as unknown as Frozen) : undefined;
}
