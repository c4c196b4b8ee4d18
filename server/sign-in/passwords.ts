/** Passwords of staff: how they are kept, what a new one must be like, and the first one that an administrator hands over. */

import { hash, verify } from '@node-rs/argon2';

/** argon2id, the library's own choice, with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet): about 20 ms on one core. */
const options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

/** A password as it is stored, in PHC format with its own salt. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), options);

/** A hash of nothing anybody types, so that an unknown user name costs as much time as a wrong password. */
let nobody: Promise<string> | undefined;

/** Whether a password is the one of a hash; with no hash it does the same work and says no. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  nobody ??= hashPassword('\u0000');
  const matches = await verify(stored ?? (await nobody), password.normalize('NFC'));
  return matches && stored !== undefined;
}

export const passwordLength = { least: 10, most: 128 } as const;

/** Why a new password will not do. Length is what counts (NIST SP 800-63B §5.1.1.2); the rest keeps out the first guesses. */
export type PasswordWeakness = 'too-short' | 'too-long' | 'too-plain' | 'has-username' | 'unchanged';

/** Runs that people type instead of a password, in any case; also what keyboards and years suggest. */
const plainRuns = [
  '12345',
  '54321',
  'abcdefg',
  'qwerty',
  'password',
  'admin',
  'wanping',
  'mima',
  'iloveyou',
  '888888',
  '666666',
];

/** What is wrong with a new password, or nothing. */
export function passwordWeakness(password: string, username: string, current?: string): PasswordWeakness | undefined {
  const length = [...password].length;
  if (length < passwordLength.least) return 'too-short';
  if (length > passwordLength.most) return 'too-long';
  if (password === current) return 'unchanged';
  const plain = password.toLowerCase();
  if (username.length >= 3 && plain.includes(username.toLowerCase())) return 'has-username';
  // What is left beside such a run must carry the password alone.
  const rest = plainRuns.reduce((text, run) => text.replaceAll(run, ''), plain);
  return /^\d+$/.test(plain) || new Set(rest).size < 6 ? 'too-plain' : undefined;
}

/** No letters or digits that are read as another one; told over the telephone in four groups of four. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A first password: 16 of 31 letters, 79 bits, from the cryptographic source given. It must be changed at the first sign-in. */
export function initialPassword(random: (length: number) => Uint8Array): string {
  const chosen: string[] = [];
  while (chosen.length < 16) {
    for (const byte of random(32)) {
      // 248 is the largest multiple of 31 in a byte: what lies above would make some letters likelier.
      if (byte < 248 && chosen.length < 16) chosen.push(letters.charAt(byte % 31));
    }
  }
  return chosen.join('').replace(/(.{4})(?=.)/g, '$1-');
}
