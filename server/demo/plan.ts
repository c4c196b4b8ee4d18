/**
 * What is to become of each 有效意见 of a year, so that the year adds up: its end, how its end is reached, and what happens on the way.
 * Only what is decided beforehand stands here; the days come from steps.ts, and whether it is allowed is the domain's to say.
 */

import { type Channel, type Nature, type RevisitAnswer, type Topic, topics } from '../domain/vocabulary.ts';
import { departments } from './data/departments.ts';
import { patterns } from './data/opinions.ts';
import type { Random } from './random.ts';
import { tableWithMargins } from './shares.ts';
import { inProportion, type YearTotals } from './totals.ts';

/** On what a case closes. `seen` is an answer the server could have read, `silence` the office's word after fifteen days. */
export type Word = 'citizen' | 'seen' | 'independent' | 'silence' | 'panel' | 'transfer';
/** Why a claim did not hold. */
export type Redo = 'sendBack' | 'failCheck' | 'dispute';
export type OpenState =
  | 'assigned'
  | 'returning'
  | 'accepted'
  | 'planned'
  | 'rectifying'
  | 'claimed'
  | 'verifying'
  | 'asking'
  | 'notice';

export type End =
  | { kind: 'closed'; result: 'A' | 'D'; month: string; word: Word }
  | { kind: 'open'; situation: 'inTime' | 'extended' | 'overdue'; state: OpenState }
  | { kind: 'suspended' }
  /** On account, and lately taken up again: being rectified, or handed on to be assigned anew. */
  | { kind: 'resumed'; state: 'rectifying' | 'triaged' };

export interface CasePlan {
  year: number;
  department: string;
  topic: Topic;
  nature: Nature;
  channel: Channel;
  hasContact: boolean;
  end: End;
  late: boolean;
  extended: boolean;
  extensionRefused: boolean;
  returned: 'granted' | 'refused' | null;
  isJoint: boolean;
  isKeyItem: boolean;
  redo: Redo[];
  revisit: RevisitAnswer | null;
  /** 督办单: yellow or red. */
  order: 2 | 3 | null;
  isListed: boolean;
}

const natures = ['IMMEDIATE', 'TIMED', 'LONG_TERM'] as const;

/** Takes `count` plans that fit out of a shuffled list. A plan that cannot be made is a mistake in the totals. */
function take<T>(list: readonly T[], count: number, fits: (item: T) => boolean): T[] {
  const found: T[] = [];
  for (const item of list) {
    if (found.length === count) break;
    if (fits(item)) found.push(item);
  }
  if (found.length < count) throw new RangeError(`Only ${found.length} of ${count} could be planned`);
  return found;
}

/** A case's months after 1 December of its year: February is 2. Closings need room for what happens before them. */
const monthsIn = (plan: CasePlan): number => (plan.end.kind === 'closed' ? Number(plan.end.month.slice(5, 7)) : 12);
const closedA = (plan: CasePlan): boolean => plan.end.kind === 'closed' && plan.end.result === 'A';
const isClosed = (plan: CasePlan): boolean => plan.end.kind === 'closed';
const firstMonth: Record<'redo' | 'overtime' | 'both', Record<Nature, number>> = {
  redo: { IMMEDIATE: 5, TIMED: 6, LONG_TERM: 8 },
  overtime: { IMMEDIATE: 4, TIMED: 7, LONG_TERM: 10 },
  both: { IMMEDIATE: 5, TIMED: 8, LONG_TERM: 11 },
};
const hasRoom = (plan: CasePlan, forWhat: keyof typeof firstMonth): boolean =>
  monthsIn(plan) >= firstMonth[forWhat][plan.nature];
const wordOf = (plan: CasePlan): Word | null => (plan.end.kind === 'closed' ? plan.end.word : null);
const setWord = (plan: CasePlan, word: Word): void => {
  if (plan.end.kind === 'closed') plan.end.word = word;
};

