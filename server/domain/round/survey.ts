/**
 * The results of a survey firm as ballots: which column is what, which text is which level, and what is wrong with which line. One line is what one person
 * said of one department; lines of the same person make one ballot. Pure.
 */

import type { RoundPlan } from './plan.ts';
import { ballotForm, columnsOf, overallColumn, voidOf, type WrittenBallot } from './written-ballot.ts';

/** Why a file cannot be read as a table. */
export type TableFault = 'not-a-table' | 'too-large' | 'too-many-rows' | 'too-many-columns';

/** Which column is what. Columns are counted from 0; `head` is the line of the headings, from 1. */
export interface SurveyMapping {
  head: number;
  /** Column of the group; or `group`, the one that all lines belong to. */
  groupColumn: number | null;
  group: string | null;
  departmentColumn: number | null;
  /** Who answered. Without it each line is somebody else. */
  respondentColumn: number | null;
  secondsColumn: number | null;
  /** Column of each item, and of 总体评价 under {@link overallColumn}; items that the firm did not ask are absent. */
  columns: Readonly<Record<string, number>>;
  /** Level of each text, 0 for 不了解. Texts that are absent are mistakes. */
  levels: Readonly<Record<string, number>>;
}

/** What may be wrong with a line. */
export type LineFault = 'group' | 'department' | 'level' | 'twice' | 'two-groups' | 'seconds';

export interface LineError {
  /** As the spreadsheet program counts, from 1. */
  line: number;
  /** Heading of the column; empty where there is none. */
  column: string;
  /** What stands there. */
  text: string;
  why: LineFault;
}

export interface SurveyBallot {
  ballot: WrittenBallot;
  seconds: number | null;
}

export interface SurveyReading {
  /** Lines with anything in them, below the headings. */
  lines: number;
  errors: LineError[];
  /** By group; of a file with mistakes only what has none. */
  ballots: Map<string, SurveyBallot[]>;
}

/** Texts are compared without blanks and with plain letters, as people type them. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase();

/** Distinct texts in the columns of levels, with how often each stands there. */
export function levelTexts(rows: readonly (readonly string[])[], mapping: SurveyMapping): Map<string, number> {
  const texts = new Map<string, number>();
  for (const row of rows.slice(mapping.head))
    if (row.some((cell) => cell !== ''))
      for (const column of Object.values(mapping.columns)) {
        const text = row[column] ?? '';
        texts.set(text, (texts.get(text) ?? 0) + 1);
      }
  return texts;
}

/** Words with which firms say that somebody gave no answer. */
const unknownWords = ['', '不了解', '不清楚', '不知道', '弃权', '拒答', '未作答', '0', '/', '-', '—'];

const guessLevel = ({ scale }: RoundPlan, text: string): number | undefined => {
  const wanted = plain(text);
  const level = scale.levels.find((one) => plain(one.name) === wanted || String(one.level) === wanted);
  return level?.level ?? (unknownWords.includes(wanted) ? 0 : undefined);
};

const guesses = {
  groupColumn: /评议人|类别|群体|身份|样本类型/,
  departmentColumn: /单位|部门|机关/,
  respondentColumn: /受访者|样本编?号|问卷编?号|编号|序号|id$/i,
  secondsColumn: /用时|时长|秒/,
} as const;

/** A mapping by the headings and the texts, for a person to check. */
export function guessMapping(plan: RoundPlan, rows: readonly (readonly string[])[]): SurveyMapping {
  const head = Math.max(1, rows.findIndex((row) => row.filter((cell) => cell !== '').length > 1) + 1);
  const heads = (rows[head - 1] ?? []).map(plain);
  const columns: Record<string, number> = {};
  for (const { code, name } of plan.items) {
    const at = heads.findIndex((text) => text !== '' && text.includes(plain(name)));
    if (at >= 0) columns[code] = at;
  }
  const overall = plan.asksOverall ? heads.findIndex((text) => text.includes('总体')) : -1;
  if (overall >= 0) columns[overallColumn] = overall;
  const taken = new Set(Object.values(columns));
  const find = (pattern: RegExp): number | null => {
    const at = heads.findIndex((text, place) => !taken.has(place) && pattern.test(text));
    if (at < 0) return null;
    taken.add(at);
    return at;
  };
  const mapping: SurveyMapping = {
    head,
    groupColumn: find(guesses.groupColumn),
    group: null,
    departmentColumn: find(guesses.departmentColumn),
    respondentColumn: find(guesses.respondentColumn),
    secondsColumn: find(guesses.secondsColumn),
    columns,
    levels: {},
  };
  return {
    ...mapping,
    group: mapping.groupColumn === null && plan.groups.length === 1 ? (plan.groups[0]?.code ?? null) : null,
    levels: guessLevels(plan, rows, mapping),
  };
}

