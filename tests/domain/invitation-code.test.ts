/** Invitation codes: made, printed, typed by hand, and what a used one leaves behind. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatInvitationCode,
  isRoster,
  makeInvitationCode,
  readInvitationCode,
} from '../../server/domain/round/invitation-code.ts';
import { redemptionOf, rosterLineOf } from '../../server/domain/trust/ballot.ts';
import { portableSha256 } from '../../server/domain/trust/hash.ts';

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const anyLetter = fc.constantFrom(...letters);
const anyRoster = fc.tuple(anyLetter, anyLetter).map(([a, b]) => a + b);
const anyCode = fc
  .tuple(anyRoster, fc.uint8Array({ minLength: 10, maxLength: 10 }))
  .map(([roster, random]) => makeInvitationCode(roster, random));
const bytes = Uint8Array.from([0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x10, 0x32]);

describe('making and reading an invitation code', () => {
  test('known codes stay what they are, because people hold them on paper', () => {
    expect(makeInvitationCode('HN', bytes)).toBe('HN04HMASW9NF6YY41J1');
    expect(makeInvitationCode('00', new Uint8Array(10))).toBe('0000000000000000000');
  });

  test('the code names its roster, and its 16 secret letters come back whole', () => {
    fc.assert(
      fc.property(anyRoster, fc.uint8Array({ minLength: 10, maxLength: 10 }), (roster, random) => {
        const code = makeInvitationCode(roster, random);
        const reading = readInvitationCode(code);
        expect(reading).toEqual({ ok: true, roster, secret: code.slice(2, 18) });
        expect(BigInt(`0x${Buffer.from(random).toString('hex')}`)).toBe(
          Array.from(code.slice(2, 18)).reduce((sum, letter) => sum * 32n + BigInt(letters.indexOf(letter)), 0n),
        );
      }),
    );
  });

  test('a code is printed in groups of four and read in any case and width, with dashes, spaces and look-alikes', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(formatInvitationCode(code)).toMatch(/^([0-9A-Z]{4}-){4}[0-9A-Z]{3}$/);
        const expected = readInvitationCode(code);
        expect(expected.ok).toBe(true);
        const fullWidth = [...code].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join('');
        for (const typed of [
          formatInvitationCode(code),
          code.toLowerCase(),
          fullWidth,
          ` ${[...code].join('　')} `,
          [...code].join('—'),
          code.replace(/0/g, 'o').replace(/1/g, 'l'),
        ])
          expect(readInvitationCode(typed)).toEqual(expected);
      }),
    );
  });

  test('every single wrong letter is noticed, in the number of the roster, too', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(18), anyLetter, (code, place, letter) => {
        fc.pre(code[place] !== letter);
        const wrong = code.slice(0, place) + letter + code.slice(place + 1);
        expect(readInvitationCode(wrong)).toEqual({ ok: false, why: 'check' });
      }),
      { numRuns: 2000 },
    );
  });

  test('every exchange of two letters is noticed', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(18), fc.nat(18), (code, a, b) => {
        const wrong = [...code];
        [wrong[a], wrong[b]] = [code.charAt(b), code.charAt(a)];
        fc.pre(wrong.join('') !== code);
        expect(readInvitationCode(wrong.join(''))).toEqual({ ok: false, why: 'check' });
      }),
      { numRuns: 2000 },
    );
  });

  test('the reason says what is wrong', () => {
    const code = makeInvitationCode('HN', bytes);
    expect(readInvitationCode('')).toEqual({ ok: false, why: 'length' });
    expect(readInvitationCode(code.slice(1))).toEqual({ ok: false, why: 'length' });
    expect(readInvitationCode(`${code}0`)).toEqual({ ok: false, why: 'length' });
    expect(readInvitationCode('A'.repeat(10_000))).toEqual({ ok: false, why: 'length' });
    expect(readInvitationCode(`U${code.slice(1)}`)).toEqual({ ok: false, why: 'characters' });
    expect(readInvitationCode('我的评议码')).toEqual({ ok: false, why: 'characters' });
  });

  test('other names of rosters, and fewer or more than ten random bytes, are refused', () => {
    for (const roster of ['', 'A', 'ABC', 'ab', 'UA', 'A-', '甲乙']) {
      expect(isRoster(roster)).toBe(false);
      expect(() => makeInvitationCode(roster, bytes)).toThrow(RangeError);
    }
    expect(() => makeInvitationCode('HN', new Uint8Array(9))).toThrow(RangeError);
    expect(() => makeInvitationCode('HN', new Uint8Array(11))).toThrow(RangeError);
  });
});

test('the line of the roster is the hash of the hash of the code, as anybody can compute it', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      const reading = readInvitationCode(code);
      if (!reading.ok) throw new Error('A code that was made can be read');
      const used = createHash('sha256')
        .update(`wmpy-code/1\n2027-001\n${code.slice(0, 2)}\n${code.slice(2, 18)}`)
        .digest();
      const redemption = redemptionOf(portableSha256, '2027-001', reading.roster, reading.secret);
      expect(redemption).toBe(used.toString('base64url'));
      expect(rosterLineOf(portableSha256, redemption)).toBe(createHash('sha256').update(used).digest('base64url'));
    }),
    { numRuns: 50 },
  );
});
