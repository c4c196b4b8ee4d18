/** The form of a survey's import: the file travels in it from step to step, because the server keeps none, and with it what each column is. */
import type { SurveyChecked } from '../../server/schemas/survey.ts';
import { textOf } from './visit.ts';

type Mapping = SurveyChecked['mapping'];

/** Names of controls. */
export const itemControl = (code: string): string => `item-${code}`;
export const textControl = (at: number): string => `text-${at}`;

/** The file in Base64: as it was chosen, or as an earlier step brought it. Nothing where there is none. */
export async function fileIn(form: FormData): Promise<string | undefined> {
  const file = form.get('file');
  if (file instanceof File && file.size > 0) return Buffer.from(await file.arrayBuffer()).toString('base64');
  return textOf(form, 'data') || undefined;
}

const columnIn = (form: FormData, name: string): number | null => {
  const text = textOf(form, name);
  return /^\d{1,3}$/.test(text) ? Number(text) : null;
};

/** What was said of the columns; nothing before they were shown. A group is a column (`column 2`) or one for all lines (`group clients`). */
export function mappingIn(form: FormData): Mapping | undefined {
  if (!form.has('head')) return undefined;
  const [kind = '', value = ''] = textOf(form, 'group').split(' ');
  const names = [...form.keys()];
  const columns: Record<string, number> = {};
  for (const name of names.filter((one) => one.startsWith('item-'))) {
    const column = columnIn(form, name);
    if (column !== null) columns[name.slice('item-'.length)] = column;
  }
  const levels: Record<string, number> = {};
  for (const name of names.filter((one) => /^text-\d+$/.test(one))) {
    const level = columnIn(form, name);
    const text = form.get(`${name}-is`);
    if (level !== null && typeof text === 'string') levels[text] = level;
  }
  return {
    head: Math.max(1, columnIn(form, 'head') ?? 1),
    groupColumn: kind === 'column' ? Number(value) : null,
    group: kind === 'group' ? value : null,
    departmentColumn: columnIn(form, 'department'),
    respondentColumn: columnIn(form, 'respondent'),
    secondsColumn: columnIn(form, 'seconds'),
    columns,
    levels,
  };
}
