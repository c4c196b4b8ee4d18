/** Secret keys of a city: random bytes in files that only the server's user may read, made at the first start. */

import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const keyLength = 32;

/**
 * The 32 bytes in a file, made when there is none.
 * @throws Error when the file cannot be read or made, or holds anything else
 */
export function keyIn(file: string): Uint8Array {
  const key = read(file) ?? make(file);
  if (key.byteLength !== keyLength) throw new Error(`${file} holds ${key.byteLength} bytes instead of ${keyLength}`);
  return key;
}

function read(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isCalled(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** The name is given to a file that is whole and on the disk: what a key has sealed is lost with the key. */
function make(file: string): Uint8Array {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  rmSync(draft, { force: true });
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, randomBytes(keyLength));
    fsyncSync(handle);
    linkSync(draft, file);
  } catch (error) {
    // Another process was quicker.
    if (!isCalled(error, 'EEXIST')) throw error;
  } finally {
    closeSync(handle);
    rmSync(draft, { force: true });
  }
  return readFileSync(file);
}

const isCalled = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
