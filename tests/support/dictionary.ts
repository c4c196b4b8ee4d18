/** Holds content of the open data against the data dictionary: everything described, nothing described that is not there. */

import { readCsv } from '../../server/domain/trust/read-csv.ts';
import type { FieldMeaning, Fields } from '#words/dictionary-fields.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value has the type that is said. */
function hasType(value: unknown, { type }: FieldMeaning): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'code':
      return typeof value === 'string';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'day':
      return /^\d{4}-\d\d-\d\d$/.test(String(value));
    case 'month':
      return /^\d{4}-\d\d$/.test(String(value));
    case 'decimal':
      return typeof value === 'string' && /^\d+\.\d$/.test(value);
    case 'hash':
      return typeof value === 'string' && /^[\w-]{43}$/.test(value);
    case 'object':
      return isObject(value);
    case 'list':
      return Array.isArray(value);
    case 'json':
      return typeof value === 'string' && isObject(JSON.parse(value));
    case 'any':
      return true;
  }
}

/** What is wrong with one value. */
function wrongWith(value: unknown, meaning: FieldMeaning, path: string): string[] {
  if (value === null) return meaning.empty ? [] : [`${path} is empty`];
  if (!hasType(value, meaning)) return [`${path} is not of type ${meaning.type}: ${JSON.stringify(value)}`];
  if (meaning.values && !Object.hasOwn(meaning.values, value as string | number))
    return [`${path} has a value that is not described: ${JSON.stringify(value)}`];
  const { type, fields, each } = meaning;
  if (Array.isArray(value)) {
    return value.flatMap((item, place) => {
      const here = `${path}[${place}]`;
      if (each !== undefined) return wrongWith(item, each, here);
      return isObject(item) && fields !== undefined ? undescribed(item, fields, here) : [`${here} is not described`];
    });
  }
  if (!isObject(value) || (type === 'any' && fields === undefined)) return [];
  if (each !== undefined)
    return Object.entries(value).flatMap(([key, item]) => wrongWith(item, each, `${path}.${key}`));
  return fields === undefined ? [`${path} is not described`] : undescribed(value, fields, path);
}

/** What the dictionary does not say, or says otherwise, of an object. */
export function undescribed(value: Record<string, unknown>, fields: Fields, path = ''): string[] {
  const here = Object.entries(value).flatMap(([name, item]) => {
    const meaning = fields[name];
    return meaning === undefined ? [`${path}.${name} is not described`] : wrongWith(item, meaning, `${path}.${name}`);
  });
  const missing = Object.entries(fields)
    .filter(([name, { optional }]) => !optional && !Object.hasOwn(value, name))
    .map(([name]) => `${path}.${name} is described and not there`);
  return [...here, ...missing];
}

/** Cells of a CSV file line by line, that of the names first. */
export function csvCells(text: string): string[][] {
  const table = readCsv(text);
  if (table === undefined) throw new Error('Not a CSV file');
  const { names, rows } = table;
  return [names, ...rows.map((row) => names.map((name) => row.get(name) ?? ''))];
}

/** A cell as the value that it stands for. */
function fromCell(cell: string, { type }: FieldMeaning): unknown {
  if (cell === '') return null;
  if (type === 'integer') return Number(cell);
  if (type === 'boolean') return cell === 'true' ? true : cell === 'false' ? false : cell;
  return cell;
}

/** The same of a CSV file, whose columns are described in their order. */
export function undescribedTable(text: string, fields: Fields): string[] {
  const [head = [], ...rows] = csvCells(text);
  if (head.join() !== Object.keys(fields).join())
    return [`columns are ${head.join()}, described are ${Object.keys(fields).join()}`];
  return rows.flatMap((row, line) =>
    row.flatMap((written, place) => {
      // What a spreadsheet would take for a formula stands behind a quotation mark, hashes that begin with a hyphen, too.
      const cell = written.replace(/^'(?=[-=+@])/, '');
      const meaning = fields[head[place] ?? ''];
      if (meaning === undefined) return [`line ${line} has more cells than columns`];
      // Text that is empty is text all the same.
      if (cell === '' && meaning.type === 'text') return [];
      return wrongWith(fromCell(cell, meaning), meaning, `line ${line} ${head[place]}`);
    }),
  );
}
