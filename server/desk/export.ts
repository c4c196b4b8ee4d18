/** A list of cases as a spreadsheet: the lines that the reader sees on the screen, page by page, with the dates as dates. */

import { listQueue } from '../../db/queues.ts';
import type { StoredCase } from '../../db/case-rows.ts';
import type { Context } from '../context.ts';
import { instantText } from '../clock.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { exportMost } from '../domain/queues.ts';
import { supervisionLevels } from '../domain/vocabulary.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import type { CaseFilter } from '../schemas/desk-lists.ts';
import type { CaseLine } from '../schemas/desk.ts';
import type { Xlsx, XlsxCell, XlsxColumn } from '../xlsx.ts';
import { queueWords } from '#words/desk-api.ts';
import { formatTime } from '#words/desk.ts';
import { facetWords, listWords, orderWords } from '#words/lists.ts';
import {
  basisWords,
  channelWords,
  kindWords,
  lightWords,
  natureWords,
  resultWords,
  roleWords,
  stateWords,
  supervisionWords,
  topicWords,
} from '#words/workflow.ts';
import { linesOf } from './case-lines.ts';
import { listAsked } from './list-query.ts';
import { departmentNames } from './names.ts';

const words = listWords.export;
const filters = listWords.filters;
/** Cases that are read at once; between two pages others are served. */
const pageSize = 250;

interface Column extends XlsxColumn {
  of: (line: CaseLine, stored: StoredCase) => XlsxCell;
}
const mark = (is: boolean): XlsxCell => (is ? '√' : null);
const level = (of: number): XlsxCell => {
  const known = supervisionLevels.find((one) => one === of && one > 0);
  return known === undefined ? null : supervisionWords[known];
};
const text = (head: string, width: number, of: Column['of']): Column => ({ head, width, kind: 'text', of });
const day = (head: string, of: Column['of']): Column => ({ head, width: 12, kind: 'day', of });
const number = (head: string, of: Column['of']): Column => ({ head, width: 9, kind: 'number', of });

const columns: readonly Column[] = [
  text(words.columns.number, 12, ({ number: given }) => given),
  text(words.columns.summary, 60, ({ summary }) => summary),
  text(words.columns.topic, 18, ({ topic }) => topic && topicWords[topic]),
  text(words.columns.kind, 9, ({ kind }) => kindWords[kind]),
  text(words.columns.channel, 10, ({ channel }) => channelWords[channel]),
  text(words.columns.department, 18, ({ department }) => department?.name ?? null),
  text(words.columns.named, 18, ({ named }) => named?.name ?? null),
  text(words.columns.nature, 10, ({ nature }) => nature && natureWords[nature]),
  text(words.columns.state, 14, ({ stateName }) => stateName),
  text(words.columns.light, 8, ({ light }) => lightWords[light].word),
  number(words.columns.percent, ({ percent }) => percent),
  day(words.columns.received, ({ receivedOn }) => receivedOn),
  day(words.columns.assigned, (_, { file }) => file.assignedOn),
  text(words.columns.dueName, 12, ({ nextDue }) => nextDue?.name ?? null),
  day(words.columns.due, ({ nextDue }) => nextDue?.due ?? null),
  number(words.columns.daysLeft, ({ nextDue }) => nextDue?.workingDaysLeft ?? null),
  text(words.columns.keyItem, 6, ({ keyItem }) => mark(keyItem)),
  text(words.columns.supervision, 12, ({ supervision }) => level(supervision)),
  number(words.columns.reworks, ({ reworks }) => reworks),
  day(words.columns.claimed, (_, { file }) => file.claimedOn),
  day(words.columns.closed, (_, { file }) => file.closedOn),
  text(words.columns.result, 18, (_, { file }) => file.result && resultWords[file.result]),
  text(words.columns.basis, 12, (_, { file }) => file.basis && basisWords[file.basis].name),
];

/** What a list was narrowed down to, in words. */
function termsOf(filter: CaseFilter, departments: ReadonlyMap<string, string>): string[] {
  const term = (name: string, value: string | undefined): string[] =>
    value === undefined || value === '' ? [] : [words.term(name, value)];
  const { topic, kind, channel, nature, state, result, light, level: from, reworks } = filter;
  return [
    ...term(listWords.export.columns.summary, filter.q),
    ...term(filters.department, filter.department && (departments.get(filter.department) ?? filter.department)),
    ...term(filters.class, filter.class),
    ...term(filters.topic, topic && topicWords[topic]),
    ...term(filters.kind, kind && kindWords[kind]),
    ...term(filters.channel, channel && channelWords[channel]),
    ...term(filters.nature, nature && natureWords[nature]),
    ...term(filters.state, state && stateWords[state]),
    ...term(filters.result, result && resultWords[result]),
    ...term(filters.light, light && lightWords[light].word),
    ...term(`${filters.received}${filters.from}`, filter.from),
    ...term(`${filters.received}${filters.to}`, filter.to),
    ...term(`${filters.closed}${filters.from}`, filter.closedFrom),
    ...term(`${filters.closed}${filters.to}`, filter.closedTo),
    ...(filter.key ? [facetWords.key] : []),
    ...(filter.drawn ? [facetWords.drawn] : []),
    ...term(filters.level, from === undefined ? undefined : filters.levelFrom(supervisionWords[from])),
    ...term(filters.reworks, reworks === undefined ? undefined : filters.reworksFrom(reworks)),
    ...(filter.order ? [orderWords[filter.order]] : []),
  ];
}

/** The spreadsheet of a list for the one who asks. `count` is how many cases it has now. */
export async function caseSheet(
  context: Context,
  staff: Staff,
  asked: CaseFilter,
  { moment, count }: { moment: Moment; count: number },
): Promise<{ fileName: string; sheet: Xlsx }> {
  const { db } = context;
  const actor = actorOf(staff);
  const { filter, order } = listAsked(staff.role, asked);
  const departments = await departmentNames(db);
  const name = queueWords[filter.queue];
  async function* pages(): AsyncGenerator<XlsxCell[][]> {
    let after: Parameters<typeof listQueue>[4]['after'];
    let left = exportMost;
    do {
      const page = await listQueue(db, actor, moment, filter, { order, after, limit: Math.min(pageSize, left) });
      const lines = await linesOf(context, page.items, { actor, moment });
      yield lines.map((line, at) => columns.map(({ of }) => of(line, page.items[at] as StoredCase)));
      after = page.next;
      left -= page.items.length;
    } while (after !== undefined && left > 0);
  }
  return {
    fileName: words.file(name, moment.day),
    sheet: {
      name: words.sheet,
      notes: [
        name,
        words.filtered(termsOf(asked, departments)),
        `${words.count(count)}。${words.made(staff.displayName, roleWords[staff.role], moment.day, formatTime(instantText(context.now())))}`,
      ],
      columns,
      pages: pages(),
    },
  };
}
