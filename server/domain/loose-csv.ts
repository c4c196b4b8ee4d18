/** Reads comma-separated values as spreadsheet programs save them: any end of line, blank lines, with or without a byte order mark. */

export interface LooseCsv {
  separator?: ',' | '\t' | ';';
  /** Blank lines stay, without cells, so that lines are counted as the program does that shows them. */
  keepsBlank?: boolean;
}

/** Cells by line; blank lines are left out. Undefined where a quotation mark is out of place. */
export function readLooseCsv(
  text: string,
  { separator = ',', keepsBlank = false }: LooseCsv = {},
): string[][] | undefined {
  const lines: string[][] = [];
  let line: string[] = [];
  const plain = new RegExp(`[^"${separator}\\r\\n]*`, 'y');
  const quoted = /"((?:[^"]|"")*)"/y;
  const end = /\r\n|\r|\n/y;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const finish = (): void => {
    const isBlank = line.every((cell) => cell === '');
    if (!isBlank || keepsBlank) lines.push(isBlank ? [] : line);
    line = [];
  };
  while (at < text.length) {
    const isQuoted = text.charAt(at) === '"';
    const pattern = isQuoted ? quoted : plain;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    line.push((isQuoted ? (match[1] ?? '').replaceAll('""', '"') : match[0]).trim());
    at = pattern.lastIndex;
    end.lastIndex = at;
    const ended = end.exec(text);
    if (ended !== null) {
      finish();
      at = end.lastIndex;
    } else if (text.charAt(at) === separator) {
      at += 1;
      // A comma at the very end stands before one more cell, an empty one.
      if (at === text.length) line.push('');
    } else if (at < text.length) {
      return undefined;
    }
  }
  finish();
  return lines;
}
