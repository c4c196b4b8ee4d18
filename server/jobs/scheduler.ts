/** Runs jobs when they are due: once each, although several processes may be running, and never two at a time in one. */

import { claimJob, finishJob } from '../../db/jobs.ts';
import { dayOf, instantText, later, sinceMidnight } from '../clock.ts';
import type { Context } from '../context.ts';
import type { Job } from './jobs.ts';

const hour = 60 * 60 * 1000;
const ages = { 'ten-minutes': hour / 6, hour };
/** How often the scheduler looks, in milliseconds. */
const look = 60_000;

export interface Scheduler {
  /** Runs what is due now. */
  tick(): Promise<void>;
  /** Looks no more, and resolves when what runs has ended. */
  stop(): Promise<void>;
}

/** @param log receives what went wrong */
export function createScheduler(context: Context, jobs: readonly Job[], log: (line: string) => void): Scheduler {
  let day = dayOf(context.now());
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let current = Promise.resolve();

  const runDue = async (): Promise<void> => {
    const now = context.now();
    if (dayOf(now) !== day) {
      day = dayOf(now);
      context.pages.changed('day');
    }
    for (const job of jobs) await runIfDue(context, job, log);
  };
  const tick = (): Promise<void> => {
    current = current.then(runDue).catch((error: unknown) => log(`jobs: ${String(error)}`));
    return current;
  };
  const again = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => void tick().then(again), look).unref();
  };
  again();
  return {
    tick,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      return current;
    },
  };
}

async function runIfDue(context: Context, job: Job, log: (line: string) => void): Promise<void> {
  const now = context.now();
  // Instants are stored to the second: a run in the last second before midnight was yesterday's.
  const age = job.every === 'daily' ? sinceMidnight(now) + 1000 : ages[job.every];
  if (!(await claimJob(context.db, job.name, instantText(now), instantText(later(now, -age))))) return;
  try {
    await finishJob(context.db, job.name, await job.run(context));
  } catch (error) {
    log(`job ${job.name}: ${String(error)}`);
    await finishJob(context.db, job.name, 'failed');
  }
}
