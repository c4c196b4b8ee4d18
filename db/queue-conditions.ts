/** Which cases are in which list of the desk, for whom, as conditions of SQL. */

import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { addWorkingDays } from '../server/domain/calendar.ts';
import { checkedStates } from '../server/domain/case-access.ts';
import { departmentStates, type State, workingStates } from '../server/domain/case-file.ts';
import { addDays, type Day } from '../server/domain/day.ts';
import type { Moment } from '../server/domain/deadline-policy.ts';
import { type Light, soonWithin } from '../server/domain/lights.ts';
import { contactKeptAfterwards } from '../server/domain/opinion.ts';
import type { DeskQueue, ListFacet } from '../server/domain/queues.ts';
import { type Actor, isDepartmentRole, isOfficeRole } from '../server/domain/roles.ts';
import type { Channel, Nature, OpinionKind, Result, SupervisionLevel, Topic } from '../server/domain/vocabulary.ts';
import { actOf } from '../server/domain/workflow.ts';
import { hasLight } from './light-conditions.ts';
import { folded, mayContain, type TextLevel } from './search.ts';
import type { Database } from './tables.ts';

/** What a list of the desk is narrowed down to. */
export interface DeskFilter {
  queue: DeskQueue;
  /** Words that must all occur, in the number or in a text that the actor may read. */
  words: readonly string[];
  department?: string | undefined;
  /** Class of departments. */
  class?: string | undefined;
  topic?: Topic | undefined;
  kind?: OpinionKind | undefined;
  channel?: Channel | undefined;
  nature?: Nature | undefined;
  state?: State | undefined;
  result?: Result | undefined;
  light?: Light | undefined;
  /** Received on these days or between them; the same of the day of 销号. */
  from?: Day | undefined;
  to?: Day | undefined;
  closedFrom?: Day | undefined;
  closedTo?: Day | undefined;
  /** 重点; 抽中; 督办 of this level or a higher one; 重办 so many times or more. */
  key?: boolean | undefined;
  drawn?: boolean | undefined;
  level?: SupervisionLevel | undefined;
  reworks?: number | undefined;
}

/** Who asks, when, and of which of the two databases. */
export interface Asker {
  actor: Actor;
  moment: Moment;
  kind: 'sqlite' | 'postgres';
}

type Builder = ExpressionBuilder<Database, 'case_file'>;
type Condition = ReturnType<Builder['and']>;

/** What `maySee` in case-access.ts says of one case, said of all of them; a test holds the two together. */
export function visible(eb: Builder, actor: Actor): Condition {
  if (isDepartmentRole(actor.role)) {
    return eb.and([eb('state', 'in', departmentStates), holdsOrHelps(eb, actor.department ?? '')]);
  }
  if (isOfficeRole(actor.role) || actor.role === 'auditor') return eb.and([]);
  if (actor.role === 'supervisor') return eb.and([eb('state', 'in', checkedStates)]);
  if (actor.role === 'discipline') return eb.and([eb('state', '=', 'sealed')]);
  return actor.role === 'statistician' ? eb.and([eb('state', '<>', 'sealed')]) : eb.or([]);
}

/** Codes consist of letters, digits and hyphens, so that one in quotes is found nowhere else in the list. */
const holdsOrHelps = (eb: Builder, department: string): Condition =>
  eb.or([eb('department', '=', department), eb('co_departments', 'like', `%"${department}"%`)]);

/** Everything that a filter asks for, of cases that the actor may see. */
export function conditions(eb: Builder, asker: Asker, filter: DeskFilter): Condition {
  const { department, topic, kind, channel, nature, state, result, light, level, reworks } = filter;
  return eb.and([
    visible(eb, asker.actor),
    inQueue(eb, filter.queue, asker),
    ...(department === undefined ? [] : [holdsOrHelps(eb, department)]),
    ...(filter.class === undefined
      ? []
      : [eb('department', 'in', eb.selectFrom('department').select('code').where('class_code', '=', filter.class))]),
    ...(topic === undefined ? [] : [eb('topic', '=', topic)]),
    ...(kind === undefined ? [] : [eb('kind', '=', kind)]),
    ...(channel === undefined ? [] : [eb('channel', '=', channel)]),
    ...(nature === undefined ? [] : [eb('nature', '=', nature)]),
    ...(state === undefined ? [] : [eb('state', '=', state)]),
    ...(result === undefined ? [] : [eb('result', '=', result)]),
    ...(light === undefined ? [] : [hasLight(eb, light, asker.moment, asker.kind)]),
    ...(filter.from === undefined ? [] : [eb('received_on', '>=', filter.from)]),
    ...(filter.to === undefined ? [] : [eb('received_on', '<=', filter.to)]),
    ...(filter.closedFrom === undefined ? [] : [eb('closed_on', '>=', filter.closedFrom)]),
    ...(filter.closedTo === undefined ? [] : [eb('closed_on', '<=', filter.closedTo)]),
    ...(filter.key ? [eb('key_item', '=', 1)] : []),
    ...(filter.drawn ? [eb('drawn', '=', 1)] : []),
    ...(level === undefined ? [] : [eb('supervision', '>=', level)]),
    ...(reworks === undefined ? [] : [eb('reworks', '>=', reworks)]),
    ...filter.words.map((word) => says(eb, word, asker)),
  ]);
}

