/** Receipt codes, view keys and hash locks, held against an independent computation. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatCode,
  formatReceiptNumber,
  isHash,
  lock,
  locksOf,
  makeCode,
  opensLock,
  preimage,
  readCode,
  receiptNumber,
  textSalt,
  viewHash,
  viewKey,
} from '../../server/domain/receipt.ts';

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const anyCode = fc.uint8Array({ minLength: 10, maxLength: 10 }).map(makeCode);
const anyLetter = fc.constantFrom(...letters);
const sha = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const bytes = Uint8Array.from([0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x10, 0x32]);
/** The same 80 bits written out by hand: five bits a letter. */
const payload = '04HMASW9NF6YY41J';

describe('making and reading a code', () => {
  test('80 bits become 16 letters, five bits each, and a check letter', () => {
    const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const expected = (bits.match(/.{5}/g) ?? []).map((five) => letters.charAt(Number.parseInt(five, 2))).join('');
    expect(expected).toBe(payload);
    expect(makeCode(bytes).slice(0, 16)).toBe(payload);
    expect(makeCode(bytes)).toHaveLength(17);
  });

  test('known codes stay what they are, because people hold them on paper', () => {
    expect(makeCode(bytes)).toBe('04HMASW9NF6YY41JT');
    expect(makeCode(new Uint8Array(10))).toBe('00000000000000000');
    expect(makeCode(new Uint8Array(10).fill(255))).toBe('ZZZZZZZZZZZZZZZZM');
  });

  test('fewer or more than ten random bytes are refused', () => {
    expect(() => makeCode(new Uint8Array(9))).toThrow(RangeError);
    expect(() => makeCode(new Uint8Array(11))).toThrow(RangeError);
  });

  test('a code is shown in groups of four and can be read back', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(formatCode(code)).toMatch(/^([0-9A-Z]{4}-){4}[0-9A-Z]$/);
        expect(readCode(formatCode(code))).toEqual({ ok: true, code });
        expect(readCode(code)).toEqual({ ok: true, code });
      }),
    );
  });

  test('small letters, full-width letters, spaces, dashes and look-alikes are understood', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const fullWidth = [...code].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join('');
        for (const typed of [
          code.toLowerCase(),
          fullWidth,
          fullWidth.toLowerCase(),
          ` ${[...code].join(' ')}　`,
          [...code].join('—'),
          code.replace(/0/g, 'O').replace(/1/g, 'l'),
          code.replace(/0/g, 'ｏ').replace(/1/g, 'I'),
          `${code.slice(0, 8)}\n${code.slice(8)}\u200b`,
        ]) {
          expect(readCode(typed)).toEqual({ ok: true, code });
        }
      }),
    );
  });

  test('every single wrong letter is noticed', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(16), anyLetter, (code, place, letter) => {
        fc.pre(code[place] !== letter);
        const wrong = code.slice(0, place) + letter + code.slice(place + 1);
        expect(readCode(wrong)).toEqual({ ok: false, why: 'check' });
      }),
      { numRuns: 2000 },
    );
  });

  test('every exchange of two letters is noticed', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(16), fc.nat(16), (code, a, b) => {
        const wrong = [...code];
        [wrong[a], wrong[b]] = [code.charAt(b), code.charAt(a)];
        fc.pre(wrong.join('') !== code);
        expect(readCode(wrong.join(''))).toEqual({ ok: false, why: 'check' });
      }),
      { numRuns: 2000 },
    );
  });

  test('the reason says what is wrong', () => {
    const code = makeCode(bytes);
    expect(readCode('')).toEqual({ ok: false, why: 'length' });
    expect(readCode(code.slice(1))).toEqual({ ok: false, why: 'length' });
    expect(readCode(`${code}0`)).toEqual({ ok: false, why: 'length' });
    expect(readCode('A'.repeat(10_000))).toEqual({ ok: false, why: 'length' });
    expect(readCode(`U${code.slice(1)}`)).toEqual({ ok: false, why: 'characters' });
    expect(readCode(`${code}！`)).toEqual({ ok: false, why: 'characters' });
    expect(readCode('我的查询码')).toEqual({ ok: false, why: 'characters' });
  });
});

