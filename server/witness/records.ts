/**
 * What a witness must never lose: for each log the newest checkpoint that it cosigned, in one small file. The file is the only
 * copy, and is on the disk before anybody gets an answer.
 */

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The newest cosigned checkpoint of each log: notes with the log's signature and ours, by origin. */
export type Notes = Readonly<Record<string, string>>;

/** What a file of records says. */
export interface Records {
  /** Whose records these are. */
  witness: string;
  logs: Notes;
}

/** What becomes of the record of a log, and what the caller wanted to know. */
export interface Step<T> {
  /** The new note; absent: the old one stays. */
  keep?: string;
  result: T;
}

export interface RecordFile {
  read(): Records;
  /**
   * Decides on the record of a log and writes what was decided to the disk; nobody else can change it meanwhile, in this process or another.
   * @throws RecordsBusy when another process is at it; any other error means that nothing was decided
   */
  update<T>(origin: string, decide: (note: string | undefined) => Step<T>): T;
}

/** Another process is writing to the records at this moment. */
export class RecordsBusy extends Error {}

const fileIn = (folder: string): string => join(folder, 'records.json');
/** While this file is there, somebody is deciding. */
const draftOf = (file: string): string => `${file}.draft`;

export const hasRecords = (folder: string): boolean => existsSync(fileIn(folder));

/** Records of a witness that has seen no log. */
export function makeRecords(folder: string, witness: string): void {
  const file = fileIn(folder);
  rmSync(draftOf(file), { force: true });
  const handle = openSync(draftOf(file), 'wx', 0o600);
  try {
    write(handle, { witness, logs: {} });
  } finally {
    closeSync(handle);
  }
  giveName(file);
}

/** The records in a folder. @throws Error when the file is not what we wrote */
export function openRecords(folder: string): RecordFile {
  const file = fileIn(folder);
  const draft = draftOf(file);
  // Left behind by a process that was killed before it had decided anything.
  rmSync(draft, { force: true });
  const read = (): Records => parse(readFileSync(file, 'utf8'));
  read();
  return {
    read,
    update: (origin, decide) => {
      const handle = openDraft(draft);
      let step: ReturnType<typeof decide>;
      try {
        const records = read();
        step = decide(Object.hasOwn(records.logs, origin) ? records.logs[origin] : undefined);
        if (step.keep !== undefined) write(handle, { ...records, logs: { ...records.logs, [origin]: step.keep } });
      } catch (error) {
        rmSync(draft, { force: true });
        throw error;
      } finally {
        closeSync(handle);
      }
      if (step.keep === undefined) rmSync(draft, { force: true });
      else giveName(file);
      return step.result;
    },
  };
}

function openDraft(draft: string): number {
  try {
    return openSync(draft, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw new RecordsBusy();
    throw error;
  }
}

function write(draft: number, records: Records): void {
  writeFileSync(draft, `${JSON.stringify(records, undefined, 2)}\n`);
  fsyncSync(draft);
}

/** The records get their name only when they are whole and on the disk; then the name goes there, too. */
function giveName(file: string): void {
  renameSync(draftOf(file), file);
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function parse(text: string): Records {
  const value: unknown = JSON.parse(text);
  const isRecords =
    typeof value === 'object' &&
    value !== null &&
    'witness' in value &&
    typeof value.witness === 'string' &&
    'logs' in value &&
    typeof value.logs === 'object' &&
    value.logs !== null &&
    Object.values(value.logs).every((note) => typeof note === 'string');
  if (!isRecords) throw new TypeError('These are no records of a witness');
  return value as Records;
}
