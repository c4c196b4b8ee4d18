/** Who has come to a page of the desk. Whoever is not signed in goes to sign in first; what was typed travels along. */
import type { AstroGlobal } from 'astro';
import type { Me } from '../../server/schemas/desk.ts';
import { apiFor } from '../api.ts';
import { href, ownAddress } from '../links.ts';

type Page = Pick<AstroGlobal, 'request' | 'response' | 'redirect' | 'url'>;

/** A person at the desk, with the API as this person may use it. */
export interface Visit {
  me: Me;
  api: ReturnType<typeof apiFor>['api'];
}

/** Desk pages are nobody else's: never kept by a browser or a proxy. Call it before anything of the page is rendered. */
export const keepPrivate = ({ response }: Pick<Page, 'response'>): void =>
  response.headers.set('cache-control', 'no-store');

/** An address inside the desk that somebody may be sent on to, else the desk's home. */
export const insideDesk = (given: string | null | undefined): string => {
  const home = href('/desk');
  const address = ownAddress(given);
  return address !== undefined && (address === home || ['/', '?'].some((next) => address.startsWith(home + next)))
    ? address
    : home;
};

/** Sends on to another page with the cookies that an answer of the API set. */
export function sendOn(
  page: Pick<Page, 'redirect'>,
  to: string,
  answer?: { headers: Headers },
  status: 303 | 307 = 303,
): Response {
  const response = page.redirect(to, status);
  for (const cookie of answer?.headers.getSetCookie() ?? []) response.headers.append('set-cookie', cookie);
  response.headers.set('cache-control', 'no-store');
  return response;
}

/**
 * The visit, or the answer to give instead: to the sign-in page, or to the page for changing a first password.
 * A form that was sent after the session had ended goes along (307) and comes back after signing in.
 */
export async function visitDesk(page: Page, { changingPassword = false } = {}): Promise<Visit | Response> {
  keepPrivate(page);
  const { api } = apiFor(page.request);
  const answer = await api.desk.me.$get();
  if (!answer.ok) {
    const next = encodeURIComponent(page.url.pathname + page.url.search);
    return sendOn(page, `${href('/desk/sign-in')}?next=${next}`, undefined, page.request.method === 'POST' ? 307 : 303);
  }
  const me = await answer.json();
  if (me.mustChangePassword && !changingPassword) return sendOn(page, href('/desk/password'));
  return { me, api };
}

/** What a form on a page sent; nothing on an ordinary visit. */
export const formOf = async ({ request }: Pick<Page, 'request'>): Promise<FormData | undefined> =>
  request.method === 'POST' ? request.formData() : undefined;

/** The text of a control, trimmed; empty where there is none. */
export const textOf = (form: FormData | undefined, name: string): string => {
  const value = form?.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** All texts of the controls with a name. */
export const textsOf = (form: FormData | undefined, name: string): string[] =>
  (form?.getAll(name) ?? []).filter((value): value is string => typeof value === 'string').map((value) => value.trim());
