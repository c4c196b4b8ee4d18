/** The ticket issuer as another institution's server, asked over HTTP. What phones ask through this server is passed on and not written down. */

import { z } from 'zod';
import type { IssueRefusal, Issuer } from '../domain/round/issuer.ts';
import { Problem } from '../problem.ts';
import { refusalNames } from './refusals.ts';

export interface RemoteIssuerOptions {
  /** Without a slash at the end. */
  url: string;
  token: string;
}

/** Milliseconds. Making hundreds of keys takes minutes. */
const patience = { usual: 10_000, keys: 10 * 60_000 };

const b64u = z.string().regex(/^[\w-]+$/);
const shapes = {
  signed: z.object({ signed: z.record(z.string(), b64u) }),
  keys: z.object({ keys: z.array(z.object({ group: z.string(), department: z.string(), n: b64u })) }),
  redemptions: z.object({ redemptions: z.array(z.object({ roster: z.string(), redemption: b64u })) }),
  refused: z.object({ name: z.string() }),
};

export function createRemoteIssuer({ url, token }: RemoteIssuerOptions): Issuer {
  const ask = async (method: string, path: string, body?: object, wait = patience.usual): Promise<Response> => {
    try {
      return await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(wait),
      });
    } catch (cause) {
      throw Object.assign(new Problem('issuer-unreachable', { retryAfter: 30 }), { cause });
    }
  };
  /** @throws Problem `issuer-unreachable` when the answer is not what an issuer says */
  const read = async <T>(answer: Response, shape: z.ZodType<T>): Promise<T> => {
    const result = shape.safeParse(await answer.json().catch(() => undefined));
    if (!answer.ok || !result.success) throw new Problem('issuer-unreachable', { retryAfter: 30 });
    return result.data;
  };
  const path = (round: string): string => `/issuer/rounds/${encodeURIComponent(round)}`;

  return {
    prepare: async (round) => (await read(await ask('PUT', path(round.round), round, patience.keys), shapes.keys)).keys,
    issue: async (request) => {
      const answer = await ask('POST', '/api/vote/issue', request);
      if (answer.status >= 400 && answer.status < 500) {
        const said = shapes.refused.safeParse(await answer.json().catch(() => undefined));
        const [refusal] =
          Object.entries(refusalNames).find(([, name]) => said.success && name === said.data.name) ?? [];
        if (refusal !== undefined) return { refusal: refusal as IssueRefusal };
        throw new Problem('issuer-unreachable', { retryAfter: 30 });
      }
      return read(answer, shapes.signed);
    },
    redemptions: async (round) =>
      (await read(await ask('GET', `${path(round)}/redemptions`), shapes.redemptions)).redemptions,
    destroy: async (round) => void (await read(await ask('DELETE', `${path(round)}/keys`), z.object({}))),
  };
}
