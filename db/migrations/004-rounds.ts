/** Rounds: plans and self-reports, rosters, the issuer's keys and used codes, ballots and their openings, written ballots in batches, flags. */

import type { Kysely } from 'kysely';
import { runSchema } from './dialects.ts';

export const schema = `
create table round_plan (
  round_id text primary key references record (id),
  plan text not null,
  rules_hash text,
  results text,
  results_hash text
);
create table round_report (
  round_id text not null references record (id),
  department text not null references department (code),
  report text not null,
  filled_on text not null,
  primary key (round_id, department)
);
create table round_file (
  round_id text not null references record (id),
  path text not null,
  hash text not null,
  size integer not null,
  gzip blob not null,
  primary key (round_id, path)
);

create table roster_line (
  round_id text not null,
  line text not null,
  roster text not null,
  primary key (round_id, line)
) without rowid;
create index roster_line_by_roster on roster_line (round_id, roster);

create table issuer_round (
  round_id text primary key,
  rules text not null
);
create table issuer_line (
  round_id text not null,
  line text not null,
  roster text not null,
  redemption text,
  request_hash text,
  primary key (round_id, line)
) without rowid;
create index issuer_line_used on issuer_line (round_id, redemption) where redemption is not null;
create table issuer_key (
  round_id text not null,
  rater_group text not null,
  department text not null,
  modulus text not null,
  sealed text,
  primary key (round_id, rater_group, department)
);

create table vote_waiting (
  leaf text primary key,
  round_id text not null,
  kind text not null check (kind in ('redeem', 'ballot', 'cancel')),
  due text not null,
  entry text not null
) without rowid;
create index vote_waiting_by_round on vote_waiting (round_id);
create table ballot (
  c text primary key,
  round_id text not null,
  rater_group text not null,
  department text not null,
  z text not null,
  ticket text not null,
  salt text,
  marks text,
  cancelled integer not null default 0 check (cancelled in (0, 1))
) without rowid;
create index ballot_by_round on ballot (round_id, rater_group, department);

create table paper_ballot (
  id text primary key,
  batch_id text not null references record (id),
  serial integer not null,
  first text,
  first_by text,
  second text,
  second_by text,
  third text,
  third_by text,
  state text not null check (state in ('first', 'second', 'differs', 'agreed', 'void')),
  void_reason text check (void_reason in ('blank', 'unknown-majority', 'spoiled', 'repeated')),
  seconds integer,
  unique (batch_id, serial)
);
create index paper_ballot_by_state on paper_ballot (batch_id, state);
create table batch_row (
  c text primary key,
  batch_id text not null,
  round_id text not null,
  rater_group text not null,
  department text not null,
  channel text not null,
  salt text not null,
  marks text not null,
  ballot_id text
) without rowid;
create index batch_row_by_batch on batch_row (batch_id);
create index batch_row_by_round on batch_row (round_id, rater_group, department);

create table ballot_flag (
  id text primary key,
  round_id text not null references record (id),
  rule text not null,
  ballots integer not null,
  detail text not null,
  targets text not null,
  exclusion_id text references record (id)
);
create index ballot_flag_by_round on ballot_flag (round_id, rule);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await runSchema(db, schema);
}
