/**
 * Spreadsheets (ECMA-376 SpreadsheetML) of one sheet, written as they are read: a list of many thousand lines never stands in memory as
 * a whole and never keeps the server from answering others, because lines come in pages and are compressed beside the event loop.
 * Every cell has its type, so that no text is ever taken for a formula; days are days.
 */

import { Readable } from 'node:stream';
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';
import { type Day, daysBetween, isDay } from './domain/day.ts';

export type XlsxCell = string | number | null;

export interface XlsxColumn {
  head: string;
  /** In characters of the usual size. */
  width: number;
  kind: 'text' | 'day' | 'number';
}

export interface Xlsx {
  /** Name of the sheet. */
  name: string;
  /** Lines above the table: what it is, what it was narrowed down to, who made it when. */
  notes: readonly string[];
  columns: readonly XlsxColumn[];
  /** Pages of lines; each line has a cell for every column. */
  pages: AsyncIterable<readonly (readonly XlsxCell[])[]>;
}

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Numbers of the cell formats in `styles`. */
const formats = { plain: 0, head: 1, day: 2, text: 3, title: 4 } as const;
/** Characters that a cell may hold. */
const longestCell = 32_767;
/** Day 0 of spreadsheets. */
const dayZero: Day = '1899-12-30';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';

/** Text as it stands in XML 1.0, which has no place for control characters. */
const escaped = (text: string): string =>
  text
    .slice(0, longestCell)
    .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (character) =>
      character === '\n' || character === '\t' ? character : '',
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** 「A」, 「B」 … 「AA」 of a column counted from 0. */
const letters = (column: number): string =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));

const textCell = (place: string, text: string, format: number): string =>
  `<c r="${place}" s="${format}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

function cell(value: XlsxCell, kind: XlsxColumn['kind'], place: string): string {
  if (value === null || value === '') return '';
  if (kind === 'day' && typeof value === 'string' && isDay(value)) {
    return `<c r="${place}" s="${formats.day}"><v>${daysBetween(dayZero, value)}</v></c>`;
  }
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${place}"><v>${value}</v></c>`;
  return textCell(place, String(value), formats.text);
}

const contentTypes = `${xml}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${xlsxType}.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`;
const relations = `${xml}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const bookRelations = `${xml}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`;
const styles = `${xml}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="3"><font><sz val="11"/><name val="Microsoft YaHei"/></font><font><b/><sz val="11"/><name val="Microsoft YaHei"/></font><font><b/><sz val="14"/><name val="Microsoft YaHei"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`;
const workbook = (name: string): string =>
  `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`;

/** The sheet, piece by piece: the notes, the header that stays in view, the lines. */
async function* sheetOf({ notes, columns, pages }: Xlsx): AsyncGenerator<string> {
  const headAt = notes.length + 1;
  const last = letters(columns.length - 1);
  yield `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="${headAt}" topLeftCell="A${headAt + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`;
  yield columns
    .map(({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  yield '</cols><sheetData>';
  for (const [at, note] of notes.entries()) {
    yield `<row r="${at + 1}">${textCell(`A${at + 1}`, note, at === 0 ? formats.title : formats.plain)}</row>`;
  }
  yield `<row r="${headAt}">${columns.map(({ head }, at) => textCell(`${letters(at)}${headAt}`, head, formats.head)).join('')}</row>`;
  let row = headAt;
  for await (const lines of pages) {
    let text = '';
    for (const line of lines) {
      row += 1;
      text += `<row r="${row}">${columns.map(({ kind }, at) => cell(line[at] ?? null, kind, `${letters(at)}${row}`)).join('')}</row>`;
    }
    yield text;
  }
  yield `</sheetData><autoFilter ref="A${headAt}:${last}${row}"/></worksheet>`;
}

/** What the directory at the end of a ZIP file says of a part. */
interface Part {
  name: Buffer;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

/** Bits of a header: sizes follow the data; names are UTF-8. Method 8 is deflate. Files bear the first day that the format knows. */
const flags = 0x0808;
const firstDay = 0x0021;

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(firstDay, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function sizesOf({ crc, packed, size }: Part): Buffer {
  const sizes = Buffer.alloc(16);
  sizes.writeUInt32LE(0x08074b50, 0);
  sizes.writeUInt32LE(crc, 4);
  sizes.writeUInt32LE(packed, 8);
  sizes.writeUInt32LE(size, 12);
  return sizes;
}

function directoryOf(parts: readonly Part[], at: number): Buffer {
  const lines = parts.map(({ name, crc, packed, size, at: begins }) => {
    const line = Buffer.alloc(46);
    line.writeUInt32LE(0x02014b50, 0);
    line.writeUInt16LE(20, 4);
    line.writeUInt16LE(20, 6);
    line.writeUInt16LE(flags, 8);
    line.writeUInt16LE(8, 10);
    line.writeUInt16LE(firstDay, 14);
    line.writeUInt32LE(crc, 16);
    line.writeUInt32LE(packed, 20);
    line.writeUInt32LE(size, 24);
    line.writeUInt16LE(name.length, 28);
    line.writeUInt32LE(begins, 42);
    return Buffer.concat([line, name]);
  });
  const directory = Buffer.concat(lines);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([directory, end]);
}

/** Packs pieces as they come; what they are made of is noted in `part`. */
async function* packed(pieces: AsyncIterable<string>, part: Part): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level: 6 });
  const feed = (async () => {
    for await (const piece of pieces) {
      const bytes = Buffer.from(piece);
      part.crc = crc32(bytes, part.crc);
      part.size += bytes.length;
      if (!deflate.write(bytes)) await new Promise((drained) => deflate.once('drain', drained));
    }
    deflate.end();
  })().catch((error: unknown) => void deflate.destroy(error as Error));
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    part.packed += chunk.length;
    yield chunk;
  }
  await feed;
}

/** The file, chunk by chunk. */
async function* bytesOf(sheet: Xlsx): AsyncGenerator<Uint8Array> {
  const parts: Part[] = [];
  let at = 0;
  const begin = (path: string): Part => {
    const part: Part = { name: Buffer.from(path), crc: 0, packed: 0, size: 0, at };
    parts.push(part);
    return part;
  };
  const counted = (bytes: Buffer): Buffer => {
    at += bytes.length;
    return bytes;
  };
  const fixed = {
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': relations,
    'xl/workbook.xml': workbook(sheet.name),
    'xl/_rels/workbook.xml.rels': bookRelations,
    'xl/styles.xml': styles,
  };
  for (const [path, text] of Object.entries(fixed)) {
    const part = begin(path);
    const bytes = Buffer.from(text);
    const body = deflateRawSync(bytes);
    Object.assign(part, { crc: crc32(bytes), packed: body.length, size: bytes.length });
    yield counted(Buffer.concat([localHeader(part.name), body, sizesOf(part)]));
  }
  const part = begin('xl/worksheets/sheet1.xml');
  yield counted(localHeader(part.name));
  for await (const chunk of packed(sheetOf(sheet), part)) yield counted(chunk);
  yield counted(sizesOf(part));
  yield directoryOf(parts, at);
}

/** A spreadsheet as the answer to a request; `fileName` is what it is saved as, with its ending. */
export const xlsxAnswer = (fileName: string, sheet: Xlsx): Response =>
  new Response(Readable.toWeb(Readable.from(bytesOf(sheet))) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': xlsxType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'cache-control': 'no-store',
    },
  });
