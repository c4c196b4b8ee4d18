/** The rows of every table. Days are `YYYY-MM-DD` in the city's time zone, instants ISO-8601 UTC; columns are snake_case in SQL. */

import type { Generated } from 'kysely';
import type { CaseFile } from '../server/domain/case-file.ts';
import type { StaffRole } from '../server/domain/roles.ts';
import type { RatingFlag } from '../server/domain/trust/entries.ts';
import type {
  OpinionKind,
  RatingItem,
  RatingLevel,
  RatingTag,
  Verdict,
  VerdictReason,
} from '../server/domain/vocabulary.ts';

/** Text that holds JSON. Parsed and written only in db/. */
type Json = string;
type Flag = 0 | 1;

/** Settings of the city: one row each, `value` is JSON. */
export interface SettingTable {
  key: string;
  value: Json;
}

export interface DepartmentClassTable {
  code: string;
  name: string;
  is_ranked: Flag;
  position: number;
}

export interface DepartmentTable {
  /** Short and stable, as printed in QR codes: lower-case letters, digits, hyphens. */
  code: string;
  name: string;
  /** 全称. */
  full_name: string;
  class_code: string;
  /** `shizhengwufuwu…` and initials, for search. */
  pinyin: string;
  initials: string;
  duties: string;
  /** 服务承诺: JSON list of sentences. */
  commitments: Json;
  address: string;
  telephone: string;
  is_active: Flag;
  position: number;
}

/** Exceptions of the working-day calendar. */
export interface CalendarDayTable {
  day: string;
  kind: 'holiday' | 'makeup';
  name: string;
}
/** Years whose notice of holidays has been entered. */
export interface CalendarYearTable {
  year: number;
}
/** Allowances; the newest `valid_from` not after today is in force. History stays. */
export interface DeadlinePolicyTable {
  key: string;
  valid_from: string;
  amount: number;
  unit: 'workday' | 'day';
}

export interface AccountTable {
  id: string;
  username: string;
  display_name: string;
  role: StaffRole;
  department_code: string | null;
  /** argon2id in PHC format. */
  password_hash: string;
  must_change_password: Flag;
  disabled_at: string | null;
  created_at: string;
}
/** Second factors (TOTP, passkeys). Ready; nobody is asked for one yet. */
export interface SecondFactorTable {
  id: string;
  account_id: string;
  kind: 'totp' | 'passkey';
  secret: string;
  created_at: string;
}
export interface SessionTable {
  /** SHA-256 of the cookie's token. */
  token_hash: string;
  account_id: string;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
}
/** Failed sign-ins by account and by device cookie, so that a stranger's failures never lock out a known device. */
export interface SignInFailureTable {
  account_id: string;
  device: string;
  failures: number;
  blocked_until: string | null;
}

/**
 * A rating from the open channel, until it is opened: then it moves to `opened_rating`. The primary key is the hash of a token the phone made; the table keeps no order of insertion
 * and no time but the month.
 */
export interface RatingTable {
  id: string;
  department_code: string;
  month: string;
  level: RatingLevel;
  /** JSON: item → level. */
  items: Json;
  /** JSON: list of tags. */
  tags: Json;
  verdict: Verdict;
  verdict_reason: VerdictReason;
  /** 32 bytes, base64url, from which the salts of its commitments are made; null only for ratings from before the ledger. */
  secret: string | null;
  /** 评议年度, as its entry says it; null only for ratings from before the ledger. */
  year: number | null;
  /** Leaf of its entry; null only for ratings from before the ledger. */
  leaf: string | null;
}
export type RatingItems = Partial<Record<RatingItem, RatingLevel>>;
export type RatingTags = RatingTag[];

