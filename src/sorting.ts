/** Ledgers of figures sorted by links: `?sort=rectification` from high to low, `?sort=rectification-up` the other way. */
import type { CityFiguresView } from '../server/schemas/figures.ts';
import { rateMinimum } from '../server/domain/figures.ts';

type Row = Pick<CityFiguresView['classes'][number], 'effective' | 'overdue' | 'rates'>;

export const sortNames = ['rectification', 'verified', 'selfReported', 'effective', 'overdue'] as const;
export interface Sort {
  name: (typeof sortNames)[number];
  up: boolean;
}

/** What an address asks for; nothing when it asks for nothing that there is. */
export function readSort(text: string | null): Sort | undefined {
  const [name, way] = (text ?? '').split(/-(?=up$)/);
  const known = sortNames.find((one) => one === name);
  return known && { name: known, up: way === 'up' };
}

export const writeSort = ({ name, up }: Sort): string => (up ? `${name}-up` : name);

/** What a click on a column asks for: first from high to low, then the other way. */
export const nextSort = (name: Sort['name'], now: Sort | undefined): Sort => ({
  name,
  up: now?.name === name && !now.up,
});

/** Rows with too few 意见 for a rate come last either way; equal ones keep their order. */
export function sorted<R extends Row>(rows: readonly R[], sort: Sort | undefined): readonly R[] {
  if (sort === undefined) return rows;
  const { name, up } = sort;
  const valueOf = (row: R): number | undefined => {
    if (name === 'effective' || name === 'overdue') return row[name];
    const { numerator, denominator } = row.rates[name];
    return denominator < rateMinimum ? undefined : numerator / denominator;
  };
  return rows.toSorted((a, b) => {
    const [first, second] = [valueOf(a), valueOf(b)];
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
    return up ? first - second : second - first;
  });
}
