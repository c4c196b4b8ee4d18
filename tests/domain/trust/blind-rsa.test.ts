/** Blind RSA against the vectors of RFC 9474 and RFC 9578, which lie beside the project, and against Node's own RSA. */
import { constants, createPublicKey, generateKeyPairSync, privateEncrypt, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  blind,
  modPow,
  type RsaPublicKey,
  toBytes,
  toNumber,
  unblind,
  verifiesPss,
} from '../../../server/domain/trust/blind-rsa.ts';

const vectors = new URL('../../../../shared/vectors/', import.meta.url);
const isThere = existsSync(vectors);
const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, vectors), 'utf8')) as T;
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replace(/^0x/, ''), 'hex'));
const number = (hex: string): bigint => BigInt(hex.startsWith('0x') ? hex : `0x${hex}`);

const invert = (value: bigint, n: bigint): bigint => {
  let [a, b, x, y] = [value, n, 1n, 0n];
  while (b > 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % n) + n) % n;
};

const publicKeyOf = (key: ReturnType<typeof createPublicKey>): RsaPublicKey => {
  const { n = '', e = '' } = key.export({ format: 'jwk' });
  return { n: toNumber(Buffer.from(n, 'base64url')), e: toNumber(Buffer.from(e, 'base64url')) };
};

describe.runIf(isThere)('the published vectors', () => {
  interface Rfc9474 {
    name: string;
    n: string;
    e: string;
    d: string;
    msg_prefix: string;
    msg: string;
    salt: string;
    inv: string;
    blinded_msg: string;
    blind_sig: string;
    sig: string;
  }
  test.each(isThere ? read<Rfc9474[]>('rfc9474.json') : [])('RFC 9474, $name', (vector) => {
    const key = { n: number(vector.n), e: number(vector.e) };
    const message = new Uint8Array([...bytes(vector.msg_prefix), ...bytes(vector.msg)]);
    const salt = bytes(vector.salt);
    const blinded = blind(key, message, { salt, blind: invert(number(vector.inv), key.n) });
    expect(Buffer.from(blinded.request).toString('hex')).toBe(Buffer.from(bytes(vector.blinded_msg)).toString('hex'));
    const answer = toBytes(modPow(toNumber(blinded.request), number(vector.d), key.n), blinded.request.length);
    expect(Buffer.from(answer)).toEqual(Buffer.from(bytes(vector.blind_sig)));
    const signature = unblind(key, message, answer, blinded, salt.length);
    expect(signature && Buffer.from(signature)).toEqual(Buffer.from(bytes(vector.sig)));
  });

  interface Rfc9578 {
    pkS: string;
    blind: string;
    salt: string;
    token_request: string;
    token_response: string;
    token: string;
  }
  const tokens = ['go', 'rust'].flatMap((from) =>
    (isThere ? read<Rfc9578[]>(`pub_verif_rfc9578.${from}.json`) : []).map((vector, index) => ({
      from,
      index,
      vector,
    })),
  );
  test.each(tokens)('RFC 9578 token type 2, $from $index', ({ vector }) => {
    const spki = createPublicKey({ key: Buffer.from(vector.pkS, 'hex'), format: 'der', type: 'spki' });
    const key = publicKeyOf(
      createPublicKey({ key: rsaSpki(spki.asymmetricKeyType, vector.pkS), format: 'der', type: 'spki' }),
    );
    const token = bytes(vector.token);
    const length = 256;
    const message = token.slice(0, token.length - length);
    const blinded = blind(key, message, { salt: bytes(vector.salt), blind: number(vector.blind) });
    expect(Buffer.from(blinded.request)).toEqual(Buffer.from(bytes(vector.token_request).slice(3)));
    const signature = unblind(key, message, bytes(vector.token_response), blinded, 48);
    expect(signature && Buffer.from(signature)).toEqual(Buffer.from(token.slice(-length)));
  });
});

/** The key of an RSASSA-PSS SubjectPublicKeyInfo, whose last BIT STRING is an ordinary RSA key, as an ordinary one. */
function rsaSpki(type: string | undefined, hex: string): Buffer {
  const der = Buffer.from(hex, 'hex');
  if (type !== 'rsa-pss') return der;
  const inner = der.subarray(der.indexOf(Buffer.from('0382010f00', 'hex')) + 5);
  const algorithm = Buffer.from('300d06092a864886f70d0101010500', 'hex');
  const bits = Buffer.concat([Buffer.from('0382010f00', 'hex'), inner]);
  const body = Buffer.concat([algorithm, bits]);
  return Buffer.concat([Buffer.from([0x30, 0x82, body.length >> 8, body.length & 255]), body]);
}

describe('against the RSA of Node', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = publicKeyOf(publicKey);
  const message = new TextEncoder().encode('ticket');
  const random = { salt: new Uint8Array(48).fill(7), blind: (key.n * 2n) / 3n };
  const blinded = blind(key, message, random);
  const answer = privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, blinded.request);

  test('what Node signs blindly is a signature that Node accepts', () => {
    const signature = unblind(key, message, answer, blinded, 48);
    expect(signature).toBeDefined();
    const options = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
    expect(verify('sha384', message, options, signature ?? new Uint8Array())).toBe(true);
    expect(verifiesPss(key, message, signature ?? new Uint8Array(), 48)).toBe(true);
  });

  test('another message, another key, a changed byte or another length is no signature', () => {
    const signature = unblind(key, message, answer, blinded, 48) ?? new Uint8Array();
    const other = publicKeyOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
    const changed = signature.slice();
    changed[100] = (changed[100] ?? 0) ^ 1;
    expect(verifiesPss(key, new TextEncoder().encode('ticket2'), signature, 48)).toBe(false);
    expect(verifiesPss(other, message, signature, 48)).toBe(false);
    expect(verifiesPss(key, message, changed, 48)).toBe(false);
    expect(verifiesPss(key, message, signature.slice(1), 48)).toBe(false);
    expect(verifiesPss(key, message, signature, 0)).toBe(false);
    expect(unblind(key, message, answer.subarray(1), blinded, 48)).toBeUndefined();
    expect(unblind(other, message, answer, blinded, 48)).toBeUndefined();
  });

  test('a blind that is no random number below n is refused', () => {
    for (const bad of [0n, 1n, key.n, key.n + 5n]) {
      expect(() => blind(key, message, { salt: random.salt, blind: bad })).toThrow(RangeError);
    }
  });
});
