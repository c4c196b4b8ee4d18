/** The human check of a city: the proof of work always, Turnstile beside it where it is configured. */

import { type Altcha, type AltchaOptions, createAltcha } from './altcha.ts';
import type { IsBurst } from './burst.ts';
import type { HumanCheck, HumanResult } from './human-check.ts';
import { createTurnstile, type TurnstileOptions } from './turnstile.ts';

export interface HumanCheckOptions extends AltchaOptions {
  isBurst: IsBurst;
  turnstile?: TurnstileOptions | undefined;
}

export function createHumanCheck({ turnstile: configured, isBurst, ...options }: HumanCheckOptions): HumanCheck {
  const altcha: Altcha = createAltcha(options);
  const turnstile = configured && createTurnstile(configured);
  return {
    challenge: async (action) => ({
      altcha: await altcha.challenge(action),
      turnstileSiteKey: configured?.siteKey ?? null,
    }),
    check: async (proof, action, rated) => {
      let result: HumanResult = { verdict: 'flag', reason: 'no-proof' };
      if (proof.altcha) result = await altcha.check(proof.altcha, action);
      else if (proof.turnstile && turnstile) result = await turnstile(proof.turnstile, action);
      if (result.verdict === 'reject' || rated === undefined) return result;
      const burst = await isBurst(rated.department, rated.day);
      return result.verdict === 'pass' && burst ? { verdict: 'flag', reason: 'burst' } : result;
    },
  };
}
