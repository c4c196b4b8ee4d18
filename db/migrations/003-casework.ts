/** Casework: what a case keeps for 会办, drawing and stages; records beside cases (公开承诺, 明查暗访, 函调 …); lights, the desk's own memory, notifications. */

import type { Kysely } from 'kysely';
import { makeSearch } from './003-search.ts';
import { makeAppendOnly, runSchema } from './dialects.ts';

export const schema = `
alter table case_file add column help text not null default '{}';
alter table case_file add column drawn integer not null default 0 check (drawn in (0, 1));
alter table case_file add column stage_day text;
alter table case_file add column extension_signed integer not null default 0 check (extension_signed in (0, 1));
alter table case_file add column closed_how text check (closed_how in ('ordinary', 'panel', 'transfer', 'extension'));
update case_file set closed_how = closure;
alter table case_file drop column closure;
alter table case_file rename column closed_how to closure;

create table paper_number (
  kind text not null check (kind in ('assignment', 'return', 'extension', 'order', 'closing', 'record')),
  year integer not null,
  n integer not null,
  case_id text not null,
  seq integer not null,
  primary key (kind, year, n)
);
create unique index paper_number_by_event on paper_number (case_id, seq, kind);

create table record (
  id text primary key,
  kind text not null,
  seq integer not null,
  state text not null,
  number text unique,
  department text references department (code),
  year integer not null,
  opened_on text not null,
  due text,
  body text not null,
  logged_seq integer not null default 0
);
create index record_by_kind on record (kind, state, opened_on);
create index record_by_department on record (department, kind);
create table record_event (
  id text primary key,
  record_id text not null references record (id),
  seq integer not null,
  act text not null,
  from_state text,
  to_state text not null,
  role text not null,
  account_id text,
  department text,
  day text not null,
  at text not null,
  given text not null,
  unique (record_id, seq)
);
create table record_text (
  record_id text not null references record (id),
  seq integer not null,
  field text not null,
  value text not null,
  salt text not null,
  published text,
  primary key (record_id, seq, field)
);
create table record_case (
  record_id text not null references record (id),
  case_id text not null references case_file (id),
  primary key (record_id, case_id)
);
create index record_case_by_case on record_case (case_id);
alter table file add column record_id text references record (id);
create index file_by_record on file (record_id);
create table pledge_mark (
  id text primary key,
  record_id text not null references record (id),
  mark text not null check (mark in ('satisfied', 'fairly', 'dissatisfied')),
  is_apart integer not null default 0 check (is_apart in (0, 1))
) without rowid;
create index pledge_mark_by_record on pledge_mark (record_id, mark);
create table letter_code (
  code_hash text primary key,
  record_id text not null references record (id)
) without rowid;

create table light_change (
  case_id text not null references case_file (id),
  since text not null,
  light text not null,
  reasons text not null,
  primary key (case_id, since)
);
create table department_light (
  department text not null references department (code),
  month text not null,
  light text not null check (light in ('green', 'yellow', 'red')),
  numbers text not null,
  decided_on text not null,
  primary key (department, month)
);
create table periodic_paper (
  kind text not null check (kind in ('dispatch', 'check')),
  period text not null,
  made_on text not null,
  content text not null,
  primary key (kind, period)
);

create table staff_draft (
  account_id text not null references account (id),
  subject text not null,
  body text not null,
  saved_at text not null,
  primary key (account_id, subject)
);
create table saved_filter (
  id text primary key,
  account_id text not null references account (id),
  name text not null,
  query text not null,
  position integer not null,
  unique (account_id, name)
);
create table presence (
  case_id text not null references case_file (id),
  account_id text not null references account (id),
  seen_at text not null,
  primary key (case_id, account_id)
);
create table bulk_action (
  id text primary key,
  account_id text not null references account (id),
  act text not null,
  given text not null,
  cases text not null,
  state text not null check (state in ('held', 'running', 'done', 'cancelled')),
  held_until text not null,
  results text not null
);
create index bulk_action_by_state on bulk_action (state, held_until);
create index bulk_action_by_account on bulk_action (account_id, held_until);

create table notice (
  id text primary key,
  account_id text not null references account (id),
  kind text not null,
  subject text not null,
  case_id text,
  record_id text,
  day text not null,
  at text not null,
  read_at text
) without rowid;
create index notice_by_account on notice (account_id, at);
create table notify_channel (
  id text primary key,
  kind text not null check (kind in ('mail', 'wecom', 'dingtalk', 'feishu', 'webhook')),
  name text not null,
  sealed text not null,
  events text not null,
  department text references department (code),
  is_active integer not null check (is_active in (0, 1))
);
create table outbox (
  id text primary key,
  channel_id text not null,
  payload text not null,
  state text not null check (state in ('waiting', 'sending', 'handed', 'sent', 'failed')),
  attempts integer not null,
  next_at text not null,
  last_error text not null,
  made_at text not null,
  sent_at text
) without rowid;
create index outbox_by_state on outbox (state, next_at);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await runSchema(db, schema);
  await makeSearch(db);
  await makeAppendOnly(db, ['record_event']);
}
