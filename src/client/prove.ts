/** The human check on the phone: begins when somebody first touches a form, and is ready by the time they send it. */
import type { Solution, Work } from './altcha-worker.ts';

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

/** After this the form goes without a proof. */
const patience = 20_000;

export function proving(action: 'rate' | 'opinion', base: string): Proving {
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
  const solution = await solved(altcha.parameters);
  return solution === undefined ? {} : { altcha: btoa(JSON.stringify({ challenge: altcha, solution })) };
}

function solved(work: Work): Promise<Solution | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./altcha-worker.ts', import.meta.url), { type: 'module' });
    const end = (solution?: Solution): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(solution);
    };
    const timer = setTimeout(end, patience);
    worker.addEventListener('message', ({ data }: MessageEvent<Solution | undefined>) => end(data));
    worker.addEventListener('error', () => end());
    worker.postMessage(work);
  });
}
