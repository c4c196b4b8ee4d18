/** A mirror over the network. With a folder to keep it in, what can never change is fetched once, and a broken download goes on where it was. */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPlainPath, type Mirror } from '../../server/domain/trust/mirror.ts';
import { reportWords } from '#words/verify.ts';
import { VerifyRefusal } from './options.ts';

/** Full tiles, full bundles and rules have one content for ever; part of a tile is named by how much of it there is. */
const isForever = (path: string): boolean => path.startsWith('log/tile/') || path.startsWith('open/rules/');

const tries = 6;
/** Milliseconds: before the second try, doubled before each further one; and for one answer. */
const firstPause = 500;
const patience = 60_000;

/** Worth another try: the server is busy or away, the network broke. */
const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/**
 * @param address of the city, with the path under which its site lies
 * @param into folder in which everything is kept
 */
export function httpMirror(address: string, into: string | undefined): Mirror {
  const base = address.endsWith('/') ? address : `${address}/`;
  return {
    async read(path) {
      if (!isPlainPath(path)) return undefined;
      const file = into === undefined ? undefined : join(into, path);
      if (file !== undefined && isForever(path)) {
        const kept = await readFile(file).catch(() => undefined);
        if (kept !== undefined) return kept;
      }
      const bytes = await fetchPatiently(new URL(path, base));
      if (file !== undefined && bytes !== undefined) await keep(file, bytes);
      return bytes;
    },
  };
}

/** Written beside its place first, so that a file that is there is whole. */
async function keep(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
  } catch {
    throw new VerifyRefusal(reportWords.cannotKeep(dirname(file)));
  }
}

async function fetchPatiently(url: URL): Promise<Uint8Array | undefined> {
  let why = '';
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (attempt > 0) await sleep(firstPause * 2 ** (attempt - 1));
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
      if (response.status === 404) return undefined;
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
      why = String(response.status);
      if (!isPassing(response.status)) break;
    } catch (error) {
      why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : '';
    }
  }
  throw new VerifyRefusal(reportWords.cannotRead(url.href, why));
}
