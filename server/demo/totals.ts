/** What the three assessment years of the demonstration add up to. 2025 is given in every detail; the earlier ones have its shape. */

import type { Basis, Channel, Nature, Topic } from '../domain/vocabulary.ts';

export interface YearTotals {
  /** 评议年度: December of this year to November of the next. */
  year: number;
  channels: Record<Channel, number>;
  /** 表扬、无实质内容、重复归并、不属范围、线索、紧急、违规. */
  praise: number;
  empty: number;
  duplicate: number;
  outOfScope: number;
  clue: number;
  emergency: number;
  violation: number;
  effective: number;
  topics: Record<Topic, number>;
  /** 销号 by basis: those the office closed hold the panels and transfers too. */
  resolved: Record<Basis, number>;
  /** A closings by month, February to November, and kind of rectification. */
  closings: Record<Nature, readonly number[]>;
  /** 解释说明 by kind of rectification. */
  explained: Record<Nature, number>;
  /** 挂账, and of them those whose rectification has been taken up again by now. */
  suspended: Record<Nature, number>;
  resumed: number;
  /** Open by now: in time, extended, overdue. */
  open: Record<'inTime' | 'extended' | 'overdue', Record<Nature, number>>;
  joint: number;
  returnsGranted: number;
  returnsRefused: number;
  /** Extensions granted, of closed cases; the open ones come on top. */
  extendedClosed: number;
  extensionsRefused: number;
  /** Claimed too late. */
  late: { resolved: number; explained: number };
  /** 督办单 of each colour among late and overdue cases, and 挂牌 among the red ones. */
  supervised: {
    lateYellow: number;
    lateRed: number;
    lateListed: number;
    overdueYellow: number;
    overdueRed: number;
    overdueListed: number;
  };
  /** 重点／公开承诺: always checked by somebody independent. */
  keyItems: number;
  /** 回访 of closed cases whose author left a contact. */
  revisits: { satisfied: number; fairly: number; unreachable: number };
  /** What became of those who were not satisfied. */
  dissatisfied: { rework: number; panel: number; extension: number; transfer: number };
  /** Other reworks: sent back by the office, failed at a check, refused by an author without a contact. */
  sentBack: number;
  failedChecks: number;
  otherDisputes: number;
  /** Answers the server could have read (no JavaScript, or told at the window): they do not prove the author. */
  answersSeen: number;
}

const year2025: YearTotals = {
  year: 2025,
  channels: { qr: 1012, sms: 468, web: 327, paper: 214, phone: 125 },
  praise: 372,
  empty: 281,
  duplicate: 214,
  outOfScope: 79,
  clue: 17,
  emergency: 0,
  violation: 31,
  effective: 1152,
  topics: {
    procedure: 196,
    city: 148,
    conduct: 138,
    business: 132,
    approval: 121,
    enforcement: 104,
    livelihood: 96,
    transport: 92,
    disclosure: 87,
    integrity: 38,
  },
  resolved: { citizen: 380, independent: 131, office: 507 },
  closings: {
    IMMEDIATE: [0, 41, 73, 57, 57, 56, 42, 38, 29, 34],
    TIMED: [0, 0, 55, 85, 80, 65, 60, 55, 50, 46],
    LONG_TERM: [0, 0, 0, 0, 0, 10, 20, 25, 25, 15],
  },
  explained: { IMMEDIATE: 30, TIMED: 20, LONG_TERM: 2 },
  suspended: { IMMEDIATE: 0, TIMED: 8, LONG_TERM: 3 },
  resumed: 0,
  open: {
    inTime: { IMMEDIATE: 22, TIMED: 16, LONG_TERM: 8 },
    extended: { IMMEDIATE: 4, TIMED: 10, LONG_TERM: 4 },
    overdue: { IMMEDIATE: 3, TIMED: 3, LONG_TERM: 1 },
  },
  joint: 93,
  returnsGranted: 57,
  returnsRefused: 27,
  extendedClosed: 85,
  extensionsRefused: 9,
  late: { resolved: 62, explained: 3 },
  supervised: { lateYellow: 48, lateRed: 16, lateListed: 4, overdueYellow: 4, overdueRed: 3, overdueListed: 2 },
  keyItems: 62,
  revisits: { satisfied: 262, fairly: 91, unreachable: 47 },
  dissatisfied: { rework: 27, panel: 4, extension: 5, transfer: 2 },
  sentBack: 41,
  failedChecks: 9,
  otherDisputes: 22,
  answersSeen: 24,
};

