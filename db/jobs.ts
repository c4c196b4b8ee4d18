/** Jobs: when each ran last, so that it runs once although several processes may want to run it. */

import type { Kysely, Selectable } from 'kysely';
import type { Database, JobTable } from './tables.ts';

/** What `last_result` says while a job runs, or when it died running. */
export const jobRunning = 'running';

/**
 * Takes a job on, unless somebody has since `notSince`.
 * @param at instant of now; @param notSince instant: a run that began at or before it is old enough to run again
 * @returns whether the caller has it and is to run it
 */
export async function claimJob(db: Kysely<Database>, name: string, at: string, notSince: string): Promise<boolean> {
  const row = await db
    .insertInto('job')
    .values({ name, last_run_at: at, last_result: jobRunning })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ last_run_at: at, last_result: jobRunning })
        .where('job.last_run_at', '<=', notSince),
    )
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes how a run ended. */
export async function finishJob(db: Kysely<Database>, name: string, result: string): Promise<void> {
  await db.updateTable('job').set({ last_result: result }).where('name', '=', name).execute();
}

export async function listJobs(db: Kysely<Database>): Promise<Selectable<JobTable>[]> {
  return db.selectFrom('job').selectAll().orderBy('name').execute();
}

/** Gives up a job that was taken on, so that anybody may take it on at once. */
export async function releaseJob(db: Kysely<Database>, name: string): Promise<void> {
  await db.deleteFrom('job').where('name', '=', name).execute();
}