/** Levels for the texts of the mapped columns, as far as they are plain. */
export const guessLevels = (
  plan: RoundPlan,
  rows: readonly (readonly string[])[],
  mapping: SurveyMapping,
): Record<string, number> =>
  Object.fromEntries(
    [...levelTexts(rows, mapping).keys()].flatMap((text) => {
      const level = guessLevel(plan, text);
      return level === undefined ? [] : [[text, level] as const];
    }),
  );

/** What is missing in a mapping before lines can be read with it. */
export const mappingFaults = (mapping: SurveyMapping): ('department' | 'group' | 'items')[] => [
  ...(mapping.departmentColumn === null ? (['department'] as const) : []),
  ...(mapping.groupColumn === null && mapping.group === null ? (['group'] as const) : []),
  ...(Object.keys(mapping.columns).some((code) => code !== overallColumn) ? [] : (['items'] as const)),
];

/** Reads every line. Call it with a mapping that has no {@link mappingFaults}. */
export function readSurvey(
  plan: RoundPlan,
  rows: readonly (readonly string[])[],
  mapping: SurveyMapping,
): SurveyReading {
  const heads = rows[mapping.head - 1] ?? [];
  const groups = new Map(plan.groups.flatMap(({ code, name }) => [code, name].map((text) => [plain(text), code])));
  const forms = new Map(plan.groups.map(({ code }) => [code, ballotForm(plan, code, 'survey')]));
  const departments = new Map(
    plan.departments.flatMap(({ code, name }) => [code, name].map((text) => [plain(text), code])),
  );
  const errors: LineError[] = [];
  const people = new Map<string, { group: string; rows: Record<string, readonly number[]>; seconds: number | null }>();
  let lines = 0;
  for (const [at, row] of rows.entries()) {
    if (at < mapping.head || row.every((cell) => cell === '')) continue;
    lines += 1;
    const cell = (column: number | null): string => (column === null ? '' : (row[column] ?? ''));
    const before = errors.length;
    const wrong = (column: number | null, why: LineFault): void =>
      void errors.push({
        line: at + 1,
        column: column === null ? '' : (heads[column] ?? ''),
        text: cell(column),
        why,
      });
    const group = mapping.groupColumn === null ? mapping.group : groups.get(plain(cell(mapping.groupColumn)));
    const form = forms.get(group ?? '');
    if (form === undefined) wrong(mapping.groupColumn, 'group');
    const department = departments.get(plain(cell(mapping.departmentColumn)));
    if (department === undefined || (form !== undefined && !form.departments.includes(department)))
      wrong(mapping.departmentColumn, 'department');
    const cells = columnsOf(plan).map((code) => {
      const column = mapping.columns[code];
      if (column === undefined) return 0;
      const level = Object.hasOwn(mapping.levels, cell(column)) ? mapping.levels[cell(column)] : undefined;
      if (level === undefined) wrong(column, 'level');
      return level ?? 0;
    });
    const seconds = cell(mapping.secondsColumn);
    if (seconds !== '' && !/^\d{1,5}(?:\.\d+)?$/.test(seconds)) wrong(mapping.secondsColumn, 'seconds');
    const respondent = cell(mapping.respondentColumn);
    const key = respondent === '' ? `line ${at + 1}` : `person ${respondent}`;
    const person = people.get(key);
    if (person !== undefined && group !== null && group !== undefined && person.group !== group)
      wrong(mapping.groupColumn, 'two-groups');
    if (person !== undefined && department !== undefined && person.rows[department] !== undefined)
      wrong(mapping.departmentColumn, 'twice');
    if (errors.length > before || group === null || group === undefined || department === undefined) continue;
    const took = seconds === '' ? null : Math.round(Number(seconds));
    people.set(key, {
      group,
      rows: { ...person?.rows, [department]: cells },
      seconds: took === null ? (person?.seconds ?? null) : (person?.seconds ?? 0) + took,
    });
  }
  const ballots = new Map<string, SurveyBallot[]>();
  for (const { group, rows: read, seconds } of people.values()) {
    const of = ballots.get(group) ?? [];
    of.push({ ballot: { void: null, rows: read }, seconds });
    ballots.set(group, of);
  }
  return { lines, errors, ballots };
}

/** How many ballots of a group are void, and how many rows the others have. */
export function surveyCounts(
  plan: RoundPlan,
  group: string,
  ballots: readonly SurveyBallot[],
): { ballots: number; void: number; rows: number } {
  const form = ballotForm(plan, group, 'survey');
  const valid = ballots.filter(({ ballot }) => voidOf(plan, form, ballot) === null);
  return {
    ballots: ballots.length,
    void: ballots.length - valid.length,
    rows: valid.reduce((sum, { ballot }) => sum + Object.keys(ballot.rows).length, 0),
  };
}
