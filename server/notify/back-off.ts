/** When a message that did not get through is tried again. */

const minute = 60_000;
const hour = 60 * minute;
const waits = [minute, 5 * minute, 30 * minute, 2 * hour, 8 * hour] as const;

/**
 * Milliseconds until the next attempt; undefined when there is none.
 * @param attempts how many have failed so far
 * @param retryAfter seconds that the other side asked for, which are kept unless they are more than the longest wait
 */
export function nextTry(attempts: number, retryAfter = 0): number | undefined {
  const wait = waits[attempts - 1];
  return wait === undefined ? undefined : Math.max(wait, Math.min(retryAfter * 1000, waits[4]));
}
