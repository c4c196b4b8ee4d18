/** What is worked out once and kept until something it depends on changes. */

import type { Context } from './context.ts';

/**
 * Makes a question whose answer is kept, one for each running server.
 * @param keyOf what the answer depends on; while it is the same, whoever asks gets the same object. A failure is not kept
 */
export function keptUntilChanged<T extends object>(
  keyOf: (context: Context) => string,
  make: (context: Context) => Promise<T>,
): (context: Context) => Promise<T> {
  const kept = new WeakMap<Context, { key: string; value: Promise<T> }>();
  return (context) => {
    const key = keyOf(context);
    const known = kept.get(context);
    if (known?.key === key) return known.value;
    const value = make(context);
    kept.set(context, { key, value });
    value.catch(() => kept.delete(context));
    return value;
  };
}
