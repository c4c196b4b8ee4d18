/** 销号申请（验收）表: one for each time that a case was said to be done, with everything that was found of it, up to 销号. */

import type { Day } from '../../domain/day.ts';
import type { ActName } from '../../domain/workflow.ts';
import type { Paper, PaperRow, PaperSection } from '../../schemas/papers.ts';
import { paperWords as words } from '#words/papers.ts';
import { actWords, basisWords, closureWords, resultWords } from '#words/workflow.ts';
import type { Step } from '../course.ts';
import {
  assignmentOf,
  dayText,
  departmentName,
  doneBy,
  filesOf,
  matter,
  paperNumberOf,
  paperOf,
  type PaperSource,
  row,
  rowsOf,
  said,
  section,
  sign,
} from './parts.ts';
import { measureLine, measuresOf } from './plan.ts';

const byPanel: readonly ActName[] = ['closeByPanel', 'closeByExtension', 'closeByTransfer'];
/** Acts with which such a paper begins. 挂账 has a paper of its own. */
const beginnings: readonly ActName[] = ['claim', 'explain', ...byPanel];
const endings: readonly ActName[] = [...beginnings, 'putOnAccount', 'assign', 'reopen'];

export const closingPapers = (source: PaperSource): Paper[] =>
  source.course.filter(({ event }) => beginnings.includes(event.act)).map((step) => closingPaper(source, step));

function closingPaper(source: PaperSource, step: Step): Paper {
  const rest = source.course.filter(({ event }) => event.seq > step.event.seq);
  const end = rest.findIndex(({ event }) => endings.includes(event.act));
  const own = end < 0 ? rest : rest.slice(0, end);
  const close = own.find(({ event }) => event.act === 'close');
  const { result } = step.after;
  return paperOf(source, 'closing', step, {
    title: step.event.act === 'explain' ? words.titles.explained : words.titles.closing,
    number: paperNumberOf(source, close),
    about: actWords[step.event.act].name,
    sections: [
      section(
        words.sections.ofUnit,
        rowsOf(
          row(words.rows.assignmentNumber, paperNumberOf(source, assignmentOf(source, step))),
          row(words.rows.caseNumber, source.stored.file.number),
          row(words.rows.department, departmentName(source, step.before.department)),
          row(words.rows.problem, matter(source)),
          ...claimRows(source, step),
          row(words.rows.result, result && resultWords[result]),
          step.after.onTime !== null && row(words.rows.onTime, step.after.onTime ? words.onTime : words.overTime),
        ),
      ),
      ...measureSection(source, step),
      ...(byPanel.includes(step.event.act)
        ? [panelSection(source, step)]
        : [
            section(words.sections.signatures, [
              sign(words.rows.sectionHead),
              sign(words.rows.deputy),
              sign(words.rows.head),
              row(words.rows.signedBy, said(source, step, 'signedBy')),
            ]),
          ]),
      section(words.sections.review, reviewRows(source, own)),
      section(words.sections.check, checkRows(source, own)),
      section(words.sections.author, authorRows(source, own)),
      closingSection(source, [step, ...own], close),
    ],
  });
}

const planOf = ({ course }: PaperSource, step: Step): Step | undefined =>
  course.findLast(({ event }) => event.act === 'plan' && event.seq < step.event.seq);

function claimRows(source: PaperSource, step: Step): PaperRow[] {
  const evidence = filesOf(source, step);
  const isExplained = step.event.act === 'explain';
  return rowsOf(
    !isExplained && row(words.rows.goal, said(source, planOf(source, step), 'goal')),
    isExplained && row(words.rows.explanation, said(source, step, 'explanation')),
    isExplained && row(words.rows.legalBasis, said(source, step, 'legalBasis')),
    step.event.act === 'claim' && row(words.rows.outcome, said(source, step, 'outcome')),
    step.event.act === 'claim' && row(words.rows.measuresDone, said(source, step, 'measuresDone')),
    step.event.act === 'claim' && row(words.rows.prevention, said(source, step, 'prevention')),
    row(words.rows.evidence, evidence.length > 0 ? null : words.none, evidence),
  );
}

/** Every measure with room to say what became of it. */
function measureSection(source: PaperSource, step: Step): PaperSection[] {
  const measures = measuresOf(source, planOf(source, step));
  if (measures.length === 0 || step.event.act === 'explain') return [];
  const lines = measures.map((measure, index) => [...measureLine(measure, index), '']);
  return [section(words.sections.measures, [], { columns: [...words.columns.measuresDone], lines })];
}

