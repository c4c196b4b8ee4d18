/** Everything that somebody can come to by following links, sorted by the page of src/pages that answers. */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../src/pages', import.meta.url));

/** The pages of the site by their routes, such as `/desk/cases/[id]`; what is no page to look at is left out. */
export const routes: readonly string[] = globSync('**/*.astro', { cwd: folder })
  .map((file) => `/${file.replace(/\.astro$/, '').replace(/\/?index$/, '')}`)
  .map((route) => (route.length > 1 ? route.replace(/\/$/, '') : route))
  .sort();

const patterns = routes
  .map((route) => ({ route, pattern: new RegExp(`^${route.replaceAll(/\[\w+\]/g, '[^/]+')}$`) }))
  // A name says more than a part that may be anything.
  .sort((a, b) => a.route.split('[').length - b.route.split('[').length);

/** The page that answers an address; nothing for what is no page. */
export const routeOf = (path: string): string | undefined =>
  patterns.find(({ pattern }) => pattern.test(path.replace(/(.)\/$/, '$1')))?.route;

export interface Found {
  route: string;
  /** Path and query. */
  address: string;
  html: string;
}

/**
 * Follows links from some addresses on.
 * @param most addresses of each page that differ in their path or in the names of their parameters, since a list leads to very many
 * @returns what answered with 200
 */
export async function crawl(
  site: string,
  from: readonly string[],
  { cookie, most }: { cookie?: string; most: number },
): Promise<Found[]> {
  const waiting = [...from];
  const asked = new Set<string>();
  const kinds = new Map<string, number>();
  const found: Found[] = [];
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const url = new URL(address, site);
    const route = routeOf(decodeURI(url.pathname));
    const key = url.pathname + url.search;
    if (route === undefined || asked.has(key)) continue;
    asked.add(key);
    const kind = `${route}?${[...url.searchParams.keys()].sort().join('&')}`;
    const count = kinds.get(kind) ?? 0;
    if (count >= most) continue;
    kinds.set(kind, count + 1);
    const answer = await fetch(url, { redirect: 'manual', ...(cookie && { headers: { cookie } }) });
    const to = answer.headers.get('location');
    if (to !== null) waiting.push(new URL(to, url).pathname + new URL(to, url).search);
    if (answer.status >= 500) throw new Error(`${key}: ${answer.status}`);
    if (answer.status !== 200) continue;
    // A page that breaks after its beginning was sent just ends.
    const html = await answer.text().catch((error: unknown) => {
      throw new Error(`${key} breaks off`, { cause: error });
    });
    found.push({ route, address: key, html });
    for (const [, link = ''] of html.matchAll(/<a\b[^>]*?\shref="([^"#]*)/g)) {
      const next = new URL(link.replaceAll('&amp;', '&'), url);
      if (next.origin === url.origin) waiting.push(next.pathname + next.search);
    }
  }
  return found;
}

/** Where somebody without an account begins: the front page, and what one comes to from a letter, a poster, or a lost network. */
export const publicStarts = ['/', '/offline', '/letter', '/account', '/desk/sign-in'];

/** Where a crawl of the desk begins: its head leads nearly everywhere; of the many kinds of records it follows only some. */
export const deskStarts = ['/desk', '/desk/records/award'];
