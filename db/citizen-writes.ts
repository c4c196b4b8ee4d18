/**
 * What citizens send, written by group commit: requests that arrive while a transaction runs share the next one, and each is
 * answered only after the commit that holds it has reached the disk. Nothing waits on a timer.
 */

import { type Kysely, sql, type Transaction } from 'kysely';
import { databaseKind, isUniqueViolation } from './open.ts';
import { type NewOpinion, storeOpinions } from './opinion-writes.ts';
import { type NewRating, ratingStore } from './rating-writes.ts';
import { spentStore } from './spent-challenges.ts';
import type { Database, SpentChallengeTable } from './tables.ts';

export type { NewOpinion } from './opinion-writes.ts';
export type { NewRating } from './rating-writes.ts';

/** Too many writes are waiting; the sender is to try again after `retryAfter` seconds (503). */
export class BusyError extends Error {
  override readonly name = 'BusyError';
  readonly retryAfter = 2;
}

/** Every promise resolves only once what it wrote is durable, and rejects with a BusyError when too many are waiting. */
export interface CitizenWrites {
  /** `repeated`: a rating with this id is there already, and nothing was changed. */
  addRating(rating: NewRating): Promise<'stored' | 'repeated'>;
  /** `repeated`: an opinion with this id is there already. `receipt-taken`: another one has its receipt number or view key. */
  addOpinion(opinion: NewOpinion): Promise<'stored' | 'repeated' | 'receipt-taken'>;
  /** Remembers that a proof of work was used; shares the transaction of what was sent with it. */
  spend(challenge: SpentChallengeTable): Promise<void>;
  /**
   * Runs an act of a citizen that reads, checks and writes in the shared transaction. What it throws undoes its own writes
   * only and is thrown to its caller. It may be run a second time, when somebody else's write makes the transaction fail.
   */
  answer<T>(work: (trx: Transaction<Database>) => Promise<T>): Promise<T>;
  /** Refuses new writes and resolves when all that were taken are stored. */
  close(): Promise<void>;
  /** Writes that no transaction has taken up yet. */
  readonly waiting: number;
}

type Settle = () => void;
type Entry = { reject: (error: unknown) => void } & (
  | { kind: 'rating'; rating: NewRating; resolve: (result: 'stored' | 'repeated') => void }
  | { kind: 'opinion'; opinion: NewOpinion; resolve: (result: 'stored' | 'repeated' | 'receipt-taken') => void }
  | { kind: 'spent'; challenge: SpentChallengeTable; resolve: () => void }
  /** Runs the work and gives what is to be told after the commit. */
  | { kind: 'work'; run: (trx: Transaction<Database>) => Promise<Settle> }
);

/** Turns of the event loop that a commit waits for writes on their way. */
const mostTurns = 8;
/** Writes in one transaction; with SQLite nothing else is served while it runs, so that it is to stay well under 50 ms. */
const batchMost = 500;

/**
 * Starts the group commit on a database.
 * @param options.limit writes that may wait; more are refused with a BusyError
 */