/** States of the cases that are open by now, in time, extended, overdue. */
const openStates: Record<'inTime' | 'extended' | 'overdue', Record<Nature, readonly OpenState[]>> = {
  inTime: {
    IMMEDIATE: [
      'assigned',
      'assigned',
      'assigned',
      'returning',
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      'rectifying',
      'rectifying',
      'rectifying',
      'claimed',
      'claimed',
      'claimed',
      'verifying',
      'verifying',
      'asking',
      'asking',
      'asking',
      'asking',
      'notice',
      'notice',
    ],
    TIMED: [
      'assigned',
      'returning',
      'accepted',
      'accepted',
      'planned',
      'planned',
      'planned',
      'planned',
      'rectifying',
      'rectifying',
      'claimed',
      'claimed',
      'verifying',
      'asking',
      'asking',
      'notice',
    ],
    LONG_TERM: [
      'planned',
      'planned',
      'rectifying',
      'rectifying',
      'rectifying',
      'rectifying',
      'rectifying',
      'verifying',
    ],
  },
  extended: {
    IMMEDIATE: ['rectifying', 'rectifying', 'rectifying', 'rectifying'],
    TIMED: [
      'planned',
      'rectifying',
      'rectifying',
      'rectifying',
      'rectifying',
      'rectifying',
      'rectifying',
      'rectifying',
      'rectifying',
      'rectifying',
    ],
    LONG_TERM: ['rectifying', 'rectifying', 'rectifying', 'planned'],
  },
  overdue: {
    IMMEDIATE: ['accepted', 'rectifying', 'rectifying'],
    TIMED: ['planned', 'rectifying', 'rectifying'],
    LONG_TERM: ['rectifying'],
  },
};

/** Plans every 有效意见 of a year. The order is by chance. */
export function planYear(totals: YearTotals, random: Random): CasePlan[] {
  const plans = endsOf(totals, random);
  decide(totals, plans, random);
  const places = random.shuffled(placesOf(totals, random));
  return random.shuffled(plans).map((plan, index) => ({ ...plan, ...places[index] }));
}

/** Every end with its kind of rectification; the department and the topic come later. */
function endsOf(totals: YearTotals, random: Random): CasePlan[] {
  const plans: CasePlan[] = [];
  const add = (nature: Nature, end: End): void => {
    plans.push({
      year: totals.year,
      department: '',
      topic: 'procedure',
      nature,
      channel: 'qr',
      hasContact: false,
      end,
      late: false,
      extended: false,
      extensionRefused: false,
      returned: null,
      isJoint: false,
      isKeyItem: false,
      redo: [],
      revisit: null,
      order: null,
      isListed: false,
    });
  };
  const monthNumber = (month: number): string => `${totals.year + 1}-${String(month).padStart(2, '0')}`;
  const earliest: Record<Nature, number> = { IMMEDIATE: 4, TIMED: 5, LONG_TERM: 9 };
  let resumed = totals.resumed;
  for (const nature of natures) {
    totals.closings[nature].forEach((count, index) => {
      for (let number = 0; number < count; number += 1) {
        add(nature, { kind: 'closed', result: 'A', month: monthNumber(index + 2), word: 'silence' });
      }
    });
    for (let number = 0; number < totals.explained[nature]; number += 1) {
      const month = monthNumber(random.between(earliest[nature], 11));
      add(nature, { kind: 'closed', result: 'D', month, word: random.chance(35) ? 'citizen' : 'silence' });
    }
    for (let number = 0; number < totals.suspended[nature]; number += 1) {
      if (nature === 'TIMED' && resumed > 0) {
        add(nature, { kind: 'resumed', state: totals.year === 2024 && resumed <= 2 ? 'triaged' : 'rectifying' });
        resumed -= 1;
      } else add(nature, { kind: 'suspended' });
    }
    for (const situation of ['inTime', 'extended', 'overdue'] as const) {
      for (let number = 0; number < totals.open[situation][nature]; number += 1) {
        add(nature, { kind: 'open', situation, state: openStates[situation][nature][number] ?? 'rectifying' });
      }
    }
  }
  return random.shuffled(plans);
}

