/**
 * Records beside the cases, as one table like the workflow: 公开承诺, 明查暗访, 督办 of a department, 满意度函调, 聘任 of supervisors, 整改月报, 月通报,
 * 意见分析报告, 抽查; 评议活动 with their 收票批次, 剔除, 复核 and 结果运用; 满意机关创建. Every act of a record is an event and an entry of the ledger. Forms, API checks, buttons and docs are made from it.
 */

import type { FieldName, FieldValues } from './fields.ts';
import { departmentRoles, type Role } from './roles.ts';

/** How to read a line: see server/domain/workflow.ts; `[]` of `from` is the act with which a record begins. */
export interface RecordAct {
  from: readonly string[];
  to: string;
  by: readonly Role[];
  needs?: readonly FieldName[];
  may?: readonly FieldName[];
  /** Set by the server, not by whoever acts. */
  derived?: readonly FieldName[];
  /** The record gets its number with this act. */
  numbers?: true;
  /** Must be done by another account than the act named, by which it was written. */
  notBy?: string;
  /** From now on the record is public, with the words of its public fields. */
  publishes?: true;
  /** Not what comes next, but in case it is needed: a correction, or an end before its time. */
  beside?: true;
}

export interface RecordKindTable {
  /** Stands in the number: 澜评诺〔2026〕0007号. */
  prefix: string;
  /** Words of these fields are published once an act with `publishes` was done; the others stay commitments. */
  publicFields: readonly FieldName[];
  /** By state, the field that says by when something is due. */
  due?: Readonly<Record<string, FieldName>>;
  /** Roles that may read records of this kind; of the department roles only those of the record's own department. */
  readers: readonly Role[];
  acts: Readonly<Record<string, RecordAct>>;
}

const office = ['clerk', 'director'] as const satisfies Role[];
const department = departmentRoles;
const leaders = ['liaison', 'deputy', 'head'] as const satisfies Role[];

/** The eight self-marks of 满意机关创建 (八个好), 0 to 100 each. */
export const selfMarks = [
  'markPolitics',
  'markTeam',
  'markService',
  'markConduct',
  'markStaff',
  'markInstitutions',
  'markOffice',
  'markCulture',
] as const satisfies FieldName[];

