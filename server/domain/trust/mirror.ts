/** What a verifier reads: the files of a ledger by their addresses, wherever they come from. No I/O here; others bring it. */

/** Files by path without a leading slash, such as `log/checkpoint` or `open/figures.json`. */
export interface Mirror {
  /** The bytes of a file; nothing when there is none. Rejects when it could not find out. */
  read(path: string): Promise<Uint8Array | undefined>;
}

/**
 * Whether a path is one that a ledger can have: plain names between single slashes. Paths come out of the log, too, and must lead nowhere else.
 */
export const isPlainPath = (path: string): boolean =>
  path.split('/').every((name) => /^[\w@~+=,()[\]-][\w.@~+=,()[\]-]*$/.test(name));

/** UTF-8 as text; nothing when it is not well-formed, or begins with a byte order mark. */
export function readUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The text of a file; nothing when it is not there or not UTF-8. */
export async function readText(mirror: Mirror, path: string): Promise<string | undefined> {
  const bytes = await mirror.read(path);
  return bytes && readUtf8(bytes);
}

/** Reads JSON from a file; nothing when it is not there or malformed. */
export async function readJson(mirror: Mirror, path: string): Promise<unknown> {
  try {
    return JSON.parse((await readText(mirror, path)) ?? '') as unknown;
  } catch {
    return undefined;
  }
}

/** The lines of a file, each ended by a newline, one at a time; the last may be cut short and comes all the same. */
export function* linesOf(bytes: Uint8Array): Generator<string | undefined> {
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(10, start);
    // A last line without its newline is not what was written.
    yield newline < 0 ? undefined : readUtf8(bytes.subarray(start, newline));
    start = newline < 0 ? bytes.length : newline + 1;
  }
}

/** A line of an ndjson file in the one form that `JSON.stringify` writes; nothing for any other. */
export function readJsonLine(line: string | undefined): Record<string, unknown> | undefined {
  if (line === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && JSON.stringify(value) === line ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
