/** 意见建议征集表 of each reporter, and 交办单 of each assignment. */

import { formatReceiptNumber } from '../../domain/receipt.ts';
import type { Paper } from '../../schemas/papers.ts';
import { formatReceiptWeek } from '#words/calendar.ts';
import { paperWords as words } from '#words/papers.ts';
import { channelWords, kindWords, natureWords, topicWords } from '#words/workflow.ts';
import type { Step } from '../course.ts';
import {
  dayText,
  departmentName,
  doneBy,
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

const photosOf = ({ files }: PaperSource, opinion: string): number =>
  files.filter(({ opinion_id }) => opinion_id === opinion).length;

/** What each author handed in, without the words as they were typed, which are for the office alone, and without any contact. */
export function opinionPapers(source: PaperSource): Paper[] {
  const { stored, readable, opinions } = source;
  if (!readable.redacted) return [];
  return opinions.map((opinion, index): Paper => {
    const isOwn = opinion.case_id === stored.file.id;
    const photos = photosOf(source, opinion.id);
    return {
      key: `opinion-${index + 1}`,
      form: 'opinion',
      title: words.titles.opinion,
      number: null,
      day: null,
      about: formatReceiptNumber(opinion.receipt_number),
      sections: [
        section(
          null,
          rowsOf(
            row(words.rows.receipt, formatReceiptNumber(opinion.receipt_number)),
            row(words.rows.received, formatReceiptWeek(opinion.received_week)),
            isOwn && row(words.rows.channel, channelWords[stored.file.channel]),
            row(words.rows.named, departmentName(source, opinion.department_code) ?? words.none),
            row(words.rows.kind, kindWords[opinion.kind]),
            row(words.rows.content, opinion.redacted_text || words.erased),
            row(words.rows.photos, photos > 0 ? words.photos(photos) : words.none),
            readable.contact &&
              row(words.rows.named2, opinion.sealed_contact === null ? words.noContact : words.hasContact),
            row(words.rows.mayPublish, opinion.may_publish === 1 ? words.mayPublish : words.mayNotPublish),
            row(words.rows.caseNumber, stored.file.number),
            row(words.rows.department, departmentName(source, stored.file.department)),
          ),
        ),
      ],
      notes: [...words.opinionNotes],
    };
  });
}

export const assignmentPapers = (source: PaperSource): Paper[] =>
  source.course.filter(({ event }) => event.act === 'assign').map((step) => assignmentPaper(source, step));

function assignmentPaper(source: PaperSource, step: Step): Paper {
  const { stored, readable, opinions } = source;
  const { file } = stored;
  const { clocks, help, nature, keyItem, department } = step.after;
  const accepted = firstAfter(source, step, ['accept', 'refuseReturn'], ['assign']);
  const helpDue = Object.values(help)[0]?.due.due;
  const own = opinions.find(({ case_id }) => case_id === file.id);
  const asSent = readable.redacted && own && own.redacted_text !== stored.publicText ? own.redacted_text : null;
  const photos = opinions.reduce((sum, { id }) => sum + photosOf(source, id), 0);
  const contact = [said(source, accepted, 'contactPerson'), said(source, accepted, 'telephone')].filter(Boolean);
  return paperOf(source, 'assignment', step, {
    title: words.titles.assignment,
    about: departmentName(source, department),
    sections: [
      section(
        null,
        rowsOf(
          row(words.rows.caseNumber, file.number),
          readable.redacted &&
            row(words.rows.receipts, opinions.map((one) => formatReceiptNumber(one.receipt_number)).join('、')),
          row(words.rows.channel, channelWords[file.channel]),
          row(words.rows.round, words.roundOf(stored.year)),
          row(words.rows.matter, matter(source)),
          asSent !== null && asSent !== '' && row(words.rows.asSent, asSent),
          row(words.rows.topic, [file.topic && topicWords[file.topic], kindWords[file.kind]].filter(Boolean).join('·')),
          row(words.rows.named, departmentName(source, file.named) ?? words.none),
          row(words.rows.department, departmentName(source, department)),
          row(words.rows.coDepartments, said(source, step, 'coDepartments') ?? words.none),
          row(words.rows.keyItem, keyItem ? words.yes : words.no),
          row(words.rows.nature, nature && natureWords[nature]),
          row(words.rows.assignedOn, dayText(step.event.day)),
          row(words.rows.accept, dayText(clocks.accept?.due)),
          row(words.rows.returnBy, dayText(clocks.return?.due)),
          row(words.rows.planBy, dayText(clocks.plan?.due)),
          row(words.rows.complete, dayText(clocks.complete?.due)),
          helpDue !== undefined && row(words.rows.helpBy, dayText(helpDue)),
          row(words.rows.demand, said(source, step, 'demand') ?? words.none),
          row(words.rows.publicity, words.publicity),
          row(words.rows.photos, photos > 0 ? words.photos(photos) : words.none),
          sign(words.rows.assignedBy, doneBy(source, step)),
          sign(words.rows.accepted, accepted?.event.act === 'accept' ? doneBy(source, accepted) : null),
          contact.length > 0 && row(words.rows.contact, contact.join('　')),
        ),
      ),
    ],
  });
}
