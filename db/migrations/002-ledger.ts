/** The ledger: what waits to be entered, the log itself as flat tiles, what was published, and ratings that are opened in steps. */

import type { Kysely } from 'kysely';
import { runSchema } from './dialects.ts';

export const schema = `
create table ledger_pending (
  leaf text primary key,
  kind text not null check (kind in ('case.new', 'citizen', 'staff', 'rating')),
  due text not null,
  case_id text,
  seq integer,
  entry text not null
) without rowid;
create index ledger_pending_by_case on ledger_pending (case_id, seq) where case_id is not null;
create table ledger_leaf (
  leaf text primary key,
  idx integer not null,
  case_id text,
  seq integer
) without rowid;
create index ledger_leaf_by_case on ledger_leaf (case_id, seq) where case_id is not null;
create table ledger_tile (
  level integer not null,
  idx integer not null,
  width integer not null,
  hashes blob not null,
  primary key (level, idx)
) without rowid;
create table ledger_bundle (
  idx integer primary key,
  width integer not null,
  bytes blob not null
);
create table ledger_checkpoint (
  size integer primary key,
  root text not null,
  day text not null,
  note text not null
);
create table ledger_cosignature (
  witness text not null,
  size integer not null,
  seen_at bigint not null,
  line text not null,
  primary key (witness, size)
) without rowid;
create table ledger_rules (
  n integer primary key,
  hash text not null,
  body text not null
);

create table publication (
  n integer primary key,
  idx integer not null,
  day text not null,
  year integer not null,
  source text not null
);
create table open_file (
  path text primary key,
  publication integer not null,
  media_type text not null,
  hash text not null,
  size integer not null,
  gzip blob not null
) without rowid;

alter table case_file add column logged_seq integer not null default 0;
alter table event_text add column salt text not null default '';
alter table event_text add column published text;
alter table opinion add column text_salt text;

drop table rating_count;
drop table rating_item_count;
alter table rating add column secret text;
alter table rating add column year integer;
alter table rating add column leaf text;
create table opened_rating (
  department_code text not null,
  year integer not null,
  commitment text not null,
  level integer not null check (level between 1 and 5),
  salt text not null,
  items text not null,
  tags text not null,
  flag text check (flag in ('no-proof', 'verifier-unreachable', 'burst', 'appeal')),
  opened_on text not null,
  primary key (department_code, year, commitment)
) without rowid;
create table rating_total (
  department_code text not null,
  year integer not null,
  is_apart integer not null check (is_apart in (0, 1)),
  level integer not null check (level between 0 and 5),
  ratings integer not null,
  primary key (department_code, year, is_apart, level)
) without rowid;
create table rating_appeal (
  id text primary key,
  department_code text not null,
  year integer not null,
  commitment text not null,
  grounds text not null,
  asked_by text not null references account (id),
  asked_on text not null,
  state text not null check (state in ('waiting', 'granted', 'refused')),
  reason text,
  reason_salt text,
  ruled_by text references account (id),
  ruled_on text,
  unique (commitment)
);
create index rating_appeal_by_department on rating_appeal (department_code, state);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await runSchema(db, schema);
}
