/** What everybody may read of a 公开承诺, made of its events and the words that were published with them. */

import type { StoredRecord, StoredRecordEvent } from '../db/records.ts';
import { isOneOf } from './domain/case-file.ts';
import type { Day } from './domain/day.ts';
import type { FieldName, FieldValues } from './domain/fields.ts';
import { fewestMarks, type MarkCounts, markTotal, publicPledgeStates, shortNumber } from './domain/pledges.ts';
import type { PublishedCaseLine } from './schemas/cases.ts';
import type { PledgeLine, PledgeView } from './schemas/pledges.ts';

/** Words that stand on a line of the list. */
export const pledgeLineWords = ['title', 'goal', 'leader', 'leaderPost', 'telephone'] as const satisfies FieldName[];

/** Names of departments by code. */
type Names = ReadonlyMap<string, string>;

/** A line of the list; nothing for a pledge that is not public. */
export function pledgeLineOf(
  { file }: Pick<StoredRecord, 'file'>,
  words: FieldValues,
  { names, today }: { names: Names; today: Day },
): PledgeLine | undefined {
  const { state, number, department, body } = file;
  if (number === null || !isOneOf(publicPledgeStates, state)) return undefined;
  const plannedOn = body.plannedDay ?? null;
  return {
    number: shortNumber(number),
    fullNumber: number,
    state,
    department: department === null ? null : { code: department, name: names.get(department) ?? department },
    title: words.title ?? '',
    goal: words.goal ?? '',
    leader: words.leader ?? '',
    leaderPost: words.leaderPost ?? '',
    telephone: words.telephone ?? '',
    plannedOn,
    overdue: state === 'published' && plannedOn !== null && plannedOn < today,
    percent: state === 'published' ? (body.percent ?? 0) : 100,
  };
}

/** The whole pledge. `said` are the public words of each event, by its number. */
export function pledgeViewOf(
  stored: StoredRecord,
  {
    events,
    said,
    marks,
    cases,
    casesCount,
    names,
    today,
  }: {
    events: readonly StoredRecordEvent[];
    said: ReadonlyMap<number, FieldValues>;
    marks: MarkCounts;
    cases: PublishedCaseLine[];
    casesCount: number;
    names: Names;
    today: Day;
  },
): PledgeView | undefined {
  const { file, year } = stored;
  const wordsOf = ({ seq }: StoredRecordEvent): FieldValues => said.get(seq) ?? {};
  const newest: FieldValues = Object.assign({}, ...events.map(wordsOf));
  const line = pledgeLineOf(stored, newest, { names, today });
  const published = events.find(({ act }) => act === 'publish');
  if (line === undefined || published === undefined) return undefined;
  const drafts = events.filter(({ seq }) => seq < published.seq);
  const finish = events.findLast(({ act }) => act === 'finish');
  const keep = events.findLast(({ act }) => act === 'keep');
  const isMarking = file.state === 'marking';
  const isDone = isMarking || file.state === 'kept';
  const marksUntil = isDone ? (file.body.marksUntil ?? null) : null;
  const total = markTotal(marks);
  return {
    ...line,
    year,
    matter: newest.matter ?? '',
    measures: newest.measures ?? [],
    watchTelephone: newest.watchTelephone ?? '',
    publishedOn: published.day,
    promisedOn: drafts.findLast(({ given }) => given.plannedDay !== undefined)?.given.plannedDay ?? null,
    progress: events
      .filter(({ act }) => act === 'report')
      .map((event) => ({
        on: event.day,
        percent: event.given.percent ?? 0,
        text: wordsOf(event).progress ?? '',
        difficulty: wordsOf(event).difficulty ?? '',
      })),
    carried: events
      .filter(({ act }) => act === 'carry')
      .map((event) => ({ on: event.day, reason: wordsOf(event).reason ?? '', to: event.given.plannedDay ?? null })),
    outcome: isDone && finish ? (wordsOf(finish).outcome ?? '') : '',
    finishedOn: isDone ? (finish?.day ?? null) : null,
    evidenceCount: isDone ? (finish?.given.evidence?.length ?? 0) : 0,
    marksUntil,
    mayMark: isMarking && marksUntil !== null && today <= marksUntil,
    marks: { total: total < fewestMarks ? null : total, counts: total < fewestMarks ? null : { ...marks } },
    opinion: keep ? (wordsOf(keep).opinion ?? '') : '',
    keptOn: keep?.day ?? null,
    cases,
    casesCount,
  };
}
