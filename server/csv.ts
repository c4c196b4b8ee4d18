/** Comma-separated values (RFC 4180) that spreadsheet programs open as they are, and as data only. */

/**
 * One cell. A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection); numbers are left alone.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  const text =
    typeof value === 'string' && /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of cells; lines end in CR LF. */
export const csvLine = (cells: readonly (string | number | boolean | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;

/** What a file begins with: a byte order mark, because without it Excel takes UTF-8 for another encoding. */
export const fileMark = '\uFEFF';

/** A whole file. */
export const csvFile = (rows: readonly (readonly (string | number | boolean | null)[])[]): string =>
  fileMark + rows.map(csvLine).join('');
