/** An 意见 as it is sent, its photos, and the slip that comes back. */
import { z } from '@hono/zod-openapi';
import { cleanLine, cleanText, contactLength, opinionLength, photosMost } from '../domain/opinion.ts';
import { isHash } from '../domain/receipt.ts';
import { opinionKinds } from '../domain/vocabulary.ts';
import { departmentCode } from './departments.ts';
import { proof, token } from './ratings.ts';

export const hash = z.string().refine(isHash).openapi({ description: 'SHA-256，base64url，不带填充' });
const three = z.tuple([hash, hash, hash]);

/** Text of a citizen: cleaned first, so that limits are about what is stored. */
export const text = (least: number, most: number) =>
  z
    .string()
    .max(most * 4)
    .transform(cleanText)
    .pipe(z.string().min(least).max(most));

export const opinionRequest = z
  .object({
    token,
    /** Null: the author does not know which department it is. */
    department: departmentCode.nullable(),
    kind: z.enum(opinionKinds),
    text: text(opinionLength.least, opinionLength.most),
    /** The redacted text may be published; otherwise only the office's summary is. */
    mayPublish: z.boolean(),
    contact: z
      .string()
      .max(contactLength * 4)
      .transform(cleanLine)
      .pipe(z.string().max(contactLength))
      .optional(),
    photos: z.array(z.string().max(64)).max(photosMost).default([]),
    channel: z.enum(['qr', 'web', 'sms']),
    /** SHA-256 of the view key; the code itself stays on the phone. */
    viewHash: hash,
    locks: z.object({ yes: three, no: three }).strict(),
    /** Salt of the commitment to the text in the ledger, made by the phone from the code; absent: the server makes one. */
    textSalt: hash.optional(),
    /** The code was made by the server or passed through it. */
    codeSeen: z.boolean(),
    proof: proof.optional(),
  })
  .strict()
  .openapi('Opinion');

export const opinionSlip = z
  .object({
    /** 回执号, 8 letters. */
    receipt: z.string(),
    department: z.object({ code: z.string(), name: z.string() }).nullable(),
    receivedOn: z.string(),
    /** The text as redacted by the server: what may become public. */
    publicText: z.string(),
    /** Until when the contact is kept; null without one. */
    contactUntil: z.string().nullable(),
    /** The entry that the ledger will have, as canonical JSON. */
    entry: z.string(),
    /** The last day by which the entry is in the ledger. */
    includeBy: z.string(),
    /** 回执: the signed promise of that. */
    receiptNote: z.string(),
  })
  .openapi('OpinionSlip');
export type OpinionSlip = z.infer<typeof opinionSlip>;

export const photoReceipt = z
  .object({ id: z.string(), size: z.int().openapi({ description: '重新编码后的字节数' }) })
  .openapi('Photo');

/** What the proof of work (ALTCHA v2) asks for, bound to one action, and where the city uses it the site key of Turnstile. */
export const challengeQuery = z.object({ for: z.enum(['rate', 'opinion', 'photo', 'mark']) });
export const challenge = z
  .object({
    altcha: z.object({
      parameters: z.object({
        algorithm: z.string(),
        nonce: z.string(),
        salt: z.string(),
        cost: z.int(),
        keyLength: z.int(),
        keyPrefix: z.string(),
        keySignature: z.string().optional(),
        expiresAt: z.int().optional(),
        data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
      }),
      signature: z.string().optional(),
    }),
    turnstileSiteKey: z.string().nullable(),
  })
  .openapi('Challenge');
