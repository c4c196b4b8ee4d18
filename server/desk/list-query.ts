/** From the query of a list to what the store is asked, and back to the one way of writing it down. */

import { type DeskFilter, type DeskPlace, isPlace } from '../../db/queues.ts';
import { type DeskQueue, type ListOrder, listFilterNames, queuesOf, usualOrder } from '../domain/queues.ts';
import type { StaffRole } from '../domain/roles.ts';
import { Problem } from '../problem.ts';
import { type CaseFilter, caseFilter } from '../schemas/desk-lists.ts';

/** What a list shows, and in which order. */
export interface ListAsked {
  filter: DeskFilter;
  order: ListOrder;
}

/**
 * What a role asks for with a query; without a queue the first one of the role.
 * @throws Problem `not-allowed` for a queue that the role does not have
 */
export function listAsked(role: StaffRole, { queue, q = '', order, key, drawn, ...rest }: CaseFilter): ListAsked {
  const chosen: DeskQueue | undefined = queue ?? queuesOf[role][0];
  if (chosen === undefined || !queuesOf[role].includes(chosen)) throw new Problem('not-allowed');
  return {
    filter: {
      ...rest,
      queue: chosen,
      words: q.split(/\s+/u).filter(Boolean),
      key: key === '1',
      drawn: drawn === '1',
    },
    order: order ?? usualOrder(chosen),
  };
}

/** A query string with what a list knows, in the order of the list of names; nothing for one that no list takes. */
export function readFilterText(text: string): { filter: CaseFilter; text: string } | undefined {
  const given = new URLSearchParams(text);
  const known = listFilterNames.flatMap((name): [string, string][] => {
    const value = given.get(name) ?? '';
    return value === '' ? [] : [[name, value]];
  });
  const read = caseFilter.safeParse(Object.fromEntries(known));
  return read.success ? { filter: read.data, text: new URLSearchParams(known).toString() } : undefined;
}

/** The cursor of a page: the place of the last case before it. */
export const writePlace = (place: DeskPlace): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** @throws Problem `validation` for what is no place in a list of this order */
export function readPlace(text: string | undefined, order: ListOrder): DeskPlace | undefined {
  if (text === undefined || text === '') return undefined;
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw new Problem('validation');
  }
  if (!Array.isArray(values) || !isPlace(order, values)) throw new Problem('validation');
  return values;
}
