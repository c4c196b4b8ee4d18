/** Human check by a proof of work (ALTCHA, protocol version 2): hosted here, nothing leaves the city. */

import { createHash, hkdfSync } from 'node:crypto';
import { type Challenge, createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import type { HumanAction, HumanResult } from './human-check.ts';

/** Attempts that a phone needs, at least and at most; with the usual cost about a second. */
const attempts = { least: 1000, most: 2000 };
/** How long a challenge may be answered: long enough to write an opinion slowly. */
const validSeconds = 60 * 60;
/** Longest proof that is looked at, in characters; a real one has about 700. */
const longest = 4000;

const payloadShape = z.object({
  challenge: z.object({
    parameters: z
      .object({
        algorithm: z.string(),
        nonce: z.string(),
        salt: z.string(),
        cost: z.number(),
        keyLength: z.number(),
        keyPrefix: z.string(),
        keySignature: z.string(),
        data: z.object({ action: z.string(), until: z.number() }),
      })
      .strict(),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

export interface Altcha {
  challenge(action: HumanAction): Promise<Challenge>;
  check(proof: string, action: HumanAction): Promise<HumanResult>;
}

export interface AltchaOptions {
  /** PBKDF2 rounds per attempt. */
  cost: number;
  /** 32 secret bytes; the same over a restart, so that a challenge survives one. */
  secret: Uint8Array;
  now: () => Date;
  /** Uses a challenge up, until the instant given; false when it was used before. */
  spend: (hash: string, expiresAt: Date) => Promise<boolean>;
}

/** What challenges and their keys are signed with, derived from the one secret. */
export function altchaSecrets(secret: Uint8Array): { hmacSignatureSecret: string; hmacKeySignatureSecret: string } {
  const derived = (purpose: string): string => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)).toString('hex');
  return {
    hmacSignatureSecret: derived('altcha signature'),
    hmacKeySignatureSecret: derived('altcha key signature'),
  };
}

export function createAltcha({ cost, secret, now, spend }: AltchaOptions): Altcha {
  const secrets = altchaSecrets(secret);
  return {
    challenge: (action) =>
      createChallenge({
        ...secrets,
        algorithm: 'PBKDF2/SHA-256',
        cost,
        counter: randomInt(attempts.most, attempts.least),
        deriveKey,
        // Not `expiresAt`: the library and the phone would compare that with clocks of their own, which may be wrong.
        data: { action, until: Math.floor(now().getTime() / 1000) + validSeconds },
      }),
    check: async (proof, action) => {
      const payload = parse(proof);
      if (payload === undefined) return rejected('wrong');
      const { verified } = await verifySolution({ ...secrets, ...payload, deriveKey });
      const { data } = payload.challenge.parameters;
      if (!verified || data.action !== action) return rejected('wrong');
      // oxlint-disable-next-line no-restricted-globals -- an instant out of the challenge, not the time of day
      const until = new Date(data.until * 1000);
      if (until < now()) return rejected('expired');
      const hash = createHash('sha256').update(payload.challenge.signature).digest('hex');
      return (await spend(hash, until)) ? { verdict: 'pass', reason: 'proof' } : rejected('used');
    },
  };
}

const rejected = (reason: 'wrong' | 'expired' | 'used'): HumanResult => ({ verdict: 'reject', reason });

function parse(proof: string): z.infer<typeof payloadShape> | undefined {
  if (proof.length > longest) return undefined;
  try {
    return payloadShape.parse(JSON.parse(Buffer.from(proof, 'base64').toString('utf8')));
  } catch {
    return undefined;
  }
}
