/** Once per run: the demonstration city that all tests of the site copy. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeDemonstration } from './demonstration.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder with the demonstration city, to be copied and not to be used. */
    demonstration: string;
  }
}

let folder: string | undefined;

/** `WANPING_CITY` names a data folder that was made earlier, which saves whoever writes tests a minute each time. */
export async function setup(project: TestProject): Promise<void> {
  const earlier = process.env['WANPING_CITY'];
  if (earlier !== undefined) {
    project.provide('demonstration', earlier);
    return;
  }
  folder = mkdtempSync(join(tmpdir(), 'wanping-demonstration-'));
  await makeDemonstration(folder);
  project.provide('demonstration', folder);
}

export function teardown(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