/** How many ratings a department got on a day, without their levels: what the burst rule looks at. */
export interface RatingDayTable {
  department_code: string;
  day: string;
  ratings: number;
}
/** A rating that was opened, together with at least nine others of its cell. Its key says nothing of who sent it. */
export interface OpenedRatingTable {
  department_code: string;
  /** 评议年度. */
  year: number;
  /** `c` of its ledger entry. */
  commitment: string;
  level: Exclude<RatingLevel, 0>;
  /** Opens `commitment`; base64url. */
  salt: string;
  items: Json;
  tags: Json;
  /** Why it is counted apart; null for most. */
  flag: RatingFlag | 'appeal' | null;
  opened_on: string;
}
/** Opened ratings and 不了解 by cell: what figures are made of, however many ratings there are. */
export interface RatingTotalTable {
  department_code: string;
  year: number;
  is_apart: Flag;
  level: RatingLevel;
  ratings: number;
}
/** 申诉: a department asks that an opened rating be counted apart; the office rules. */
export interface RatingAppealTable {
  id: string;
  department_code: string;
  year: number;
  commitment: string;
  /** What the department says. */
  grounds: string;
  asked_by: string;
  asked_on: string;
  state: 'waiting' | 'granted' | 'refused';
  /** The office's public reason, with the salt of its commitment. */
  reason: string | null;
  reason_salt: string | null;
  ruled_by: string | null;
  ruled_on: string | null;
}

/** What one citizen handed in. Several opinions may belong to one case after merging; each keeps its receipt and its vote. */
export interface OpinionTable {
  /** Hash of the client-made token; also what makes a repeated submission harmless. */
  id: string;
  case_id: string;
  /** SHA-256 of the view key; finds the opinion from a receipt code that the server never saw. */
  view_hash: string;
  receipt_number: string;
  /** JSON {"yes":[3],"no":[3]}: hash locks of the confirmation rounds. */
  locks: Json;
  /** The server made or saw the receipt code (no JavaScript, or entered by the office). */
  code_seen: Flag;
  /** ISO week of receipt; the day is on the case, and nothing finer anywhere. */
  received_week: string;
  department_code: string | null;
  kind: OpinionKind;
  /** As it was written; deleted by `erase`. */
  original_text: string;
  /** What the author saw and sent as the public version. */
  redacted_text: string;
  /** Salt of the commitment to `redacted_text` in the ledger; null once erased, and for opinions from before the ledger. */
  text_salt: string | null;
  /** The author lets the redacted text be published; otherwise only the office's summary is. */
  may_publish: Flag;
  /** AES-256-GCM of the contact; `null` without one or once purged. */
  sealed_contact: string | null;
  contact_purge_after: string | null;
  verdict: Verdict;
  verdict_reason: VerdictReason;
}

/**
 * A case. Columns are what SQL counts and sorts by; `clocks` and `co_departments` are JSON of the domain's shapes.
 * Always changed together with an appended case_event, `where seq = <before>`.
 */
export interface CaseFileTable {
  id: string;
  seq: number;
  state: CaseFile['state'];
  number: string | null;
  channel: CaseFile['channel'];
  kind: CaseFile['kind'];
  topic: CaseFile['topic'];
  named: string | null;
  received_on: string;
  /** 评议年度 of `received_on`. */
  year: number;
  taken_up_on: string | null;
  exit: CaseFile['exit'];
  merged_into: string | null;
  department: string | null;
  co_departments: Json;
  nature: CaseFile['nature'];
  key_item: Flag;
  assigned_on: string | null;
  assigned_by: string | null;
  accepted_on: string | null;
  returns: number;
  return_locked: Flag;
  transfers: number;
  clocks: Json;
  /** `due` of the completion clock and of the acceptance clock as first set, and the nearest date at which anything is due: for SQL. */
  due_complete: string | null;
  due_accept: string | null;
  next_due: string | null;
  paused_on: string | null;
  question_open: Flag;
  extension_asked: string | null;
  extensions: number;
  percent: number;
  result: CaseFile['result'];
  claimed_on: string | null;
  claims: number;
  evidence_count: number;
  suspension_cause: CaseFile['suspensionCause'];
  reviewed_by: string | null;
  reworks: number;
  checked: CaseFile['checked'];
  answer: CaseFile['answer'];
  answer_proof: CaseFile['answerProof'];
  revisit: CaseFile['revisit'];
  supervision: CaseFile['supervision'];
  escalated: Flag;
  basis: CaseFile['basis'];
  closure: CaseFile['closure'];
  closed_on: string | null;
  on_time: Flag | null;
  erased: Flag;
  /** The text the public may read, approved by the office. */
  public_text: string | null;
  /** What the department says was done, as published with the case. */
  public_outcome: string | null;
  /** There was a way to reach an author when it closed (for 应回访). */
  has_contact: Flag;
  /** Events up to this one are in the ledger; the public knows of nothing later. */
  logged_seq: number;
  /** JSON: what each helping department has been asked by when, and whether it has said it (the domain's `CaseFile.help`). */
  help: Json;
  /** 抽中: drawn for a check on the spot. */
  drawn: Flag;
  stage_day: string | null;
  extension_signed: Flag;
}

