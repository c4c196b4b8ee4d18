/** Printed papers of casework: those of a case, and the 整改台账 of a department. */

import { papersOf } from '../desk/papers/papers.ts';
import { rectificationLedger } from '../desk/papers/ledger.ts';
import { isDepartmentRole } from '../domain/roles.ts';
import { answers, createRoute, newRoutes, refuses, staffOf } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { idInPath } from '../schemas/desk.ts';
import { paperList, rectificationLedger as ledger, rectificationQuery } from '../schemas/papers.ts';

const tags = ['desk'];

export const deskPaperRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/cases/{id}/papers',
      tags,
      summary: 'The papers of a case, filled in as far as the role that asks may know it',
      request: { params: idInPath },
      responses: {
        200: answers(paperList, 'Papers in the order of the forms'),
        ...refuses('not-signed-in', 'not-found'),
      },
    }),
    async (c) => c.json(await papersOf(c.var.context, staffOf(c), c.req.valid('param').id), 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/papers/ledger',
      tags,
      summary: '整改台账 of a department for a 评议年度; a department sees its own alone',
      request: { query: rectificationQuery },
      responses: {
        200: answers(ledger, 'Lines in the order of their numbers'),
        ...refuses('not-signed-in', 'not-allowed', 'not-found', 'validation'),
      },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { department: asked, ...rest } = c.req.valid('query');
      const own = isDepartmentRole(staff.role) ? staff.department : null;
      const department = own ?? asked;
      if (department === undefined || (asked !== undefined && asked !== department)) throw new Problem('not-found');
      return c.json(await rectificationLedger(context, { department, ...rest }), 200);
    },
  );
