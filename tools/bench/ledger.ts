/** A log of a million entries: what it takes to make, to open again, and to prove; and how long anybody needs to verify a city. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../prepare.mjs';
import type { LongLog } from './long-log.ts';
import { startSite, temporaryFolder } from './processes.ts';
import { held, type Line, limited, type Section } from './report.ts';

const million = 1_000_000;
/** What a day brings, after the restart. */
const day = 1000;
const program = fileURLToPath(new URL('./long-log.ts', import.meta.url));

/**
 * Runs the program that makes a log longer, as a process of its own.
 * @param flags the garbage of many entries in one go says nothing of what is needed: V8 is told to clear it away sooner
 */
export function growLongLog(file: string, size: number, flags: readonly string[] = []): LongLog {
  const printed = execFileSync(process.execPath, [...flags, program, file, String(size)], { encoding: 'utf8' });
  return JSON.parse(printed) as LongLog;
}

/** The flags with which memory is measured while a long log is made. */
export const tidy: readonly string[] = ['--max-semi-space-size=2'];

export async function measureLedger(city: string): Promise<Section> {
  using folder = temporaryFolder();
  const file = join(folder.path, 'long.sqlite');
  const made = growLongLog(file, million, tidy);
  const again = growLongLog(file, million + day);
  const isProven = [made, again].every(({ proofs }) => proofs.inclusion === 200 && proofs.consistency === 200);
  const mirror = join(folder.path, 'mirror');
  const entries = await copyMirror(city, mirror);
  const what = `verify of the demonstration city (${entries.toLocaleString('en')} entries)`;
  return {
    name: 'ledger',
    title: 'Ledger',
    how: `A process of its own appends ${million.toLocaleString('en')} entries with the product's append function, ${made.appended === million ? 'from nothing' : 'from what was there'}, with V8's young generation kept small; another opens that database as a start of the server does, appends ${day.toLocaleString('en')} more and proves 200 entries and 200 earlier trees. Then the demonstration city, mirrored over HTTP, is verified by both programs.`,
    lines: [
      limited('memory of the process that appends 1,000,000 entries, at most', made.memory.peak, 'MB', { most: 180 }),
      limited('growth of its memory from the 500,000th to the last', made.memory.atEnd - made.memory.atHalf, 'MB', {
        most: 20,
      }),
      limited('memory after a restart on that log, at most', again.memory.peak, 'MB', { most: 180 }),
      held(
        'every proof from the stored tiles is right, and none fits the next entry',
        isProven,
        isProven ? 'yes' : 'no',
      ),
      { what: 'entries a second', value: (made.appended / made.seconds).toFixed(0) },
      { what: 'making and checking a proof', value: `${again.proofs.milliseconds.toFixed(2)} ms` },
      { what: 'the database', value: `${made.fileMegabytes.toFixed(0)} MB` },
      verified(`${what}, TypeScript`, ...verifiers.typescript(mirror), 20),
      verified(`${what}, Python`, ...verifiers.python(mirror), 20),
    ],
    raw: { made, again, entries },
  };
}

/** The two programs that verify a mirror, as command and arguments. */
export const verifiers = {
  typescript: (mirror: string): [string, string[]] => [
    process.execPath,
    [join(root, 'tools', 'verify', 'main.ts'), mirror],
  ],
  python: (mirror: string): [string, string[]] => ['python3', [join(root, 'tools', 'verify.py'), mirror]],
};

/** Copies what the city serves of its ledger, as wget would. @returns how many entries its log has */
export async function copyMirror(city: string, folder: string): Promise<number> {
  using site = await startSite(city);
  const list = await (await fetch(`${site.url}/open/mirror.txt`)).text();
  for (const address of list.split('\n').filter(Boolean)) {
    const path = join(folder, address.slice(site.url.length));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, new Uint8Array(await (await fetch(address)).arrayBuffer()));
  }
  const checkpoint = await (await fetch(`${site.url}/log/checkpoint`)).text();
  await site.stop();
  return Number(checkpoint.split('\n')[1]);
}

/** How long a program needs to verify something. @param most seconds that it may need */
export function verified(what: string, command: string, args: readonly string[], most: number): Line {
  const began = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (error !== undefined) return { what, value: `not measured: there is no ${command}` };
  if (status !== 0) return held(what, false, 'does not agree');
  return limited(what, (performance.now() - began) / 1000, 's', { most });
}
