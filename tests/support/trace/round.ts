/** A round from its first day to its end: people take tickets and vote in an order that only the test knows, some days later than others. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../../db/tables.ts';
import { jobs } from '../../../server/jobs/jobs.ts';
import { createScheduler } from '../../../server/jobs/scheduler.ts';
import { type Desk, testDesk } from '../desk.ts';
import { portal, startIssuer, type TestIssuer, token } from '../issuer-server.ts';
import { allMarks, ballotsOf, type OpenRound, openingsOf, openRound, prepareVote, type Vote } from '../voting.ts';
import { chance } from './month.ts';

/** One person, known to nobody but the test. */
export interface Voter {
  /** Place in the order in which people voted. */
  order: number;
  code: string;
  vote: Vote;
  agent: string;
  address: string;
}

export interface LivedRound {
  desk: Desk;
  /** Where the issuer is another server, that one. */
  issuer: TestIssuer | undefined;
  round: OpenRound;
  voters: Voter[];
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Lives a round with its clockwork; in the end it is the night after its last day, and everything is in the log.
 * @param issuerDb of an issuer of its own, which phones then ask themselves; absent: one server does both
 */
export async function liveRound(
  db: Kysely<Database>,
  { issuerDb, people }: { issuerDb?: Kysely<Database>; people: number },
): Promise<LivedRound> {
  const random = chance('a round without traces');
  const below = (limit: number): number => Buffer.from(random(4)).readUInt32BE() % limit;
  const clock = { now: () => new Date('2026-10-12T02:00:00Z') };
  const issuer = issuerDb && (await startIssuer(issuerDb, () => clock.now()));
  const desk = await testDesk(db, {
    random: chance('the city of the round'),
    ...(issuer && { env: { ROLE: 'box', ISSUER_URL: issuer.url, ISSUER_PUBLIC_URL: issuer.url, ISSUER_TOKEN: token } }),
  });
  clock.now = () => desk.time;
  const round = await openRound(desk, { days: 6, random });
  const begin = desk.time.getTime();

  const codes = Object.values(round.codes).flat();
  const times = Array.from(
    { length: people },
    () => begin + below(5) * day + below(10 * 60) * minute + below(60) * 1000,
  );
  const voters = times
    .sort((a, b) => a - b)
    .map((_, order): Voter => {
      const [code = ''] = codes.splice(below(codes.length), 1);
      const mark = (): number => 1 + below(4);
      return {
        order,
        code,
        // So few different marks that many people say the same: what somebody says is no trace, and public in the end.
        vote: prepareVote(round, code, () => allMarks(mark()), random),
        agent: `Browser/${createHash('sha256').update(`voter ${order}`).digest('hex').slice(0, 12)}`,
        address: `198.51.100.${order + 1}`,
      };
    });
  const who = ({ agent, address }: Voter) => ({ 'user-agent': agent, 'x-forwarded-for': address });
  const good = async (answer: Response): Promise<unknown> => {
    expect(answer.status, await answer.clone().text()).toBe(200);
    return answer.json();
  };
  const takeTickets = async (voter: Voter): Promise<Record<string, string>> => {
    const answer =
      issuer === undefined
        ? await desk.post('/api/vote/issue', voter.vote.request, who(voter))
        : await fetch(`${issuer.url}/api/vote/issue`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', origin: portal, ...who(voter) },
            body: JSON.stringify(voter.vote.request),
          });
    return ((await good(answer)) as { signed: Record<string, string> }).signed;
  };
  const handIn = async (voter: Voter, signed: Record<string, string>): Promise<void> => {
    await good(await desk.post('/api/vote/ballots', ballotsOf(voter.vote, signed), who(voter)));
    await good(await desk.post('/api/vote/openings', openingsOf(voter.vote), who(voter)));
  };

  const happenings: { at: number; run: () => Promise<void> }[] = [];
  for (const voter of voters) {
    const at = times[voter.order] ?? begin;
    let signed: Record<string, string> = {};
    happenings.push({
      at,
      run: async () => {
        signed = await takeTickets(voter);
      },
    });
    // Half vote at once, as nearly everybody does; the others after a while.
    const later = voter.order % 2 === 0 ? 2000 : below(8 * 60) * minute;
    happenings.push({ at: at + later, run: () => handIn(voter, signed) });
  }
  // The clockwork: in the nights, when it writes anew what remembers an order, and now and then.
  const scheduler = createScheduler(desk.context, jobs, (line) => desk.log.push(line));
  for (let night = 0; night <= 6; night += 1)
    for (const minutes of [1, 12, 23]) {
      const midnight = Date.parse('2026-10-12T16:00:00Z') + night * day;
      if (midnight > begin)
        happenings.push({
          at: midnight + minutes * minute,
          run: async () => {
            await scheduler.tick();
            await issuer?.night();
          },
        });
    }
  for (const { at, run } of happenings.sort((a, b) => a.at - b.at)) {
    desk.time = new Date(at);
    await run();
  }
  await scheduler.stop();
  return { desk, issuer, round, voters };
}