describe('keys and locks', () => {
  test('the keys of a known code are the hashes that the trust rules describe', () => {
    const code = makeCode(bytes);
    const key = sha('wmpy-view/1\n', payload);
    expect(viewKey(code)).toBe(key.toString('base64url'));
    expect(viewHash(viewKey(code))).toBe(sha(key).toString('base64url'));
    const yes = sha('wmpy-confirm/1\n2\ny\n', payload);
    expect(preimage(code, 2, 'y')).toBe(yes.toString('base64url'));
    expect(lock(preimage(code, 2, 'y'))).toBe(sha(yes).toString('base64url'));
    expect(viewKey(code)).toBe('35UQ9RlQd6HnpzYVex35FW3vYtRolpTUpxvmh4aA5EU');
  });

  test('all keys agree with an independent computation', () => {
    fc.assert(
      fc.property(anyCode, fc.constantFrom(1, 2, 3), fc.constantFrom('y', 'n'), (code, round, answer) => {
        const secret = sha(`wmpy-confirm/1\n${round}\n${answer}\n${code.slice(0, 16)}`);
        expect(preimage(code, round, answer)).toBe(secret.toString('base64url'));
        expect(locksOf(code)[answer === 'y' ? 'yes' : 'no'][round - 1]).toBe(sha(secret).toString('base64url'));
        expect(viewHash(viewKey(code))).toBe(sha(sha(`wmpy-view/1\n${code.slice(0, 16)}`)).toString('base64url'));
      }),
      { numRuns: 50 },
    );
  });

  test('each of the six locks is opened by its own preimage and by no other', () => {
    const code = makeCode(bytes);
    const { yes, no } = locksOf(code);
    const locks = [...yes, ...no];
    const secrets = (['y', 'n'] as const).flatMap((answer) =>
      ([1, 2, 3] as const).map((round) => preimage(code, round, answer)),
    );
    for (const [i, closedLock] of locks.entries()) {
      for (const [j, secret] of secrets.entries()) expect(opensLock(closedLock, secret)).toBe(i === j);
    }
  });

  test('a text that is no hash opens nothing and is no key', () => {
    const code = makeCode(bytes);
    const closedLock = locksOf(code).yes[0];
    const secret = preimage(code, 1, 'y');
    expect(opensLock(closedLock, secret)).toBe(true);
    for (const wrong of [
      '',
      closedLock,
      code,
      `${secret}=`,
      ` ${secret}`,
      secret.slice(1),
      `${secret.slice(0, 42)}é`,
    ]) {
      expect(opensLock(closedLock, wrong)).toBe(false);
    }
    expect(() => viewHash('not a key')).toThrow(RangeError);
    expect(() => viewKey(formatCode(code))).toThrow(RangeError);
  });

  test('the salt of the text in the ledger is made from the code alone, and from nothing that the server stores', () => {
    const code = makeCode(bytes);
    const expected = createHash('sha256')
      .update(`wmpy-text/1\n${code.slice(0, 16)}`)
      .digest('base64url');
    expect(textSalt(code)).toBe(expected);
    expect([viewKey(code), viewHash(viewKey(code)), ...locksOf(code).yes, ...locksOf(code).no]).not.toContain(expected);
  });

  test('a hash has one spelling only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (hash) => {
        const text = Buffer.from(hash).toString('base64url');
        expect(isHash(text)).toBe(true);
        const others = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');
        const twins = others.filter(
          (last) => last !== text[42] && Buffer.from(text.slice(0, 42) + last, 'base64url').equals(hash),
        );
        expect(twins).toHaveLength(3);
        for (const last of twins) expect(isHash(text.slice(0, 42) + last)).toBe(false);
      }),
    );
  });

  test('the short number comes from the view hash and is shown in two groups', () => {
    const hash = viewHash(viewKey(makeCode(bytes)));
    const number = receiptNumber(hash);
    const bits = [...Buffer.from(hash, 'base64url')].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const expected = (bits.slice(0, 40).match(/.{5}/g) ?? []).map((five) => letters.charAt(Number.parseInt(five, 2)));
    expect(number).toBe(expected.join(''));
    expect(formatReceiptNumber(number)).toBe(`${number.slice(0, 4)}-${number.slice(4)}`);
  });
});
