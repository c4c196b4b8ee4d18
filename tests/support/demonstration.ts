/** The demonstration city, made once by the built server as a stranger's first start would make it, and copied for whoever needs one. */
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from './server.ts';

/** Makes the city in a data folder, by starting the server there and stopping it. */
export async function makeDemonstration(dataDir: string): Promise<void> {
  await using server = await startServer({ dataDir });
  await server.stop();
}

/** A copy of the city in a temporary folder of its own, which the caller removes. */
export function copyOf(city: string): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'wanping-city-'));
  cpSync(city, dataDir, { recursive: true });
  return dataDir;
}