/** History: rows are only ever added. `at` is an instant for staff and a day for citizens. */
export interface CaseEventTable {
  id: string;
  case_id: string;
  seq: number;
  act: string;
  from_state: string | null;
  to_state: string;
  role: string;
  account_id: string | null;
  department: string | null;
  day: string;
  at: string;
  /** JSON of the fields given, without those that hold words (`isWords` in fields.ts), and of the change made. */
  given: Json;
  change: Json;
}
/** The words that events were given. They stay out of the append-only history, so that `erase` can destroy them. */
export interface EventTextTable {
  case_id: string;
  seq: number;
  field: string;
  /** JSON of the field's value. */
  value: Json;
  /** Salt of its commitment in the ledger, base64url; empty only for words from before the ledger. */
  salt: string;
  /**
   * What was committed to and published, where personal data was covered in it; null where that is the value itself. Kept, because the rules
   * that cover personal data get better, and what was committed to stays what it is.
   */
  published: string | null;
}

/** 编号 counters per year and kind. */
export interface CounterTable {
  name: string;
  value: number;
}

/** Uploaded files, stored by content hash in DATA_DIR/files. A photo of a citizen has no name and no day of its own. */
export interface FileTable {
  id: string;
  sha256: string;
  media_type: string;
  size: number;
  /** File name as the department gave it; empty for photos of citizens. */
  name: string;
  owner: 'citizen' | 'staff';
  opinion_id: string | null;
  case_id: string | null;
  /** The record that it belongs to, beside the cases. */
  record_id: Generated<string | null>;
  /** The account of the member of staff; nothing for citizens. Until it is attached only that account may use the file. */
  uploaded_by: string | null;
  /** Uploaded but not yet attached: may be purged from this day on. */
  purge_after: string | null;
}

/** Challenges of the proof of work that were used, until they expire (replay guard). */
export interface SpentChallengeTable {
  hash: string;
  expires_at: string;
}

/** When each job last ran, for /healthz and so that jobs run once. */
export interface JobTable {
  name: string;
  last_run_at: string;
  last_result: string;
}

/** What staff looked at or did beyond casework: sign-ins, unredacted texts opened, settings changed. Rows are only ever added. */
export interface AuditTable {
  id: string;
  at: string;
  account_id: string | null;
  act: string;
  subject: string;
}

/** Entries that wait for the ledger. The key is the leaf's hash: rows of citizens keep no order and no time but the day by which they are in. */
export interface LedgerPendingTable {
  leaf: string;
  kind: 'case.new' | 'citizen' | 'staff' | 'rating';
  /** First day on which it may be entered; of a rating the last. */
  due: string;
  case_id: string | null;
  seq: number | null;
  /** Canonical JSON. */
  entry: string;
}
/** Where an entry is in the log. */
export interface LedgerLeafTable {
  leaf: string;
  idx: number;
  case_id: string | null;
  seq: number | null;
}
/** Hashes of the tree, 256 of 32 bytes in a full tile. */
export interface LedgerTileTable {
  level: number;
  idx: number;
  width: number;
  hashes: Uint8Array;
}
/** Entries, 256 in a full bundle, as tlog-tiles lays them out. */
export interface LedgerBundleTable {
  idx: number;
  width: number;
  bytes: Uint8Array;
}
/** Signed checkpoints, newest last. */
export interface LedgerCheckpointTable {
  size: number;
  /** Base64url. */
  root: string;
  day: string;
  note: string;
}
/** Signature lines of witnesses on checkpoints. `seen_at` is the POSIX time that they signed. */
export interface LedgerCosignatureTable {
  witness: string;
  size: number;
  seen_at: number;
  line: string;
}
/** Calendar and deadline policy as they were at some time: the body of `/open/rules/<n>.json`. */
export interface LedgerRulesTable {
  n: number;
  hash: string;
  body: string;
}
/** What was published when. `source` is JSON of what the figures are made of. */
export interface PublicationTable {
  n: number;
  /** Place of its entry in the log. */
  idx: number;
  day: string;
  year: number;
  source: Json;
}
/** Files of the newest publication. */
export interface OpenFileTable {
  path: string;
  publication: number;
  media_type: string;
  /** SHA-256 of the file, base64url. */
  hash: string;
  size: number;
  gzip: Uint8Array;
}

