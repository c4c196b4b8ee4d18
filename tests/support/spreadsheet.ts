/** Spreadsheets as survey firms send them. */
import { xlsxAnswer } from '../../server/xlsx.ts';

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

/** An XLSX file with these lines of text; the first one is its headings. */
export async function spreadsheet([heads = [], ...lines]: readonly (readonly string[])[]): Promise<Buffer> {
  const sheet = xlsxAnswer('survey.xlsx', {
    name: '调查',
    notes: [],
    columns: heads.map((head) => ({ head, width: 12, kind: 'text' as const })),
    pages: once(lines),
  });
  return Buffer.from(await sheet.arrayBuffer());
}
