/** The human check of a city: the proof of work always, Turnstile beside it where it is configured. */

import { type Altcha, type AltchaOptions, createAltcha } from './altcha.ts';
import type { HumanCheck } from './human-check.ts';
import { createTurnstile, type TurnstileOptions } from './turnstile.ts';

export interface HumanCheckOptions extends AltchaOptions {
  turnstile?: TurnstileOptions | undefined;
}

export function createHumanCheck({ turnstile: configured, ...options }: HumanCheckOptions): HumanCheck {
  const altcha: Altcha = createAltcha(options);
  const turnstile = configured && createTurnstile(configured);
  return {
    challenge: async (action) => ({
      altcha: await altcha.challenge(action),
      turnstileSiteKey: configured?.siteKey ?? null,
    }),
    check: async (proof, action) => {
      if (proof.altcha) return altcha.check(proof.altcha, action);
      if (proof.turnstile && turnstile) return turnstile(proof.turnstile, action);
      return { verdict: 'flag', reason: 'no-proof' };
    },
  };
}