/** Numbers of printed papers: one row each, given in the transaction of the event that it is about. `case_id` may be that of a record. */
export interface PaperNumberTable {
  kind: 'assignment' | 'return' | 'extension' | 'order' | 'closing' | 'record';
  year: number;
  n: number;
  case_id: string;
  seq: number;
}

/** A record beside the cases (server/domain/records.ts): 公开承诺, 明查暗访, 督办 of a department, 函调, 聘任, 月报 … Changed together with an appended event. */
export interface RecordTable {
  id: string;
  kind: string;
  seq: number;
  state: string;
  /** As printed: 澜评诺〔2026〕0007号. */
  number: string | null;
  department: string | null;
  /** 评议年度. */
  year: number;
  opened_on: string;
  /** Nearest day on which something is due. */
  due: string | null;
  /** JSON of the newest value of each field that is not words. */
  body: Json;
  /** Events up to this one are in the ledger. */
  logged_seq: number;
}
/** History of records: rows are only ever added. */
export interface RecordEventTable {
  id: string;
  record_id: string;
  seq: number;
  act: string;
  from_state: string | null;
  to_state: string;
  role: string;
  account_id: string | null;
  department: string | null;
  day: string;
  at: string;
  /** JSON of the fields given, without those that hold words. */
  given: Json;
}
/** Words of records, as `event_text` for cases. */
export interface RecordTextTable {
  record_id: string;
  seq: number;
  field: string;
  value: Json;
  salt: string;
  published: string | null;
}
/** Which cases a record is about. */
export interface RecordCaseTable {
  record_id: string;
  case_id: string;
}
/** What citizens say of a 公开承诺 at its end. The key stands for a phone under this one record (`k` of its ledger entry); no time, no order. */
export interface PledgeMarkTable {
  id: string;
  record_id: string;
  mark: 'satisfied' | 'fairly' | 'dissatisfied';
  /** Sent without proof that a person sends it: counted apart, as ratings are. */
  is_apart: Flag;
}
/** Return codes of 满意度函调 letters, by SHA-256; a new one takes the place of one that was lost. */
export interface LetterCodeTable {
  code_hash: string;
  record_id: string;
}

/** 亮灯 of a case: one row for each day on which its light changed. */
export interface LightChangeTable {
  case_id: string;
  since: string;
  light: string;
  /** JSON: why, as keys of the words. */
  reasons: Json;
}
/** 亮灯 of a department by month, with the counts it was decided on. */
export interface DepartmentLightTable {
  department: string;
  month: string;
  light: 'green' | 'yellow' | 'red';
  numbers: Json;
  decided_on: string;
}
/** 半月调度 (`2026-11-1`, `2026-11-2`) and 月考核 (`2026-11`): made once, kept as they were. */
export interface PeriodicPaperTable {
  kind: 'dispatch' | 'check';
  period: string;
  made_on: string;
  content: Json;
}

