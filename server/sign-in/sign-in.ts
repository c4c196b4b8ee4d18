/** Signing in: who may try how often, and what becomes of a try. */

import { createHash } from 'node:crypto';
import {
  type Account,
  addSignInFailure,
  findAccountByUsername,
  findSignInFailures,
  isKnownDevice,
  rememberDevice,
} from '../../db/accounts.ts';
import { audit } from '../audit.ts';
import { instantOf, instantText, later } from '../clock.ts';
import type { Context } from '../context.ts';
import { Problem } from '../problem.ts';
import { isPassword } from './passwords.ts';

const minute = 60_000;
/** Failures in a row after which the next try has to wait; a forgotten password is remembered within five. */
const freeFailures = 5;
const longestWait = 15 * minute;

/** How long to wait after so many failures in a row: one minute, doubled with each, a quarter of an hour at most. */
export const waitAfter = (failures: number): number =>
  failures < freeFailures ? 0 : Math.min(minute * 2 ** (failures - freeFailures), longestWait);

/** All devices that nobody has signed in from share one count. */
const stranger = '';

/** Names that are nobody's fail and wait like those of accounts, in a bounded number of rows. */
const nobodyNamed = (username: string): string =>
  `nobody-${createHash('sha256').update(username).digest('hex').slice(0, 3)}`;

/**
 * Tries to sign in.
 * Failures count per account and known device (OWASP "device cookies"): whoever guesses from elsewhere makes strangers wait, and
 * never a device from which somebody signed in before. Unknown names and disabled accounts get the same answer for the same work.
 * @param device the hash of the device's token, if it brought one
 * @returns the account, and whether the device was known already
 * @throws Problem `sign-in-failed`, or `too-many` with Retry-After
 */
export async function trySignIn(
  context: Context,
  typed: { username: string; password: string },
  device: string | undefined,
): Promise<{ account: Account; isKnown: boolean }> {
  const { db } = context;
  const now = context.now();
  const account = await findAccountByUsername(db, typed.username);
  const key = account?.id ?? nobodyNamed(typed.username.toLowerCase());
  const isKnown = await isKnownDevice(db, key, device ?? stranger).then((known) => known && device !== undefined);
  const counted = isKnown && device !== undefined ? device : stranger;

  const { blockedUntil } = await findSignInFailures(db, key, counted);
  if (blockedUntil !== null && blockedUntil > instantText(now)) {
    const seconds = Math.ceil((instantOf(blockedUntil).getTime() - now.getTime()) / 1000);
    throw new Problem('too-many', { retryAfter: seconds });
  }
  const matches = await isPassword(typed.password, account?.passwordHash);
  if (account === undefined || !matches || account.disabledAt !== null) {
    await addSignInFailure(db, key, counted, (failures) => {
      const wait = waitAfter(failures);
      return wait === 0 ? null : instantText(later(now, wait));
    });
    await audit(context, null, 'sign-in.failed', account?.id ?? '');
    throw new Problem('sign-in-failed');
  }
  await rememberDevice(db, account.id, counted);
  await audit(context, account.id, 'sign-in', account.id);
  return { account, isKnown };
}
