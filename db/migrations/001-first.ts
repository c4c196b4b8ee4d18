/** The first schema. Frozen: what comes later is a migration of its own. */

import type { Kysely } from 'kysely';
import { makeAppendOnly, runSchema } from './dialects.ts';

export const schema = `
create table setting (
  key text primary key,
  value text not null
);

create table department_class (
  code text primary key,
  name text not null,
  is_ranked integer not null check (is_ranked in (0, 1)),
  position integer not null
);

create table department (
  code text primary key,
  name text not null,
  full_name text not null,
  class_code text not null references department_class (code),
  pinyin text not null,
  initials text not null,
  duties text not null,
  commitments text not null,
  address text not null,
  telephone text not null,
  is_active integer not null check (is_active in (0, 1)),
  position integer not null
);
create index department_by_class on department (class_code);

create table calendar_day (
  day text primary key,
  kind text not null check (kind in ('holiday', 'makeup')),
  name text not null
);
create table calendar_year (
  year integer primary key
);
create table deadline_policy (
  key text not null,
  valid_from text not null,
  amount integer not null check (amount >= 0),
  unit text not null check (unit in ('workday', 'day')),
  primary key (key, valid_from)
);

create table account (
  id text primary key,
  username text not null unique,
  display_name text not null,
  role text not null check (role in ('liaison', 'handler', 'deputy', 'head', 'clerk', 'director', 'supervisor', 'discipline', 'statistician', 'administrator', 'auditor')),
  department_code text references department (code),
  password_hash text not null,
  must_change_password integer not null check (must_change_password in (0, 1)),
  disabled_at text,
  created_at text not null
);
create table second_factor (
  id text primary key,
  account_id text not null references account (id),
  kind text not null check (kind in ('totp', 'passkey')),
  secret text not null,
  created_at text not null
);
create index second_factor_by_account on second_factor (account_id);
create table session (
  token_hash text primary key,
  account_id text not null references account (id),
  created_at text not null,
  last_seen_at text not null,
  expires_at text not null
);
create index session_by_account on session (account_id);
create index session_by_expiry on session (expires_at);
create table sign_in_failure (
  account_id text not null,
  device text not null,
  failures integer not null,
  blocked_until text,
  primary key (account_id, device)
);

create table rating (
  id text primary key,
  department_code text not null references department (code),
  month text not null,
  level integer not null check (level between 0 and 5),
  items text not null,
  tags text not null,
  verdict text not null check (verdict in ('pass', 'flag')),
  verdict_reason text not null check (verdict_reason in ('proof', 'turnstile', 'no-proof', 'verifier-unreachable', 'burst'))
) without rowid;
create table rating_count (
  department_code text not null,
  month text not null,
  level integer not null,
  verdict text not null,
  ratings integer not null,
  primary key (department_code, month, level, verdict)
) without rowid;
create table rating_day (
  department_code text not null,
  day text not null,
  ratings integer not null,
  primary key (department_code, day)
) without rowid;
create table rating_item_count (
  department_code text not null,
  month text not null,
  item text not null,
  level integer not null,
  ratings integer not null,
  primary key (department_code, month, item, level)
) without rowid;

create table case_file (
  id text primary key,
  seq integer not null,
  state text not null check (state in ('received', 'triaged', 'assigned', 'returning', 'accepted', 'planned', 'rectifying', 'claimed', 'verifying', 'asking', 'notice', 'closed', 'suspended', 'filed', 'merged', 'sealed')),
  number text unique,
  channel text not null check (channel in ('qr', 'sms', 'web', 'paper', 'phone')),
  kind text not null check (kind in ('criticism', 'suggestion', 'question', 'help', 'complaint', 'praise')),
  topic text check (topic in ('procedure', 'city', 'conduct', 'business', 'approval', 'enforcement', 'livelihood', 'transport', 'disclosure', 'integrity')),
  named text references department (code),
  received_on text not null,
  year integer not null,
  taken_up_on text,
  exit text check (exit in ('EFFECTIVE', 'PRAISE', 'NO_CONTENT', 'DUPLICATE', 'OUT_OF_SCOPE', 'CLUE', 'EMERGENCY', 'VIOLATION')),
  merged_into text references case_file (id),
  department text references department (code),
  nature text check (nature in ('IMMEDIATE', 'TIMED', 'LONG_TERM')),
  key_item integer not null check (key_item in (0, 1)),
  assigned_on text,
  assigned_by text,
  accepted_on text,
  returns integer not null,
  return_locked integer not null check (return_locked in (0, 1)),
  transfers integer not null,
  due_complete text,
  due_accept text,
  next_due text,
  paused_on text,
  question_open integer not null check (question_open in (0, 1)),
  extension_asked text,
  extensions integer not null,
  percent integer not null check (percent between 0 and 100),
  result text check (result in ('A', 'C', 'D')),
  claimed_on text,
  claims integer not null,
  evidence_count integer not null,
  suspension_cause text check (suspension_cause in ('policy', 'funds', 'authority', 'circumstances')),
  reviewed_by text,
  reworks integer not null,
  checked text check (checked in ('passed', 'failed')),
  answer text check (answer in ('yes', 'no')),
  answer_proof text check (answer_proof in ('lock', 'seen')),
  revisit text check (revisit in ('satisfied', 'fairly', 'dissatisfied', 'unreachable')),
  supervision integer not null check (supervision between 0 and 4),
  escalated integer not null check (escalated in (0, 1)),
  basis text check (basis in ('citizen', 'independent', 'office')),
  closure text check (closure in ('ordinary', 'panel', 'transfer')),
  closed_on text,
  on_time integer check (on_time in (0, 1)),
  erased integer not null check (erased in (0, 1)),
  has_contact integer not null check (has_contact in (0, 1)),
  co_departments text not null,
  clocks text not null,
  public_text text,
  public_outcome text
) without rowid;
create index case_file_by_state on case_file (state, next_due);
create index case_file_by_department on case_file (department, state, next_due);
create index case_file_by_due on case_file (next_due);
create index case_file_by_receipt on case_file (received_on);
create index case_file_by_closing on case_file (closed_on);
create index case_file_by_named on case_file (named, received_on);
create index case_file_by_merging on case_file (merged_into);

create table case_event (
  id text not null unique,
  case_id text not null references case_file (id),
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
  change text not null,
  primary key (case_id, seq)
) without rowid;
create table event_text (
  case_id text not null,
  seq integer not null,
  field text not null,
  value text not null,
  primary key (case_id, seq, field),
  foreign key (case_id, seq) references case_event (case_id, seq)
) without rowid;

create table counter (
  name text primary key,
  value integer not null
);

create table opinion (
  id text primary key,
  case_id text not null references case_file (id),
  view_hash text not null unique,
  receipt_number text not null unique,
  locks text not null,
  code_seen integer not null check (code_seen in (0, 1)),
  received_week text not null,
  department_code text references department (code),
  kind text not null check (kind in ('criticism', 'suggestion', 'question', 'help', 'complaint', 'praise')),
  may_publish integer not null check (may_publish in (0, 1)),
  contact_purge_after text,
  verdict text not null check (verdict in ('pass', 'flag')),
  verdict_reason text not null check (verdict_reason in ('proof', 'turnstile', 'no-proof', 'verifier-unreachable', 'burst')),
  sealed_contact text,
  redacted_text text not null,
  original_text text not null
) without rowid;
create index opinion_by_case on opinion (case_id);
create index opinion_by_purge on opinion (contact_purge_after);

create table file (
  id text primary key,
  sha256 text not null,
  media_type text not null,
  size integer not null,
  name text not null,
  owner text not null check (owner in ('citizen', 'staff')),
  opinion_id text references opinion (id),
  case_id text references case_file (id),
  uploaded_by text references account (id),
  purge_after text
) without rowid;
create index file_by_opinion on file (opinion_id);
create index file_by_case on file (case_id);
create index file_by_content on file (sha256);
create index file_by_purge on file (purge_after);

create table spent_challenge (
  expires_at text not null,
  hash text not null,
  primary key (expires_at, hash)
) without rowid;

create table job (
  name text primary key,
  last_run_at text not null,
  last_result text not null
);

create table audit (
  id text primary key,
  at text not null,
  account_id text,
  act text not null,
  subject text not null
);
create index audit_by_time on audit (at, id);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await runSchema(db, schema);
  await makeAppendOnly(db, ['case_event', 'audit']);
}