/** What somebody typed and has not sent yet. `subject` names the form: `case:<id>:<act>`. */
export interface StaffDraftTable {
  account_id: string;
  subject: string;
  body: Json;
  saved_at: string;
}
export interface SavedFilterTable {
  id: string;
  account_id: string;
  name: string;
  /** Query string of the list. */
  query: string;
  position: number;
}
/** Who has a case open just now. */
export interface PresenceTable {
  case_id: string;
  account_id: string;
  seen_at: string;
}
/** An act on many cases, held for a moment so that it can be taken back. */
export interface BulkActionTable {
  id: string;
  account_id: string;
  act: string;
  given: Json;
  /** JSON: [[case id, seq]]. */
  cases: Json;
  /** `running` until `held_until`: whoever does it moves that on; when it is past, somebody else may go on. */
  state: 'held' | 'running' | 'done' | 'cancelled';
  held_until: string;
  /** JSON: what became of each case. */
  results: Json;
}

/** Cases whose texts the search index does not have, or not as they are now (db/migrations/003-search.ts). */
export interface SearchWaitingTable {
  case_id: string;
}

/** 收件箱 of the desk. The id is made of what it is about, so that nobody is told the same twice. */
export interface NoticeTable {
  id: string;
  account_id: string;
  kind: string;
  /** What it is about, in words without anything a citizen wrote. */
  subject: string;
  /** What it leads to: a case or a record, or neither. */
  case_id: string | null;
  record_id: string | null;
  day: string;
  at: string;
  read_at: string | null;
}
/** Where notifications go outside the desk. Address and secret are sealed. */
export interface NotifyChannelTable {
  id: string;
  kind: 'mail' | 'wecom' | 'dingtalk' | 'feishu' | 'webhook';
  name: string;
  /** AES-256-GCM of JSON: address, secret, recipients. */
  sealed: string;
  /** JSON: kinds of notices it gets. */
  events: Json;
  department: string | null;
  is_active: Flag;
}
/** What is to be sent; the id is made of notice and channel, so that nothing is sent twice. */
export interface OutboxTable {
  id: string;
  channel_id: string;
  payload: Json;
  /** `sending`: a process has it, and nothing has left yet; `handed`: what it says may have arrived. */
  state: 'waiting' | 'sending' | 'handed' | 'sent' | 'failed';
  attempts: number;
  /** When to try next; while a process has it, when that process must have died. */
  next_at: string;
  last_error: string;
  made_at: string;
  sent_at: string | null;
}

/** The plan of a 评议活动 (server/domain/round/plan.ts); the record of the same id tells its life. */
export interface RoundPlanTable {
  round_id: string;
  /** Canonical JSON of a RoundPlan; unchanged once it is frozen. */
  plan: Json;
  /** SHA-256 of `rules.json` as frozen. */
  rules_hash: string | null;
  /** Canonical JSON of the results as published. */
  results: string | null;
  results_hash: string | null;
}
/** Self-report of a department in a round, at most 500 characters. */
export interface RoundReportTable {
  round_id: string;
  department: string;
  report: string;
  filled_on: string;
}
/** Files of a round in the open data, compressed; their hashes stand in acts of the round. */
export interface RoundFileTable {
  round_id: string;
  /** Below `/open/rounds/<id>/`. */
  path: string;
  hash: string;
  size: number;
  gzip: Uint8Array;
}
/** Hashed invitation codes, as the inviter handed them over. */
export interface RosterLineTable {
  round_id: string;
  line: string;
  roster: string;
}
/** What the issuer knows of a round: canonical JSON of an IssuedRound without its lines. */
export interface IssuerRoundTable {
  round_id: string;
  rules: Json;
}
/** Codes as the issuer knows them; with a redemption once they were used. No time, no order. */
export interface IssuerLineTable {
  round_id: string;
  line: string;
  roster: string;
  redemption: string | null;
  /** SHA-256 of what was asked for, so that a retry is told from a second use. */
  request_hash: string | null;
}
/** Keys of tickets; the private half is sealed, and gone once the round is final. */
export interface IssuerKeyTable {
  round_id: string;
  rater_group: string;
  department: string;
  modulus: string;
  sealed: string | null;
}
/** Entries of a round that wait for the ledger. */
export interface VoteWaitingTable {
  leaf: string;
  round_id: string;
  kind: 'redeem' | 'ballot' | 'cancel';
  /** The last day on which it may still wait. */
  due: string;
  entry: string;
}
/** Ballots cast with a ticket. No time, no order, nothing of the code. */
export interface BallotTable {
  c: string;
  round_id: string;
  rater_group: string;
  department: string;
  z: string;
  ticket: string;
  /** Both once the voter has opened it. */
  salt: string | null;
  /** Canonical JSON of Marks. */
  marks: string | null;
  cancelled: Generated<Flag>;
}
/** A ballot that is written down in a batch: entered twice by two people, a third one where they differ. */
export interface PaperBallotTable {
  id: string;
  batch_id: string;
  /** Its number within the batch, as stamped on the paper. */
  serial: number;
  /** JSON: marks by department, as each person read them. */
  first: string | null;
  first_by: string | null;
  second: string | null;
  second_by: string | null;
  third: string | null;
  third_by: string | null;
  state: 'first' | 'second' | 'differs' | 'agreed' | 'void';
  void_reason: string | null;
  /** How long a telephone interview or a line of a survey took, where that is known. */
  seconds: number | null;
}
/** One department on a written ballot, as it counts. `ballot_id` goes when the round is final. */
export interface BatchRowTable {
  c: string;
  batch_id: string;
  round_id: string;
  rater_group: string;
  department: string;
  channel: string;
  salt: string;
  /** Canonical JSON of Marks. */
  marks: string;
  ballot_id: string | null;
}
/** Ballots that a published rule flagged; nothing is dropped by this. */
export interface BallotFlagTable {
  id: string;
  round_id: string;
  rule: string;
  ballots: number;
  /** JSON: why, in numbers. */
  detail: Json;
  /** JSON: commitments of the rows. */
  targets: Json;
  exclusion_id: string | null;
}

