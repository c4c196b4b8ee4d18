/**
 * The citizen's receipt code, and the keys and hash locks made from it. Runs in the browser and on the server.
 *
 * The code is made on the phone and never leaves it. The server gets only what is derived from it: the hash of a view
 * key, which finds the case, and locks, which only the holder of the code can open to confirm or reject a result.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { type CodeProblem, inGroupsOfFour, readLetters, toLetters, withCheckLetter } from './code-letters.ts';

const payloadLength = 16;
const codeLength = payloadLength + 1;

/** How often a result may be answered: after the first claim and after each of two reworks. */
export type ConfirmationRound = 1 | 2 | 3;
/** The citizen's word on a result: `y` 满意, `n` 不满意. */
export type Answer = 'y' | 'n';
/** Locks of the three rounds, first round first; each is a base64url hash. */
export type Locks = { yes: [string, string, string]; no: [string, string, string] };

export type CodeReading = { ok: true; code: string } | { ok: false; why: CodeProblem };

/** A new code from ten bytes of a cryptographic random source: 16 letters and a check letter, without dashes. */
export const makeCode = (random10: Uint8Array): string => {
  if (random10.length !== 10) throw new RangeError('A receipt code is made from exactly 10 random bytes');
  return withCheckLetter(toLetters(random10));
};

/** A code as it is shown and printed: `ABCD-EFGH-JKMN-PQRS-T`. */
export const formatCode = (code: string): string => inGroupsOfFour(code);

/**
 * Reads a code as people type it: full-width or half-width, small or capital letters, with any spaces and dashes, with
 * O for 0 and I or L for 1. `why` says what to tell them: not 17 letters, impossible letters, or a slip of the finger.
 */
export const readCode = (typed: string): CodeReading => readLetters(typed, codeLength);

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 32 bytes as 43 characters of base64url without padding (RFC 4648 §5). */
const encodeHash = (hash: Uint8Array): string => {
  let text = '';
  for (let place = 0; place < hash.length; place += 3) {
    const triple = ((hash[place] ?? 0) << 16) | ((hash[place + 1] ?? 0) << 8) | (hash[place + 2] ?? 0);
    for (let shift = 18; shift >= 0; shift -= 6) text += base64url.charAt((triple >> shift) & 63);
  }
  return text.slice(0, 43);
};

/** The inverse of `encodeHash`; undefined for a text that is not exactly one hash in its one spelling. */
const decodeHash = (text: string): Uint8Array | undefined => {
  if (!/^[\w-]{42}[AEIMQUYcgkosw048]$/.test(text)) return undefined;
  const bytes = new Uint8Array(33);
  for (let place = 0; place < 11; place += 1) {
    let group = 0;
    for (let next = 0; next < 4; next += 1) {
      group = (group << 6) | Math.max(0, base64url.indexOf(text.charAt(place * 4 + next) || 'A'));
    }
    bytes.set([group >> 16, (group >> 8) & 255, group & 255], place * 3);
  }
  return bytes.slice(0, 32);
};

/** Whether a text is a SHA-256 hash in base64url without padding, in its one spelling. */
export const isHash = (text: string): boolean => decodeHash(text) !== undefined;

const requireHash = (text: string): Uint8Array => {
  const bytes = decodeHash(text);
  if (bytes === undefined) throw new RangeError('Not a SHA-256 hash in base64url');
  return bytes;
};

/** SHA-256 of a label and the 16 letters of a code; the check letter adds nothing secret and stays out. */
const hashOfCode = (label: string, code: string): string => {
  const reading = readCode(code);
  if (!reading.ok || reading.code !== code) throw new RangeError('Not a receipt code in its stored form');
  return encodeHash(sha256(concatBytes(utf8ToBytes(label), utf8ToBytes(code.slice(0, payloadLength)))));
};

/** The key that opens the case for reading: SHA-256("wmpy-view/1\n" ‖ S). The phone sends this, never the code. */
export const viewKey = (code: string): string => hashOfCode('wmpy-view/1\n', code);

/** Salt of the commitment to the author's text in the ledger, base64url: SHA-256("wmpy-text/1\n" ‖ S). Whoever holds the code can always open it. */
export const textSalt = (code: string): string => hashOfCode('wmpy-text/1\n', code);

/** What the server stores instead of the view key, SHA-256(key bytes): a stolen database opens no case. */
export const viewHash = (key: string): string => encodeHash(sha256(requireHash(key)));

/** The secret that confirms (`y`) or rejects (`n`) a result: SHA-256("wmpy-confirm/1\n" ‖ round ‖ "\n" ‖ v ‖ "\n" ‖ S). */
export const preimage = (code: string, round: ConfirmationRound, answer: Answer): string =>
  hashOfCode(`wmpy-confirm/1\n${round}\n${answer}\n`, code);

/** The lock that only this preimage opens, SHA-256(preimage bytes). It is public; nobody can work back from it. */
export const lock = (secret: string): string => encodeHash(sha256(requireHash(secret)));

/** All six locks of a code, handed in together with the 意见. */
export const locksOf = (code: string): Locks => {
  const lockOf = (round: ConfirmationRound, answer: Answer): string => lock(preimage(code, round, answer));
  return {
    yes: [lockOf(1, 'y'), lockOf(2, 'y'), lockOf(3, 'y')],
    no: [lockOf(1, 'n'), lockOf(2, 'n'), lockOf(3, 'n')],
  };
};

/** Whether a preimage opens a lock; a text that is no hash opens nothing. */
export const opensLock = (closedLock: string, secret: string): boolean => isHash(secret) && lock(secret) === closedLock;

/**
 * 回执号: a short number that office and citizen can name to each other, 8 letters from the first 40 bits of the view
 * hash. It opens nothing, and two cases may share one: it is for people, not a key.
 */
export const receiptNumber = (hash: string): string => toLetters(requireHash(hash).subarray(0, 5));

/** A 回执号 as it is shown: `ABCD-EFGH`. */
export const formatReceiptNumber = (number: string): string => inGroupsOfFour(number);