export function createCitizenWrites(db: Kysely<Database>, { limit = 5000 } = {}): CitizenWrites {
  const storeRatings = ratingStore(db);
  const storeSpent = spentStore(db);
  // While one PostgreSQL transaction waits for the disk the next can be sent; SQLite has one writer.
  const inFlightMost = databaseKind(db) === 'postgres' ? 2 : 1;
  const queue: Entry[] = [];
  let inFlight = 0;
  let scheduled = false;
  let closing: { whenIdle: Settle[] } | undefined;

  const schedule = (): void => {
    if (scheduled || queue.length === 0 || inFlight >= inFlightMost) return;
    scheduled = true;
    gather(queue.length, mostTurns);
  };

  /** As long as more arrive at each turn of the event loop, one more turn is waited: what is on its way shares the commit. */
  const gather = (seen: number, turns: number): void => {
    setImmediate(() => {
      if (queue.length > seen && queue.length < batchMost && turns > 0) gather(queue.length, turns - 1);
      else void commitNext();
    });
  };

  const commitNext = async (): Promise<void> => {
    scheduled = false;
    inFlight += 1;
    const batch = queue.splice(0, batchMost);
    schedule();
    await commit(batch);
    inFlight -= 1;
    schedule();
    if (inFlight === 0 && queue.length === 0) for (const done of closing?.whenIdle.splice(0) ?? []) done();
  };

  /**
   * Stores a batch, or each of its writes alone when one of them made it fail. Never throws. A write that another transaction stored
   * at the same moment is tried once more, and is then known as a repetition.
   */
  const commit = async (batch: readonly Entry[], isSecondTry = false): Promise<void> => {
    try {
      for (const settle of await db.transaction().execute((trx) => store(trx, batch))) settle();
    } catch (error) {
      if (batch.length === 1 && isUniqueViolation(error) && !isSecondTry) await commit(batch, true);
      else if (batch.length === 1) batch[0]?.reject(error);
      else for (const entry of batch) await commit([entry]);
    }
  };

  const store = async (trx: Transaction<Database>, batch: readonly Entry[]): Promise<Settle[]> => {
    const settles: Settle[] = [];
    const ratings = batch.filter((entry) => entry.kind === 'rating');
    if (ratings.length > 0) {
      const results = await storeRatings(
        trx,
        ratings.map(({ rating }) => rating),
      );
      ratings.forEach(({ resolve }, index) => settles.push(() => resolve(results[index] ?? 'repeated')));
    }
    const spent = batch.filter((entry) => entry.kind === 'spent');
    await storeSpent(
      trx,
      spent.map(({ challenge }) => challenge),
    );
    for (const { resolve } of spent) settles.push(resolve);
    const opinions = batch.filter((entry) => entry.kind === 'opinion');
    if (opinions.length > 0) {
      const results = await storeOpinions(
        trx,
        opinions.map(({ opinion }) => opinion),
      );
      opinions.forEach(({ resolve }, index) => settles.push(() => resolve(results[index] ?? 'repeated')));
    }
    for (const entry of batch) if (entry.kind === 'work') settles.push(await entry.run(trx));
    return settles;
  };

  const enqueue = <T>(make: (resolve: (value: T) => void, reject: (error: unknown) => void) => Entry): Promise<T> =>
    new Promise((resolve, reject) => {
      if (closing !== undefined) reject(new BusyError('The store is closing'));
      else if (queue.length >= limit) reject(new BusyError(`${queue.length} writes are waiting`));
      else {
        queue.push(make(resolve, reject));
        schedule();
      }
    });

  return {
    addRating: (rating) => enqueue((resolve, reject) => ({ kind: 'rating', rating, resolve, reject })),
    addOpinion: (opinion) => enqueue((resolve, reject) => ({ kind: 'opinion', opinion, resolve, reject })),
    spend: (challenge) => enqueue<void>((resolve, reject) => ({ kind: 'spent', challenge, resolve, reject })),
    answer: (work) =>
      enqueue((resolve, reject) => ({ kind: 'work', run: workInSavepoint(work, resolve, reject), reject })),
    close: async () => {
      closing ??= { whenIdle: [] };
      const { whenIdle } = closing;
      if (inFlight > 0 || queue.length > 0) await new Promise<void>((done) => whenIdle.push(done));
    },
    get waiting() {
      return queue.length;
    },
  };
}

/** Work that undoes its own writes when it throws, and leaves those of its neighbours alone. */
const workInSavepoint =
  <T>(
    work: (trx: Transaction<Database>) => Promise<T>,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ) =>
  async (trx: Transaction<Database>): Promise<Settle> => {
    await savepoint('savepoint').execute(trx);
    try {
      const result = await work(trx);
      await savepoint('release savepoint').execute(trx);
      return () => resolve(result);
    } catch (error) {
      await savepoint('rollback to savepoint').execute(trx);
      return () => reject(error);
    }
  };

const savepoint = (command: string) => sql.raw(`${command} citizen_work`);
