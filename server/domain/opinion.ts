/** What an 意见 and a rating may be: their limits, and how long a contact is kept. */

import { addDays, type Day } from './day.ts';

/** Length of the text in characters (UTF-16 units, as browsers count them). */
export const opinionLength = { least: 5, most: 1000 } as const;
export const contactLength = 100;
export const photosMost = 3;
/** Answers to a question, words beside an answer, the reason of a reopening. */
export const replyLength = 1000;
export const commentLength = 500;
/** What a department says against a rating (申诉), and what the office rules. */
export const appealLength = { least: 5, most: 500 } as const;
/** Days that a contact is kept at most, counted from the day it was left: the shortest time that 办理 and 回访 need (个人信息保护法 art. 19). */
export const contactKeptDays = 365;
/** Days that a contact is kept after a case is finished, so that 回访 is possible. */
export const contactKeptAfterwards = 30;
/** The last day on which a contact left today is still kept. */
export const contactPurgeDay = (receivedOn: Day): Day => addDays(receivedOn, contactKeptDays);

/** A client-made token: 16 random bytes or more in base64url. */
export const tokenPattern = /^[\w-]{22,64}$/;

/**
 * Text as it is stored: composed (NFC), line ends as `\n`, without control and other invisible characters that no keyboard makes
 * and that would hide something from a reader, and without white space around it.
 */
export const cleanText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\p{Cc}\p{Cs}\p{Co}\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/gu, (character) =>
      character === '\n' || character === '\t' ? character : '',
    )
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** One line of text: as `cleanText`, with every run of white space a single space. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');
