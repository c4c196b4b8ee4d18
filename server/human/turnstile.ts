/** Human check by Cloudflare Turnstile, for cities that configure it: asks Cloudflare about a token (siteverify). */

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { HumanAction, HumanResult } from './human-check.ts';

export interface TurnstileOptions {
  siteKey: string;
  secret: string;
  /** Address of siteverify. */
  url: string;
  /** Host that the widget must have run on; absent where no public address is set. */
  hostname?: string | undefined;
}

const answerShape = z.object({
  success: z.boolean(),
  hostname: z.string().optional(),
  action: z.string().optional(),
  'error-codes': z.array(z.string()).optional(),
});
type Answer = z.infer<typeof answerShape>;

/** Documented length of a token at most. */
const longest = 2048;
const patience = 3000;

/**
 * @returns a check of tokens. When Cloudflare cannot be asked the sender is flagged as `verifier-unreachable`, never
 *   passed, and may still bring a proof of work instead.
 */
export const createTurnstile =
  (options: TurnstileOptions) =>
  async (token: string, action: HumanAction): Promise<HumanResult> => {
    if (token.length > longest) return { verdict: 'reject', reason: 'wrong' };
    // The same key for the retry makes Cloudflare answer the same instead of calling the token used.
    const body = JSON.stringify({ secret: options.secret, response: token, idempotency_key: randomUUID() });
    const answer = (await ask(options.url, body)) ?? (await ask(options.url, body));
    if (answer === undefined || answer['error-codes']?.some((code) => isOurFault.has(code))) {
      return { verdict: 'flag', reason: 'verifier-unreachable' };
    }
    const isHere = options.hostname === undefined || answer.hostname === options.hostname;
    if (answer.success && isHere && answer.action === action) return { verdict: 'pass', reason: 'turnstile' };
    const used = answer['error-codes']?.includes('timeout-or-duplicate') ?? false;
    return { verdict: 'reject', reason: used ? 'used' : 'wrong' };
  };

/** Error codes that say nothing about the citizen. */
const isOurFault = new Set(['internal-error', 'missing-input-secret', 'invalid-input-secret', 'bad-request']);

async function ask(url: string, body: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(patience),
    });
    return answerShape.parse(await response.json());
  } catch {
    return undefined;
  }
}
