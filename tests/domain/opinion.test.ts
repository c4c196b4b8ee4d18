/** Text of citizens is stored as they wrote it, without what would hide something from a reader. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText, contactKeptDays, contactPurgeDay, tokenPattern } from '../../server/domain/opinion.ts';
import { daysBetween } from '../../server/domain/day.ts';

describe('cleaning a text', () => {
  test.each([
    ['plain words stay', '窗口态度好，一次办完。', '窗口态度好，一次办完。'],
    ['emoji and rare characters stay', '好😀𠮷', '好😀𠮷'],
    ['line ends become one kind', '一\r\n二\r三\u2028四', '一\n二\n三\n四'],
    ['more than one empty line becomes one', '一\n\n\n\n二', '一\n\n二'],
    ['control characters go', '一\u0000二\u001b[31m三', '一二[31m三'],
    ['marks that turn the direction of reading go', '\u202e一二\u2066三', '一二三'],
    ['characters nobody sees go', '一\u200b二\ufeff三', '一二三'],
    ['half of a pair goes', '一\ud800二', '一二'],
    ['letters with accents are composed', 'e\u0301', '\u00e9'],
    ['white space around goes', '　 一二 \n', '一二'],
  ])('%s', (_what, written, stored) => {
    expect(cleanText(written)).toBe(stored);
  });

  test('cleaning twice changes nothing more, and the result is well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (written) => {
        const once = cleanText(written);
        expect(cleanText(once)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
      }),
    );
  });

  test('one line of text has no line end in it', () => {
    expect(cleanLine(' 138 1234\r\n5678\t\u0007')).toBe('138 1234 5678');
  });
});

test('a contact is kept for a year at most', () => {
  expect(daysBetween('2026-10-12', contactPurgeDay('2026-10-12'))).toBe(contactKeptDays);
});

test.each([
  ['a'.repeat(22), true],
  ['A-_0'.repeat(16), true],
  ['a'.repeat(21), false],
  ['a'.repeat(65), false],
  ['a'.repeat(21) + '+', false],
  [`${'a'.repeat(22)}\n`, false],
])('%j as a token: %s', (token, isOne) => {
  expect(tokenPattern.test(token)).toBe(isOne);
});
