/** A mirror of a city's ledger and open data, as wget makes one: whatever /open/mirror.txt names, by its path. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { here, type TestCity } from './city.ts';

/** Files by their paths, such as `log/checkpoint`. */
export type Files = Map<string, Uint8Array>;

/** Fetches everything from a city; what is not there is left out. */
export async function mirrorCity({ ask }: Pick<TestCity, 'ask'>): Promise<Files> {
  const get = async (path: string): Promise<Uint8Array | undefined> => {
    const answer = await ask(`/${path}`);
    expect([200, 404], path).toContain(answer.status);
    if (answer.status !== 200) return undefined;
    // One that breaks off in the middle is not there, either.
    return answer.arrayBuffer().then(
      (bytes) => new Uint8Array(bytes),
      () => undefined,
    );
  };
  const list = new TextDecoder().decode(await get('open/mirror.txt'));
  const files: Files = new Map();
  for (const address of list.split('\n').filter(Boolean)) {
    const path = address.slice(here.length + 1);
    const bytes = await get(path);
    if (bytes !== undefined) files.set(path, bytes);
  }
  return files;
}

/** Lays files out in a new temporary folder, which the caller removes. */
export function layOut(files: ReadonlyMap<string, Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'wanping-mirror-'));
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}
