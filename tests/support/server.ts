/** The built server as a process of its own, as a city would run it, on a free loopback port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverEntry } from '../../tools/prepare.mjs';
import { freePort } from './free-port.ts';

/** What to start the server with. */
export interface ServerOptions {
  /** Command-line arguments, such as `--empty`. */
  args?: readonly string[];
  /** Settings beside `PORT`, `HOST` and `DATA_DIR`; nothing is inherited from the environment of the tests. */
  env?: Readonly<Record<string, string>>;
  /** An existing data folder, which then outlives the server; by default a temporary one that goes with it. */
  dataDir?: string;
}

/** A running server; `await using server = await startServer()` stops it also when the test fails. */
export interface Server extends AsyncDisposable {
  /** Its address, without a slash at the end. */
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /** Sends a signal (by default SIGTERM), waits for the end and returns the exit code, or null when the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Longest wait for the first answer: loading the demonstration city takes up to a minute on a slow machine. */
const startLimit = 180_000;

/** Starts the server and waits until `/healthz` answers with success. Throws with its output when it ends before that. */
export async function startServer({ args = [], env = {}, dataDir }: ServerOptions = {}): Promise<Server> {
  const port = await freePort();
  const data = dataDir ?? mkdtempSync(join(tmpdir(), 'wanping-data-'));
  const child = spawn(process.execPath, [serverEntry, ...args], {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), DATA_DIR: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const watch = endsWithUs(child, dataDir === undefined ? data : undefined);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    await ended(child, signal);
    watch.kill('SIGKILL');
    if (dataDir === undefined) rmSync(data, { recursive: true, force: true });
    return child.exitCode;
  };
  const url = `http://127.0.0.1:${port}${env['BASE_PATH'] ?? ''}`;
  try {
    await healthy(url, child);
  } catch (error) {
    await stop('SIGKILL');
    throw new Error(`the server did not start; it printed:\n${printed}`, { cause: error });
  }
  return {
    url,
    dataDir: data,
    pid: child.pid as number,
    output: () => printed,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}

/**
 * A test process may be ended in the middle of a test, without a chance to clean up. This shell waits for our end of its
 * stdin to close, which happens however we end, and then ends the server and removes its temporary data.
 */
function endsWithUs(server: ChildProcess, temporary = ''): ChildProcess {
  const script = 'cat >/dev/null; kill -KILL "$1" 2>/dev/null; [ -n "$2" ] && rm -rf "$2"';
  return spawn('sh', ['-c', script, 'sh', String(server.pid), temporary], { stdio: ['pipe', 'ignore', 'ignore'] });
}

const isOver = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (isOver(child)) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exit;
}

async function healthy(url: string, child: ChildProcess): Promise<void> {
  const giveUp = Date.now() + startLimit;
  while (Date.now() < giveUp) {
    if (isOver(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(`no success from /healthz within ${startLimit / 1000} s`);
}
