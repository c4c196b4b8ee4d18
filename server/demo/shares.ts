/** Spreads the 意见 of a year over departments and topics so that both margins are met exactly. */

/**
 * A table of whole numbers with the given row and column sums, as near to the proportions of `weights` as whole numbers allow;
 * a cell of weight 0 stays empty. Iterative proportional fitting (Deming and Stephan 1940) gives the shape, augmenting paths the rest.
 * @throws RangeError when no such table exists
 */
export function tableWithMargins(
  weights: readonly (readonly number[])[],
  rows: readonly number[],
  columns: readonly number[],
): number[][] {
  const fitted = fit(weights, rows, columns);
  const table = fitted.map((row) => row.map(Math.floor));
  const missingIn = (row: number): number => (rows[row] ?? 0) - sum(table[row] ?? []);
  const missingBelow = (column: number): number => (columns[column] ?? 0) - sum(table.map((row) => row[column] ?? 0));
  const nearest = (row: number): number[] => {
    const short = (column: number): number => (fitted[row]?.[column] ?? 0) - (table[row]?.[column] ?? 0);
    return columns.map((_, column) => column).sort((a, b) => short(b) - short(a) || a - b);
  };
  for (let row = 0; row < rows.length; row += 1) {
    while (missingIn(row) > 0) {
      if (!augment(table, weights, row, nearest, (column) => missingBelow(column) > 0))
        throw new RangeError('These margins cannot be met');
    }
  }
  return table;
}

const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);

function fit(weights: readonly (readonly number[])[], rows: readonly number[], columns: readonly number[]): number[][] {
  let table = weights.map((row) => [...row]);
  for (let round = 0; round < 200; round += 1) {
    table = table.map((row, index) => scaledTo(row, rows[index] ?? 0));
    const factors = columns.map((column, index) => {
      const total = sum(table.map((row) => row[index] ?? 0));
      return total === 0 ? 0 : column / total;
    });
    table = table.map((row) => row.map((value, index) => value * (factors[index] ?? 0)));
  }
  // Rows last, so that rounding down never gives a row too much; a column that got too much is put right at once.
  const whole = table.map((row) => row.map(Math.floor));
  return table.map((row, index) =>
    sum(whole[index] ?? []) > (rows[index] ?? 0) ? scaledTo(row, rows[index] ?? 0) : row,
  );
}

const scaledTo = (row: readonly number[], total: number): number[] => {
  const now = sum(row);
  return row.map((value) => (now === 0 ? 0 : (value * total) / now));
};

/** Adds one to a row by the shortest way to a column that has room, moving ones between other rows where it must. */
function augment(
  table: number[][],
  weights: readonly (readonly number[])[],
  start: number,
  order: (row: number) => number[],
  hasRoom: (column: number) => boolean,
): boolean {
  const cameFrom = new Map<number, { row: number; column: number } | null>([[start, null]]);
  const queue = [start];
  for (const row of queue) {
    const open = order(row).filter((column) => (weights[row]?.[column] ?? 0) > 0);
    const free = open.find(hasRoom);
    if (free !== undefined) {
      let [at, add] = [row, free];
      for (;;) {
        const cells = table[at];
        if (cells) cells[add] = (cells[add] ?? 0) + 1;
        const before = cameFrom.get(at);
        if (!before) return true;
        if (cells) cells[before.column] = (cells[before.column] ?? 0) - 1;
        [at, add] = [before.row, before.column];
      }
    }
    for (const column of open) {
      for (let other = 0; other < table.length; other += 1) {
        if (!cameFrom.has(other) && (table[other]?.[column] ?? 0) > 0) {
          cameFrom.set(other, { row, column });
          queue.push(other);
        }
      }
    }
  }
  return false;
}
