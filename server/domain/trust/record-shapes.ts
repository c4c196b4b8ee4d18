/** Which fields an entry about a record beside the cases has: made from its table (server/domain/records.ts). */

import { type RecordKind, recordKindOf, recordKinds, recordStatesOf } from '../records.ts';
import { exactly, givenShapes, isADay, isPlace, isPseudonym, isText, roles, type Shape } from './entry-checks.ts';

const shapes = new Map<string, Shape>(
  recordKinds.flatMap((kind) =>
    Object.keys(recordKindOf(kind).acts).map((act) => [`${kind}.${act}`, shapeOf(kind, act)]),
  ),
);

function shapeOf(kind: RecordKind, act: string): Shape {
  const { acts, prefix } = recordKindOf(kind);
  const { needs = [], may = [], derived = [] } = acts[act] ?? {};
  const { g, w } = givenShapes([...needs, ...may, ...derived]);
  // 文号, such as 澜评诺〔2026〕0007号.
  const number = new RegExp(`${prefix}〔\\d{4}〕\\d{4,}号$`, 'u');
  return {
    needs: {
      kind: exactly(kind),
      id: isText,
      n: isPlace,
      act: exactly(act),
      to: exactly(...recordStatesOf(kind)),
      day: isADay,
      by: roles,
    },
    may: { a: isPseudonym, d: isText, no: (value) => typeof value === 'string' && number.test(value), g, w },
  };
}

/** The shape of an act on a record of a kind; nothing when there is no such act. */
export const recordShape = (kind: unknown, act: unknown): Shape | undefined =>
  shapes.get(`${String(kind)}.${String(act)}`);