/** One of the counts above a list. */
export function isFacet(eb: Builder, facet: ListFacet, { moment, kind }: Asker): Condition {
  switch (facet) {
    case 'overdue':
    case 'soon':
      return hasLight(eb, facet, moment, kind);
    case 'key':
      return eb.and([eb('key_item', '=', 1)]);
    case 'drawn':
      return eb.and([eb('drawn', '=', 1)]);
    case 'supervised':
      return eb.and([eb('supervision', '>=', 2)]);
    case 'reworked':
      return eb.and([eb('reworks', '>=', 1)]);
  }
}

/** Days before the review of an account at which it is on the list. */
const accountAhead = 7;

/** Whether a case is in a queue. */
export function inQueue(eb: Builder, queue: DeskQueue, { actor, moment: { calendar, day }, kind }: Asker): Condition {
  const inState = (...states: readonly State[]) => eb('state', 'in', states);
  const underWay = inState('accepted', 'planned', 'rectifying');
  const running = [inState(...workingStates), eb('paused_on', 'is', null)];
  const leads = isDepartmentRole(actor.role) ? [eb('department', '=', actor.department ?? '')] : [];
  switch (queue) {
    case 'triage':
      return eb.and([inState('received')]);
    case 'assign':
      return eb.and([inState('triaged')]);
    case 'returning':
      return eb.and([inState('returning')]);
    case 'extension':
      return eb.and([underWay, eb('extension_asked', 'is not', null), eb('extension_signed', '=', 1)]);
    case 'to-sign':
      return eb.and([underWay, eb('extension_asked', 'is not', null), eb('extension_signed', '=', 0), ...leads]);
    case 'orders':
      // The name of a clock is a key of its own, and stands in no explanation.
      return eb.and([inState(...departmentStates), eb('clocks', 'like', '%"reply":%'), ...leads]);
    case 'help':
      return eb.and([inState(...workingStates), owesOpinion(kind, actor.department ?? '')]);
    case 'claimed':
      return eb.and([inState('claimed')]);
    case 'verifying':
      return eb.and([inState('verifying')]);
    // Nothing else runs in these two states, so that what is due next is the answer or the notice.
    case 'silent':
      return eb.and([inState('asking'), eb('next_due', '<', day)]);
    case 'notice-over':
      return eb.and([inState('notice'), eb('next_due', '<', day)]);
    case 'account-due':
      return eb.and([inState('suspended'), eb('next_due', '<=', addDays(day, accountAhead))]);
    case 'revisit':
      return eb.and([
        inState('closed'),
        eb('revisit', 'is', null),
        eb('has_contact', '=', 1),
        eb('closed_on', '>=', addDays(day, -contactKeptAfterwards)),
      ]);
    case 'escalate':
      return eb.and([
        inState(...actOf('escalate').from),
        eb('escalated', '=', 0),
        eb.or([eb('reworks', '>=', 3), eb('transfers', '>=', 3)]),
      ]);
    case 'accept':
      return eb.and([inState('assigned')]);
    case 'working':
      return eb.and([underWay]);
    case 'soon':
      return eb.and([
        ...running,
        eb('due_complete', '>=', day),
        eb('due_complete', '<=', addWorkingDays(calendar, day, soonWithin)),
      ]);
    case 'overdue':
      return eb.and([...running, eb('due_complete', '<', day)]);
    case 'stage':
      return eb.and([underWay, eb('stage_day', '<=', addWorkingDays(calendar, day, soonWithin))]);
    case 'claims':
      return eb.and([inState('claimed', 'verifying', 'asking', 'notice')]);
    case 'answered':
      return eb.and([
        inState(...departmentStates),
        eb.exists(
          eb
            .selectFrom('case_event')
            .select('case_event.id')
            .whereRef('case_event.case_id', '=', 'case_file.id')
            .whereRef('case_event.seq', '=', 'case_file.seq')
            .where('role', '=', 'citizen'),
        ),
      ]);
    case 'closed':
      return eb.and([inState('closed')]);
    case 'must-check':
      return eb.and([
        eb('checked', 'is', null),
        eb('result', '=', 'A'),
        eb.or([
          eb.and([inState('verifying', 'asking', 'notice'), eb.or([eb('key_item', '=', 1), eb('drawn', '=', 1)])]),
          eb.and([inState('closed'), eb('drawn', '=', 1)]),
        ]),
      ]);
    case 'check':
      return eb.and([
        inState('verifying', 'asking', 'notice'),
        eb('checked', 'is', null),
        eb('result', 'in', ['A', 'D']),
      ]);
    case 'clues':
      return eb.and([inState('sealed')]);
    case 'account':
      return eb.and([inState('suspended')]);
    case 'all':
      return eb.and([]);
  }
}

