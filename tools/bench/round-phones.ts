/**
 * Phones of a round, many in one process: each step of voting is done for all of them before the next one begins, so that what the server does can be told
 * from what the phones do. Started by rounds.ts with messages.
 */
import { allMarks, ballotsOf, type OpenRound, openingsOf, prepareVote, type Vote } from '../../tests/support/voting.ts';

/** The steps in their order: two of computing, three of asking. */
export type Step =
  | { step: 'prepare'; round: OpenRound; codes: readonly string[] }
  | { step: 'issue' | 'ballots' | 'openings'; url: string; connections: number }
  | { step: 'unblind' };

/** What a step took: seconds, and requests answered with success. */
export interface Stepped {
  seconds: number;
  answers: number;
  ballots: number;
}

let votes: Vote[] = [];
let bodies: string[] = [];
let signed: Record<string, string>[] = [];

/** A network of its own for each phone, as the reverse proxy would report it. */
const networkOf = (phone: number): string => `${1 + (phone % 200)}.${(phone >> 8) & 255}.${phone & 255}.7`;

async function ask(url: string, connections: number): Promise<void> {
  let next = 0;
  const answers: unknown[] = [];
  const talk = async (): Promise<void> => {
    while (next < bodies.length) {
      const phone = next;
      next += 1;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': networkOf(phone + process.pid * 7919) },
        body: bodies[phone] ?? '',
      });
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
      answers[phone] = await answer.json();
    }
  };
  await Promise.all(Array.from({ length: connections }, talk));
  if (url.endsWith('/issue')) signed = answers.map((answer) => (answer as { signed: Record<string, string> }).signed);
}

async function run(message: Step): Promise<Stepped> {
  if (message.step === 'prepare') {
    const { round, codes } = message;
    votes = codes.map((code, phone) => {
      let level = phone;
      return prepareVote(round, code, () => {
        level += 1;
        return allMarks(level % 7 === 0 ? 0 : 1 + (level % 4));
      });
    });
    bodies = votes.map(({ request }) => JSON.stringify(request));
  } else if (message.step === 'unblind') {
    bodies = votes.map((vote, phone) => JSON.stringify(ballotsOf(vote, signed[phone] ?? {})));
    signed = [];
  }
  if (message.step === 'openings') bodies = votes.map((vote) => JSON.stringify(openingsOf(vote)));
  const began = performance.now();
  if ('url' in message) await ask(message.url, message.connections);
  return {
    seconds: (performance.now() - began) / 1000,
    answers: bodies.length,
    ballots: votes.reduce((sum, { drafts }) => sum + drafts.length, 0),
  };
}

process.on('message', (message: Step | 'usage') => {
  if (message === 'usage') return;
  void run(message).then((result) => process.send?.(result));
});
process.channel?.ref();