/** Splits a whole in proportion to the parts of another whole: largest remainders first, so that it adds up. */
export function inProportion(whole: number, parts: readonly number[]): number[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  const shares = parts.map((part) => Math.floor((whole * part) / sum));
  const remainders = parts
    .map((part, index) => ({ index, remainder: (whole * part) % sum }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const missing = whole - shares.reduce((total, share) => total + share, 0);
  for (const { index } of remainders.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

const recordInProportion = <K extends string>(whole: number, parts: Record<K, number>): Record<K, number> => {
  const keys = Object.keys(parts) as K[];
  const shares = inProportion(
    whole,
    keys.map((key) => parts[key]),
  );
  return Object.fromEntries(keys.map((key, index) => [key, shares[index] ?? 0])) as Record<K, number>;
};

/** An earlier year: its own totals, everything else in the proportions of 2025. What was not finished then is on account or was taken up again. */
function earlierYear(given: {
  year: number;
  received: number;
  effective: number;
  resolved: number;
  explained: number;
  resumed: number;
}): YearTotals {
  const scaled = (count: number): number => Math.round((count * given.effective) / year2025.effective);
  const remainder = given.effective - given.resolved - given.explained;
  const natures = ['IMMEDIATE', 'TIMED', 'LONG_TERM'] as const;
  const months = year2025.closings.IMMEDIATE.length;
  const closings = inProportion(
    given.resolved,
    natures.flatMap((nature) => year2025.closings[nature]),
  );
  const none = { IMMEDIATE: 0, TIMED: 0, LONG_TERM: 0 };
  const [praise = 0, empty = 0, duplicate = 0, outOfScope = 0, clue = 0, violation = 0] = inProportion(
    given.received - given.effective - 2,
    [year2025.praise, year2025.empty, year2025.duplicate, year2025.outOfScope, year2025.clue, year2025.violation],
  );
  const contacts = scaled(year2025.revisits.satisfied + year2025.revisits.fairly + year2025.revisits.unreachable);
  return {
    ...year2025,
    year: given.year,
    channels: recordInProportion(given.received, year2025.channels),
    praise,
    empty,
    duplicate,
    outOfScope,
    clue,
    violation,
    emergency: 2,
    effective: given.effective,
    topics: recordInProportion(given.effective, year2025.topics),
    resolved: recordInProportion(given.resolved, year2025.resolved),
    closings: {
      IMMEDIATE: closings.slice(0, months),
      TIMED: closings.slice(months, 2 * months),
      LONG_TERM: closings.slice(2 * months),
    },
    explained: recordInProportion(given.explained, year2025.explained),
    suspended: { ...recordInProportion(remainder, { IMMEDIATE: 0, TIMED: 3, LONG_TERM: 2 }) },
    resumed: given.resumed,
    open: { inTime: none, extended: none, overdue: none },
    joint: scaled(year2025.joint),
    returnsGranted: scaled(year2025.returnsGranted),
    returnsRefused: scaled(year2025.returnsRefused),
    extendedClosed: scaled(year2025.extendedClosed),
    extensionsRefused: scaled(year2025.extensionsRefused),
    late: { resolved: scaled(year2025.late.resolved), explained: 3 },
    supervised: { lateYellow: 40, lateRed: 12, lateListed: 4, overdueYellow: 0, overdueRed: 0, overdueListed: 0 },
    keyItems: scaled(year2025.keyItems) - 6,
    revisits: recordInProportion(contacts, year2025.revisits),
    dissatisfied: recordInProportion(scaled(38), year2025.dissatisfied),
    sentBack: scaled(year2025.sentBack),
    failedChecks: scaled(year2025.failedChecks),
    otherDisputes: scaled(year2025.otherDisputes),
    answersSeen: scaled(year2025.answersSeen),
  };
}

export const years: readonly YearTotals[] = [
  earlierYear({ year: 2023, received: 2012, effective: 1087, resolved: 945, explained: 47, resumed: 12 }),
  earlierYear({ year: 2024, received: 2094, effective: 1126, resolved: 986, explained: 50, resumed: 16 }),
  year2025,
];
