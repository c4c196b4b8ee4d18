/** Files of the inviter: tables that are read, and new ones that only their owner may read and that never replace another. */

import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { csvCell } from '../../server/csv.ts';
import { readLooseCsv } from '../../server/domain/loose-csv.ts';
import { inviteWords as words } from '#words/invite.ts';
import { InviteRefusal } from './options.ts';

export interface Table {
  columns: string[];
  /** As many cells as columns. */
  rows: string[][];
}

/**
 * Reads a table as a spreadsheet program saves it, in UTF-8 or, as Chinese Excel does by itself, in GB 18030.
 * @throws InviteRefusal
 */
export function readTable(file: string): Table {
  const lines = readLooseCsv(decode(readBytes(file)));
  const [columns, ...rows] = lines ?? [];
  if (columns === undefined) throw new InviteRefusal(words.notCsv(file));
  for (const [index, row] of rows.entries())
    if (row.length > columns.length) throw new InviteRefusal(words.ragged(file, index + 2));
  return { columns, rows: rows.map((row) => columns.map((_, place) => row[place] ?? '')) };
}

/** @throws InviteRefusal */
export function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    throw new InviteRefusal(words.noFile(file));
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** A telephone number with its `+` is no formula, and a gateway needs it as it is. */
const cell = (text: string): string => (/^\+\d[\d -]*$/.test(text) ? text : csvCell(text));

export const tableLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

/** A file that is being written: what was handed over is in it, and nothing stays in memory. */
export interface NewFile {
  write(text: string): void;
  close(): void;
}

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

/**
 * A new file that only its owner may read.
 * @throws InviteRefusal when there is one already, or it cannot be written
 */
export function newFile(path: string): NewFile {
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      if (isTaken(error)) throw new InviteRefusal(words.fileTaken(path));
      throw new InviteRefusal(words.cannotWrite(path));
    }
  };
  const file = attempt(() => openSync(path, 'wx', 0o600));
  return {
    write: (text) => attempt(() => void writeSync(file, text)),
    close: () =>
      attempt(() => {
        fsyncSync(file);
        closeSync(file);
      }),
  };
}

/**
 * Fills a new folder, or an empty one; what was begun is taken away again when it cannot be finished.
 * @throws InviteRefusal
 */
export function fillFolder(folder: string, fill: (create: (name: string) => NewFile) => void): void {
  const created: string[] = [];
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (readdirSync(folder).length > 0) throw new InviteRefusal(words.folderTaken(folder));
    fill((name) => {
      const path = join(folder, name);
      const file = newFile(path);
      created.push(path);
      return file;
    });
  } catch (error) {
    for (const path of created) rmSync(path, { force: true });
    if (error instanceof InviteRefusal) throw error;
    throw new InviteRefusal(words.cannotWrite(folder));
  }
}
