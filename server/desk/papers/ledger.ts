/** 整改台账 of a department for a 评议年度: one line for each case that it has or had to finish. */

import { listEventsOf, type StoredEvent } from '../../../db/case-files.ts';
import type { StoredCase } from '../../../db/case-rows.ts';
import { listRectification, rectificationYears } from '../../../db/rectification.ts';
import { getSetting } from '../../../db/settings.ts';
import type { Context } from '../../context.ts';
import { assessmentYear } from '../../domain/day.ts';
import { momentOf } from '../../moment.ts';
import { Problem } from '../../problem.ts';
import type { RectificationLedger } from '../../schemas/papers.ts';
import { formatDate } from '#words/calendar.ts';
import { listText, measureText, percentText } from '#words/desk-api.ts';
import { paperWords as words } from '#words/papers.ts';
import { natureWords, resultWords, stateWords } from '#words/workflow.ts';
import { type DepartmentNames, departmentNames, refOf } from '../names.ts';

/** Lines on one page: what prints on some ten sheets. */
const linesAtOnce = 200;

/**
 * Only for those who may see every case of the department: its own people, the office, the auditor.
 * @throws Problem `not-found` for a department that is not there
 */
export async function rectificationLedger(
  { db, now }: Pick<Context, 'db' | 'now'>,
  { department, year: asked, after }: { department: string; year?: number | undefined; after?: string | undefined },
): Promise<RectificationLedger> {
  const [names, { day }, { yearStartsOn }, years] = await Promise.all([
    departmentNames(db),
    momentOf(db, now()),
    getSetting(db, 'city'),
    rectificationYears(db, department),
  ]);
  if (!names.has(department)) throw new Problem('not-found');
  const thisYear = assessmentYear(day, yearStartsOn);
  const year = asked ?? thisYear;
  const { items, count, before } = await listRectification(db, { department, year, after, limit: linesAtOnce });
  const histories = await listEventsOf(
    db,
    items.map(({ file }) => file.id),
  );
  const last = items.at(-1)?.file.number ?? null;
  return {
    department: refOf(department, names),
    year,
    years: [...new Set([thisYear, ...years])].toSorted((one, other) => other - one),
    from: before + 1,
    count,
    columns: [...words.columns.ledger],
    lines: items.map((stored, index) => ({
      id: stored.file.id,
      cells: [String(before + index + 1), ...cellsOf(stored, histories.get(stored.file.id) ?? [], names)],
    })),
    next: before + items.length < count ? last : null,
  };
}

function cellsOf(
  { file, publicText, publicOutcome }: StoredCase,
  events: readonly StoredEvent[],
  names: DepartmentNames,
): string[] {
  const begun = events.findLast(({ act }) => act === 'assign')?.seq ?? 0;
  const own = events.filter(({ seq }) => seq >= begun);
  const given = (act: StoredEvent['act']): StoredEvent['given'] =>
    own.findLast((event) => event.act === act)?.given ?? {};
  const plan = given('plan');
  const sections = [...new Set((plan.measures ?? []).map(({ section }) => section))];
  const person = plan.contactPerson ?? given('accept').contactPerson;
  const due = plan.plannedDay ?? file.stageDay ?? file.clocks.complete?.due;
  return [
    file.number ?? '',
    file.erased ? words.erased : (publicText ?? ''),
    plan.goal ?? '',
    (plan.measures ?? []).map(({ what, section, by }) => measureText(what, section, formatDate(by))).join('\n'),
    file.nature ? natureWords[file.nature] : '',
    plan.leader ?? '',
    listText([...sections, ...(person ? [person] : [])]),
    plan.telephone ?? given('accept').telephone ?? '',
    listText(file.coDepartments.map((code) => refOf(code, names).name)),
    due ?? '',
    percentText(file.percent),
    given('progress').difficulty ?? '',
    publicOutcome ?? '',
    file.result ? resultWords[file.result] : '',
    stateWords[file.state],
    file.closedOn ?? '',
  ];
}
