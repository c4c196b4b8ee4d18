/** From the form of an act to what the API takes, and back to the form with everything that was typed. */
import type { ActOffer, FileRef } from '../../server/schemas/desk.ts';
import type { DepartmentLine } from '../../server/schemas/departments.ts';
import { deskWords, formatSize } from '#words/desk.ts';
import { problemOf } from '../api.ts';
import type { ErrorLine } from '../refused.ts';
import { departmentNamed } from './departments.ts';
import { textOf, textsOf, type Visit } from './visit.ts';

export type ActField = ActOffer['fields'][number];

/** An act as one form; triage has several forms of the act `file`, one for each exit, with the exit fixed. */
export interface Sheet {
  /** Prefix of the names and ids of its controls. */
  key: string;
  offer: ActOffer;
  title: string;
  lead?: string | undefined;
  fixed: Readonly<Record<string, string>>;
  /** To fill in to begin with, where the offer says nothing. */
  suggested?: Readonly<Record<string, string>>;
}

/** As much of a form as its controls need, whatever the act is about: a case or a record. */
export type FieldSheet = Pick<Sheet, 'key' | 'fixed'> & { offer: Pick<ActOffer, 'fields'> };

/** What a form held: what to send, and what is wrong with it already. */
export interface Reading {
  given: Record<string, unknown>;
  errors: ErrorLine[];
}

export const controlOf = (key: string, field: string): string => `${key}-${field}`;

/** A file that was uploaded before, carried by a check box. */
export const keptValue = ({ id, size, name }: FileRef): string => `${id} ${size} ${name}`;
export const keptLabel = (value: string): string => {
  const [, size = '0', ...name] = value.split(' ');
  return `${name.join(' ')}（${formatSize(Number(size))}）`;
};

/**
 * Uploads the files that the form brought and puts them into it as kept ones, so that a second try need not bring them again.
 * @returns one line for each file that was refused
 */
export async function uploadFiles(api: Visit['api'], form: FormData, { key, offer }: FieldSheet): Promise<ErrorLine[]> {
  const errors: ErrorLine[] = [];
  for (const { name } of offer.fields.filter(({ kind }) => kind === 'files')) {
    const control = controlOf(key, name);
    const files = form.getAll(control).filter((value) => value instanceof File && value.size > 0) as File[];
    form.delete(control);
    for (const file of files) {
      const answer = await api.desk.files.$post({ query: { name: file.name } }, { init: { body: file } });
      if (answer.ok) form.append(`${control}-kept`, keptValue(await answer.json()));
      else {
        const { title, detail } = await problemOf(answer);
        errors.push({ field: control, text: `${file.name}：${title}。${detail}` });
      }
    }
  }
  return errors;
}

/** Reads the controls of an act's form. Blank controls are left out: whether they may be is for the API to say. */
export function readSheet(
  form: FormData,
  { key, offer, fixed }: FieldSheet,
  departments: readonly DepartmentLine[],
): Reading {
  const reading: Reading = { given: { ...fixed }, errors: [] };
  for (const field of offer.fields) {
    if (field.name in fixed) continue;
    const value = valueOf(form, controlOf(key, field.name), field, departments, reading.errors);
    if (value !== undefined) reading.given[field.name] = value;
  }
  return reading;
}

function valueOf(
  form: FormData,
  control: string,
  { kind }: ActField,
  departments: readonly DepartmentLine[],
  errors: ErrorLine[],
): unknown {
  const text = textOf(form, control);
  const codeOf = (typed: string): string => {
    const found = departmentNamed(departments, typed);
    if (found === undefined) errors.push({ field: control, text: deskWords.form.noDepartment(typed) });
    return found?.code ?? typed;
  };
  const list = (entries: readonly unknown[]): readonly unknown[] | undefined =>
    entries.length > 0 ? entries : undefined;
  switch (kind) {
    case 'yes-no':
      return text === 'yes';
    case 'percent':
    case 'level':
    case 'count':
      return text === '' ? undefined : /^\d+$/.test(text) ? Number(text) : text;
    case 'department':
      return text === '' ? undefined : codeOf(text);
    case 'departments':
      return list([...new Set(textsOf(form, control).filter(Boolean).map(codeOf))]);
    case 'names':
      return list(
        text
          .split(/\r?\n/)
          .map((name) => name.trim())
          .filter(Boolean),
      );
    case 'cases':
      return list(text.split(/[\s,，、]+/).filter(Boolean));
    case 'choices':
      return list(textsOf(form, control));
    case 'derived':
      return undefined;
    case 'files':
      return list(textsOf(form, `${control}-kept`).map((value) => value.split(' ')[0]));
    case 'measures':
      return list(measuresOf(form, control, errors));
    case 'line':
    case 'text':
    case 'day':
    case 'choice':
    case 'case':
    case 'proof':
    case 'record':
    case 'signature':
    case 'token':
      return text === '' ? undefined : text.replaceAll('\r\n', '\n');
  }
}

/** One row of measures as it stands in the form. */
export interface MeasureRow {
  what: string;
  section: string;
  by: string;
}

export function measureRows(form: FormData | undefined, control: string): MeasureRow[] {
  const [what, section, by] = [
    textsOf(form, `${control}-what`),
    textsOf(form, `${control}-section`),
    textsOf(form, `${control}-by`),
  ];
  return what.map((text, index) => ({ what: text, section: section[index] ?? '', by: by[index] ?? '' }));
}

function measuresOf(form: FormData, control: string, errors: ErrorLine[]): MeasureRow[] {
  return measureRows(form, control).filter((row, index) => {
    const filled = [row.what, row.section, row.by].filter(Boolean).length;
    if (filled > 0 && filled < 3) {
      errors.push({ field: rowId(control, index), text: deskWords.form.measure.incomplete(index + 1) });
    }
    return filled > 0;
  });
}

/** Id of the first control of a row; that of the first row is the field's own. */
export const rowId = (control: string, index: number): string => (index === 0 ? control : `${control}-${index + 1}`);

/** Lines for what the API found wrong with an act. */
export function actErrors(
  problem: Awaited<ReturnType<typeof problemOf>>,
  { key, offer, fixed }: FieldSheet,
): ErrorLine[] {
  const names = new Set<string>(offer.fields.map(({ name }) => name));
  const lines = (problem.errors ?? []).map(({ pointer, detail }): ErrorLine => {
    const steps = pointer.replace(/^#\//, '').split('/');
    const name = steps.find((step) => names.has(step));
    const label = offer.fields.find((field) => field.name === name)?.label;
    const row = Number(steps[steps.indexOf(name ?? '') + 1]);
    const control = name === undefined || name in fixed ? undefined : controlOf(key, name);
    return {
      field: control && Number.isInteger(row) && row > 0 && name === 'measures' ? rowId(control, row) : control,
      text: label ? `${label}：${detail}` : detail,
    };
  });
  return lines.length > 0 ? lines : [{ text: `${problem.title}。${problem.detail}` }];
}
