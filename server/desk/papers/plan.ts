/** 整改方案（台账登记表）: the plan with its measures, what has been reported since, and how it ended. */

import type { Measure } from '../../domain/fields.ts';
import type { Paper, PaperSection } from '../../schemas/papers.ts';
import { formatDate } from '#words/calendar.ts';
import { percentText } from '#words/desk-api.ts';
import { paperWords as words } from '#words/papers.ts';
import { natureWords, resultWords, stateWords } from '#words/workflow.ts';
import type { Step } from '../course.ts';
import { fileRef } from '../history.ts';
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

/** The measures of a plan as far as the reader may know them. */
export const measuresOf = ({ readable }: PaperSource, plan: Step | undefined): readonly Measure[] =>
  readable.published ? (plan?.event.given.measures ?? []) : [];

export const measureLine = ({ what, section: office, by }: Measure, index: number): string[] => [
  String(index + 1),
  what,
  office,
  formatDate(by),
];

export const planPapers = (source: PaperSource): Paper[] =>
  source.course.filter(({ event }) => event.act === 'plan').map((step) => planPaper(source, step));

function planPaper(source: PaperSource, step: Step): Paper {
  const { stored, readable, course } = source;
  const { file } = stored;
  const rest = course.filter(({ event }) => event.seq > step.event.seq);
  const end = rest.findIndex(({ event }) => event.act === 'plan' || event.act === 'assign');
  const own = end < 0 ? rest : rest.slice(0, end);
  const isCurrent = end < 0;
  const last = own.at(-1) ?? step;
  const measures = measuresOf(source, step);
  const accepted = course.findLast(({ event }) => event.act === 'accept' && event.seq < step.event.seq);
  const sections = [...new Set(measures.map((one) => one.section))].join('、');
  const evidence =
    readable.published && isCurrent ? source.files.filter(({ owner }) => owner === 'staff').map(fileRef) : [];
  return paperOf(source, 'plan', step, {
    title: words.titles.plan,
    about: step.event.given.plannedDay ? words.about.plan(step.event.given.plannedDay) : null,
    sections: [
      section(
        null,
        rowsOf(
          ...caseRows(source, step),
          row(words.rows.department, departmentName(source, step.before.department)),
          row(
            words.rows.coDepartments,
            step.before.coDepartments.map((code) => departmentName(source, code)).join('、') || words.none,
          ),
          row(words.rows.problem, matter(source)),
          row(words.rows.cause, said(source, step, 'cause')),
          row(words.rows.goal, said(source, step, 'goal')),
          row(words.rows.nature, step.before.nature && natureWords[step.before.nature]),
          row(words.rows.leader, said(source, step, 'leader')),
          row(words.rows.section, sections),
          row(words.rows.person, said(source, step, 'contactPerson') ?? said(source, accepted, 'contactPerson')),
          row(words.rows.telephone, said(source, step, 'telephone') ?? said(source, accepted, 'telephone')),
          row(words.rows.planned, said(source, step, 'plannedDay')),
          row(words.rows.complete, dayText(step.after.clocks.complete?.due)),
        ),
      ),
      section(words.sections.measures, [], { columns: [...words.columns.measures], lines: measures.map(measureLine) }),
      progressSection(source, own),
      section(
        words.sections.result,
        rowsOf(
          ...own
            .filter(({ event }) => event.act === 'stage')
            .map((stage) =>
              row(
                words.rows.stageGoal,
                [said(source, stage, 'stageDay'), said(source, stage, 'explanation')].filter(Boolean).join('　'),
              ),
            ),
          row(words.rows.percent, percentText(last.after.percent)),
          isCurrent &&
            readable.published &&
            row(words.rows.outcome, stored.publicOutcome ?? (file.erased ? words.erased : null)),
          isCurrent && row(words.rows.evidence, evidence.length > 0 ? null : words.none, evidence),
          isCurrent && row(words.rows.result, file.result && resultWords[file.result]),
          isCurrent && row(words.rows.state, stateWords[file.state]),
          isCurrent && row(words.rows.closedOn, dayText(file.closedOn)),
        ),
      ),
      section(words.sections.signatures, [
        sign(words.rows.operator, doneBy(source, step)),
        sign(words.rows.deputy),
        sign(words.rows.head),
      ]),
    ],
  });
}

const progressSection = (source: PaperSource, own: readonly Step[]): PaperSection =>
  section(words.sections.progress, [], {
    columns: [...words.columns.progress],
    lines: own
      .filter(({ event }) => event.act === 'progress')
      .map((step) => [
        formatDate(step.event.day),
        said(source, step, 'percent') ?? '',
        said(source, step, 'progress') ?? '',
        said(source, step, 'difficulty') ?? '',
      ]),
  });
