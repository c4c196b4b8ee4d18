/** 回访: whom the office has still to ask, in the order in which it is due. The answer itself is the act `revisit` of the case. */

import { listRevisits, revisitAttempts, type RevisitPlace } from '../../db/revisits.ts';
import { summaryOf } from '../desk/case-line.ts';
import { departmentNames, refOrNull } from '../desk/names.ts';
import { isDay } from '../domain/day.ts';
import { allowedUntil } from '../domain/guards.ts';
import { answers, createRoute, newRoutes, refuses } from '../http/route.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import { revisitList, revisitQuery } from '../schemas/revisits.ts';
import { stateWords } from '#words/workflow.ts';

const usualPage = 50;

function readPlace(text: string | undefined): RevisitPlace | undefined {
  if (text === undefined || text === '') return undefined;
  const [closedOn = '', id = ''] = text.split('~');
  if ((closedOn !== '' && !isDay(closedOn)) || !/^[\w.-]{1,64}$/.test(id)) throw new Problem('validation');
  return { closedOn, id };
}

export const deskRevisitRoutes = newRoutes().openapi(
  createRoute({
    method: 'get',
    path: '/api/desk/revisits',
    tags: ['desk'],
    summary: 'Cases whose authors left a contact and have not been heard yet',
    request: { query: revisitQuery },
    responses: { 200: answers(revisitList, 'One page, what is due first'), ...refuses('not-signed-in', 'validation') },
  }),
  async (c) => {
    const { db, now } = c.var.context;
    const { after, limit = usualPage, department } = c.req.valid('query');
    const moment = await momentOf(db, now());
    const names = await departmentNames(db);
    const { items, count } = await listRevisits(db, { department, limit: limit + 1, after: readPlace(after) });
    const shown = items.slice(0, limit);
    const last = items.length > limit ? shown.at(-1)?.stored.file : undefined;
    return c.json(
      {
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
        mostAttempts: revisitAttempts,
      },
      200,
    );
  },
);
