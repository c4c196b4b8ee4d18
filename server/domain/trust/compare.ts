/** Differences between what was published and what comes out when it is made again, each with its place. */

/** A place in a JSON value: keys, and for rows of a list the code, id, month or whatever names them. */
export type Path = readonly string[];

export interface Difference {
  path: Path;
  /** JSON; empty where there is nothing. */
  published: string;
  recounted: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What names a row of a list, the surest first. */
const naming = ['code', 'id', 'month', 'year', 'department', 'group', 'item', 'channel', 'classCode'];

/** The name of a row. */
function nameOfRow(row: unknown): string | undefined {
  if (!isObject(row)) return undefined;
  const name = naming.map((key) => row[key]).find((value) => value !== undefined);
  return typeof name === 'string' || typeof name === 'number' ? String(name) : undefined;
}

/** A list of rows by their names; nothing when a row has no name or shares it. */
function rowsByName(list: readonly unknown[]): Map<string, unknown> | undefined {
  const rows = new Map<string, unknown>();
  for (const row of list) {
    const name = nameOfRow(row);
    if (name === undefined || rows.has(name)) return undefined;
    rows.set(name, row);
  }
  return rows;
}

const asText = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));

/** All differences of two JSON values, leaf by leaf. */
export function differences(published: unknown, recounted: unknown, path: Path = []): Difference[] {
  if (Array.isArray(published) && Array.isArray(recounted)) {
    const [before, after] = [rowsByName(published), rowsByName(recounted)];
    if (before === undefined || after === undefined) {
      return asText(published) === asText(recounted)
        ? []
        : [{ path, published: asText(published), recounted: asText(recounted) }];
    }
    const found = differencesOfParts(Object.fromEntries(before), Object.fromEntries(after), path);
    const [orderBefore, orderAfter] = [[...before.keys()].join(), [...after.keys()].join()];
    return found.length === 0 && orderBefore !== orderAfter
      ? [{ path, published: orderBefore, recounted: orderAfter }]
      : found;
  }
  if (isObject(published) && isObject(recounted)) return differencesOfParts(published, recounted, path);
  return published === recounted ? [] : [{ path, published: asText(published), recounted: asText(recounted) }];
}

function differencesOfParts(
  published: Readonly<Record<string, unknown>>,
  recounted: Readonly<Record<string, unknown>>,
  path: Path,
): Difference[] {
  const names = new Set([...Object.keys(recounted), ...Object.keys(published)]);
  return [...names].flatMap((name) => differences(published[name], recounted[name], [...path, name]));
}