/** Decides how the ends are reached. Each step takes from those that are still plain enough for it. */
function decide(totals: YearTotals, plans: readonly CasePlan[], random: Random): void {
  const some = (count: number, fits: (plan: CasePlan) => boolean): CasePlan[] =>
    take(random.shuffled(plans), count, fits);
  const isPlain = (plan: CasePlan): boolean => plan.redo.length === 0 && !plan.late && !plan.extended;

  for (const plan of some(totals.late.resolved, (one) => closedA(one) && hasRoom(one, 'overtime'))) plan.late = true;
  for (const plan of some(totals.late.explained, (one) => isClosed(one) && !closedA(one) && hasRoom(one, 'overtime')))
    plan.late = true;

  // Whoever was not satisfied when asked refused the result; what came of it is the end.
  const { rework, panel, extension, transfer } = totals.dissatisfied;
  const refused = (count: number, word: Word, fits: (plan: CasePlan) => boolean = () => true): CasePlan[] =>
    some(count, (one) => closedA(one) && isPlain(one) && hasRoom(one, 'redo') && fits(one)).map((plan) => {
      plan.redo = word === 'panel' || word === 'transfer' ? [] : ['dispute'];
      plan.revisit = 'dissatisfied';
      plan.hasContact = true;
      setWord(plan, word);
      return plan;
    });
  const special = new Set([
    ...refused(rework, 'citizen'),
    ...refused(extension, 'silence', (one) => one.nature === 'TIMED' && hasRoom(one, 'both')),
    ...refused(panel, 'panel'),
    ...refused(transfer, 'transfer'),
  ]);
  for (const plan of special) plan.extended = plan.redo.length > 0 && wordOf(plan) === 'silence';
  const isFree = (plan: CasePlan): boolean => closedA(plan) && !special.has(plan);

  const independent = some(totals.resolved.independent, isFree);
  for (const [index, plan] of independent.entries()) {
    setWord(plan, 'independent');
    plan.isKeyItem = index < totals.keyItems;
  }
  const isOpenWord = (plan: CasePlan): boolean => isFree(plan) && wordOf(plan) === 'silence';
  for (const plan of some(totals.resolved.citizen - rework, isOpenWord)) setWord(plan, 'citizen');
  for (const plan of some(totals.answersSeen, isOpenWord)) setWord(plan, 'seen');

  const canRedo = (plan: CasePlan): boolean =>
    closedA(plan) && isPlain(plan) && !special.has(plan) && hasRoom(plan, 'redo');
  for (const plan of some(totals.failedChecks, (one) => canRedo(one) && wordOf(one) === 'independent'))
    plan.redo = ['failCheck'];
  for (const plan of some(totals.sentBack, canRedo)) plan.redo = ['sendBack'];
  const disputes = some(
    totals.otherDisputes,
    (one) => canRedo(one) && ['citizen', 'silence'].includes(wordOf(one) ?? ''),
  );
  for (const plan of disputes) plan.redo = ['dispute'];

  const canExtend = (plan: CasePlan): boolean =>
    closedA(plan) &&
    plan.redo.length === 0 &&
    !special.has(plan) &&
    !plan.isKeyItem &&
    hasRoom(plan, plan.late ? 'both' : 'overtime');
  for (const plan of some(totals.extendedClosed - extension, canExtend)) plan.extended = true;
  for (const plan of some(
    totals.extensionsRefused,
    (one) => closedA(one) && isPlain(one) && !special.has(one) && one.nature === 'TIMED',
  )) {
    plan.extensionRefused = true;
  }

  for (const plan of plans) if (plan.end.kind === 'open' && plan.end.situation === 'extended') plan.extended = true;
  const canReturn = (plan: CasePlan): boolean =>
    isClosed(plan) && plan.returned === null && isPlain(plan) && !special.has(plan) && monthsIn(plan) >= 5;
  for (const plan of some(totals.returnsGranted, canReturn)) plan.returned = 'granted';
  // Two of those open by now are waiting for the ruling; they have asked too.
  const waiting = plans.filter(({ end }) => end.kind === 'open' && end.state === 'returning').length;
  for (const plan of some(totals.returnsRefused - waiting, canReturn)) plan.returned = 'refused';
  for (const plan of some(
    totals.joint,
    (one) => isClosed(one) || (one.end.kind === 'open' && one.end.state === 'rectifying'),
  ))
    plan.isJoint = true;

  const { lateYellow, lateRed, lateListed, overdueYellow, overdueRed, overdueListed } = totals.supervised;
  const order = (fits: (plan: CasePlan) => boolean, yellow: number, red: number, listed: number): void => {
    some(yellow + red, fits).forEach((plan, index) => {
      plan.order = index < red ? 3 : 2;
      plan.isListed = index < listed;
    });
  };
  order(({ late }) => late, lateYellow, lateRed, lateListed);
  order(({ end }) => end.kind === 'open' && end.situation === 'overdue', overdueYellow, overdueRed, overdueListed);

  decideReaching(totals, plans, disputes, random);
}

