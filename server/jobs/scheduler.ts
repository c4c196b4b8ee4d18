/** Runs jobs when they are due: once each, although several processes may be running, and never two at a time in one. */

import { loadCalendar } from '../../db/calendar.ts';
import { claimJob, finishJob } from '../../db/jobs.ts';
import { officeHoursOf } from '../../db/settings.ts';
import { dayOf, instantText, later, sinceMidnight } from '../clock.ts';
import type { Context } from '../context.ts';
import { isWorkingDay } from '../domain/calendar.ts';
import { isOfficeTime, minutesOf } from '../domain/office-hours.ts';
import type { Job } from './job.ts';

const minute = 60 * 1000;
const hour = 60 * minute;
/** A little less than a minute, because that is how often one looks. */
const ages = { minute: minute - 10_000, 'ten-minutes': hour / 6, hour };
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
  const age = await ageOfDue(context, job, now);
  if (age === undefined) return;
  if (!(await claimJob(context.db, job.name, instantText(now), instantText(later(now, -age))))) return;
  try {
    await finishJob(context.db, job.name, await job.run(context));
  } catch (error) {
    log(`job ${job.name}: ${String(error)}`);
    await finishJob(context.db, job.name, 'failed');
  }
}

/** How old the last run must be, in milliseconds, for the job to run now; nothing while it may not run at all. */
async function ageOfDue({ db }: Context, { every }: Job, now: Date): Promise<number | undefined> {
  // Instants are stored to the second: a run in the last second before midnight was yesterday's.
  if (every === 'daily') return sinceMidnight(now) + 1000;
  if (every !== 'working-day') return ages[every];
  const hours = await officeHoursOf(db);
  if (!isOfficeTime(hours, Math.floor(sinceMidnight(now) / minute))) return undefined;
  if (!isWorkingDay(await loadCalendar(db), dayOf(now))) return undefined;
  return sinceMidnight(now) - minutesOf(hours.from) * minute + 1000;
}
