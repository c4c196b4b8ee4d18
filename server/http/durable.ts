/** Waits for a write of the group commit, and says it as a refusal when the queue is full. */

import { BusyError } from '../../db/citizen-writes.ts';
import { Problem } from '../problem.ts';

/** @throws Problem `busy` with Retry-After */
export async function durable<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof BusyError) throw new Problem('busy', { retryAfter: error.retryAfter });
    throw error;
  }
}
