/** The people of a scripted year, and the days that pass between what they do: the clockwork runs on each of them. */
import { expect } from 'vitest';
import { dayOf } from '../../../server/clock.ts';
import type { Day } from '../../../server/domain/day.ts';
import type { RecordKind } from '../../../server/domain/records.ts';
import type { ConfirmationRound } from '../../../server/domain/receipt.ts';
import type { ActName } from '../../../server/domain/workflow.ts';
import { jobs } from '../../../server/jobs/jobs.ts';
import { createScheduler, type Scheduler } from '../../../server/jobs/scheduler.ts';
import type { Citizen, Desk } from '../desk.ts';

/** Somebody who handed in an 意见, with the case that it became. */
export type Author = Citizen & { id: string };

/** Something that goes on for a while; each `yield` is the number of days until it goes on. */
export type Journey = AsyncGenerator<number, void, void>;

/** The office, three departments and the people of the city, on the desk of a test. */
export interface Cast {
  readonly desk: Desk;
  /** Somebody does an act that must work. */
  does(username: string, id: string, act: ActName, given?: object): Promise<void>;
  /** A claim with a file. */
  claims(username: string, id: string, outcome?: string): Promise<void>;
  /** 评议办: a second person takes the claim and passes it. */
  passes(id: string): Promise<void>;
  /** Somebody begins a record. @returns its id */
  begins(username: string, kind: RecordKind, act: string, given: object): Promise<string>;
  /** Somebody does an act on a record as it is now. */
  goesOn(username: string, id: string, act: string, given?: object): Promise<{ number: string | null }>;
  /** An 意见 that the office has taken up. */
  opinion(text: string, given?: { kind?: string; department?: string }): Promise<Author>;
  /** The author's word on the result. */
  says(author: Author, word: 'yes' | 'no', round?: ConfirmationRound): Promise<void>;
  /** What the author sends besides. */
  sends(road: 'reply' | 'reopen', author: Author, given: object): Promise<void>;
  /** Sends JSON as somebody, which must work. @returns the answer */
  posts<T>(username: string, path: string, body: object): Promise<T>;
  /** Lets days pass; on each of them the clockwork runs. */
  pass(days: number): Promise<void>;
  today(): Day;
  close(): Promise<void>;
}

const redactedText = '有群众反映，';

export interface CastOptions {
  /** What people make of what they are told to write. */
  says?: <T extends object>(given: T) => T;
  /** The clockwork runs every night; else only on the last of several days, which is faster. */
  everyNight?: boolean;
}

export function castOf(desk: Desk, { says = (given) => given, everyNight = true }: CastOptions = {}): Cast {
  const scheduler: Scheduler = createScheduler(desk.context, jobs, (line) => desk.log.push(line));
  const does: Cast['does'] = async (username, id, act, given = {}) => {
    await (await desk.as(username)).act(id, act, says(given));
  };
  const mustWork = async (answer: Response, what: string): Promise<unknown> => {
    expect(answer.ok, `${what}: ${await answer.clone().text()}`).toBe(true);
    return answer.json();
  };
  const posts: Cast['posts'] = async <T>(username: string, path: string, body: object) =>
    (await mustWork(await (await desk.as(username)).post(path, body), `${username} to ${path}`)) as T;
  return {
    desk,
    does,
    claims: async (username, id, outcome = '已经整改到位，群众可以到现场看') => {
      const hand = await desk.as(username);
      const evidence = [await hand.upload()];
      const words = { outcome, signedBy: '局长', measuresDone: '逐条完成', prevention: '列入日常巡查' };
      await hand.act(id, 'claim', says({ ...words, evidence }));
    },
    passes: async (id) => {
      await does('clerk2', id, 'beginReview');
      await does('clerk2', id, 'passReview', { opinion: '佐证材料属实' });
    },
    begins: async (username, kind, act, given) => {
      const { id } = await posts<{ id: string }>(username, '/api/desk/records', {
        kind,
        act,
        given: says(given),
      });
      return id;
    },
    goesOn: async (username, id, act, given = {}) => {
      const answer = await (await desk.as(username)).get(`/api/desk/records/${id}`);
      const { kind, seq } = (await mustWork(answer, `${username} reads a record`)) as { kind: RecordKind; seq: number };
      return posts(username, `/api/desk/records/${id}/acts`, { kind, act, seq, given: says(given) });
    },
    opinion: async (text, given = {}) => {
      const author = await desk.opinion({ text, contact: '13800138000', ...given });
      await does('clerk', author.id, 'takeUp', {
        publicText: `${redactedText}${text}。`,
        topic: 'city',
        kind: given.kind ?? 'complaint',
      });
      return author;
    },
    says: async (author, word, round = 1) => {
      const answer = await desk.post('/api/track/answer', {
        viewKey: author.viewKey,
        answer: word,
        preimage: author.preimage(round, word === 'yes' ? 'y' : 'n'),
        seen: false,
      });
      await mustWork(answer, `${word} in round ${round}`);
    },
    sends: async (road, author, given) => {
      await mustWork(await desk.post(`/api/track/${road}`, { viewKey: author.viewKey, ...given }), road);
    },
    posts,
    pass: async (days) => {
      for (let day = 1; day <= days; day += 1) {
        desk.later(1);
        if (everyNight || day === days) await scheduler.tick();
      }
    },
    today: () => dayOf(desk.time),
    close: async () => {
      await scheduler.stop();
      await desk.close();
    },
  };
}
