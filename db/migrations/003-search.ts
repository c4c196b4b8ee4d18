/**
 * Full-text search at the desk: an index of pairs of characters, kept by the database itself, so that no writer can forget it.
 * A text that is written puts its case on the list of those that wait to be indexed; a text that changes or goes also takes what the
 * index had of the case out of it at once. Until a case is indexed anew, its texts themselves are searched (db/search.ts).
 */

import { type Kysely, PostgresAdapter, sql } from 'kysely';
import { runSchema } from './dialects.ts';

/** The list keeps the order of ids, which are random: it says nothing of when anything came in. */
const waiting = `
create table search_waiting (
  case_id text primary key
) without rowid;
insert into search_waiting select id from case_file;
`;

/** `search_entry` gives each case a random number under which the index has it, so that its rows are not in the order of arrival. */
const sqlite = `
create table search_entry (
  n integer primary key,
  case_id text not null unique
);
create virtual table search_index using fts5 (grams, tokenize = 'ascii', detail = 'none', columnsize = 0);
insert into search_index (search_index, rank) values ('secure-delete', 1);
`;

const postgres = `
create table search_index (
  case_id text primary key,
  grams tsvector not null
);
create index search_index_by_gram on search_index using gin (grams);
`;

/** What happens in SQLite once a text of a case (`of` is its id) was written. */
const sqliteSteps = (of: string): string => `begin
  insert into search_waiting (case_id) values (${of}) on conflict do nothing;
  delete from search_index where rowid = (select n from search_entry where case_id = ${of});
  delete from search_entry where case_id = ${of};
end`;

/** The same in PostgreSQL. The list comes first: whoever is indexing the case just now is waited for, and the entry is seen. */
const postgresSteps = (of: string): string => `create function search_again_${of}() returns trigger language plpgsql as
'begin
  insert into search_waiting (case_id) values (new.${of}) on conflict do nothing;
  delete from search_index where case_id = new.${of};
  return null;
end'`;

const triggers = [
  { name: 'search_new_opinion', of: 'case_id', on: 'after insert on opinion' },
  { name: 'search_opinion', of: 'case_id', on: 'after update of original_text, redacted_text on opinion' },
  { name: 'search_case', of: 'id', on: 'after update of public_text, public_outcome on case_file' },
];

export async function makeSearch(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  const run = (statement: string) => sql.raw(statement).execute(db);
  await runSchema(db, waiting);
  await runSchema(db, isPostgres ? postgres : sqlite);
  if (isPostgres) for (const column of ['case_id', 'id']) await run(postgresSteps(column));
  for (const { name, of, on } of triggers) {
    const each = `create trigger ${name} ${on} for each row`;
    await run(isPostgres ? `${each} execute function search_again_${of}()` : `${each} ${sqliteSteps(`new.${of}`)}`);
  }
}
