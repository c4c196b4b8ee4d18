/**
 * From cases to counts: what of a case every published number is counted from, and how. The publisher, the verifier and the phone call this
 * one file; db/figures.ts says the same in SQL for the many, and a test holds the two together.
 */

import { type CaseFile, isOneOf, openStates, type State, workingStates } from './case-file.ts';
import { assessmentYear, type Day, monthOf } from './day.ts';
import { type CountRow, type Counts, noCounts, sumCounts } from './figures.ts';
import type {
  Basis,
  Channel,
  Closure,
  Nature,
  OpinionKind,
  Result,
  RevisitAnswer,
  SupervisionLevel,
  Topic,
  TriageExit,
} from './vocabulary.ts';

/** A case as the open data tell of it: no word of anybody, no person, no day on which a citizen came. */
export interface CaseFacts {
  id: string;
  /** 案件编号; null before 受理. */
  number: string | null;
  /** First day of its receipt week. */
  week: Day;
  channel: Channel;
  kind: OpinionKind;
  state: State;
  exit: TriageExit | null;
  topic: Topic | null;
  department: string | null;
  /** Department that the author named. */
  named: string | null;
  coDepartments: readonly string[];
  nature: Nature | null;
  assignedOn: Day | null;
  acceptedOn: Day | null;
  /** Last day of 签收; stays when the clock has stopped. */
  acceptDue: Day | null;
  /** Last day of the completion clock. */
  due: Day | null;
  /** The completion clock stands still. */
  paused: boolean;
  returns: number;
  transfers: number;
  extensions: number;
  claims: number;
  result: Result | null;
  reworks: number;
  checked: 'passed' | 'failed' | null;
  /** It failed a check at some time. */
  failedCheck: boolean;
  answer: 'yes' | 'no' | null;
  answerProof: 'lock' | 'seen' | null;
  revisit: RevisitAnswer | null;
  /** When it closed, an author could be reached. */
  reachable: boolean;
  supervision: SupervisionLevel;
  basis: Basis | null;
  closure: Closure | null;
  closedOn: Day | null;
  onTime: boolean | null;
  erased: boolean;
}

/** What the course of a case tells beside the case as it stands. */
export interface Course {
  week: Day;
  acceptDue: Day | null;
  failedCheck: boolean;
  reachable: boolean;
}

/** The facts of a case. A clue (检举控告线索) looks like any other 意见 that was filed as out of scope. */
export function factsOf(file: CaseFile, course: Course): CaseFacts {
  const isClue = file.state === 'sealed';
  return {
    id: file.id,
    number: file.number,
    week: course.week,
    channel: file.channel,
    kind: file.kind,
    state: isClue ? 'filed' : file.state,
    exit: isClue ? 'OUT_OF_SCOPE' : file.exit,
    topic: file.topic,
    department: file.department,
    named: file.named,
    coDepartments: file.coDepartments,
    nature: file.nature,
    assignedOn: file.assignedOn,
    acceptedOn: file.acceptedOn,
    acceptDue: course.acceptDue,
    due: file.clocks.complete?.due ?? null,
    paused: file.pausedOn !== null,
    returns: file.returns,
    transfers: file.transfers,
    extensions: file.extensions,
    claims: file.claims,
    result: file.result,
    reworks: file.reworks,
    checked: file.checked,
    failedCheck: course.failedCheck,
    answer: file.answer,
    answerProof: file.answerProof,
    revisit: file.revisit,
    reachable: file.state === 'closed' && course.reachable,
    supervision: file.supervision,
    basis: file.basis,
    closure: file.closure,
    closedOn: file.closedOn,
    onTime: file.onTime,
    erased: file.erased,
  };
}

const one = (condition: boolean): 0 | 1 => (condition ? 1 : 0);

