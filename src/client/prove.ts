/** The human check on the phone: begins when somebody first touches a form, and is ready by the time they send it. */
import { askBeside } from './ask-beside.ts';
import type { Solution, Work } from './proof-of-work.ts';

interface Challenge {
  altcha: { parameters: Work; signature?: string };
  turnstileSiteKey: string | null;
}

/** Fields to send with a form; none where the phone cannot, and then the sender is counted apart, not refused. */
export type Proof = Readonly<Record<string, string>>;

/** A proof that is made once and asked for when the form is sent. */
export interface Proving {
  begin: () => void;
  ready: () => Promise<Proof>;
}

export function proving(action: 'rate' | 'opinion' | 'mark', base: string): Proving {
  let proof: Promise<Proof> | undefined;
  const begin = (): Promise<Proof> => (proof ??= prove(action, base).catch(() => ({})));
  return { begin: () => void begin(), ready: begin };
}

async function prove(action: string, base: string): Promise<Proof> {
  const answer = await fetch(`${base}api/challenge?for=${action}`, { cache: 'no-store' });
  if (!answer.ok) return {};
  const { altcha, turnstileSiteKey } = (await answer.json()) as Challenge;
  if (turnstileSiteKey !== null) {
    const { turnstile } = await import('./turnstile.ts');
    const token = await turnstile(turnstileSiteKey, action);
    if (token !== undefined) return { 'cf-turnstile-response': token };
  }
  const solution = await askBeside<Solution>({ work: altcha.parameters });
  return solution === undefined ? {} : { altcha: btoa(JSON.stringify({ challenge: altcha, solution })) };
}
