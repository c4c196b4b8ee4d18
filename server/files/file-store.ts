/** Files by the hash of their content, under DATA_DIR/files; a file is on disk before its hash is told. */

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface StoredFile {
  /** Lower-case hexadecimal. */
  sha256: string;
  /** Bytes. */
  size: number;
}

export interface FileStore {
  /** Stores bytes; the same bytes are stored once. The promise settles after the fsync. */
  put(bytes: Uint8Array): Promise<StoredFile>;
  /** The bytes, or nothing when there is no such file. */
  read(sha256: string): Promise<Buffer<ArrayBuffer> | undefined>;
  /** Forgets a file; one that is not there is no error. */
  remove(sha256: string): Promise<void>;
}

/** File times would say when a citizen sent a photo; all of them are the beginning of 1970. */
const noTime = 0;

export function createFileStore(folder: string): FileStore {
  const pathOf = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('Not a SHA-256 in hexadecimal');
    return join(folder, sha256.slice(0, 2), sha256);
  };
  return {
    put: async (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const path = pathOf(sha256);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const work = join(folder, `${randomUUID()}.part`);
      const file = await open(work, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.utimes(noTime, noTime);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(work, path);
      await syncFolder(dirname(path));
      return { sha256, size: bytes.byteLength };
    },
    read: async (sha256) => {
      try {
        return await readFile(pathOf(sha256));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
  };
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Makes a rename survive a loss of power, and hides when the folder was last written to. */
async function syncFolder(path: string): Promise<void> {
  await utimes(path, noTime, noTime);
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
