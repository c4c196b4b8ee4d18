/**
 * Reads the first sheet of a spreadsheet (ECMA-376 SpreadsheetML in a ZIP file) as text, and nothing else of it: no formulas, no styles, no links. What is
 * unpacked is bounded before it is unpacked, so that a small file cannot become a huge one; XML is scanned for the few elements that hold cells, so that
 * entities and document types of its own have no effect.
 */

import { inflateRawSync } from 'node:zlib';
import type { TableFault } from '../domain/round/survey.ts';

/** Bytes that one part may have once it is unpacked. */
const unpackedMost = 32 * 1024 * 1024;
/** Parts of a file at most. */
const partsMost = 1000;

export interface TableLimits {
  rows: number;
  columns: number;
  /** Characters of a cell; what is beyond is cut off. */
  cell: number;
}

export type Table = { rows: string[][] } | { fault: TableFault };

interface Part {
  method: number;
  packed: number;
  unpacked: number;
  at: number;
}

const endOfDirectory = Buffer.from([0x50, 0x4b, 5, 6]);

/** What the directory at the end of a ZIP file says (APPNOTE 4.3.12). Nothing when it is broken, encrypted or of the 64-bit kind. */
function partsOf(bytes: Buffer): Map<string, Part> | undefined {
  const end = bytes.lastIndexOf(endOfDirectory);
  if (end < 0 || end + 22 > bytes.length) return undefined;
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > partsMost) return undefined;
  const parts = new Map<string, Part>();
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return undefined;
    const nameLength = bytes.readUInt16LE(at + 28);
    if (at + 46 + nameLength > bytes.length || (bytes.readUInt16LE(at + 8) & 1) === 1) return undefined;
    parts.set(bytes.subarray(at + 46, at + 46 + nameLength).toString('utf8'), {
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

/** The text of a part. @throws RangeError when it is larger than it may be; whatever zlib throws when it is broken */
function textOf(bytes: Buffer, { method, packed, unpacked, at }: Part): string {
  if (unpacked > unpackedMost) throw new RangeError('A part is too large');
  const begins = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const data = bytes.subarray(begins, begins + packed);
  // What the directory says of the size is not trusted: unpacking stops at the limit.
  return (method === 0 ? data : inflateRawSync(data, { maxOutputLength: unpackedMost })).toString('utf8');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const characters = (text: string): string =>
  text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return entities[name.toLowerCase()] ?? whole;
    const point = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : '';
  });

/** Text runs inside an element, joined. Readings (furigana, 拼音) beside the text are left out. */
const runs = (xml: string): string =>
  [...xml.replaceAll(/<(?:\w+:)?rPh\b[^]*?<\/(?:\w+:)?rPh>/g, '').matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</g)]
    .map((match) => characters(match[1] ?? ''))
    .join('');

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s(?:\\w+:)?${name}="([^"]*)"`).exec(tag)?.[1];

/** Column of a place such as `AB12`, from 0; nothing for what is no place. */
function columnOf(place: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d/.exec(place ?? '')?.[1];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The path of the first sheet: the first one in the workbook, wherever its relation points. */
function firstSheet(bytes: Buffer, parts: ReadonlyMap<string, Part>): Part | undefined {
  const book = parts.get('xl/workbook.xml');
  const relations = parts.get('xl/_rels/workbook.xml.rels');
  if (book === undefined) return undefined;
  const id = /<(?:\w+:)?sheet\s[^>]*?\s(?:\w+:)?id="([^"]+)"/.exec(textOf(bytes, book))?.[1];
  if (id !== undefined && relations !== undefined) {
    for (const [tag] of textOf(bytes, relations).matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)) {
      if (attribute(tag, 'Id') !== id) continue;
      const target = attribute(tag, 'Target') ?? '';
      return parts.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    }
  }
  return parts.get('xl/worksheets/sheet1.xml');
}

const rowPattern = /<(?:\w+:)?row\b([^>]*?)(?:\/>|>([^]*?)<\/(?:\w+:)?row>)/g;
const cellPattern = /<(?:\w+:)?c\b([^>]*?)(?:\/>|>([^]*?)<\/(?:\w+:)?c>)/g;

function cellText(tag: string, content: string, shared: readonly string[]): string {
  const kind = attribute(tag, 't');
  if (kind === 'inlineStr') return runs(content);
  const value = /<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</.exec(content)?.[1] ?? '';
  if (kind === 's') return shared[Number(value)] ?? '';
  return kind === 'e' ? '' : characters(value);
}

/** The first sheet of a spreadsheet; empty lines keep their place. */
export function readXlsx(file: Uint8Array, limits: TableLimits): Table {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  try {
    const parts = partsOf(bytes);
    const sheet = parts && firstSheet(bytes, parts);
    if (parts === undefined || sheet === undefined) return { fault: 'not-a-table' };
    const strings = parts.get('xl/sharedStrings.xml');
    const shared =
      strings === undefined
        ? []
        : [...textOf(bytes, strings).matchAll(/<(?:\w+:)?si\b[^>]*?(?:\/>|>([^]*?)<\/(?:\w+:)?si>)/g)].map((match) =>
            runs(match[1] ?? ''),
          );
    const rows: string[][] = [];
    for (const [, tag = '', content = ''] of textOf(bytes, sheet).matchAll(rowPattern)) {
      const place = Number(attribute(tag, 'r') ?? rows.length + 1);
      if (!Number.isInteger(place) || place <= rows.length) continue;
      if (place > limits.rows) return { fault: 'too-many-rows' };
      while (rows.length < place - 1) rows.push([]);
      const cells: string[] = [];
      for (const [, cellTag = '', cellContent = ''] of content.matchAll(cellPattern)) {
        const text = cellText(cellTag, cellContent, shared).slice(0, limits.cell);
        const column = columnOf(attribute(cellTag, 'r')) ?? cells.length;
        if (text === '') continue;
        if (column >= limits.columns) return { fault: 'too-many-columns' };
        while (cells.length <= column) cells.push('');
        cells[column] = text;
      }
      rows.push(cells);
    }
    return { rows };
  } catch (error) {
    return { fault: error instanceof RangeError ? 'too-large' : 'not-a-table' };
  }
}
