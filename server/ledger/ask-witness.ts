/** Asks a witness to cosign a checkpoint (c2sp.org/tlog-witness). Whatever it answers, it costs little time and memory. */

import { createHash } from 'node:crypto';
import { type AddCheckpoint, readSize, sizeType, writeAddCheckpoint } from '../domain/trust/add-checkpoint.ts';
import { readUtf8 } from '../domain/trust/mirror.ts';
import { readNote, signatureLine } from '../domain/trust/note.ts';
import { verifyCosignature } from '../domain/trust/signatures.ts';
import type { WitnessSetting } from '../env.ts';

export type WitnessReply =
  | { kind: 'cosigned'; line: string; time: number }
  /** It has cosigned a tree of another size last than we thought. */
  | { kind: 'other-size'; size: number }
  /** What it was sent does not continue what it has cosigned. */
  | { kind: 'contradicted' }
  /** It does not know the log or its key, or does not speak the protocol. */
  | { kind: 'refused'; status: number }
  | { kind: 'unreachable' };

/** Bytes of an answer at most: 16 signatures and more. */
const longestAnswer = 16 * 1024;

/** @param patience milliseconds for the whole exchange */
export async function askWitness(
  { key, url }: WitnessSetting,
  request: AddCheckpoint,
  patience: number,
): Promise<WitnessReply> {
  const answer = await exchange(`${url}/add-checkpoint`, patience, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: writeAddCheckpoint(request),
  });
  if (answer === undefined) return { kind: 'unreachable' };
  const { status, type, body } = answer;
  if (status === 409) {
    const size = type.startsWith(sizeType) ? readSize(body) : undefined;
    return size === undefined ? { kind: 'refused', status } : { kind: 'other-size', size };
  }
  if (status === 422) return { kind: 'contradicted' };
  if (status !== 200) return { kind: 'refused', status };
  // Lines by keys that nobody configured are passed over.
  const note = readNote(request.note + body);
  for (const signature of note?.signatures ?? []) {
    const good = verifyCosignature({ text: note?.text ?? '', signatures: [signature] }, key);
    if (good !== undefined) {
      return { kind: 'cosigned', line: signatureLine(key, signature.signature), time: good.time };
    }
  }
  return { kind: 'refused', status };
}

/** The newest checkpoint of a log that a witness has cosigned, as a note that carries its good cosignature. */
export async function fetchCosigned(
  { key, url }: WitnessSetting,
  origin: string,
  patience: number,
): Promise<string | undefined> {
  const hash = createHash('sha256').update(origin).digest('hex');
  const answer = await exchange(`${url}/${hash}/checkpoint`, patience, {});
  const note = answer?.status === 200 ? readNote(answer.body) : undefined;
  return note && verifyCosignature(note, key) && answer?.body;
}

async function exchange(
  address: string,
  patience: number,
  init: RequestInit,
): Promise<{ status: number; type: string; body: string } | undefined> {
  try {
    const response = await fetch(address, { ...init, redirect: 'manual', signal: AbortSignal.timeout(patience) });
    const body = await readShort(response);
    return body === undefined
      ? undefined
      : { status: response.status, type: response.headers.get('content-type') ?? '', body };
  } catch {
    return undefined;
  }
}

/** The body as text; nothing when it is too long or not UTF-8. */
async function readShort({ body }: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > longestAnswer) return undefined;
    parts.push(part);
  }
  return readUtf8(new Uint8Array(Buffer.concat(parts)));
}
