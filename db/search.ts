/**
 * Finds cases by what is written in them. The index holds pairs of neighbouring characters, so that Chinese words of any length are
 * found without a dictionary, marked by who may read the text they stand in. It only narrows down: the texts that the reader may
 * read are looked at themselves afterwards (db/queue-conditions.ts), so that searching never tells what reading does not.
 */

import { randomInt } from 'node:crypto';
import { type Kysely, type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import { databaseKind } from './open.ts';
import type { Database } from './tables.ts';

/** A text by who may read it: what is published, what departments may read beside it, and what the office alone may. */
const levels = { published: 'p', redacted: 'r', original: 'o' } as const;
export type TextLevel = keyof typeof levels;

/** Texts that are indexed at once: one transaction, in which nobody else can write to SQLite. */
const indexedAtOnce = 100;

/** Upper and lower case are the same to a search, in ASCII alone, as in the databases. */
export const folded = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Runs of letters, digits and the marks on them; what stands between is not indexed. */
const runsOf = (text: string): string[][] => (folded(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map((run) => [...run]);

/** The pairs of a text, and the last character of each run, which begins no pair. */
function gramsOf(text: string): string[] {
  return runsOf(text).flatMap((run) => run.map((character, at) => character + (run[at + 1] ?? '')));
}

/** What a word needs to be found: pairs, or the character with which something begins. */
function neededFor(word: string): { gram: string; isPrefix: boolean }[] {
  return runsOf(word).flatMap((run): { gram: string; isPrefix: boolean }[] =>
    run.length === 1
      ? [{ gram: run[0] ?? '', isPrefix: true }]
      : run.slice(1).map((character, at) => ({ gram: (run[at] ?? '') + character, isPrefix: false })),
  );
}

/**
 * Cases that may have a word in a text of these levels, as a condition on the id of the case; those that wait to be indexed may, too.
 * Nothing for a word without any letter or digit, which only looking at every text finds.
 */
export function mayContain(
  kind: 'sqlite' | 'postgres',
  word: string,
  read: readonly TextLevel[],
): RawBuilder<SqlBool> | undefined {
  const needed = neededFor(word);
  if (needed.length === 0 || read.length === 0) return undefined;
  const grams = needed.map(({ gram, isPrefix }) => {
    const marked = read.map((level) => levels[level] + gram);
    const quoted =
      kind === 'sqlite'
        ? marked.map((one) => `"${one}"${isPrefix ? ' *' : ''}`)
        : marked.map((one) => `'${one}'${isPrefix ? ':*' : ''}`);
    return `(${quoted.join(kind === 'sqlite' ? ' OR ' : ' | ')})`;
  });
  return kind === 'sqlite'
    ? sql<SqlBool>`case_file.id in (
        select case_id from search_entry where n in (select rowid from search_index where search_index match ${grams.join(' AND ')})
        union all select case_id from search_waiting)`
    : sql<SqlBool>`case_file.id in (
        select case_id from search_index where grams @@ cast(${grams.join(' & ')} as tsquery)
        union all select case_id from search_waiting)`;
}

/**
 * Indexes cases that wait for it, in the order of their ids, which says nothing of when they came in.
 * @returns how many were looked at; none when nothing waits
 */
export async function indexWaiting(db: Kysely<Database>): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const next = await trx
      .selectFrom('search_waiting')
      .select('case_id')
      .orderBy('case_id')
      .limit(indexedAtOnce)
      .execute();
    if (next.length === 0) return 0;
    // Taken off the list before their texts are read: a text that changes meanwhile puts its case on it again.
    const taken = await trx
      .deleteFrom('search_waiting')
      .where(
        'case_id',
        'in',
        next.map(({ case_id }) => case_id),
      )
      .returning('case_id')
      .execute();
    const ids = taken.map(({ case_id }) => case_id);
    if (ids.length === 0) return 0;
    for (const [id, grams] of await textsOf(trx, ids)) await enter(trx, id, grams);
    return ids.length;
  });
}

/** Marked pairs of each case. What stands in a text that more people may read is not repeated for those who may read it, too. */
async function textsOf(trx: Transaction<Database>, ids: readonly string[]): Promise<Map<string, string[]>> {
  const cases = await trx
    .selectFrom('case_file')
    .select(['id', 'public_text', 'public_outcome'])
    .where('id', 'in', ids)
    .execute();
  const opinions = await trx
    .selectFrom('opinion')
    .select(['case_id', 'redacted_text', 'original_text'])
    .where('case_id', 'in', ids)
    .execute();
  return new Map(
    cases.map(({ id, public_text, public_outcome }) => {
      const own = opinions.filter(({ case_id }) => case_id === id);
      const texts: [TextLevel, (string | null)[]][] = [
        ['published', [public_text, public_outcome]],
        ['redacted', own.map(({ redacted_text }) => redacted_text)],
        ['original', own.map(({ original_text }) => original_text)],
      ];
      const known = new Set<string>();
      const marked = texts.flatMap(([level, of]) => {
        const fresh = new Set(of.flatMap((text) => gramsOf(text ?? '')).filter((gram) => !known.has(gram)));
        for (const gram of fresh) known.add(gram);
        return [...fresh].sort().map((gram) => levels[level] + gram);
      });
      return [id, marked];
    }),
  );
}

/** The largest integer that JavaScript draws at random. */
const mostDrawn = 2 ** 48 - 1;

async function enter(trx: Transaction<Database>, id: string, grams: readonly string[]): Promise<void> {
  if (databaseKind(trx) === 'postgres') {
    await sql`insert into search_index (case_id, grams) values (${id}, array_to_tsvector(cast(${grams} as text[])))
      on conflict (case_id) do update set grams = excluded.grams`.execute(trx);
    return;
  }
  let n: number;
  do n = randomInt(1, mostDrawn);
  while ((await sql`select 1 from search_entry where n = ${n}`.execute(trx)).rows.length > 0);
  await sql`insert into search_entry (n, case_id) values (${n}, ${id})`.execute(trx);
  await sql`insert into search_index (rowid, grams) values (${n}, ${grams.join(' ')})`.execute(trx);
}
