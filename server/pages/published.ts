/** Which addresses are published pages: the same bytes for everybody, so that they are made once and kept. */

/** A page and the names in its query string that make a page of their own; with any other name it is not a published page. */
interface Published {
  path: RegExp;
  query: readonly string[];
}

const published: readonly Published[] = [
  { path: /^\/$/, query: [] },
  { path: /^\/d$/, query: ['class', 'for'] },
  { path: /^\/d\/[a-z0-9-]+(\/(rate|opinion))?$/, query: [] },
  { path: /^\/rates(\/[\w-]+)*$/, query: ['class', 'sort'] },
  { path: /^\/cases(\/[\w-]+)?$/, query: ['department', 'topic', 'year', 'state', 'after'] },
  { path: /^\/account$/, query: ['department', 'after'] },
  { path: /^\/pledges(\/\d{4}-\d{4,9})?$/, query: ['department', 'state', 'year', 'after'] },
  { path: /^\/reports(\/(bulletin|analysis)-\d{4}-\d{4,9})?$/, query: ['after'] },
  { path: /^\/problems\/[\w-]+$/, query: [] },
  { path: /^\/(opinion|method|privacy|verify|track|api)$/, query: [] },
];

const longest = 300;

/** Whether a path with its query (`/cases?year=2026`), without the base path, is a published page. */
export function isPublished(target: string): boolean {
  if (target.length > longest) return false;
  const [path = '', query = ''] = target.split('?', 2);
  const page = published.find((one) => one.path.test(path));
  return page !== undefined && [...new URLSearchParams(query).keys()].every((name) => page.query.includes(name));
}
