/** Tries to find out who sent what: by values that stand on both sides, by orders, by times of day. */

export type Row = Record<string, unknown>;
/** All rows of each table, in the order in which the database gives them. */
export type Dump = Record<string, Row[]>;

/** Every plain value in a row, also those inside JSON. */
export function valuesIn(value: unknown): string[] {
  if (value === null || value === undefined || typeof value === 'boolean') return [];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('base64url')];
  if (Array.isArray(value)) return value.flatMap(valuesIn);
  if (typeof value === 'object') return Object.values(value).flatMap(valuesIn);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^[{[]/.test(text)) {
    try {
      return [text, ...valuesIn(JSON.parse(text))];
    } catch {
      // Only looks like JSON.
    }
  }
  return [text];
}

/** A value that stands with what a person rated and with what the same person wrote, and with hardly anybody else's. */
export interface Link {
  value: string;
  people: number[];
}

/** As many people behind one value are a crowd. */
const crowd = 5;
/** Days and weeks: what they may tell is judged apart. */
const isDay = (value: string): boolean => /^\d{4}-\d\d(-\d\d)?$/.test(value);

/** Values shared by both sides of a person. Each side: rows by person. */
export function linksBetween(
  ratings: ReadonlyMap<number, readonly unknown[]>,
  opinions: ReadonlyMap<number, readonly unknown[]>,
): Link[] {
  const peopleBy = (side: ReadonlyMap<number, readonly unknown[]>): Map<string, Set<number>> => {
    const found = new Map<string, Set<number>>();
    for (const [person, rows] of side) {
      for (const value of rows.flatMap(valuesIn)) {
        if (value === '' || isDay(value)) continue;
        const people = found.get(value) ?? new Set();
        found.set(value, people.add(person));
      }
    }
    return found;
  };
  const [left, right] = [peopleBy(ratings), peopleBy(opinions)];
  return [...left].flatMap(([value, raters]) => {
    const writers = right.get(value) ?? new Set();
    const both = [...raters].filter((person) => writers.has(person));
    // What many on either side have says nothing of which of them is which.
    return both.length > 0 && Math.max(raters.size, writers.size) < crowd ? [{ value, people: both }] : [];
  });
}

/** Ranks of values, ties shared. */
function ranks(values: readonly (number | string)[]): number[] {
  const order = values
    .map((value, at) => ({ value, at }))
    .sort((a, b) => (a.value < b.value ? -1 : Number(a.value > b.value)));
  const found: number[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && order[end]?.value === order[start]?.value) end += 1;
    for (let place = start; place < end; place += 1) found[order[place]?.at ?? 0] = (start + end - 1) / 2;
    start = end;
  }
  return found;
}

/** Spearman's rank correlation; 0 where one side is all the same. */
export function correlation(one: readonly (number | string)[], other: readonly (number | string)[]): number {
  const [a, b] = [ranks(one), ranks(other)];
  const mean = (a.length - 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (const [at, rank] of a.entries()) {
    const [x, y] = [rank - mean, (b[at] ?? 0) - mean];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

/**
 * What chance alone gives hardly ever: without any relation artanh ρ has the standard deviation 1.03/√(n−3) (Fisher's transformation), and five
 * of these are exceeded once in a million tries. A run makes some two hundred.
 */
export const byChance = (n: number): number => Math.tanh((5 * 1.03) / Math.sqrt(n - 3));

/** Correlation of a list with the order of sending, within groups only: what the groups themselves tell is public. */
export function withinGroups(rows: readonly { group: string; sent: number }[]): {
  rho: number;
  n: number;
  groups: number;
} {
  const groups = new Map<string, number[]>();
  for (const { group, sent } of rows) groups.set(group, [...(groups.get(group) ?? []), sent]);
  const [places, orders]: [number[], number[]] = [[], []];
  for (const sent of groups.values()) {
    if (sent.length < 2) continue;
    const order = ranks(sent);
    for (const [place, rank] of order.entries()) {
      // Between −1 and 1 in each group, whatever its size.
      places.push((2 * place) / (sent.length - 1) - 1);
      orders.push((2 * rank) / (sent.length - 1) - 1);
    }
  }
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const scale = Math.sqrt(sum(places.map((x) => x * x)) * sum(orders.map((x) => x * x)));
  const rho = scale === 0 ? 0 : sum(places.map((x, at) => x * (orders[at] ?? 0))) / scale;
  return { rho, n: places.length, groups: groups.size };
}

/** A value as text. */
const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A way in which the rows of a table tell in which order people sent them. */
export interface Trace {
  table: string;
  /** A column, or the order of the rows themselves. */
  by: string;
  rho: number;
}

/**
 * Orders that tell who came first: of the rows as they lie, and of each column.
 * @param sentBy place of the sender in the order of sending
 * @param known columns that may tell the day or week, as is written down of them
 */
export function tracesIn(
  table: string,
  rows: readonly Row[],
  sentBy: (row: Row) => number | undefined,
  { known, rowOrder }: { known: readonly string[]; rowOrder: boolean },
): Trace[] {
  const mine = rows.flatMap((row) => {
    const sent = sentBy(row);
    return sent === undefined ? [] : [{ row, sent }];
  });
  if (mine.length < 8) return [];
  type Order = { by: string; values: { value: number | string; sent: number }[] };
  const orders: Order[] = rowOrder ? [{ by: 'rows', values: mine.map(({ sent }, at) => ({ value: at, sent })) }] : [];
  for (const column of Object.keys(mine[0]?.row ?? {})) {
    if (known.includes(column)) continue;
    // Whether there is something and what there is are asked apart: who leaves a contact is the scene's doing, what is made of it the city's.
    const isThere = mine.map(({ row, sent }) => ({ value: row[column] === null ? 0 : 1, sent }));
    const there = mine.flatMap(({ row, sent }) => (row[column] === null ? [] : [{ value: row[column], sent }]));
    orders.push({ by: `presence of ${column}`, values: isThere });
    orders.push({
      by: column,
      values: there.map(({ value, sent }) => ({ value: typeof value === 'number' ? value : plain(value), sent })),
    });
    orders.push({
      by: `length of ${column}`,
      values: there.map(({ value, sent }) => ({ value: plain(value).length, sent })),
    });
  }
  return orders
    .filter(({ values }) => values.length >= 8)
    .map(({ by, values }) => ({
      table,
      by,
      n: values.length,
      rho: correlation(
        values.map(({ value }) => value),
        values.map(({ sent }) => sent),
      ),
    }))
    .filter(({ rho, n }) => Math.abs(rho) > byChance(n))
    .map(({ table, by, rho }) => ({ table, by, rho }));
}

/** Instants and times of day among values. */
export const timesOfDay = (value: unknown): string[] =>
  valuesIn(value).filter((text) => /\d{1,2}:\d\d/.test(text) || /^1[6-9]\d{8}(\d{3})?$/.test(text));
