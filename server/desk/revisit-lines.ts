/** 待回访 as lines of a list: for its page and for its spreadsheet. No contact is in them. */

import { listRevisits, type RevisitPlace } from '../../db/revisits.ts';
import type { Context } from '../context.ts';
import { isDay } from '../domain/day.ts';
import { allowedUntil } from '../domain/guards.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import type { RevisitLine } from '../schemas/revisits.ts';
import { stateWords } from '#words/workflow.ts';
import { summaryOf } from './case-line.ts';
import { departmentNames, refOrNull } from './names.ts';

function readPlace(text: string | undefined): RevisitPlace | undefined {
  if (text === undefined || text === '') return undefined;
  const [closedOn = '', id = ''] = text.split('~');
  if ((closedOn !== '' && !isDay(closedOn)) || !/^[\w.-]{1,64}$/.test(id)) throw new Problem('validation');
  return { closedOn, id };
}

/** One page, what is due first. */
export async function revisitLinesFor(
  { db, now }: Context,
  { after, limit, department }: { after?: string | undefined; limit: number; department?: string | undefined },
): Promise<{ items: RevisitLine[]; next: string | null; count: number }> {
  const moment = await momentOf(db, now());
  const names = await departmentNames(db);
  const { items, count } = await listRevisits(db, { department, limit: limit + 1, after: readPlace(after) });
  const shown = items.slice(0, limit);
  const last = items.length > limit ? shown.at(-1)?.stored.file : undefined;
  return {
    items: shown.map(({ stored: { file, publicText }, attempts, lastOn }) => {
      const due = file.closedOn === null ? null : allowedUntil('revisit', file, file.closedOn, moment);
      return {
        id: file.id,
        number: file.number,
        state: file.state,
        stateName: stateWords[file.state],
        department: refOrNull(file.department, names),
        summary: summaryOf(publicText ?? ''),
        closedOn: file.closedOn,
        due,
        overdue: due !== null && due < moment.day,
        attempts,
        lastOn,
      };
    }),
    count,
    next: last === undefined ? null : `${last.closedOn ?? ''}~${last.id}`,
  };
}
