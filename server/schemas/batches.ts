/** 收票批次 on the wire: the batches of a round, the form of their ballots, what one person reads, and what differs. */

import { z } from '@hono/zod-openapi';
import { batchChannels, voidReasons } from '../domain/vocabulary.ts';
import { departmentCode } from './departments.ts';
import { idInPath } from './desk.ts';

const count = z.int();
/** Departments and columns of a ballot at most; longer questionnaires are no questionnaires. */
const departmentsMost = 300;
const columnsMost = 40;
export const serialMost = 99_999;

const entered = z.object({
  valid: count,
  void: z.array(z.object({ reason: z.enum(voidReasons), name: z.string(), count })),
  /** Read once so far. */
  once: count,
  /** Read twice, with a difference. */
  differs: count,
});

const batchLine = z.object({
  id: z.string(),
  number: z.string().nullable(),
  name: z.string(),
  group: z.string(),
  groupName: z.string(),
  channel: z.enum(batchChannels),
  channelName: z.string(),
  state: z.string(),
  stateName: z.string(),
  issued: count,
  /** Null until it was counted. */
  returned: count.nullable(),
  entered,
});
export type BatchLine = z.infer<typeof batchLine>;

const roundRef = z.object({
  id: z.string(),
  number: z.string().nullable(),
  title: z.string(),
  state: z.string(),
  stateName: z.string(),
});

export const batchList = z
  .object({
    round: roundRef,
    /** The round takes batches now. */
    takes: z.boolean(),
    /** The reader may begin one. */
    mayBegin: z.boolean(),
    groups: z.array(z.object({ code: z.string(), name: z.string() })),
    /** Channels of the round whose ballots are written down. */
    channels: z.array(z.object({ channel: z.enum(batchChannels), name: z.string() })),
    items: z.array(batchLine),
    /** Of confirmed batches, by channel. */
    totals: z.array(
      z.object({
        channel: z.enum(batchChannels),
        name: z.string(),
        batches: count,
        issued: count,
        returned: count,
        void: count,
        valid: count,
      }),
    ),
  })
  .openapi('BatchList');
export type BatchList = z.infer<typeof batchList>;

export const batchView = batchLine
  .extend({
    seq: count,
    round: roundRef,
    takes: z.boolean(),
    form: z.object({
      /** Every department stands on the paper; a row left blank says 不了解. */
      asksAll: z.boolean(),
      departments: z.array(z.object({ code: z.string(), name: z.string(), className: z.string() })),
      columns: z.array(z.object({ code: z.string(), name: z.string() })),
      /** Best first; 0 is 不了解. */
      levels: z.array(z.object({ level: z.int(), name: z.string() })),
    }),
    /** What waits for the reader. */
    mine: z.object({
      mayEnter: z.boolean(),
      /** The paper to take next: one that another person has read, else a new one. */
      next: count,
      /** Read once, by somebody else. */
      toSecond: count,
      /** Serial numbers on which two others differ. */
      toDecide: z.array(count),
      /** Read by the reader alone so far, and may be corrected. */
      alone: z.array(count),
    }),
    isEmpty: z.boolean(),
  })
  .openapi('Batch');
export type BatchView = z.infer<typeof batchView>;

/** Cells in the order of the columns: a level, 0 for 不了解 or blank, -1 for two marks or a correction, which makes the row void. */
const cells = z.array(z.int().min(-1).max(99)).min(1).max(columnsMost);
const rows = z
  .record(departmentCode, cells)
  .refine((given) => Object.keys(given).length <= departmentsMost)
  .openapi({ description: '每个单位一行，按问卷的顺序；没有填的行可以不写' });

export const readingRequest = z
  .object({
    serial: z.int().min(1).max(serialMost),
    void: z.enum(voidReasons).nullable(),
    rows,
    /** The reader has read this paper before, and means to correct that. */
    correct: z.boolean().optional(),
  })
  .strict()
  .openapi('BallotReading');
export type ReadingRequest = z.infer<typeof readingRequest>;

export const decisionRequest = readingRequest.pick({ void: true, rows: true }).strict().openapi('BallotDecision');

export const interviewRequest = z
  .object({
    /** The person on the telephone agreed to be asked. */
    consent: z.literal(true),
    rows,
    seconds: z.int().min(0).max(36_000).optional(),
  })
  .strict()
  .openapi('Interview');

export const serialInPath = idInPath.extend({ serial: z.coerce.number().int().min(1).max(serialMost) });

const ballotState = z.enum(['first', 'differs', 'agreed', 'void']);

export const readingDone = z
  .object({
    serial: count,
    /** `first`: a second person is to read it; `differs`: a third one decides. */
    state: ballotState,
    voidReason: z.enum(voidReasons).nullable(),
    next: count,
  })
  .openapi('BallotRead');
export type ReadingDone = z.infer<typeof readingDone>;

export const ownReading = z
  .object({
    serial: count,
    state: ballotState,
    /** What the reader typed; null for what others did. */
    mine: z.object({ void: z.enum(voidReasons).nullable(), rows: z.record(z.string(), z.array(z.int())) }).nullable(),
  })
  .openapi('OwnReading');

/** Both readings of a paper, without who read which, for a third person alone. */
export const ballotDifference = z
  .object({
    serial: count,
    kind: z.enum(['void', 'rows']),
    /** Why each holds the ballot for void; null for one that does not. */
    voids: z.array(z.enum(voidReasons).nullable()),
    rows: z.array(
      z.object({
        department: z.string(),
        name: z.string(),
        first: z.array(z.int()),
        second: z.array(z.int()),
        /** Places of the cells that differ. */
        columns: z.array(z.int()),
      }),
    ),
  })
  .openapi('BallotDifference');
export type BallotDifference = z.infer<typeof ballotDifference>;
