/** Exact fractions of whole numbers. No score passes through a number with a rounding error before it is printed. */

/** In lowest terms, the lower part positive. */
export interface Fraction {
  over: bigint;
  under: bigint;
}

const commonDivisor = (a: bigint, b: bigint): bigint => {
  let [left, right] = [a < 0n ? -a : a, b];
  while (right !== 0n) [left, right] = [right, left % right];
  return left;
};

/** `over ÷ under`. @throws RangeError for a division by nothing */
export const fraction = (over: bigint | number, under: bigint | number = 1n): Fraction => {
  const [top, bottom] = [BigInt(over), BigInt(under)];
  if (bottom <= 0n) throw new RangeError('A fraction needs a positive lower part');
  const divisor = commonDivisor(top, bottom);
  return { over: top / divisor, under: bottom / divisor };
};

export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.over * b.under + b.over * a.under, a.under * b.under);

export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { over: -b.over, under: b.under });

/** Below 0 when `a` is smaller, above 0 when it is larger, 0 when both are exactly the same. */
export const compareFractions = (a: Fraction, b: Fraction): number => {
  const difference = a.over * b.under - b.over * a.under;
  return difference < 0n ? -1 : Number(difference > 0n);
};

/**
 * Mean of values by whole weights: Σ weight·value ÷ Σ weight.
 * @returns nothing when there is no value with a weight
 */
export function weightedMean(parts: readonly { weight: number; value: Fraction }[]): Fraction | undefined {
  let sum = fraction(0);
  let weights = 0;
  for (const { weight, value } of parts) {
    sum = plus(sum, fraction(value.over * BigInt(weight), value.under));
    weights += weight;
  }
  return weights === 0 ? undefined : fraction(sum.over, sum.under * BigInt(weights));
}

const places = 1000n;

/** Three decimals, half up: `93.2145` is `'93.215'`. For values from 0 upwards. */
export const printed = ({ over, under }: Fraction): string => {
  const scaled = (2n * places * over + under) / (2n * under);
  return `${scaled / places}.${String(scaled % places).padStart(3, '0')}`;
};

/** Reads what {@link printed} writes. @throws RangeError for anything else */
export const readPrinted = (text: string): Fraction => {
  if (!/^\d{1,3}\.\d{3}$/.test(text)) throw new RangeError(`Not a printed score: ${text}`);
  return fraction(BigInt(text.replace('.', '')), places);
};

/** The whole part of a square root. For values from 0 upwards. */
export const wholeRoot = (value: bigint): bigint => {
  if (value < 2n) return value;
  // Newton's method from above: each step is smaller than the one before until the root is reached.
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
};