/** The department was asked to help (`help` is JSON of the domain's `CaseFile.help`) and has not given its opinion. */
function owesOpinion(kind: 'sqlite' | 'postgres', department: string) {
  return kind === 'sqlite'
    ? sql<SqlBool>`(json_type(help, ${`$."${department}"`}) = 'object' and json_extract(help, ${`$."${department}".doneOn`}) is null)`
    : sql<SqlBool>`(cast(help as jsonb) -> ${department} is not null and cast(help as jsonb) -> ${department} ->> 'doneOn' is null)`;
}

/** Texts that a role may read of a case that it may see and that is not sealed: `readableBy` in case-access.ts, said of all cases. */
function levelsOf({ role }: Actor): readonly TextLevel[] {
  if (isOfficeRole(role)) return ['published', 'redacted', 'original'];
  if (isDepartmentRole(role)) return ['published', 'redacted'];
  return role === 'supervisor' || role === 'auditor' ? ['published'] : [];
}
const everyLevel: readonly TextLevel[] = ['published', 'redacted', 'original'];

/** A word occurs in the number or in a text that the actor may read; searching must not tell what reading does not. */
function says(eb: Builder, word: string, { actor, kind }: Asker): Condition {
  const pattern = `%${folded(word).replaceAll(/[\\%_]/g, '\\$&')}%`;
  const has = (column: string) => sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`;
  const ofOpinion = (column: string): Condition =>
    eb.and([
      eb.exists(
        eb
          .selectFrom('opinion')
          .select('opinion.id')
          .whereRef('opinion.case_id', '=', 'case_file.id')
          .where(has(column)),
      ),
    ]);
  const isDiscipline = actor.role === 'discipline';
  const read = levelsOf(actor);
  const texts: Condition[] = [
    ...(read.includes('published') ? [eb.or([has('public_text'), has('public_outcome')])] : []),
    ...(read.includes('redacted') ? [ofOpinion('redacted_text')] : []),
    ...(read.includes('original') || isDiscipline ? [ofOpinion('original_text')] : []),
  ];
  const found: Condition[] = [];
  if (texts.length > 0) {
    const narrowed = mayContain(kind, word, isDiscipline ? everyLevel : read);
    found.push(
      eb.and([
        ...(narrowed === undefined ? [] : [narrowed]),
        ...(isDiscipline ? [] : [eb('state', '<>', 'sealed')]),
        eb.or(texts),
      ]),
    );
  }
  // Only what looks like a number is looked for among numbers.
  if (/^[\d-]+$/.test(word)) found.push(eb.and([has('number')]));
  const receipt = folded(word).replaceAll('-', '');
  if ((isOfficeRole(actor.role) || isDiscipline) && /^[a-z\d]{3,}$/.test(receipt)) {
    found.push(
      eb.and([
        eb(
          'case_file.id',
          'in',
          eb
            .selectFrom('opinion')
            .select('case_id')
            .where(sql<SqlBool>`lower(receipt_number) like ${`%${receipt}%`}`),
        ),
      ]),
    );
  }
  return eb.or(found);
}