export interface Database {
  setting: SettingTable;
  department_class: DepartmentClassTable;
  department: DepartmentTable;
  calendar_day: CalendarDayTable;
  calendar_year: CalendarYearTable;
  deadline_policy: DeadlinePolicyTable;
  account: AccountTable;
  second_factor: SecondFactorTable;
  session: SessionTable;
  sign_in_failure: SignInFailureTable;
  rating: RatingTable;
  rating_day: RatingDayTable;
  opened_rating: OpenedRatingTable;
  rating_total: RatingTotalTable;
  rating_appeal: RatingAppealTable;
  opinion: OpinionTable;
  case_file: CaseFileTable;
  case_event: CaseEventTable;
  event_text: EventTextTable;
  counter: CounterTable;
  file: FileTable;
  spent_challenge: SpentChallengeTable;
  job: JobTable;
  audit: AuditTable;
  ledger_pending: LedgerPendingTable;
  ledger_leaf: LedgerLeafTable;
  ledger_tile: LedgerTileTable;
  ledger_bundle: LedgerBundleTable;
  ledger_checkpoint: LedgerCheckpointTable;
  ledger_cosignature: LedgerCosignatureTable;
  ledger_rules: LedgerRulesTable;
  publication: PublicationTable;
  open_file: OpenFileTable;
  paper_number: PaperNumberTable;
  record: RecordTable;
  record_event: RecordEventTable;
  record_text: RecordTextTable;
  record_case: RecordCaseTable;
  pledge_mark: PledgeMarkTable;
  letter_code: LetterCodeTable;
  light_change: LightChangeTable;
  department_light: DepartmentLightTable;
  periodic_paper: PeriodicPaperTable;
  staff_draft: StaffDraftTable;
  saved_filter: SavedFilterTable;
  presence: PresenceTable;
  bulk_action: BulkActionTable;
  search_waiting: SearchWaitingTable;
  notice: NoticeTable;
  notify_channel: NotifyChannelTable;
  outbox: OutboxTable;
  round_plan: RoundPlanTable;
  round_report: RoundReportTable;
  round_file: RoundFileTable;
  roster_line: RosterLineTable;
  issuer_round: IssuerRoundTable;
  issuer_line: IssuerLineTable;
  issuer_key: IssuerKeyTable;
  vote_waiting: VoteWaitingTable;
  ballot: BallotTable;
  paper_ballot: PaperBallotTable;
  batch_row: BatchRowTable;
  ballot_flag: BallotFlagTable;
}
