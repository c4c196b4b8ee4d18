/** The departments that take part, kept in memory: every rating asks for one, and they change a few times a year. */

import { listDepartments } from '../db/departments.ts';
import { dayOf } from './clock.ts';
import type { Context } from './context.ts';

interface Known {
  code: string;
  name: string;
}

/** One list for each running server; it is read again after a change here, and each day in case another process made one. */
const kept = new WeakMap<Context, { key: string; departments: Promise<Map<string, Known>> }>();

/** An active department by its code. */
export async function knownDepartment(context: Context, code: string): Promise<Known | undefined> {
  const key = `${dayOf(context.now())} ${context.pages.version('city')}`;
  let known = kept.get(context);
  if (known?.key !== key) {
    known = { key, departments: read(context) };
    kept.set(context, known);
    // A failure is not kept: the next request tries again.
    known.departments.catch(() => kept.delete(context));
  }
  return (await known.departments).get(code);
}

const read = async ({ db }: Context): Promise<Map<string, Known>> =>
  new Map((await listDepartments(db)).map(({ code, name }) => [code, { code, name }]));
