/** A table as somebody uploads it, a spreadsheet or comma-separated values, judged by its content and never by its name. */

import { readLooseCsv } from '../domain/loose-csv.ts';
import { readXlsx, type Table, type TableLimits } from './read-xlsx.ts';

/** Bytes of a file. */
export const tableMost = 2 * 1024 * 1024;
/** A survey of the size of a city fits many times over. */
const limits: TableLimits = { rows: 20_000, columns: 80, cell: 200 };

const zipMagic = Buffer.from('PK\u0003\u0004', 'latin1');

/** Text in UTF-8, or in the encoding that Chinese Windows saves CSV in. Nothing for what is no text at all. */
function decoded(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

/** Separated by whichever of comma, tab and semicolon the first line has most of. */
function separatorOf(text: string): ',' | '\t' | ';' {
  const first = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const counts = ([',', '\t', ';'] as const).map((separator) => ({ separator, count: first.split(separator).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.separator ?? ',';
}

function readSeparated(text: string): Table {
  const rows = readLooseCsv(text, { separator: separatorOf(text), keepsBlank: true });
  if (rows === undefined) return { fault: 'not-a-table' };
  if (rows.length > limits.rows) return { fault: 'too-many-rows' };
  if (rows.some((row) => row.length > limits.columns)) return { fault: 'too-many-columns' };
  return { rows: rows.map((row) => row.map((cell) => cell.slice(0, limits.cell))) };
}

/** The lines of a file, cells as text without blanks around them. */
export function readTable(bytes: Uint8Array): Table {
  if (bytes.length > tableMost) return { fault: 'too-large' };
  if (Buffer.from(bytes.subarray(0, 4)).equals(zipMagic)) return trimmed(readXlsx(bytes, limits));
  const text = decoded(bytes);
  return text === undefined || text.trim() === '' ? { fault: 'not-a-table' } : trimmed(readSeparated(text));
}

const trimmed = (table: Table): Table =>
  'fault' in table ? table : { rows: table.rows.map((row) => row.map((cell) => cell.normalize('NFKC').trim())) };
