/** A mirror in a folder, as wget or `--into` leaves it. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPlainPath, type Mirror } from '../../server/domain/trust/mirror.ts';
import { reportWords } from '#words/verify.ts';
import { VerifyRefusal } from './options.ts';

const isAbsent = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** @throws VerifyRefusal when there is no such folder */
export function folderMirror(folder: string): Mirror {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new VerifyRefusal(reportWords.noFolder(folder));
  const base = ledgerIn(folder);
  return {
    async read(path) {
      if (!isPlainPath(path)) return undefined;
      try {
        return await readFile(join(base, path));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
  };
}

/** The folder that holds `log/`: this one, or the only one below it that does, since a site may lie under a path or a host name. */
function ledgerIn(folder: string): string {
  if (existsSync(join(folder, 'log', 'checkpoint'))) return folder;
  const below = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === 'checkpoint' && entry.parentPath.endsWith('log'))
    .map((entry) => join(entry.parentPath, '..'));
  return below.length === 1 && below[0] !== undefined ? below[0] : folder;
}
