/** Sends one step of a vote, again and again on a bad network. Every step may be repeated: the same request gets the same answer. */
import { base } from './base.ts';
import { voteWords } from './vote-words.ts';

/** It cannot go on; the message says why to the voter. `problem` is the name of the refusal, when the server refused. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly problem: string | undefined;

  constructor(text: string, problem?: string) {
    super(text);
    this.problem = problem;
  }
}

/** Waits between tries, in milliseconds. */
const waits = [1000, 3000, 6000, 12_000];
/** Answers that say nothing of the request: busy, in the way, broken. */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

/**
 * Posts until there is an answer.
 * @param say tells of the waiting
 * @param site whose server it is for, without a slash at the end; null: this one
 * @throws Stopped for a refusal, or when the network does not come back
 */
export async function postStep<Answer>(
  path: string,
  body: unknown,
  say: (text: string) => void,
  site: string | null = null,
): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await fetch(`${site === null ? base() : `${site}/`}api/vote/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => undefined);
    // An answer of which only half arrived is as good as none.
    const said: unknown = await answer?.json().catch(() => undefined);
    if (answer?.ok && said !== undefined) return said as Answer;
    const wait = waits[attempt];
    if (answer !== undefined && !isPassing(answer.status) && !answer.ok) throw refusal(said);
    if (wait === undefined) throw answer === undefined ? new Stopped(voteWords.trouble.network) : refusal(said);
    say(voteWords.retrying(waits.length - attempt));
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** The refusal in a problem (RFC 9457), with its words for the voter. */
function refusal(said: unknown): Stopped {
  const { title, detail, name } = (said ?? {}) as { title?: string; detail?: string; name?: string };
  return new Stopped(title === undefined ? voteWords.trouble.network : `${title}。${detail ?? ''}`, name);
}
