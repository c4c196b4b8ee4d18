/**
 * The invitation code (评议码): two letters that name the roster, 16 secret letters, a check letter. Made offline by the
 * inviter, printed or sent, typed or scanned by the rater. Runs in the browser and on the inviter's machine.
 */
import { type CodeProblem, inGroupsOfFour, readLetters, toLetters, withCheckLetter } from '../code-letters.ts';
import { secretLetters } from '../trust/ballot.ts';

const rosterLetters = 2;

export type InvitationReading = { ok: true; roster: string; secret: string } | { ok: false; why: CodeProblem };

/** Whether a text can be the number of a roster: two letters of Crockford's base32. */
export const isRoster = (text: string): boolean => /^[0-9A-HJKMNP-TV-Z]{2}$/.test(text);

/** A new code of a roster from ten bytes of a cryptographic random source: 19 letters, without dashes. */
export const makeInvitationCode = (roster: string, random10: Uint8Array): string => {
  if (!isRoster(roster)) throw new RangeError('A roster is named by two letters of base32');
  if (random10.length !== 10) throw new RangeError('An invitation code is made from exactly 10 random bytes');
  return withCheckLetter(roster + toLetters(random10));
};

/** A code as it is shown and printed: `HN04-HMAS-W9NF-6YY4-1J1`. */
export const formatInvitationCode = (code: string): string => inGroupsOfFour(code);

/**
 * Reads a code as people type it, as receipt codes are read: any case and width, spaces, dashes, look-alikes.
 * @returns the roster and the 16 secret letters; the check letter adds nothing and stays out
 */
export const readInvitationCode = (typed: string): InvitationReading => {
  const reading = readLetters(typed, rosterLetters + secretLetters + 1);
  if (!reading.ok) return reading;
  return { ok: true, roster: reading.code.slice(0, rosterLetters), secret: reading.code.slice(rosterLetters, -1) };
};
