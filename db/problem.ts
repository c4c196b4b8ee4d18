/** What can be wrong with a database before any query of ours runs; each has a sentence of its own at start. */

export type DatabaseProblemCode =
  | 'read-only'
  | 'not-permitted'
  | 'newer-version'
  | 'unreachable'
  | 'missing'
  | 'busy'
  | 'not-a-database';

/** Thrown by `openDatabase` and `migrateToLatest`. `code` picks the sentence; the message is for the log and names no password. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';
  readonly code: DatabaseProblemCode;

  constructor(code: DatabaseProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The code that a driver gives its errors, such as `SQLITE_READONLY_DIRECTORY`, `23505` or `ECONNREFUSED`. */
const codeOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // A host with several addresses fails with one error for each.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
};

/** Beginnings of driver codes: SQLite's result codes, PostgreSQL's SQLSTATE classes, Node's system errors. */
const beginnings: [DatabaseProblemCode, string[]][] = [
  ['not-a-database', ['SQLITE_NOTADB', 'SQLITE_CORRUPT']],
  ['read-only', ['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_PERM', 'SQLITE_FULL', 'SQLITE_IOERR']],
  ['busy', ['SQLITE_BUSY']],
  ['missing', ['3D000']],
  ['not-permitted', ['25006', '42501']],
  [
    'unreachable',
    ['ECONN', 'ENOTFOUND', 'EAI_', 'ETIMEDOUT', 'EHOST', 'ENETUNREACH', 'ENOENT', '08', '28', '53', '57P'],
  ],
];

/** The problem behind an error of a driver; any other error is returned as it is. */
export function databaseProblem(error: unknown): unknown {
  if (error instanceof DatabaseProblem) return error;
  const code = codeOf(error);
  const match = beginnings.find(([, starts]) => code !== '' && starts.some((start) => code.startsWith(start)));
  if (match === undefined) return error;
  return new DatabaseProblem(match[0], error instanceof Error && error.message ? error.message : code, {
    cause: error,
  });
}

/** Whether a statement failed because a row with the same key is already there. */
export const isUniqueViolation = (error: unknown): boolean =>
  ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505'].includes(codeOf(error));
