/** Addresses of our own pages, under whatever base path the site is deployed. */

const base = import.meta.env.BASE_URL.replace(/\/$/, '');

/** An address inside the site: `href('/rates')` is `/rates`, or `/wanping/rates` under `BASE_PATH=/wanping`. */
export const href = (path: `/${string}`): string => `${base}${path}` || '/';

/** The same for an address that the API names: `/desk/inbox`. */
export const hrefOf = (path: string): string => href(`/${path.replace(/^\//, '')}`);

/** Where an address that came with a form leads, if that is this site: path and query, written so that it can stand in a header. */
export function ownAddress(given: unknown): string | undefined {
  const site = 'http://site';
  // `//host` is another site, and so is `/\t/host`, from which browsers take the tab.
  if (typeof given !== 'string' || !given.startsWith('/') || !URL.canParse(given, site)) return undefined;
  const { origin, pathname, search } = new URL(given, site);
  return origin === site && !pathname.startsWith('//') ? pathname + search : undefined;
}
