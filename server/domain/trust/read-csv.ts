/** Reads comma-separated values (RFC 4180) as the open data write them: a byte order mark, a line of names, lines ended by CR LF. */

/** The cells of each line; nothing when the text is not such a file. */
function readRecords(text: string): string[][] | undefined {
  const records: string[][] = [];
  let record: string[] = [];
  const plain = /[^",\r\n]*/y;
  const quoted = /"((?:[^"]|"")*)"/y;
  let at = 0;
  while (at < text.length) {
    const pattern = text.charAt(at) === '"' ? quoted : plain;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    record.push(match[1]?.replaceAll('""', '"') ?? (pattern === plain ? match[0] : ''));
    at = pattern.lastIndex;
    if (text.charAt(at) === ',') {
      at += 1;
    } else if (text.startsWith('\r\n', at)) {
      records.push(record);
      record = [];
      at += 2;
    } else {
      return undefined;
    }
  }
  return record.length === 0 ? records : undefined;
}

/** The lines of a file as maps from column names to cells; nothing when it is malformed or a line has more or fewer cells than names. */
export function readCsv(text: string): { names: string[]; rows: ReadonlyMap<string, string>[] } | undefined {
  const records = text.startsWith('\uFEFF') ? readRecords(text.slice(1)) : undefined;
  const [names, ...rest] = records ?? [];
  if (names === undefined || rest.some((record) => record.length !== names.length)) return undefined;
  return { names, rows: rest.map((record) => new Map(record.map((cell, place) => [names[place] ?? '', cell]))) };
}
