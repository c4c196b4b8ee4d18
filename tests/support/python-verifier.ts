/** tools/verify.py as a process, where there is a Python that can run it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { layOut } from './open-mirror.ts';

const program = fileURLToPath(new URL('../../tools/verify.py', import.meta.url));

/** Whether there is a Python that can run it. */
export function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('python3 (3.9 or newer) is not on the PATH: tools/verify.py is not tested.');
    return false;
  }
}

/** Lets it verify a mirror. @returns its exit code: 0 agrees, 1 does not, 2 cannot be read; and what it printed */
export function verifyWithPython(
  files: ReadonlyMap<string, Uint8Array>,
  ...options: string[]
): { code: number | null; printed: string } {
  const folder = layOut(files);
  try {
    const { status, stdout, stderr } = spawnSync('python3', ['-B', program, folder, ...options], { encoding: 'utf8' });
    return { code: status, printed: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