export const records = {
  /** 公开承诺整改: a hot topic becomes a promise with a name, a date and a telephone; at its end citizens mark it. */
  pledge: {
    prefix: '诺',
    publicFields: [
      'title',
      'matter',
      'goal',
      'measures',
      'leader',
      'leaderPost',
      'telephone',
      'watchTelephone',
      'progress',
      'difficulty',
      'outcome',
      'reason',
      'opinion',
    ],
    due: { published: 'plannedDay', marking: 'marksUntil' },
    readers: [...office, ...department, 'supervisor', 'auditor', 'statistician'],
    acts: {
      draft: {
        from: [],
        to: 'drafted',
        by: [...office, ...leaders],
        needs: ['department', 'title', 'matter', 'goal', 'measures', 'plannedDay', 'leader', 'leaderPost', 'telephone'],
        may: ['topic', 'watchTelephone', 'cases'],
      },
      redraft: {
        from: ['drafted'],
        to: 'drafted',
        by: [...office, ...leaders],
        needs: ['title', 'matter', 'goal', 'measures', 'plannedDay', 'leader', 'leaderPost', 'telephone'],
        may: ['topic', 'watchTelephone', 'cases'],
      },
      drop: { from: ['drafted'], to: 'dropped', by: ['director'], needs: ['reason'], beside: true },
      publish: { from: ['drafted'], to: 'published', by: ['director'], numbers: true, publishes: true },
      report: {
        from: ['published'],
        to: 'published',
        by: leaders,
        needs: ['progress', 'percent'],
        may: ['difficulty'],
      },
      finish: {
        from: ['published'],
        to: 'marking',
        by: ['liaison', 'head'],
        needs: ['outcome', 'evidence', 'signedBy'],
        derived: ['marksUntil'],
      },
      keep: {
        from: ['marking'],
        to: 'kept',
        by: ['director'],
        needs: ['opinion'],
        derived: ['marksCounted'],
        notBy: 'finish',
      },
      /** 结转: what was not done by its day is carried on, with a new day and a reason. */
      carry: {
        from: ['published', 'marking'],
        to: 'published',
        by: ['director'],
        needs: ['reason', 'plannedDay'],
        derived: ['marksCounted'],
        beside: true,
      },
    },
  },
  /** 明查暗访记录: written on the spot by one supervisor, signed by a second. */
  inspection: {
    prefix: '查',
    publicFields: [],
    readers: [...office, 'supervisor', 'auditor'],
    acts: {
      write: {
        from: [],
        to: 'written',
        by: ['supervisor'],
        needs: [
          'inspectionWay',
          'inspectedOn',
          'place',
          'department',
          'inspectionItems',
          'situation',
          'grade',
          'advice',
        ],
        may: ['startsAt', 'endsAt', 'section', 'problem', 'evidence', 'respondent', 'sample', 'signature'],
        numbers: true,
      },
      cosign: {
        from: ['written'],
        to: 'signed',
        by: ['supervisor'],
        may: ['comment', 'signature'],
        notBy: 'write',
      },
      review: { from: ['signed'], to: 'reviewed', by: office, needs: ['opinion'] },
      convert: {
        from: ['reviewed'],
        to: 'converted',
        by: office,
        needs: ['publicText'],
        derived: ['caseId'],
      },
      file: { from: ['reviewed'], to: 'filed', by: office, needs: ['reason'] },
    },
  },
  /** 督办 of a department as such (of a single case it is an act of the workflow). */
  order: {
    prefix: '督',
    publicFields: ['reason', 'demand', 'orderReply', 'opinion'],
    due: { issued: 'replyBy' },
    readers: [...office, ...department, 'auditor', 'statistician'],
    acts: {
      issue: {
        from: [],
        to: 'issued',
        by: ['director', 'system'],
        needs: ['orderLevel', 'department', 'reason', 'demand', 'replyBy'],
        may: ['leader'],
        derived: ['counted'],
        numbers: true,
        publishes: true,
      },
      answer: { from: ['issued'], to: 'answered', by: leaders, needs: ['orderReply', 'signedBy'], may: ['evidence'] },
      sendBack: { from: ['answered'], to: 'issued', by: ['director'], needs: ['reason', 'replyBy'], beside: true },
      lift: { from: ['answered'], to: 'lifted', by: ['director'], needs: ['opinion'] },
    },
  },
  /** 满意度函调: a letter with a return code; whoever gets it answers once. */
  letter: {
    prefix: '函',
    publicFields: [],
    due: { issued: 'replyBy' },
    readers: [...office, 'auditor', 'statistician'],
    acts: {
      issue: {
        from: [],
        to: 'issued',
        by: office,
        needs: ['department', 'addressee', 'replyBy'],
        may: ['matter', 'cases'],
        numbers: true,
      },
      answer: {
        from: ['issued'],
        to: 'answered',
        by: ['citizen', ...office],
        needs: ['mark'],
        may: ['solved', 'attitude', 'contacted', 'comment'],
      },
      lapse: { from: ['issued'], to: 'lapsed', by: [...office, 'system'], beside: true },
    },
  },
  /** 社会监督员: who is appointed from when to when, and with which key they sign. */
  supervisor: {
    prefix: '聘',
    publicFields: ['holderName', 'workplace', 'certificate'],
    due: { appointed: 'termUntil' },
    readers: [...office, 'supervisor', 'auditor'],
    acts: {
      propose: {
        from: [],
        to: 'proposed',
        by: office,
        needs: ['holderName', 'identity', 'termFrom', 'termUntil'],
        may: ['workplace', 'telephone', 'certificate', 'recusals'],
        derived: ['holder'],
      },
      appoint: { from: ['proposed'], to: 'appointed', by: ['director'], numbers: true, publishes: true },
      registerKey: { from: ['appointed'], to: 'appointed', by: ['supervisor'], needs: ['publicKey'] },
      renew: { from: ['appointed'], to: 'appointed', by: ['director'], needs: ['termUntil'] },
      end: {
        from: ['proposed', 'appointed'],
        to: 'ended',
        by: ['director', 'system'],
        needs: ['reason'],
        beside: true,
      },
    },
  },
  /** 整改月报 of a department, by the 5th of the next month. */
  report: {
    prefix: '报',
    publicFields: [],
    readers: [...office, ...department, 'auditor', 'statistician'],
    acts: {
      fill: {
        from: [],
        to: 'filled',
        by: ['liaison', 'handler'],
        needs: ['department', 'month', 'doneThisMonth', 'nextPlan', 'filledBy'],
        may: ['difficulty'],
        derived: ['counted'],
      },
      approve: { from: ['filled'], to: 'approved', by: ['deputy', 'head'], needs: ['signedBy'], numbers: true },
      sendBack: {
        from: ['filled', 'approved'],
        to: 'returned',
        by: [...office, 'deputy', 'head'],
        needs: ['reason'],
        beside: true,
      },
      refill: {
        from: ['returned'],
        to: 'filled',
        by: ['liaison', 'handler'],
        needs: ['doneThisMonth', 'nextPlan', 'filledBy'],
        may: ['difficulty'],
        derived: ['counted'],
      },
    },
  },
  /** 月通报 of the office. */
  bulletin: {
    prefix: '通',
    publicFields: ['overview', 'problems', 'requirements', 'typical'],
    readers: [...office, ...department, 'supervisor', 'auditor', 'statistician'],
    acts: {
      draft: {
        from: [],
        to: 'drafted',
        by: [...office, 'statistician'],
        needs: ['month', 'overview', 'problems', 'requirements'],
        may: ['typical'],
        derived: ['counted'],
      },
      redraft: {
        from: ['drafted'],
        to: 'drafted',
        by: [...office, 'statistician'],
        needs: ['overview', 'problems', 'requirements'],
        may: ['typical'],
        derived: ['counted'],
      },
      issue: { from: ['drafted'], to: 'issued', by: ['director'], numbers: true, publishes: true },
    },
  },
  /** 意见分析报告. */
  analysis: {
    prefix: '析',
    publicFields: ['title', 'overview', 'problems', 'typical', 'requirements'],
    readers: [...office, ...department, 'supervisor', 'auditor', 'statistician'],
    acts: {
      draft: {
        from: [],
        to: 'drafted',
        by: [...office, 'statistician'],
        needs: ['title', 'month', 'overview', 'problems', 'requirements'],
        may: ['typical'],
        derived: ['counted'],
      },
      redraft: {
        from: ['drafted'],
        to: 'drafted',
        by: [...office, 'statistician'],
        needs: ['title', 'overview', 'problems', 'requirements'],
        may: ['typical'],
        derived: ['counted'],
      },
      issue: { from: ['drafted'], to: 'issued', by: ['director'], numbers: true, publishes: true },
    },
  },
  /** 抽查: lots that nobody can steer (after RFC 3797): frozen first, drawn with numbers of a public lottery of a later day. */
  sample: {
    prefix: '抽',
    publicFields: [],
    due: { announced: 'drawDay' },
    readers: [...office, 'supervisor', 'auditor'],
    acts: {
      announce: {
        from: [],
        to: 'announced',
        by: ['director'],
        needs: ['frame', 'sampleSize', 'lottery', 'issue', 'drawDay'],
        derived: ['frozen'],
        numbers: true,
        publishes: true,
      },
      draw: { from: ['announced'], to: 'drawn', by: office, needs: ['winning'], derived: ['drawn'] },
    },
  },
  /** 评议活动, from the draft to the final result. What is prepared (the plan) is frozen with its hashes, and never changes afterwards. */
  round: {
    prefix: '评',
    publicFields: ['title', 'reason', 'opinion'],
    due: { frozen: 'opensOn', open: 'closesOn', appealed: 'recheckUntil' },
    readers: [...office, ...department, 'supervisor', 'auditor', 'statistician'],
    acts: {
      draft: {
        from: [],
        to: 'drafted',
        by: [...office, 'liaison', 'head'],
        needs: ['title', 'roundKind', 'opensOn', 'closesOn'],
        may: ['department'],
      },
      redraft: {
        from: ['drafted'],
        to: 'drafted',
        by: [...office, 'liaison', 'head'],
        needs: ['title', 'opensOn', 'closesOn'],
        beside: true,
      },
      drop: { from: ['drafted', 'frozen'], to: 'dropped', by: ['director'], needs: ['reason'], beside: true },
      freeze: {
        from: ['drafted'],
        to: 'frozen',
        by: ['director'],
        notBy: 'draft',
        derived: ['frozenRound'],
        numbers: true,
        publishes: true,
      },
      /** Before it opens a mistake can still be mended, in public. */
      thaw: { from: ['frozen'], to: 'drafted', by: ['director'], needs: ['reason'], beside: true },
      open: { from: ['frozen'], to: 'open', by: ['director', 'system'] },
      close: { from: ['open'], to: 'closed', by: ['director', 'system'], derived: ['roundCounts'] },
      review: { from: ['closed'], to: 'reviewed', by: office, needs: ['opinion'], derived: ['roundCounts'] },
      publish: {
        from: ['reviewed'],
        to: 'published',
        by: ['director'],
        notBy: 'review',
        derived: ['roundResults', 'recheckUntil'],
      },
      /** 反馈: every department has its letter; from now on it may ask for 复核. */
      hear: { from: ['published'], to: 'appealed', by: ['director', 'system'], derived: ['recheckUntil'] },
      correct: {
        from: ['appealed'],
        to: 'appealed',
        by: ['director'],
        needs: ['reason'],
        derived: ['roundResults'],
        beside: true,
      },
      conclude: { from: ['appealed'], to: 'final', by: ['director'], derived: ['roundCounts'] },
    },
  },
  /** 收票批次: ballots on paper, by telephone, in the hall, of a survey firm; they count once issued, returned, void and valid add up and a second person says so. */
  batch: {
    prefix: '批',
    publicFields: ['reason'],
    readers: [...office, 'auditor', 'statistician'],
    acts: {
      begin: {
        from: [],
        to: 'entering',
        by: [...office, 'statistician'],
        needs: ['round', 'raterGroup', 'ballotChannel', 'batchName', 'issued'],
        numbers: true,
        publishes: true,
      },
      count: {
        from: ['entering'],
        to: 'counted',
        by: [...office, 'statistician'],
        needs: ['issued', 'returned'],
        derived: ['batchCounts', 'batchRows'],
      },
      recount: { from: ['counted'], to: 'entering', by: [...office, 'statistician'], needs: ['reason'], beside: true },
      confirm: { from: ['counted'], to: 'confirmed', by: office, notBy: 'count' },
      /** More came back than went out, or the batch was not kept safe: all of it is void, and it may be repeated. */
      annul: {
        from: ['entering', 'counted'],
        to: 'annulled',
        by: ['director'],
        needs: ['reason'],
        beside: true,
      },
    },
  },
  /** 剔除 of flagged ballots: proposed by one with a reason, confirmed by another, counted in public. */
  exclusion: {
    prefix: '剔',
    publicFields: ['reason', 'opinion'],
    readers: [...office, 'auditor', 'statistician'],
    acts: {
      propose: {
        from: [],
        to: 'proposed',
        by: office,
        needs: ['round', 'exclusionRule', 'flagged', 'reason'],
        derived: ['excluded'],
      },
      confirm: {
        from: ['proposed'],
        to: 'confirmed',
        by: office,
        notBy: 'propose',
        needs: ['opinion'],
        numbers: true,
        publishes: true,
      },
      reject: { from: ['proposed'], to: 'rejected', by: office, notBy: 'propose', needs: ['opinion'] },
    },
  },
  /** 复核 of a result, on the request of a department. */
  recheck: {
    prefix: '核',
    publicFields: ['reason', 'opinion'],
    due: { applied: 'replyBy' },
    readers: [...office, ...department, 'auditor', 'statistician'],
    acts: {
      apply: {
        from: [],
        to: 'applied',
        by: ['liaison', 'head'],
        needs: ['department', 'round', 'reason', 'signedBy'],
        may: ['evidence'],
        derived: ['replyBy'],
        numbers: true,
        publishes: true,
      },
      withdraw: { from: ['applied'], to: 'withdrawn', by: ['liaison', 'head'], beside: true },
      decide: { from: ['applied'], to: 'decided', by: ['director'], needs: ['recheckResult', 'opinion'] },
    },
  },
  /** 结果运用: a proposal with approval, never the effect of a score. */
  use: {
    prefix: '用',
    publicFields: ['reason', 'opinion'],
    readers: [...office, 'auditor'],
    acts: {
      propose: { from: [], to: 'proposed', by: office, needs: ['round', 'department', 'useKind', 'reason'] },
      approve: {
        from: ['proposed'],
        to: 'approved',
        by: ['director'],
        notBy: 'propose',
        needs: ['opinion'],
        numbers: true,
        publishes: true,
      },
      decline: { from: ['proposed'], to: 'declined', by: ['director'], needs: ['opinion'] },
    },
  },
  /** 满意机关创建: 申报 → 资格审核 → 评分 → 公示 → 命名, then 复查、警告、摘牌. */
  award: {
    prefix: '创',
    publicFields: ['reason', 'opinion'],
    due: { noticed: 'noticeUntil', awarded: 'termUntil', warned: 'termUntil' },
    readers: [...office, ...department, 'auditor', 'statistician'],
    acts: {
      apply: {
        from: [],
        to: 'applied',
        by: ['liaison', 'head'],
        needs: ['department', 'stars', ...selfMarks, 'situation', 'evidence', 'signedBy'],
      },
      check: { from: ['applied'], to: 'checked', by: office, needs: ['opinion'], derived: ['conditions'] },
      refuse: { from: ['applied', 'checked', 'rated'], to: 'refused', by: office, needs: ['reason'], beside: true },
      rate: {
        from: ['checked'],
        to: 'rated',
        by: office,
        needs: ['siteScore', 'supervisorScore'],
        derived: ['publicScore'],
      },
      announce: {
        from: ['rated'],
        to: 'noticed',
        by: ['director'],
        notBy: 'rate',
        derived: ['noticeUntil'],
        numbers: true,
        publishes: true,
      },
      object: { from: ['noticed'], to: 'rated', by: office, needs: ['reason'], beside: true },
      award: { from: ['noticed'], to: 'awarded', by: ['director'], needs: ['termUntil'] },
      review: { from: ['awarded', 'warned'], to: 'awarded', by: office, needs: ['opinion'], beside: true },
      warn: { from: ['awarded'], to: 'warned', by: ['director'], needs: ['reason'], beside: true },
      remove: { from: ['awarded', 'warned'], to: 'removed', by: ['director'], needs: ['reason'], beside: true },
      expire: { from: ['awarded', 'warned'], to: 'expired', by: ['system', 'director'], beside: true },
    },
  },
} as const satisfies Record<string, RecordKindTable>;

export type RecordKind = keyof typeof records;
export const recordKinds = Object.keys(records) as RecordKind[];

/** The table of a kind, in its general shape. */
export const recordKindOf = (kind: RecordKind): RecordKindTable => records[kind];

/** The line of an act; nothing when the kind has no such act. */
export const recordActOf = (kind: RecordKind, act: string): RecordAct | undefined => {
  const { acts } = recordKindOf(kind);
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
};

/** Whose turn it is in a state: the roles whose acts move the record on. */
export const recordTurn = (kind: RecordKind, state: string): Role[] => [
  ...new Set(
    Object.values(recordKindOf(kind).acts)
      .filter(({ from, to, beside }) => from.includes(state) && to !== state && beside !== true)
      .flatMap(({ by }) => [...by]),
  ),
];

/** States of a kind, in the order of the table. */
export const recordStatesOf = (kind: RecordKind): string[] => [
  ...new Set(Object.values(recordKindOf(kind).acts).map(({ to }) => to)),
];

/** A record as its rules see it. */
export interface RecordFile {
  id: string;
  kind: RecordKind;
  seq: number;
  state: string;
  number: string | null;
  department: string | null;
  /** Newest value of each field that is not words. */
  body: FieldValues;
}
