/** The history of a case in words, as far as the reader may know it. */

import type { FileRow } from '../../db/files.ts';
import type { StoredEvent } from '../../db/case-files.ts';
import type { GivenNumber } from '../../db/paper-numbers.ts';
import type { Readable } from '../domain/case-access.ts';
import { type FieldName, type FieldValues, fields, isWords, type Measure } from '../domain/fields.ts';
import { paperNumber } from '../domain/paper-numbers.ts';
import { redact } from '../domain/redaction.ts';
import { isDepartmentRole, isOfficeRole } from '../domain/roles.ts';
import type { SupervisionLevel } from '../domain/vocabulary.ts';
import { actOf } from '../domain/workflow.ts';
import type { FileRef, HistoryLine } from '../schemas/desk.ts';
import { formatDate } from '#words/calendar.ts';
import {
  byDepartment,
  byOffice,
  byStaff,
  choiceWords,
  listText,
  measureText,
  percentText,
  signed,
  yesNo,
} from '#words/desk-api.ts';
import { actTold } from '#words/timeline.ts';
import { actWords, fieldWords, roleWords, stateWords, supervisionWords } from '#words/workflow.ts';
import type { Step } from './course.ts';
import { effectsTold } from './effects-told.ts';
import type { DepartmentNames } from './names.ts';

export interface HistoryNames {
  departments: DepartmentNames;
  people: ReadonlyMap<string, string>;
  /** Numbers of the cases that merges name, by id. */
  cases: ReadonlyMap<string, string>;
  files: ReadonlyMap<string, FileRow>;
  /** Numbers of the 抽查 records that acts name, by id. */
  records: ReadonlyMap<string, string>;
  /** Numbers of papers and places in the ledger, by event. */
  papers: ReadonlyMap<number, GivenNumber>;
  entries: ReadonlyMap<number, number>;
  /** 文号字头 of the city. */
  prefix: string;
}

/** The number of the paper that an event made, as it is printed. */
export function numberOf(seq: number, { papers, prefix }: Pick<HistoryNames, 'papers' | 'prefix'>): string | null {
  const given = papers.get(seq);
  return given === undefined ? null : paperNumber(prefix, given.kind, given.year, given.n);
}

export const fileRef = ({ id, name, media_type, size }: FileRow): FileRef => ({
  id,
  name,
  mediaType: media_type,
  size,
});

/** Words of the author in an event: what they wrote at the phone, or said when the office called. */
const isAuthorsWord = ({ actor, act }: StoredEvent, name: FieldName): boolean =>
  isWords(name) && (actor.role === 'citizen' || (act === 'revisit' && name === 'comment'));

export function historyOf(course: readonly Step[], readable: Readable, names: HistoryNames): HistoryLine[] {
  return course.map((step): HistoryLine => {
    const { event } = step;
    return {
      seq: event.seq,
      act: event.act,
      name: actWords[event.act].name,
      told: actTold[event.act],
      day: event.day,
      at: event.actor.account === undefined ? null : event.at,
      from: event.from,
      to: event.to,
      toName: stateWords[event.to],
      by: byWhom(event, readable, names),
      fields: fieldsGiven(event, readable, names),
      effects: effectsTold(step, names.departments),
      paper: numberOf(event.seq, names),
      entry: names.entries.get(event.seq) ?? null,
    };
  });
}

function byWhom({ actor }: StoredEvent, readable: Readable, names: HistoryNames): string {
  const role = roleWords[actor.role];
  if (isDepartmentRole(actor.role)) return byDepartment(names.departments.get(actor.department ?? '') ?? '', role);
  if (!readable.inside) return isOfficeRole(actor.role) ? byOffice : role;
  const person = names.people.get(actor.account ?? '');
  return person === undefined ? role : byStaff(role, person);
}

function fieldsGiven(event: StoredEvent, readable: Readable, names: HistoryNames): HistoryLine['fields'] {
  const { needs = [], may = [] } = actOf(event.act);
  return [...needs, ...may].flatMap((name): HistoryLine['fields'] => {
    // The proof is between the author's phone and the server; earlier public texts may hold what made the office change them.
    if (name === 'proof' || (name === 'publicText' && !readable.original)) return [];
    if (isWords(name) && !readable.published) return [];
    const label = fieldWords[name].label;
    const value = event.given[name];
    if (value === undefined) {
      // A required field that is missing was erased: the act would have been refused without it.
      return isWords(name) && needs.includes(name) ? [{ field: name, label, value: null, files: [] }] : [];
    }
    if (name === 'evidence') {
      const files = (value as string[]).flatMap((id) => names.files.get(id) ?? []).map(fileRef);
      return readable.published ? [{ field: name, label, value: null, files }] : [];
    }
    const text = inWords(name, value, names);
    const shown = isAuthorsWord(event, name) && !readable.original ? redact(text).text : text;
    return [{ field: name, label, value: shown, files: [] }];
  });
}

/** What a field was given, as people read it. */
export function inWords(
  name: FieldName,
  value: NonNullable<FieldValues[FieldName]>,
  names: Pick<HistoryNames, 'departments' | 'cases' | 'records'>,
): string {
  const { kind } = fields[name];
  const departmentName = (code: string): string => names.departments.get(code) ?? code;
  if (kind === 'measures') {
    return (value as Measure[]).map(({ what, section, by }) => measureText(what, section, formatDate(by))).join('\n');
  }
  if (kind === 'departments') return listText((value as string[]).map(departmentName));
  if (kind === 'cases') return listText((value as string[]).map((id) => names.cases.get(id) ?? id));
  if (kind === 'choices') return listText((value as string[]).map((one) => choiceWords[name]?.[one] ?? one));
  if (typeof value === 'object') return listText(value as string[]);
  if (typeof value === 'boolean') return yesNo(value);
  if (typeof value === 'number') {
    if (kind === 'count') return String(value);
    return kind === 'level' ? supervisionWords[value as SupervisionLevel] : percentText(value);
  }
  if (kind === 'choice') return choiceWords[name]?.[value] ?? value;
  if (kind === 'department') return departmentName(value);
  if (kind === 'day') return formatDate(value);
  if (kind === 'signature') return signed;
  if (kind === 'record') return names.records.get(value) ?? value;
  return kind === 'case' ? (names.cases.get(value) ?? value) : value;
}
