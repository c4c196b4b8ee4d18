/** 延期申请单: what was asked, who signed, what the office decided, and whether the author was told. */

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

export const extensionPapers = (source: PaperSource): Paper[] =>
  source.course.filter(({ event }) => event.act === 'requestExtension').map((step) => extensionPaper(source, step));

/** Acts with which a request that nobody decided falls away. */
const endings = ['claim', 'explain', 'putOnAccount', 'transfer', 'requestExtension'] as const;

function extensionPaper(source: PaperSource, step: Step): Paper {
  const decision = firstAfter(source, step, ['grantExtension', 'refuseExtension'], endings);
  const signed =
    step.event.actor.role === 'head'
      ? step
      : firstAfter(source, step, ['signExtension'], ['grantExtension', 'refuseExtension', ...endings]);
  const fellAway = decision === undefined && firstAfter(source, step, endings) !== undefined;
  const granted = decision?.event.act === 'grantExtension';
  const { until } = step.event.given;
  return paperOf(source, 'extension', step, {
    title: words.titles.extension,
    about: until ? words.about.until(until) : null,
    sections: [
      section(words.sections.ofUnit, [
        ...caseRows(source, step),
        row(words.rows.applicant, departmentName(source, step.before.department)),
        row(words.rows.issue, matter(source)),
        row(words.rows.dueBefore, dayText(step.before.clocks.complete?.due)),
        row(words.rows.dueAsked, said(source, step, 'until')),
        row(words.rows.reason, said(source, step, 'reason')),
        row(words.rows.workDone, said(source, step, 'workDone')),
        sign(words.rows.operator, doneBy(source, step)),
        sign(
          words.rows.unitHead,
          [said(source, step, 'signedBy'), signed && doneBy(source, signed), said(source, signed, 'comment')]
            .filter(Boolean)
            .join('\n') || null,
        ),
      ]),
      section(words.sections.ofOffice, [
        row(
          words.rows.approval,
          decision === undefined ? (fellAway ? words.withdrawn : null) : granted ? words.extended : words.notExtended,
        ),
        row(words.rows.ruling, said(source, decision, 'ruling')),
        row(words.rows.dueAfter, granted ? dayText(decision.after.clocks.complete?.due) : null),
        row(words.rows.told, decision === undefined ? null : granted ? words.toldYes : words.toldNo),
        sign(words.rows.approvedBy, doneBy(source, decision)),
      ]),
    ],
  });
}
