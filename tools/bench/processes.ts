/** The processes of a measurement: the built server, the floors and the load generator, each of its own, all ending with ours. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../tests/support/free-port.ts';
import { serverEntry } from '../prepare.mjs';
import type { Load, LoadResult } from './load.ts';
import type { Usage } from './usage.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** A process that answers messages, one at a time. */
export interface Measured extends Disposable {
  readonly pid: number;
  usage(): Promise<Usage>;
  ask<Answer>(question: object | string): Promise<Answer>;
  /** Asks it to end, waits, and gives the exit code. */
  stop(): Promise<number | null>;
}

function measured(child: ChildProcess): Measured {
  const ask = async <Answer>(question: object | string): Promise<Answer> => {
    child.send(question);
    const answered = new AbortController();
    const { signal } = answered;
    const end = once(child, 'exit', { signal }).then(
      () => Promise.reject(new Error(`process ${child.pid} ended before it answered`)),
      () => undefined,
    );
    try {
      const [message] = (await Promise.race([once(child, 'message', { signal }), end])) as [Answer];
      return message;
    } finally {
      answered.abort();
    }
  };
  return {
    pid: child.pid as number,
    ask,
    usage: async () => (await ask<{ usage: Usage }>('usage')).usage,
    stop: async () => {
      if (child.exitCode === null) {
        const exit = once(child, 'exit');
        child.kill('SIGTERM');
        await exit;
      }
      return child.exitCode;
    },
    [Symbol.dispose]: () => {
      child.kill('SIGKILL');
    },
  };
}

/** A temporary folder on the disk that the system keeps temporary files on; gone at the end. */
export function temporaryFolder(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'wanping-bench-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The built server on a data folder; its log goes into a file there, as a service's would. */
export interface Site extends Measured {
  readonly url: string;
  readonly port: number;
  /** Milliseconds from the start of the process to its first answer. */
  readonly startedIn: number;
}

export async function startSite(
  dataDir: string,
  args: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<Site> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(dataDir, 'server.log');
  const log = openSync(logFile, 'a');
  const began = performance.now();
  const child = fork(serverEntry, args, {
    execArgv: [...flags, '--import', here('./usage.ts')],
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      NODE_ENV: 'production',
    },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  for (;;) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) break;
    if (child.exitCode !== null) throw new Error(`the server ended:\n${readFileSync(logFile, 'utf8').slice(-4000)}`);
    await sleep(5);
  }
  return { ...measured(child), url, port, startedIn: performance.now() - began };
}

/** The floors, which answer on ports of their own. */
export interface Floors extends Measured {
  /** Ports of: the same route without the store; Hono and zod alone; Hono answering a constant. */
  readonly ports: { checked: number; bare: number; constant: number };
}

export async function startFloors(dataDir: string): Promise<Floors> {
  const log = openSync(join(dataDir, 'server.log'), 'a');
  const child = fork(here('./floors.ts'), {
    execArgv: ['--import', here('./usage.ts')],
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, NODE_ENV: 'production' },
    stdio: ['ignore', log, 'inherit', 'ipc'],
  });
  closeSync(log);
  const [{ ports }] = (await once(child, 'message')) as [Pick<Floors, 'ports'>];
  return { ...measured(child), ports };
}

/** A load generator: a process of its own, so that its work is not counted. */
export interface Generator extends Measured {
  load(load: Load): Promise<LoadResult>;
}

export function startGenerator(): Generator {
  const process = measured(fork(here('./load.ts'), { execArgv: ['--import', here('./usage.ts')] }));
  return { ...process, load: (load) => process.ask<LoadResult>(load) };
}

/** Phones of a round (round-phones.ts), a process of their own. */
export const startPhones = (): Measured =>
  measured(fork(here('./round-phones.ts'), { execArgv: ['--import', here('./usage.ts')] }));

/** One round of load against a process. */
export interface Round extends LoadResult {
  /** Answers a second. */
  rate: number;
  /** Microseconds of processor time of the answering process for each. */
  cpu: number;
}

export async function round(generator: Generator, target: Measured, load: Load): Promise<Round> {
  const before = await target.usage();
  const result = await generator.load(load);
  const after = await target.usage();
  if (result.failures > 0) throw new Error(`${result.failures} requests failed: ${result.firstFailure}`);
  return { ...result, rate: result.answers / result.seconds, cpu: (after.cpu - before.cpu) / result.answers };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
