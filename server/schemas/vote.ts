/** Voting with invitation codes: blinded tickets, closed ballots, what opens them, and what takes one back. */
import { z } from '@hono/zod-openapi';
import { hash } from './opinions.ts';

/** Ballots of one voter are on different departments; no city has more. */
const departmentsMost = 500;

const round = z
  .string()
  .regex(/^[\w-]{1,40}$/)
  .openapi({ description: '活动编号' });
const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
/** 256 bytes in base64url without padding. */
const ticket = z.string().regex(/^[\w-]{341}[AQgw]$/);

const ofDepartments = <Value extends z.ZodType>(value: Value, what: string) =>
  z
    .record(code, value)
    .refine((all) => Object.keys(all).length >= 1 && Object.keys(all).length <= departmentsMost)
    .openapi({ description: what });

export const issueRequest = z
  .object({
    round,
    roster: z
      .string()
      .regex(/^[0-9A-HJKMNP-TV-Z]{2}$/)
      .openapi({ description: '邀请码的前两位' }),
    redemption: hash.openapi({ description: '邀请码算出的原像；邀请码本身不离开手机' }),
    blinded: ofDepartments(ticket, '盲化后的选票，按单位；正好是这个邀请码可评的各单位'),
  })
  .strict()
  .openapi('TicketRequest');

export const issueAnswer = z.object({ signed: ofDepartments(z.string(), '签名，按单位') }).openapi('Tickets');

const many = <Value extends z.ZodType>(value: Value) => z.array(value).min(1).max(departmentsMost);

export const ballotsRequest = z
  .object({
    round,
    group: code,
    ballots: many(
      z
        .object({
          d: code.openapi({ description: '单位' }),
          c: hash.openapi({ description: '对所评内容的承诺' }),
          z: hash.openapi({ description: '作废钥匙的锁' }),
          s: ticket.openapi({ description: '去盲后的选票' }),
        })
        .strict(),
    ),
  })
  .strict()
  .openapi('Ballots');

const receipt = z.object({
  c: z.string(),
  leaf: z.string().openapi({ description: '存证本记录的散列' }),
  receipt: z.string().openapi({ description: '签名回执（signed note）；不含所评内容' }),
  includeBy: z.string().openapi({ format: 'date', description: '最晚哪天存入存证本' }),
});
export const ballotsAnswer = z.object({ receipts: z.array(receipt) }).openapi('BallotReceipts');

/** Wider than any questionnaire: a ballot that does not fit the questionnaire is shown and not counted, so that nobody can say it was refused for what it says. */
const level = z.int().min(0).max(1000);

export const openingsRequest = z
  .object({
    round,
    openings: many(
      z
        .object({
          c: hash,
          salt: hash.openapi({ description: '承诺所用的随机数' }),
          o: z
            .object({
              r: level.openapi({ description: '总体评价，0 为不了解' }),
              x: z
                .record(code, level)
                .refine((marks) => Object.keys(marks).length <= 100)
                .openapi({ description: '各项的等次，0 为不了解' }),
            })
            .strict(),
        })
        .strict(),
    ),
  })
  .strict()
  .openapi('BallotOpenings');
export const openingsAnswer = z.object({ opened: z.array(z.string()) }).openapi('OpenedBallots');

export const cancelRequest = z
  .object({ round, c: hash, w: hash.openapi({ description: '作废钥匙' }) })
  .strict()
  .openapi('BallotCancellation');
export const cancelAnswer = receipt.openapi('CancellationReceipt');