/** The counts of one case, each 0 or 1. `asOf` is the day on which 超期 is judged. */
export function countsOf(facts: CaseFacts, asOf: Day): Counts {
  const { state, exit, result, basis, claims, due, acceptedOn, acceptDue, checked, failedCheck, revisit } = facts;
  const effective = exit === 'EFFECTIVE';
  const closed = state === 'closed';
  const resolvedOn = (on: Basis): 0 | 1 => one(closed && result === 'A' && basis === on);
  return {
    received: 1,
    effective: one(effective),
    resolved: {
      citizen: resolvedOn('citizen'),
      independent: resolvedOn('independent'),
      office: resolvedOn('office'),
    },
    explained: one(closed && result === 'D'),
    claimed: one(effective && claims > 0 && (result === null || result === 'A')),
    open: one(isOneOf(openStates, state)),
    overdue: one(isOneOf(workingStates, state) && !facts.paused && due !== null && due < asOf),
    suspended: one(state === 'suspended'),
    returned: one(facts.returns > 0),
    extended: one(facts.extensions > 0),
    reworked: one(facts.reworks > 0),
    assigned: one(facts.assignedOn !== null),
    acceptedInTime: one(acceptedOn !== null && acceptDue !== null && acceptedOn <= acceptDue),
    closedInTime: one(closed && facts.onTime === true),
    checked: one(effective && (checked !== null || failedCheck)),
    checkPassed: one(effective && checked === 'passed' && !failedCheck),
    revisitDue: one(closed && facts.reachable),
    revisited: one(closed && revisit !== null && revisit !== 'unreachable'),
    revisitSatisfied: one(closed && (revisit === 'satisfied' || revisit === 'fairly')),
    answeredSeen: one(facts.answer !== null && facts.answerProof === 'seen'),
    erased: one(facts.erased),
  };
}

/** Department under which a case is counted: the one that has it, else the one that its author named, else none. */
export const countedUnder = ({ department, named }: Pick<CaseFacts, 'department' | 'named'>): string =>
  department ?? named ?? '';

/** The group of the cube that a case belongs to. `yearStartsOn` is the first day of the 评议年度, `MM-DD`. */
export const groupOf = (
  facts: CaseFacts,
  yearStartsOn: string,
): Pick<CountRow, 'year' | 'month' | 'department' | 'topic'> => ({
  year: assessmentYear(facts.week, yearStartsOn),
  month: monthOf(facts.week),
  department: countedUnder(facts),
  topic: facts.topic ?? '',
});

/** The cube of many cases: one row for each year, month, department and topic that occurs. */
export const countRowsOf = (cases: Iterable<CaseFacts>, asOf: Day, yearStartsOn: string): CountRow[] =>
  mergeCountRows(Array.from(cases, (facts) => ({ ...groupOf(facts, yearStartsOn), ...countsOf(facts, asOf) })));

/** Adds cubes together, sorted by their groups. */
export function mergeCountRows(rows: readonly CountRow[]): CountRow[] {
  const merged = new Map<string, CountRow>();
  for (const row of rows) {
    const key = [row.year, row.month, row.department, row.topic].join(' ');
    const { year, month, department, topic } = row;
    merged.set(key, { year, month, department, topic, ...sumCounts([merged.get(key) ?? noCounts, row]) });
  }
  return [...merged.keys()].sort().flatMap((key) => merged.get(key) ?? []);
}

/** Adds closings together, month by month. */
export function mergeClosings(closings: readonly Closing[]): Closing[] {
  const months = new Map<string, Closing>();
  for (const { month, resolved, explained } of closings) {
    const sum = months.get(month);
    months.set(month, {
      month,
      resolved: {
        citizen: resolved.citizen + (sum?.resolved.citizen ?? 0),
        independent: resolved.independent + (sum?.resolved.independent ?? 0),
        office: resolved.office + (sum?.resolved.office ?? 0),
      },
      explained: explained + (sum?.explained ?? 0),
    });
  }
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}

/** What was closed in a month, on whose word. */
export interface Closing {
  month: string;
  resolved: Record<Basis, number>;
  explained: number;
}

/** The cases closed in each month of a 评议年度, whenever they were received; months without one are left out. */
export function closingsOf(cases: Iterable<CaseFacts>, year: number, yearStartsOn: string): Closing[] {
  const months = new Map<string, Closing>();
  for (const { state, closedOn, result, basis } of cases) {
    if (state !== 'closed' || closedOn === null || assessmentYear(closedOn, yearStartsOn) !== year) continue;
    const month = monthOf(closedOn);
    const closing = months.get(month) ?? { month, resolved: { citizen: 0, independent: 0, office: 0 }, explained: 0 };
    months.set(month, closing);
    if (result === 'A' && basis !== null) closing.resolved[basis] += 1;
    if (result === 'D') closing.explained += 1;
  }
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}
