/** Which words of a record everybody may read. */

import type { FieldName } from './fields.ts';
import { recordActOf, type RecordKind, recordKindOf } from './records.ts';

/** An act with the names of the words it was given. */
export interface WordedAct {
  n: number;
  act: string;
  words: readonly string[];
}

/**
 * The public words of a record, as `<n>.<field>`: none before an act has made it public; then of each public field the newest words up to that act,
 * and all later ones.
 */
export function publicRecordWords(kind: RecordKind, acts: readonly WordedAct[]): string[] {
  const publishedBy = acts.find(({ act }) => recordActOf(kind, act)?.publishes)?.n;
  if (publishedBy === undefined) return [];
  const isPublic = (field: string): boolean => recordKindOf(kind).publicFields.includes(field as FieldName);
  const newest = new Map<string, string>();
  const later: string[] = [];
  for (const { n, words } of acts) {
    for (const field of words.filter(isPublic)) {
      if (n <= publishedBy) newest.set(field, `${n}.${field}`);
      else later.push(`${n}.${field}`);
    }
  }
  return [...newest.values(), ...later];
}
