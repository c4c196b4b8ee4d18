/** The one way in which a rate becomes a printed number. */

/**
 * `numerator ÷ denominator` as a percentage with `places` decimals, rounded half up: `ratio(1018, 1100)` is `'92.5'`.
 * Both are counts. Null when the denominator is 0, because a rate of nothing is no number.
 * Only whole numbers are used, so that anybody who recomputes it gets the same digits.
 */
export const ratio = (numerator: number, denominator: number, places = 1): string | null => {
  for (const count of [numerator, denominator, places]) {
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`Not a count: ${count}`);
  }
  if (denominator === 0) return null;
  const scale = 10n ** BigInt(places);
  const half = BigInt(denominator);
  const scaled = (2n * 100n * scale * BigInt(numerator) + half) / (2n * half);
  const whole = scaled / scale;
  return places === 0 ? `${whole}` : `${whole}.${String(scaled % scale).padStart(places, '0')}`;
};
