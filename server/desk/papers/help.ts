/** 会办意见单: one for every department that was asked to help, each time it was asked. */

import type { Help } from '../../domain/case-file.ts';
import type { Paper } from '../../schemas/papers.ts';
import { paperWords as words } from '#words/papers.ts';
import type { Step } from '../course.ts';
import {
  caseRows,
  dayText,
  departmentName,
  doneBy,
  matter,
  paperOf,
  type PaperSource,
  row,
  rowsOf,
  said,
  section,
  sign,
} from './parts.ts';

export const helpPapers = (source: PaperSource): Paper[] =>
  source.course.flatMap((step) =>
    Object.entries(step.after.help)
      .filter(([code, { due }]) => step.before.help[code]?.due.from !== due.from && isAsking(step))
      .map(([code, help]) => helpPaper(source, step, code, help)),
  );

const isAsking = ({ event: { act } }: Step): boolean => act === 'assign' || act === 'join';

function helpPaper(source: PaperSource, step: Step, code: string, asked: Help): Paper {
  // Until the department is let off, or the whole case is taken back.
  const later = source.course.filter(({ event }) => event.seq > step.event.seq);
  const end = later.findIndex(({ after }) => after.help[code] === undefined);
  const own = end < 0 ? later : later.slice(0, end);
  const opinions = own.filter(({ event }) => event.act === 'assist' && event.actor.department === code);
  const ended = end < 0 ? undefined : later[end];
  const first = opinions[0];
  // A changed calendar may have moved the date since.
  const due = own.findLast(({ after }) => after.help[code])?.after.help[code]?.due ?? asked.due;
  return paperOf(source, 'help', step, {
    key: `help-${step.event.seq}-${code}`,
    number: null,
    title: words.titles.help,
    about: words.about.asked(departmentName(source, code) ?? code),
    sections: [
      section(
        null,
        rowsOf(
          ...caseRows(source, step),
          row(words.rows.department, departmentName(source, step.after.department)),
          row(words.rows.coDepartments, departmentName(source, code)),
          row(words.rows.issue, matter(source)),
          row(words.rows.demand, said(source, step, 'demand') ?? words.none),
          row(words.rows.asked, dayText(step.event.day)),
          row(words.rows.due, dayText(due.due)),
          row(
            words.rows.helpOpinion,
            opinions
              .map((one) => said(source, one, 'opinion'))
              .filter(Boolean)
              .join('\n\n'),
          ),
          row(words.rows.doneOn, dayText(first?.event.day)),
          row(words.rows.inTime, first === undefined ? null : first.event.day <= due.due ? words.inTime : words.late),
          ended?.event.act === 'endHelp' &&
            row(words.rows.ended, [dayText(ended.event.day), said(source, ended, 'reason')].filter(Boolean).join('　')),
          sign(words.rows.operator, doneBy(source, first)),
          sign(words.rows.helperHead),
          sign(words.rows.leadReceived),
        ),
      ),
    ],
  });
}