/** Contacts, revisits and channels. */
function decideReaching(
  totals: YearTotals,
  plans: readonly CasePlan[],
  disputes: readonly CasePlan[],
  random: Random,
): void {
  const { satisfied, fairly, unreachable } = totals.revisits;
  const answers: RevisitAnswer[] = [
    ...Array.from({ length: satisfied }, () => 'satisfied' as const),
    ...Array.from({ length: fairly }, () => 'fairly' as const),
    ...Array.from({ length: unreachable }, () => 'unreachable' as const),
  ];
  const unasked = take(
    random.shuffled(plans),
    answers.length,
    (one) => isClosed(one) && one.revisit === null && !disputes.includes(one),
  );
  unasked.forEach((plan, index) => {
    plan.revisit = answers[index] ?? null;
    plan.hasContact = true;
  });
  for (const plan of plans) if (!isClosed(plan) && random.chance(41)) plan.hasContact = true;

  // 代录 opinions cannot be confirmed by a lock, so that whoever confirmed or refused sent it from a phone or a browser.
  const all = Object.values(totals.channels).reduce((sum, count) => sum + count, 0);
  const [, , , paper = 0, phone = 0] = inProportion(
    Math.round((plans.length * 0.9 * all) / all),
    Object.values(totals.channels),
  );
  const mayBeEntered = (plan: CasePlan): boolean =>
    !plan.redo.includes('dispute') &&
    plan.end.kind !== 'open' &&
    !['citizen', 'panel', 'transfer'].includes(wordOf(plan) ?? '');
  const entered = take(random.shuffled(plans), paper + phone, mayBeEntered);
  entered.forEach((plan, index) => {
    plan.channel = index < paper ? 'paper' : 'phone';
  });
  const sent = plans.filter((plan) => !entered.includes(plan));
  const shares = inProportion(sent.length, [totals.channels.qr, totals.channels.sms, totals.channels.web]);
  const names = (['qr', 'sms', 'web'] as const).flatMap((name, index) =>
    Array.from({ length: shares[index] ?? 0 }, () => name),
  );
  random.shuffled(names).forEach((name, index) => {
    const plan = sent[index];
    if (plan) plan.channel = name;
  });
}

/** Topics of each department for which there is something to say. */
export const patternsFor = (department: string, topic: Topic) => {
  const fitting = patterns.filter(
    (pattern) =>
      pattern.topic === topic && (pattern.departments.length === 0 || pattern.departments.includes(department)),
  );
  // A department with sentences of its own on a topic says mostly those.
  const own = fitting.filter((pattern) => pattern.departments.length > 0);
  return [...fitting, ...own, ...own, ...own];
};

/** Department and topic of each 有效意见: both margins exact. */
function placesOf(totals: YearTotals, random: Random): { department: string; topic: Topic }[] {
  const rows =
    totals.year === 2025
      ? departments.map(({ effective }) => effective)
      : inProportion(
          totals.effective,
          departments.map(({ effective }) => effective * random.between(80, 120)),
        );
  const weights = departments.map((department) =>
    topics.map((topic) => (patternsFor(department.code, topic).length > 0 ? (department.topics[topic] ?? 0) : 0)),
  );
  const table = tableWithMargins(
    weights,
    rows,
    topics.map((topic) => totals.topics[topic]),
  );
  return departments.flatMap(({ code }, row) =>
    topics.flatMap((topic, column) =>
      Array.from({ length: table[row]?.[column] ?? 0 }, () => ({ department: code, topic })),
    ),
  );
}
