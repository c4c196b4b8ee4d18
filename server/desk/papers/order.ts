/** 督办单, 挂牌督办通知书 and 约谈建议书: what is asked by when, what the department answered, and 摘牌. */

import type { Paper, PaperRow } from '../../schemas/papers.ts';
import { paperWords as words } from '#words/papers.ts';
import { leaderWords } from '#words/workflow.ts';
import { responsibleLeader } from '../../domain/case-file.ts';
import { levelOf, type Order, ordersIn } from '../orders.ts';
import {
  caseRows,
  dayText,
  daysLate,
  departmentName,
  doneBy,
  lastBefore,
  matter,
  paperOf,
  type PaperSource,
  row,
  said,
  section,
  sign,
} from './parts.ts';

export const orderPapers = (source: PaperSource): Paper[] =>
  ordersIn(source.course).map((order) => orderPaper(source, order));

const titles = {
  supervise: words.titles.order,
  list: words.titles.listed,
  talk: words.titles.reminder,
} as const;

function orderPaper(source: PaperSource, { step, answers, delisted }: Order): Paper {
  const { file } = source.stored;
  const { act } = step.event;
  const plan = lastBefore(source, step, 'plan');
  const late = step.before.pausedOn === null ? daysLate(step.before.clocks.complete?.due, step.event.day) : 0;
  const responsible =
    said(source, step, 'leader') ?? said(source, plan, 'leader') ?? leaderWords[responsibleLeader(step.before)];
  const closed = source.course.find(({ event }) => event.seq > step.event.seq && event.act === 'close');
  return paperOf(source, 'order', step, {
    title: titles[act as keyof typeof titles],
    about: levelOf(step),
    sections: [
      section(words.sections.ofOffice, [
        ...caseRows(source, step),
        row(words.rows.level, levelOf(step)),
        row(words.rows.orderTo, departmentName(source, step.before.department)),
        row(words.rows.responsible, responsible),
        row(words.rows.issue, matter(source)),
        row(words.rows.matterOfOrder, said(source, step, 'reason')),
        row(words.rows.overdue, late > 0 ? words.overdueDays(late) : words.notOverdue),
        row(words.rows.orderDemand, said(source, step, 'demand')),
        row(words.rows.replyBy, said(source, step, 'replyBy')),
        sign(words.rows.issuedBy, doneBy(source, step)),
      ]),
      section(words.sections.answer, [
        ...(answers.length === 0
          ? [row(words.rows.answer, null), row(words.rows.answeredOn, null)]
          : answers.flatMap((answer): PaperRow[] => [
              row(words.rows.answer, said(source, answer, 'orderReply')),
              row(words.rows.answeredOn, dayText(answer.event.day)),
              row(words.rows.signedBy, said(source, answer, 'signedBy')),
            ])),
        sign(words.rows.head),
      ]),
      section(act === 'list' ? words.sections.delisting : null, [
        ...(act === 'list'
          ? [
              row(words.rows.delistFinding, said(source, delisted, 'finding')),
              row(words.rows.delistOpinion, said(source, delisted, 'opinion')),
            ]
          : []),
        row(
          words.rows.finished,
          dayText(act === 'list' ? delisted?.event.day : file.state === 'closed' ? closed?.event.day : null),
        ),
        ...(act === 'list' ? [sign(words.rows.issuedBy, doneBy(source, delisted))] : []),
      ]),
    ],
  });
}
