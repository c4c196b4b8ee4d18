/** The 95 % interval printed beside a rate that is an estimate. */

/** Two-sided 95 % quantile of the normal distribution. */
const z = 1.959963984540054;

/**
 * Wilson score interval (E. B. Wilson, 1927) of `successes` out of `n`, as shares between 0 and 1 with four decimals.
 * With `n` = 0 nothing is known: 0 to 1. Uses only + − × ÷ and the square root, which every machine rounds alike.
 */
export const wilson = (successes: number, n: number): { low: string; high: string } => {
  if (!Number.isSafeInteger(n) || !Number.isSafeInteger(successes) || successes < 0 || successes > n) {
    throw new RangeError(`Not a part of a whole: ${successes} of ${n}`);
  }
  if (n === 0) return { low: '0.0000', high: '1.0000' };
  const share = successes / n;
  const spread = (z * z) / n;
  const middle = share + spread / 2;
  const margin = z * Math.sqrt((share * (1 - share)) / n + spread / (4 * n));
  const bound = (value: number): string => Math.min(1, Math.max(0, value / (1 + spread))).toFixed(4);
  return { low: bound(middle - margin), high: bound(middle + margin) };
};