const panelSection = (source: PaperSource, step: Step): PaperSection =>
  section(
    words.sections.panel,
    rowsOf(
      row(words.rows.closure, step.after.closure && closureWords[step.after.closure]),
      row(words.rows.panel, said(source, step, 'panel')),
      row(words.rows.panelRuling, said(source, step, 'ruling')),
      step.event.given.receivingBody !== undefined &&
        row(words.rows.receivingBody, said(source, step, 'receivingBody')),
      step.event.given.until !== undefined && row(words.rows.until, said(source, step, 'until')),
      sign(words.rows.officeHead, doneBy(source, step)),
    ),
  );

function reviewRows(source: PaperSource, own: readonly Step[]): PaperRow[] {
  const reviews = own.filter(({ event: { act } }) => act === 'passReview' || act === 'sendBack' || act === 'proceed');
  const rows = reviews.map((review) => {
    const { act } = review.event;
    const word =
      act === 'passReview' ? words.reviewPassed : act === 'sendBack' ? words.reviewFailed : actWords[act].name;
    const opinion = said(source, review, act === 'sendBack' ? 'reason' : 'opinion');
    return row(words.rows.reviewOpinion, [word, opinion, doneBy(source, review)].filter(Boolean).join('\n'));
  });
  return [...(rows.length > 0 ? rows : [row(words.rows.reviewOpinion, null)]), sign(words.rows.reviewer)];
}

const conclusions: Partial<Record<ActName, string>> = {
  check: words.passed,
  failCheck: words.failed,
  overturn: words.overturned,
};

function checkRows(source: PaperSource, own: readonly Step[]): PaperRow[] {
  const checks = own.filter(({ event: { act } }) => act in conclusions);
  if (checks.length === 0) {
    return [
      row(words.rows.checker, null),
      row(words.rows.place, null),
      row(words.rows.conclusion, null),
      row(words.rows.finding, null),
    ];
  }
  return checks.flatMap((check) => {
    const evidence = filesOf(source, check);
    return rowsOf(
      sign(words.rows.checker, doneBy(source, check)),
      row(words.rows.place, said(source, check, 'place')),
      row(words.rows.conclusion, conclusions[check.event.act]),
      row(words.rows.finding, said(source, check, 'finding')),
      evidence.length > 0 && row(words.rows.evidence, null, evidence),
      check.event.given.signature !== undefined && row(words.rows.signature, said(source, check, 'signature')),
    );
  });
}

function authorRows(source: PaperSource, own: readonly Step[]): PaperRow[] {
  const word = own.findLast(({ event: { act } }) => act === 'confirm' || act === 'dispute');
  const revisits = own.filter(({ event: { act } }) => act === 'revisit');
  const fields = ['revisitWay', 'contacted', 'revisitAnswer', 'solved', 'attitude', 'comment', 'handling'] as const;
  return [
    row(
      words.rows.authorsWord,
      word &&
        [word.event.act === 'confirm' ? words.confirmed : words.disputed, said(source, word, 'comment')]
          .filter(Boolean)
          .join('\n'),
    ),
    ...(revisits.length > 0 ? revisits : [undefined]).map((revisit) =>
      row(
        words.rows.revisit,
        revisit &&
          [
            ...fields.flatMap((field) => {
              const line = source.lines.get(revisit.event.seq)?.fields.find((one) => one.field === field);
              return line?.value ? `${line.label}：${line.value}` : [];
            }),
            doneBy(source, revisit),
          ].join('\n'),
      ),
    ),
  ];
}

function closingSection(source: PaperSource, own: readonly Step[], close: Step | undefined): PaperSection {
  const began = own.findLast(({ after, before }) => after.clocks.notice && !before.clocks.notice);
  const notice = close?.before.clocks.notice ?? began?.after.clocks.notice;
  const span: [Day, Day] | undefined = notice && [notice.from, notice.due];
  const basis = close?.after.basis;
  return section(words.sections.closing, [
    row(words.rows.notice, span && words.span(...span)),
    row(words.rows.basis, basis && basisWords[basis].name),
    row(words.rows.closedOn, dayText(close?.event.day)),
    row(words.rows.closingNumber, paperNumberOf(source, close)),
    sign(words.rows.closedBy, doneBy(source, close)),
  ]);
}
