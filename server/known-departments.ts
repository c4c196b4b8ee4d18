/** The departments that take part, kept in memory: every rating asks for one, and they change a few times a year. */

import { listDepartments } from '../db/departments.ts';
import { dayOf } from './clock.ts';
import type { Context } from './context.ts';
import { keptUntilChanged } from './kept.ts';

interface Known {
  code: string;
  name: string;
}

/** Read again after a change here, and each day in case another process made one. */
const departments = keptUntilChanged(
  ({ now, pages }) => `${dayOf(now())} ${pages.version('city')}`,
  async ({ db }) =>
    new Map((await listDepartments(db)).map(({ code, name }): [string, Known] => [code, { code, name }])),
);

/** An active department by its code. */
export const knownDepartment = async (context: Context, code: string): Promise<Known | undefined> =>
  (await departments(context)).get(code);
