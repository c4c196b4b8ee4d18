/** Sessions of staff: the cookie that carries one, how long it lasts, and who is behind it. */

import { createHash } from 'node:crypto';
import type { Context as HonoContext } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';
import { type Account, deleteSession, findSession, insertSession, touchSession } from '../../db/accounts.ts';
import { instantOf, instantText, later } from '../clock.ts';
import type { Context } from '../context.ts';
import type { Env } from './route.ts';
import type { Staff } from './staff.ts';

const minute = 60_000;
/**
 * A session ends after half an hour without a request, and after a working day in any case: desks stand in rooms that citizens
 * enter, and nobody should still be signed in tomorrow.
 */
export const idleFor = 30 * minute;
export const lastsAtMost = 8 * 60 * minute;
/** Use is noted once a minute at most, so that reading does not write all the time. */
const noteEvery = minute;
/** How long a device is known after a sign-in, in seconds. */
const deviceFor = 365 * 24 * 60 * 60;

/** `__Host-` makes browsers insist on https and on this very host; without https there is no such cookie. */
const isHttps = ({ env }: Context): boolean => env.publicUrl?.startsWith('https:') ?? false;
export const sessionCookie = (context: Context): string => (isHttps(context) ? '__Host-wanping' : 'wanping');
/** A device that has signed in keeps this one, so that the failures of strangers never lock it out. */
export const deviceCookie = (context: Context): string => `${sessionCookie(context)}-device`;

/** Lax: a link from elsewhere opens the desk, but no form from elsewhere is sent with it; the origin check stands behind that. */
const attributes = (context: Context) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps(context) }) as const;

/** What is stored of a token. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

const newToken = (context: Context): string => Buffer.from(context.random(32)).toString('base64url');

/** A token of ours in a cookie header: 32 bytes in base64url. */
function tokenIn(cookies: string | undefined, name: string): string | undefined {
  const token = cookies === undefined ? undefined : parse(cookies, name)[name];
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined;
}

/** Who is signed in, and until when. */
export interface SignedIn {
  staff: Staff;
  /** Instants: the latest end, and the end if nothing more is done. */
  expiresAt: string;
  idleUntil: string;
}

/** Who is signed in with the cookies of a request; using the session keeps it alive. */
export async function findSignedIn(context: Context, cookies: string | undefined): Promise<SignedIn | undefined> {
  const token = tokenIn(cookies, sessionCookie(context));
  if (token === undefined) return undefined;
  const now = context.now();
  const found = await findSession(context.db, tokenHash(token), instantText(now));
  if (found === undefined) return undefined;
  const { account, session } = found;
  const latest = later(instantOf(session.createdAt), lastsAtMost);
  let idleUntil = session.expiresAt;
  if (later(instantOf(session.lastSeenAt), noteEvery) <= now) {
    const idle = later(now, idleFor);
    idleUntil = instantText(idle < latest ? idle : latest);
    await touchSession(context.db, session.tokenHash, instantText(now), idleUntil);
  }
  return { staff: staffFrom(account), expiresAt: instantText(latest), idleUntil };
}

/** The staff member behind the cookies of a request, for the middleware that asks who may call a route. */
export const findStaff = async (context: Context, cookies: string | undefined): Promise<Staff | undefined> =>
  (await findSignedIn(context, cookies))?.staff;

/** Begins a new session in place of the one that the request brought. The token is new, so that nobody can plant one beforehand. */
export async function beginSession(c: HonoContext<Env>, accountId: string): Promise<SignedIn | undefined> {
  const { context } = c.var;
  const now = context.now();
  await deleteSession(context.db, tokenHash(tokenIn(c.req.header('cookie'), sessionCookie(context)) ?? ''));
  const token = newToken(context);
  await insertSession(context.db, {
    tokenHash: tokenHash(token),
    accountId,
    createdAt: instantText(now),
    lastSeenAt: instantText(now),
    expiresAt: instantText(later(now, idleFor)),
  });
  setCookie(c, sessionCookie(context), token, attributes(context));
  return findSignedIn(context, `${sessionCookie(context)}=${token}`);
}

/** Ends the session of this request, if there is one, and takes its cookie back. */
export async function endSession(c: HonoContext<Env>): Promise<void> {
  const { context } = c.var;
  const token = tokenIn(c.req.header('cookie'), sessionCookie(context));
  if (token !== undefined) await deleteSession(context.db, tokenHash(token));
  deleteCookie(c, sessionCookie(context), attributes(context));
}

/** The hash of the device's own token; undefined for a device without one. */
export function deviceOf(c: HonoContext<Env>): string | undefined {
  const token = tokenIn(c.req.header('cookie'), deviceCookie(c.var.context));
  return token === undefined ? undefined : tokenHash(token);
}

/** Gives the device a token of its own. @returns its hash */
export function markDevice(c: HonoContext<Env>): string {
  const { context } = c.var;
  const token = newToken(context);
  setCookie(c, deviceCookie(context), token, { ...attributes(context), maxAge: deviceFor });
  return tokenHash(token);
}

const staffFrom = (account: Account): Staff => ({
  accountId: account.id,
  username: account.username,
  displayName: account.displayName,
  role: account.role,
  department: account.departmentCode,
  mustChangePassword: account.mustChangePassword,
});
