/** The typed client of our own API: how pages get data. Calls stay in this process. */

import { hc } from 'hono/client';
import { running } from '../server/boot.ts';
import { toBase64Url, utf8ToBytes } from '../server/domain/trust/encoding.ts';
import { leafHash, portableSha256 } from '../server/domain/trust/hash.ts';
import type { ProblemBody } from '../server/problem.ts';
import type { Api } from '../server/routes/index.ts';

/** Never reached by anybody: calls are answered in this process, below whatever base path the site has. */
const inside = 'http://in.process';

const inProcess = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> =>
  running().app.fetch(new Request(input, init), { inProcess: true });

const client = (headers: Record<string, string>) =>
  hc<Api>(inside, {
    headers,
    fetch: inProcess,
  });

/** For what everybody may see and do: `const { name } = await (await api.api.city.$get()).json()`. */
export const api = client({});

/** For what only those signed in may: the call is made as the person who sent `request`. */
export const apiFor = (request: Request): typeof api => client({ cookie: request.headers.get('cookie') ?? '' });

/** The refusal in an answer that is not ok. */
export const problemOf = async (response: { json(): Promise<unknown> }): Promise<ProblemBody> =>
  (await response.json()) as ProblemBody;

/** The OpenAPI document of the whole API. */
export const apiDescription = async (): Promise<unknown> => (await inProcess(`${inside}/api/openapi.json`)).json();

/** The signed 回执 of an entry that waits for the ledger; nothing where there is none (any more). */
export async function receiptNote(entry: string): Promise<string | undefined> {
  const leaf = toBase64Url(leafHash(portableSha256, utf8ToBytes(entry)));
  const answer = await inProcess(`${inside}/log/receipt?leaf=${leaf}`);
  return answer.ok ? answer.text() : undefined;
}
