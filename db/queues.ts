/** The lists of the desk: which cases are in which queue, for whom, in the order of what is due. */

import { type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { nextDue } from '../server/domain/advance.ts';
import { addWorkingDays } from '../server/domain/calendar.ts';
import { checkedStates } from '../server/domain/case-access.ts';
import { departmentStates, type State, workingStates } from '../server/domain/case-file.ts';
import type { Day } from '../server/domain/day.ts';
import type { Moment } from '../server/domain/deadline-policy.ts';
import { soonWithin } from '../server/domain/lights.ts';
import type { DeskQueue } from '../server/domain/queues.ts';
import { type Actor, isDepartmentRole, isOfficeRole } from '../server/domain/roles.ts';
import type { OpinionKind, Topic } from '../server/domain/vocabulary.ts';
import { type StoredCase, toStoredCase } from './case-rows.ts';
import type { Database } from './tables.ts';

export interface DeskFilter {
  queue: DeskQueue;
  /** Words that must all occur, in the number or in a text that the actor may read. */
  words: readonly string[];
  department?: string | undefined;
  topic?: Topic | undefined;
  kind?: OpinionKind | undefined;
  state?: State | undefined;
}

/** Place of a case in a list. */
export interface DeskPlace {
  due: Day;
  receivedOn: Day;
  id: string;
}

type Builder = ExpressionBuilder<Database, 'case_file'>;
type Condition = ReturnType<Builder['and']>;

/** What nothing is due on comes last. */
const never = '9999-12-31';
const dueColumn = sql<string>`coalesce(next_due, ${sql.lit(never)})`;

/** The place of a case, from which the next page begins. */
export const placeOf = ({ file }: StoredCase): DeskPlace => ({
  due: nextDue(file)?.due ?? never,
  receivedOn: file.receivedOn,
  id: file.id,
});

/** One page of a queue after a place, and how many cases are in it. */
export async function listQueue(
  db: Kysely<Database>,
  actor: Actor,
  moment: Moment,
  filter: DeskFilter,
  { after, limit }: { after?: DeskPlace | undefined; limit: number },
): Promise<{ items: StoredCase[]; count: number }> {
  const matching = db.selectFrom('case_file').where((eb) => conditions(eb, actor, moment, filter));
  const { count } = await matching.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  // Finished work is looked up from its newest end, work to do from its oldest.
  const newestFirst = filter.queue === 'all' || filter.queue === 'closed';
  let query = matching.selectAll();
  if (after !== undefined) {
    query = query.where((eb) =>
      eb.or([
        eb(dueColumn, '>', after.due),
        eb.and([eb(dueColumn, '=', after.due), eb('received_on', newestFirst ? '<' : '>', after.receivedOn)]),
        eb.and([eb(dueColumn, '=', after.due), eb('received_on', '=', after.receivedOn), eb('id', '>', after.id)]),
      ]),
    );
  }
  const rows = await query
    .orderBy(dueColumn)
    .orderBy('received_on', newestFirst ? 'desc' : 'asc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return { items: rows.map(toStoredCase), count: Number(count) };
}

/** How many cases are in each of some queues. */
export async function countQueues(
  db: Kysely<Database>,
  actor: Actor,
  moment: Moment,
  queues: readonly DeskQueue[],
): Promise<Map<DeskQueue, number>> {
  const counts = new Map<DeskQueue, number>();
  for (const queue of queues) {
    const { count } = await db
      .selectFrom('case_file')
      .where((eb) => conditions(eb, actor, moment, { queue, words: [] }))
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    counts.set(queue, Number(count));
  }
  return counts;
}

/** Texts to compare an 意见 with: the redacted ones of newer cases that are not filed, merged, sealed or erased. */
export async function listSimilarityCandidates(
  db: Kysely<Database>,
  { except, since, limit }: { except: string; since: Day; limit: number },
): Promise<{ id: string; text: string }[]> {
  return db
    .selectFrom('case_file')
    .innerJoin('opinion', 'opinion.case_id', 'case_file.id')
    .select(['case_file.id', 'redacted_text as text'])
    .where('case_file.id', '<>', except)
    .where('received_on', '>=', since)
    .where('erased', '=', 0)
    .where('state', 'not in', ['filed', 'merged', 'sealed'])
    .orderBy('received_on', 'desc')
    .orderBy('case_file.id')
    .limit(limit)
    .execute();
}

/** What `maySee` in case-access.ts says of one case, said of all of them; a test holds the two together. */
function visible(eb: Builder, actor: Actor): Condition {
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

function conditions(eb: Builder, actor: Actor, moment: Moment, filter: DeskFilter): Condition {
  const { department, topic, kind, state } = filter;
  return eb.and([
    visible(eb, actor),
    inQueue(eb, filter.queue, moment),
    ...(department === undefined ? [] : [holdsOrHelps(eb, department)]),
    ...(topic === undefined ? [] : [eb('topic', '=', topic)]),
    ...(kind === undefined ? [] : [eb('kind', '=', kind)]),
    ...(state === undefined ? [] : [eb('state', '=', state)]),
    ...filter.words.map((word) => says(eb, word, actor)),
  ]);
}

function inQueue(eb: Builder, queue: DeskQueue, { calendar, day }: Moment): Condition {
  const inState = (...states: readonly State[]) => eb('state', 'in', states);
  const underWay = inState('accepted', 'planned', 'rectifying');
  const running = [inState(...workingStates), eb('paused_on', 'is', null)];
  switch (queue) {
    case 'triage':
      return eb.and([inState('received')]);
    case 'assign':
      return eb.and([inState('triaged')]);
    case 'returning':
      return eb.and([inState('returning')]);
    case 'extension':
      return eb.and([underWay, eb('extension_asked', 'is not', null)]);
    case 'claimed':
      return eb.and([inState('claimed')]);
    case 'verifying':
      return eb.and([inState('verifying')]);
    // Nothing else runs in these two states, so that what is due next is the answer or the notice.
    case 'silent':
      return eb.and([inState('asking'), eb('next_due', '<', day)]);
    case 'notice-over':
      return eb.and([inState('notice'), eb('next_due', '<', day)]);
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

/** A word occurs in the number or in a text that the actor may read; searching must not tell what reading does not. */
function says(eb: Builder, word: string, actor: Actor): Condition {
  const pattern = `%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
  const has = (column: string) => sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`;
  const texts: Condition[] = [];
  const reads = (column: string): Condition =>
    eb.and([
      eb.exists(
        eb
          .selectFrom('opinion')
          .select('opinion.id')
          .whereRef('opinion.case_id', '=', 'case_file.id')
          .where(has(column)),
      ),
    ]);
  const isOffice = isOfficeRole(actor.role);
  if (actor.role === 'discipline') texts.push(reads('original_text'));
  else if (actor.role !== 'statistician') {
    const notSealed = eb('state', '<>', 'sealed');
    texts.push(eb.and([notSealed, has('public_text')]));
    if (isOffice) texts.push(eb.and([notSealed, reads('original_text')]));
    if (isOffice || isDepartmentRole(actor.role)) texts.push(eb.and([notSealed, reads('redacted_text')]));
  }
  if (isOffice || actor.role === 'discipline') texts.push(reads('receipt_number'));
  return eb.or([has('number'), ...texts]);
}
