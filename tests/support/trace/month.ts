/** A month of a city, hour by hour: people rate and write in an order that only the test knows, the office works, and the clockwork runs. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import sharp from 'sharp';
import { expect } from 'vitest';
import type { Database } from '../../../db/tables.ts';
import { locksOf, makeCode, preimage, viewHash, viewKey } from '../../../server/domain/receipt.ts';
import { idOfToken } from '../../../server/ids.ts';
import { jobs } from '../../../server/jobs/jobs.ts';
import { createScheduler } from '../../../server/jobs/scheduler.ts';
import type { RatingSlip } from '../../../server/schemas/ratings.ts';
import { type Desk, testDesk } from '../desk.ts';
import { humanProof } from '../lived-city.ts';

/** One person, known to nobody but the test. */
export interface Person {
  /** Place in the order in which people came. */
  order: number;
  at: Date;
  /** Ratings: how each is called in the database, and the commitment by which its opening is known. */
  ratings: { id: string; commitment: string; department: string }[];
  opinion?: { id: string; caseId: string; words: string; agent: string };
  /** What the browser and the network would say of that person. */
  agent: string;
  address: string;
}

export interface Month {
  desk: Desk;
  people: Person[];
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** Chance that comes out the same each time. */
export function chance(seed: string): (length: number) => Uint8Array {
  let count = 0;
  return (length) => {
    const parts: Buffer[] = [];
    for (let left = length; left > 0; left -= 32) {
      count += 1;
      parts.push(createHash('sha256').update(`${seed} ${count}`).digest());
    }
    return new Uint8Array(Buffer.concat(parts).subarray(0, length));
  };
}

/** Lives a month from Monday, 2026-10-12, on; in the end it is the morning after. */
export async function liveMonth(db: Kysely<Database>, { people: count }: { people: number }): Promise<Month> {
  const random = chance('no trace');
  const below = (limit: number): number => Buffer.from(random(4)).readUInt32BE() % limit;
  const desk = await testDesk(db, { random: chance('the city') });
  const scheduler = createScheduler(desk.context, jobs, (line) => desk.log.push(line));
  const begin = new Date('2026-10-11T16:00:00Z').getTime();

  const times = Array.from(
    { length: count },
    () => begin + below(29) * day + (8 * 60 + below(12 * 60)) * minute + below(60) * 1000,
  );
  const people = times
    .sort((a, b) => a - b)
    .map(
      (at, order): Person => ({
        order,
        at: new Date(at),
        ratings: [],
        agent: `Browser/${createHash('sha256').update(`agent ${order}`).digest('hex').slice(0, 12)}`,
        address: `203.0.113.${order + 1}`,
      }),
    );
  const token = (): string => Buffer.from(random(16)).toString('base64url');
  const send = async <T>({ agent, address }: Person, path: string, body: object): Promise<T> => {
    const answer = await desk.post(path, body, { 'user-agent': agent, 'x-forwarded-for': address });
    expect(answer.status, await answer.clone().text()).toBeLessThan(300);
    return (await answer.json()) as T;
  };

  const visit = async (person: Person): Promise<void> => {
    const departments = ['cgj', 'jyj', 'zjj'].slice(0, 1 + below(3));
    for (const department of departments) {
      const mine = token();
      const slip = await send<RatingSlip>(person, '/api/ratings', {
        token: mine,
        department,
        level: below(6),
        ...(below(2) === 0 && { items: { attitude: 1 + below(5) }, tags: ['kind'] }),
        proof: await humanProof(desk),
      });
      person.ratings.push({ id: idOfToken(mine), commitment: (JSON.parse(slip.entry) as { c: string }).c, department });
    }
    if (below(5) >= 3) return;
    const code = makeCode(random(10));
    const mine = token();
    const words = `第${person.order + 1}位来的人说：窗口排队太久，请多开一个`;
    const photos: string[] = [];
    if (below(3) === 0) {
      const picture = await sharp({
        create: { width: 40 + person.order, height: 30, channels: 3, background: '#446688' },
      })
        .jpeg()
        .toBuffer();
      const answer = await desk.ask('/api/photos', {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg', 'sec-fetch-site': 'same-origin', 'user-agent': person.agent },
        body: new Uint8Array(picture),
      });
      photos.push(((await answer.json()) as { id: string }).id);
    }
    await send(person, '/api/opinions', {
      token: mine,
      department: departments[0],
      kind: 'complaint',
      text: words,
      mayPublish: true,
      ...(below(2) === 0 && { contact: '13800138000' }),
      photos,
      channel: 'qr',
      viewHash: viewHash(viewKey(code)),
      locks: locksOf(code),
      codeSeen: false,
      proof: await humanProof(desk, 'opinion'),
    });
    const { case_id } = await db
      .selectFrom('opinion')
      .select('case_id')
      .where('id', '=', idOfToken(mine))
      .executeTakeFirstOrThrow();
    person.opinion = { id: idOfToken(mine), caseId: case_id, words, agent: person.agent };
    answers.set(case_id, () =>
      send(person, '/api/track/answer', {
        viewKey: viewKey(code),
        answer: 'yes',
        preimage: preimage(code, 1, 'y'),
        seen: false,
      }),
    );
  };
  /** What authors say when they are asked. */
  const answers = new Map<string, () => Promise<unknown>>();

  /** One working day of the office and the departments: each case goes one step on. */
  const work = async (): Promise<void> => {
    const [clerk, second] = [await desk.as('clerk'), await desk.as('clerk2')];
    const people = { cgj: await desk.as('liaison'), jyj: await desk.as('other'), zjj: await desk.as('third') };
    const cases = await db.selectFrom('case_file').select(['id', 'state', 'department', 'named']).execute();
    for (const { id, state, department, named } of cases) {
      const own = people[(department ?? named) as keyof typeof people];
      if (state === 'received')
        await clerk.act(id, 'takeUp', {
          publicText: '有群众反映，窗口排队太久。',
          topic: 'procedure',
          kind: 'complaint',
        });
      if (state === 'triaged') await clerk.act(id, 'assign', { department: named, nature: 'IMMEDIATE' });
      if (state === 'assigned') await own.act(id, 'accept', {});
      if (state === 'accepted')
        await own.act(id, 'claim', { outcome: '已增开一个窗口', evidence: [await own.upload()], signedBy: '局长' });
      if (state === 'claimed') await second.act(id, 'beginReview');
      if (state === 'verifying') await second.act(id, 'passReview', { opinion: '属实' });
      if (state === 'asking') await answers.get(id)?.();
      // Their notice runs for longer than the month.
    }
  };

  // What happens, in the order in which it happens; the sequencer looks ten minutes after each, and in between has nothing to do.
  const happenings: { at: number; run: () => Promise<void> }[] = [
    ...people.map((person) => ({ at: person.at.getTime(), run: () => visit(person) })),
    ...Array.from({ length: 30 }, (_, n) => ({ at: begin + n * day + 10 * 60 * minute, run: work })),
    ...Array.from({ length: 31 }, (_, n) => ({ at: begin + n * day + 5 * minute, run: () => Promise.resolve() })),
  ].sort((a, b) => a.at - b.at);
  for (const { at, run } of happenings) {
    desk.time = new Date(at);
    await run();
    desk.time = new Date(at + 10 * minute);
    await scheduler.tick();
  }
  await scheduler.stop();
  return { desk, people };
}
