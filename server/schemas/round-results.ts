/** Results of rounds on the wire, as they were published, with what belongs to them: 复核, 结果运用, 剔除, batches, and years before. */

import { z } from '@hono/zod-openapi';
import type { RoundResults } from '../domain/round/results.ts';
import { batchChannels, exclusionRules, recheckResults, useKinds, voidReasons } from '../domain/vocabulary.ts';
import { departmentCode } from './departments.ts';
import { departmentRef, idInPath } from './desk.ts';
import { ballotChannel } from './rounds.ts';

const count = z.int().min(0);
/** 0 to 100, three decimals. */
const score = z.string().openapi({ example: '93.214' });
const share = z.object({ part: count, of: count, percent: z.string().optional() });
const estimate = share.extend({ low: z.string(), high: z.string() });
const interval = z.object({ low: score, high: score });
const levels = z.record(z.string(), count);
const standing = z.enum(['ranked', 'unranked', 'few', 'withheld', 'exempt']);

const item = z.object({ item: z.string(), n: count, unknown: count, points: count, levels, score: score.optional() });
const part = z.object({ substantive: count, abstained: count, items: z.array(item), score: score.optional() });
const ofYear = z.object({ rectified: share, onTime: share, revisits: share, signed: share });
const annual = z.object({
  score,
  review: score,
  rectification: score.optional(),
  regular: score.optional(),
  inputs: ofYear.extend({ department: z.string(), regular: z.array(score) }),
});

const departmentResult = z.object({
  department: z.string(),
  classCode: z.string(),
  standing,
  n: count,
  score: score.optional(),
  interval: interval.optional(),
  rank: count.optional(),
  tier: count.optional(),
  satisfied: estimate,
  verySatisfied: share,
  unknown: share,
  items: z.array(item),
  overall: levels,
  groups: z.array(part.extend({ group: z.string(), counts: z.boolean() })),
  channels: z.array(part.extend({ channel: ballotChannel, counts: z.boolean(), ballots: count, hidden: count })),
  annual: annual.optional(),
});
const classResult = z.object({
  classCode: z.string(),
  isRanked: z.boolean(),
  departments: count,
  mean: score.optional(),
  max: score.optional(),
  min: score.optional(),
  satisfied: share,
  verySatisfied: share,
  unknown: share,
  items: z.array(z.object({ item: z.string(), score })),
});
const turnout = z.object({
  issued: count,
  returned: count,
  void: z.partialRecord(z.enum(voidReasons), count),
  excluded: z.partialRecord(z.enum(exclusionRules), count),
  valid: count,
  returnRate: share,
  validRate: share,
});
const channelTurnout = turnout.extend({ channel: ballotChannel });

const results = z
  .object({
    v: z.literal(1),
    round: z.string(),
    title: z.string(),
    year: z.int(),
    rows: z.object({
      ballots: count,
      cancelled: count,
      excluded: count,
      hidden: count,
      hiddenCells: count,
      unopened: count,
      malformed: count,
      abstained: count,
      substantive: count,
      counted: count,
    }),
    turnout: z.object({
      invited: count,
      total: turnout,
      groups: z.array(turnout.extend({ group: z.string(), invited: count, channels: z.array(channelTurnout) })),
      channels: z.array(channelTurnout),
    }),
    overall: z.object({
      max: score.optional(),
      min: score.optional(),
      satisfied: share,
      verySatisfied: share,
      unknown: share,
    }),
    classes: z.array(classResult),
    departments: z.array(departmentResult),
  })
  .openapi('RoundResults') as unknown as z.ZodType<RoundResults>;

/** A record that came of the round, as far as everybody may read it. */
const outcome = z.object({ number: z.string(), department: departmentRef, day: z.string() });

export const roundOutcome = z
  .object({
    results,
    /** SHA-256 of `results.json`, as the ledger has it. */
    hash: z.string(),
    /** Day of the publication, and its place in the ledger. */
    publishedOn: z.string(),
    entry: z.int().nullable(),
    /** What was corrected after 复核, with the reason; oldest first. */
    corrections: z.array(z.object({ day: z.string(), reason: z.string() })),
    isFinal: z.boolean(),
    recheckUntil: z.string().nullable(),
    rechecks: z.array(
      outcome.extend({
        reason: z.string(),
        replyBy: z.string().nullable(),
        isOpen: z.boolean(),
        stateName: z.string(),
        result: z.enum(recheckResults).nullable(),
        opinion: z.string(),
      }),
    ),
    uses: z.array(outcome.extend({ use: z.enum(useKinds), reason: z.string(), opinion: z.string() })),
    exclusions: z.array(
      z.object({
        number: z.string(),
        rule: z.enum(exclusionRules),
        ballots: count,
        rows: count,
        reason: z.string(),
        opinion: z.string(),
        day: z.string(),
      }),
    ),
    batches: z.array(
      z.object({
        number: z.string(),
        group: z.string(),
        channel: z.enum(batchChannels),
        state: z.string(),
        stateName: z.string(),
        issued: count,
        returned: count,
        valid: count,
      }),
    ),
  })
  .openapi('RoundOutcome');
export type RoundOutcome = z.infer<typeof roundOutcome>;

const departmentLine = z.object({
  round: z.string(),
  title: z.string(),
  year: z.int(),
  kindName: z.string(),
  className: z.string(),
  isFinal: z.boolean(),
  standing,
  n: count,
  score: score.nullable(),
  interval: interval.nullable(),
  rank: count.nullable(),
  tier: count.nullable(),
  /** Departments ranked in its class. */
  of: count,
  classMean: score.nullable(),
  satisfied: estimate,
  verySatisfied: share,
  unknown: share,
});
export type RoundOfDepartment = z.infer<typeof departmentLine>;

/** A department in the rounds that have results, newest first. */
export const departmentRounds = z.object({ items: z.array(departmentLine) }).openapi('DepartmentRounds');
export const departmentInPath = z.object({ code: departmentCode });
export const roundInPath = idInPath;
