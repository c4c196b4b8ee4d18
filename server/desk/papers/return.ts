/** 退回（转办）申请单: what the department asked, what the office ruled, and what was said in 会商; and 转办单, where the office moved the case itself. */

import type { Paper } from '../../schemas/papers.ts';
import { paperWords as words } from '#words/papers.ts';
import type { Step } from '../course.ts';
import {
  caseRows,
  dayText,
  departmentName,
  doneBy,
  firstAfter,
  matter,
  paperOf,
  type PaperSource,
  row,
  said,
  section,
  sign,
} from './parts.ts';

export const returnPapers = (source: PaperSource): Paper[] =>
  source.course.flatMap((step) => {
    if (step.event.act === 'requestReturn') return returnPaper(source, step);
    return step.event.act === 'transfer' ? transferPaper(source, step) : [];
  });

const consultation = (source: PaperSource, ruling: Step | undefined) =>
  section(words.sections.consultation, [
    row(
      words.rows.consultation,
      said(source, ruling, 'consultation') ?? (ruling === undefined ? null : words.notConsulted),
    ),
    row(words.rows.attendees, said(source, ruling, 'attendees') ?? (ruling === undefined ? null : words.none)),
  ]);

function returnPaper(source: PaperSource, step: Step): Paper {
  const ruling = firstAfter(source, step, ['grantReturn', 'refuseReturn'], ['file', 'seal', 'requestReturn']);
  const granted = ruling?.event.act === 'grantReturn';
  return paperOf(source, 'return', step, {
    title: words.titles.return,
    about: departmentName(source, step.before.department),
    sections: [
      section(words.sections.ofUnit, [
        ...caseRows(source, step),
        row(words.rows.applicant, departmentName(source, step.before.department)),
        row(words.rows.issue, matter(source)),
        row(words.rows.reason, said(source, step, 'reason')),
        row(words.rows.grounds, said(source, step, 'grounds')),
        row(words.rows.suggested, said(source, step, 'suggestedDepartment')),
        sign(words.rows.operator, doneBy(source, step)),
        sign(words.rows.deputy),
        sign(words.rows.head, said(source, step, 'signedBy')),
      ]),
      section(words.sections.ofOffice, [
        row(words.rows.rulingBy, dayText(step.after.clocks.ruling?.due)),
        row(words.rows.decision, ruling === undefined ? null : granted ? words.granted : words.refused),
        row(words.rows.ruling, said(source, ruling, 'ruling')),
        sign(words.rows.ruledBy, doneBy(source, ruling)),
      ]),
      consultation(source, ruling),
    ],
  });
}

const transferPaper = (source: PaperSource, step: Step): Paper =>
  paperOf(source, 'return', step, {
    title: words.titles.transfer,
    about: departmentName(source, step.before.department),
    sections: [
      section(words.sections.ofOffice, [
        ...caseRows(source, step),
        row(words.rows.holder, departmentName(source, step.before.department)),
        row(words.rows.issue, matter(source)),
        row(words.rows.decision, words.transferred),
        row(words.rows.ruling, said(source, step, 'ruling')),
        sign(words.rows.ruledBy, doneBy(source, step)),
      ]),
      consultation(source, step),
    ],
  });
