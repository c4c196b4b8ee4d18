/** Where the numbers of a plot stand on its line. Scores are near each other, so that the line shows only the part of 0 to 100 that is used. */

export interface PlotRow {
  name: string;
  /** As printed, three decimals. */
  value: string;
  low?: string | undefined;
  high?: string | undefined;
  /** What it is compared with: a line across. */
  mean?: string | undefined;
}

export interface PlotScale {
  from: number;
  to: number;
  ticks: number[];
  /** Place of a number, in per cent of the width. */
  at: (value: string | number) => string;
}

/** Per cent of the width left free at both ends. */
const margin = 3;

/** A scale over everything that the rows show, in steps that people count in. */
export function scaleOf(rows: readonly PlotRow[]): PlotScale {
  const values = rows.flatMap(({ value, low, high, mean }) =>
    [value, low, high, mean].flatMap((one) => (one === undefined ? [] : [Number(one)])),
  );
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const step = [1, 2, 5, 10, 20].find((one) => (highest - lowest) / one <= 5) ?? 25;
  const from = Math.max(0, Math.floor(lowest / step) * step);
  const to = Math.min(100, Math.max(from + step, Math.ceil(highest / step) * step));
  const ticks: number[] = [];
  for (let tick = from; tick <= to; tick += step) ticks.push(tick);
  const at = (value: string | number): string => {
    const share = (Number(value) - from) / (to - from || 1);
    return `${Math.round((margin + share * (100 - 2 * margin)) * 100) / 100}%`;
  };
  return { from, to, ticks, at };
}
