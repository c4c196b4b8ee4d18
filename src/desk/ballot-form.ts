/** From the cells of a ballot as somebody typed them to what the API takes, and back to the page with every letter of it. */
import type { BatchView } from '../../server/schemas/batches.ts';
import { batchWords } from '#words/batches.ts';
import type { ErrorLine } from '../refused.ts';
import { textOf } from './visit.ts';

export type BallotShape = BatchView['form'];

/** Name and id of a cell. */
export const cellName = (department: string, column: number): string => `c-${department}-${column}`;

/** Two marks, or a correction. */
const unclear = -1;
/** What stands in a cell that is unclear. */
export const unclearSign = 'x';

/** What a cell says: nothing while it is blank; `wrong` for what is neither a level nor x. */
function cellOf(typed: string, levels: BallotShape['levels']): number | undefined | 'wrong' {
  const text = typed.normalize('NFKC').trim().toLowerCase();
  if (text === '') return undefined;
  if (text === unclearSign || text === '×') return unclear;
  const level = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return level === 0 || levels.some((one) => one.level === level) ? level : 'wrong';
}

/** Reads the grid. Rows in which nothing is typed are left out; a blank cell beside others is 0. */
export function readGrid(
  form: FormData,
  { departments, columns, levels }: BallotShape,
): { rows: Record<string, number[]>; errors: ErrorLine[] } {
  const rows: Record<string, number[]> = {};
  const errors: ErrorLine[] = [];
  for (const { code, name } of departments) {
    const cells = columns.map((column, at) => {
      const id = cellName(code, at);
      const typed = textOf(form, id);
      const cell = cellOf(typed, levels);
      if (cell !== 'wrong') return cell;
      errors.push({ field: id, text: batchWords.enter.badCell(name, column.name, typed) });
      return 0;
    });
    if (cells.some((cell) => cell !== undefined)) rows[code] = cells.map((cell) => cell ?? 0);
  }
  return { rows, errors };
}

/** A stored cell as it is typed; a void row has one cell for all. */
export const typedCell = (cells: readonly number[] | undefined, at: number): string => {
  const cell = cells?.length === 1 && cells[0] === unclear ? unclear : cells?.[at];
  return cell === undefined ? '' : cell === unclear ? unclearSign : String(cell);
};
