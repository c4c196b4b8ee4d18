/** Our phone's side of blind RSA against the implementation of Cloudflare, both ways: theirs signs what ours blinded, ours accepts what theirs made. */
import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { ticketMessage, ticketSaltLength } from '../../../server/domain/trust/ballot.ts';
import { blind, type RsaPublicKey, toNumber, unblind, verifiesPss } from '../../../server/domain/trust/blind-rsa.ts';

let keys: CryptoKeyPair;
let ours: RsaPublicKey;

const number = (text: string | undefined): bigint => toNumber(Buffer.from(text ?? '', 'base64url'));
const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));
/** Below every modulus of 2048 bits. */
const randomBlind = (): bigint => toNumber(random(255));
const message = (): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(
    ticketMessage({
      p: 'PJ-1',
      g: 'ent',
      d: 'xzspj',
      c: Buffer.from(random(32)).toString('base64url'),
      z: Buffer.from(random(32)).toString('base64url'),
    }),
  );

beforeAll(async () => {
  keys = await crypto.subtle.generateKey(
    { name: 'RSA-PSS', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-384' },
    true,
    ['sign', 'verify'],
  );
  const { n, e } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  ours = { n: number(n), e: number(e) };
});

describe.each([
  ['without a salt, as tickets are signed', ticketSaltLength, () => RSABSSA.SHA384.PSSZero.Deterministic()],
  ['with a salt of 48 bytes', 48, () => RSABSSA.SHA384.PSS.Deterministic()],
])('%s', (_, saltLength, suiteOf) => {
  test('a message that ours blinded is signed by theirs, and the ticket is good for both and for the browser itself', async () => {
    const suite = suiteOf();
    const text = suite.prepare(message());
    const blinded = blind(ours, text, { salt: random(saltLength), blind: randomBlind() });
    const answer = await suite.blindSign(keys.privateKey, blinded.request);
    const signature = unblind(ours, text, answer, blinded, saltLength);
    if (signature === undefined) throw new Error('not accepted');
    expect(await suite.verify(keys.publicKey, signature, text)).toBe(true);
    expect(
      await crypto.subtle.verify(
        { name: 'RSA-PSS', saltLength },
        keys.publicKey,
        Uint8Array.from(signature),
        Uint8Array.from(text),
      ),
    ).toBe(true);
    expect(await suite.finalize(keys.publicKey, text, answer, toInverse(blinded.inverse))).toEqual(signature);
  });

  test('a message that theirs blinded becomes a ticket that ours accepts, and for no other message', async () => {
    const suite = suiteOf();
    const text = suite.prepare(message());
    const { blindedMsg, inv } = await suite.blind(keys.publicKey, text);
    const signature = await suite.finalize(
      keys.publicKey,
      text,
      await suite.blindSign(keys.privateKey, blindedMsg),
      inv,
    );
    expect(verifiesPss(ours, text, signature, saltLength)).toBe(true);
    expect(verifiesPss(ours, message(), signature, saltLength)).toBe(false);
  });
});

/** The number that undoes the blinding, as bytes of the length of the key. */
const toInverse = (inverse: bigint): Uint8Array =>
  new Uint8Array(Buffer.from(inverse.toString(16).padStart(512, '0'), 'hex'));
