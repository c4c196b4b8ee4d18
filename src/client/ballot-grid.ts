/** Typing ballots fast: a digit goes on to the next cell, Enter to the next row, arrows move. Without this the grid is a table of plain fields. */

const grid = document.querySelector<HTMLTableElement>('[data-ballot-grid]');
const serial = document.querySelector<HTMLInputElement>('#serial');

if (grid) {
  const allowed = (grid.dataset['ballotGrid'] ?? '').split(' ');
  const rows = [...grid.rows].map((row) => [...row.querySelectorAll('input')]).filter((cells) => cells.length > 0);
  const places = new Map(rows.flatMap((cells, row) => cells.map((cell, column) => [cell, { row, column }] as const)));
  const form = grid.closest('form');
  const button = form?.querySelector<HTMLButtonElement>('button[data-sending]');

  const goTo = (row: number, column: number): void => {
    const cell = rows[row]?.[column];
    if (cell) {
      cell.focus();
      cell.select();
    } else if (row >= rows.length) button?.focus();
  };
  const goOn = ({ row, column }: { row: number; column: number }): void =>
    column + 1 < (rows[row]?.length ?? 0) ? goTo(row, column + 1) : goTo(row + 1, 0);

  grid.addEventListener('input', ({ target }) => {
    const place = target instanceof HTMLInputElement && places.get(target);
    if (!place || !(target instanceof HTMLInputElement)) return;
    // Full-width digits of a Chinese keyboard are digits.
    const typed = target.value.normalize('NFKC').trim().toLowerCase().replace('×', 'x');
    if (typed === '') return target.removeAttribute('aria-invalid');
    if (allowed.includes(typed)) {
      target.value = typed;
      target.removeAttribute('aria-invalid');
      // Of scales with two digits the first one may be the beginning of another.
      if (!allowed.some((one) => one !== typed && one.startsWith(typed))) goOn(place);
    } else {
      target.setAttribute('aria-invalid', 'true');
      target.select();
    }
  });

  grid.addEventListener('keydown', (event) => {
    const place = event.target instanceof HTMLInputElement && places.get(event.target);
    if (!place || event.isComposing) return;
    const { row, column } = place;
    const isBlank = (event.target as HTMLInputElement).value === '';
    const moves: Record<string, () => void> = {
      Enter: () => (event.ctrlKey || event.metaKey ? form?.requestSubmit(button ?? null) : goTo(row + 1, 0)),
      ArrowUp: () => goTo(row - 1, column),
      ArrowDown: () => goTo(row + 1, column),
      ArrowLeft: () => (column > 0 ? goTo(row, column - 1) : goTo(row - 1, (rows[row - 1]?.length ?? 1) - 1)),
      ArrowRight: () => goOn(place),
      ...(isBlank && { Backspace: () => (column > 0 ? goTo(row, column - 1) : undefined) }),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  });

  // The number on the paper comes first; then the first cell.
  serial?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    goTo(0, 0);
  });

  const voids = [...(form?.querySelectorAll<HTMLInputElement>('input[name="void"]') ?? [])];
  const showGrid = (): void => {
    const isVoid = voids.some(({ checked, value }) => checked && value !== '');
    for (const part of document.querySelectorAll<HTMLElement>('[data-unless-void]')) part.hidden = isVoid;
  };
  for (const choice of voids) choice.addEventListener('change', showGrid);
  showGrid();
  if (document.querySelector('#error-summary') === null) serial?.select();
}
