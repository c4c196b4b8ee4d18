/** 未整改说明: why it cannot be solved now, what comes next, and every look at it since. */

import type { Paper } from '../../schemas/papers.ts';
import { paperWords as words } from '#words/papers.ts';
import type { Step } from '../course.ts';
import {
  caseRows,
  dayText,
  departmentName,
  doneBy,
  filesOf,
  firstAfter,
  matter,
  paperOf,
  type PaperSource,
  row,
  rowsOf,
  said,
  section,
  sign,
} from './parts.ts';

export const accountPapers = (source: PaperSource): Paper[] =>
  source.course.filter(({ event }) => event.act === 'putOnAccount').map((step) => accountPaper(source, step));

function accountPaper(source: PaperSource, step: Step): Paper {
  const ruling = firstAfter(source, step, ['passAccount', 'sendBack'], ['assign', 'putOnAccount']);
  const passed = ruling?.event.act === 'passAccount' ? ruling : undefined;
  const resumed = passed && firstAfter(source, passed, ['resume']);
  const reviews = source.course.filter(
    ({ event }) =>
      event.act === 'reviewAccount' &&
      passed !== undefined &&
      event.seq > passed.event.seq &&
      (resumed === undefined || event.seq < resumed.event.seq),
  );
  const lastLook = reviews.at(-1) ?? passed;
  const evidence = filesOf(source, step);
  return paperOf(source, 'account', step, {
    title: words.titles.account,
    about: said(source, step, 'suspensionCause'),
    sections: [
      section(
        words.sections.ofUnit,
        rowsOf(
          ...caseRows(source, step),
          row(words.rows.department, departmentName(source, step.before.department)),
          row(words.rows.issue, matter(source)),
          row(words.rows.causeKind, said(source, step, 'suspensionCause')),
          row(words.rows.explanation, said(source, step, 'explanation')),
          row(words.rows.nextStep, said(source, step, 'nextStep')),
          row(words.rows.reviewDay, said(source, step, 'reviewDay')),
          evidence.length > 0 && row(words.rows.evidence, null, evidence),
          row(words.rows.published, words.accountPublic),
          sign(words.rows.operator, doneBy(source, step)),
          sign(words.rows.head, said(source, step, 'signedBy')),
        ),
      ),
      section(words.sections.ofOffice, [
        row(
          words.rows.decision,
          ruling === undefined ? null : passed === undefined ? words.reviewFailed : words.accountPassed,
        ),
        row(words.rows.reviewOpinion, said(source, ruling, passed === undefined ? 'reason' : 'opinion')),
        row(words.rows.reviewOn, resumed === undefined ? dayText(lastLook?.after.clocks.account?.due) : null),
        sign(words.rows.reviewer, doneBy(source, ruling)),
      ]),
      ...(reviews.length > 0 || resumed
        ? [
            section(words.sections.reviews, [
              ...reviews.flatMap((review) => [
                row(
                  words.rows.reviewed,
                  [doneBy(source, review), words.accountKept, said(source, review, 'opinion')]
                    .filter(Boolean)
                    .join('\n'),
                ),
              ]),
              ...(resumed
                ? [
                    row(
                      words.rows.resumed,
                      [doneBy(source, resumed), said(source, resumed, 'reason')].filter(Boolean).join('\n'),
                    ),
                  ]
                : []),
            ]),
          ]
        : []),
    ],
  });
}
