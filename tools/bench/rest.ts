/** A server at rest: how soon it is there on an existing database, and how much memory it occupies. */
import { setTimeout as sleep } from 'node:timers/promises';
import { median, startSite } from './processes.ts';
import { limited, type Section } from './report.ts';

const starts = 5;
/** Seconds without a request before memory is read. */
const quiet = 5;

export async function measureRest(city: string): Promise<Section> {
  const startedIn: number[] = [];
  const fresh: number[] = [];
  const served: number[] = [];
  for (let turn = 0; turn < starts; turn += 1) {
    using site = await startSite(city);
    startedIn.push(site.startedIn);
    const isLast = turn === starts - 1;
    if (isLast) {
      await sleep(quiet * 1000);
      fresh.push((await site.usage()).rss);
      for (const path of ['/', '/d', '/rates', '/cases', '/method', '/track']) {
        await (await fetch(site.url + path)).arrayBuffer();
      }
      await sleep(quiet * 1000);
      served.push((await site.usage()).rss);
    }
    await site.stop();
  }
  const megabytes = (values: readonly number[]): number => median(values) / 2 ** 20;
  return {
    name: 'rest',
    title: 'Start and rest',
    how: `The built server on a city with three years of cases: ${starts} starts, from the start of the process to its first answer; memory (RSS) after ${quiet} s without a request, before and after its main pages have been asked for.`,
    lines: [
      limited('cold start', median(startedIn) / 1000, 's', { most: 1.5 }),
      limited('memory at rest', megabytes(fresh), 'MB', { most: 180 }),
      { what: 'memory at rest after its main pages were made', value: `${megabytes(served).toFixed(0)} MB` },
    ],
    raw: { startedIn, fresh, served },
  };
}
