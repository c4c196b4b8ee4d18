/** Whether a value from the log has exactly the fields that docs/ledger.md §2 gives its type. What it means is for others to judge. */

import { clocks, states } from '../case-file.ts';
import { bases, channels, marks, opinionKinds, verdictReasons } from '../vocabulary.ts';
import { type ActName, actNames, actOf } from '../workflow.ts';
import type { Canonical } from './canonical.ts';
import type { ActEntry, Entry } from './entries.ts';
import {
  type Check,
  exactly,
  fits,
  givenShapes,
  isADay,
  isAHash,
  isCount,
  isObject,
  isPlace,
  isPseudonym,
  isText,
  listOf,
  mapOf,
  roles,
  type Shape,
} from './entry-checks.ts';
import { recordShape } from './record-shapes.ts';

const locks = listOf(isAHash, 3, 3);
/** An RSA-2048 signature, base64url. */
const isTicket: Check = (value) => typeof value === 'string' && /^[\w-]{342}$/.test(value);

const shapes: Readonly<Record<Exclude<Entry['t'], ActEntry['t'] | 'record'>, Shape>> = {
  meta: {
    needs: { v: exactly(1), origin: isText, hash: exactly('sha256'), keys: listOf(isText, 2, 2), city: isText },
    may: {
      prev: (value) =>
        isObject(value) && fits(value, { needs: { origin: isText, size: isCount, root: isText } }) === undefined,
    },
  },
  rules: { needs: { n: isPlace, h: isAHash } },
  release: { needs: { commit: (value) => typeof value === 'string', files: mapOf(isAHash) }, may: { n: isPlace } },
  rating: {
    needs: { d: isText, y: isPlace, c: isAHash, e: isAHash },
    may: {
      u: exactly(true),
      f: exactly(...verdictReasons.filter((reason) => reason !== 'proof' && reason !== 'turnstile')),
    },
  },
  open: { needs: { day: isADay, cells: mapOf(isPlace) } },
  flag: {
    needs: {
      day: isADay,
      target: isAHash,
      rule: exactly('appeal'),
      a: isPseudonym,
      w: (value) => isObject(value) && fits(value, { needs: { reason: isAHash } }) === undefined,
    },
  },
  'case.new': {
    needs: {
      id: isText,
      n: exactly(1),
      act: exactly('submit'),
      to: exactly('received'),
      by: exactly(...actOf('submit').by),
      w: isADay,
      ch: exactly(...channels),
      k: exactly(...opinionKinds),
      c: isAHash,
      y: locks,
      x: locks,
    },
    may: { a: isPseudonym, d: isText, s: exactly(true) },
  },
  mark: { needs: { p: isText, k: isAHash, m: exactly(...marks) }, may: { f: exactly(true) } },
  redeem: { needs: { p: isText, g: isText, r: isAHash } },
  ballot: { needs: { p: isText, g: isText, d: isText, c: isAHash, z: isAHash, s: isTicket } },
  cancel: { needs: { p: isText, c: isAHash, w: isAHash } },
  access: { needs: { w: isADay, texts: isCount, contacts: isCount, h: isText } },
  publish: { needs: { n: isPlace, day: isADay, files: mapOf(isAHash) } },
};

/** Acts that are never told by their own name, or not by an entry of an act. */
const untold: readonly ActName[] = ['submit', 'seal', 'receiveClue'];

const isDueMap: Check = (value) =>
  isObject(value) &&
  Object.entries(value).every(([clock, day]) => (clocks as readonly string[]).includes(clock) && isADay(day));

function actShape(act: ActName): Shape {
  const { needs = [], may = [], ledger } = actOf(act);
  const { g, w } = givenShapes([...needs, ...may]);
  return {
    needs: {
      t: exactly(ledger),
      id: isText,
      n: isPlace,
      act: exactly(act),
      to: exactly(...states.filter((state) => state !== 'sealed')),
      day: isADay,
      by: roles,
      v: isPlace,
    },
    may: {
      a: isPseudonym,
      d: isText,
      g,
      w,
      due: isDueMap,
      no: (value) => typeof value === 'string' && /^\d{4}-\d{4,}$/.test(value),
      basis: exactly(...bases),
      reach: exactly(true),
    },
  };
}

const actShapes = new Map<string, Shape>(
  actNames.filter((act) => !untold.includes(act)).map((act) => [act, actShape(act)]),
);

function shapeOf(type: unknown, { act, kind }: Readonly<Record<string, unknown>>): Shape | undefined {
  if (type === 'record') return recordShape(kind, act);
  if (typeof type === 'string' && Object.hasOwn(shapes, type)) return shapes[type as keyof typeof shapes];
  return typeof act === 'string' ? actShapes.get(act) : undefined;
}

/** The value as an entry; or the name of what does not fit. */
export function readEntry(value: Canonical): { entry: Entry } | { wrong: string } {
  if (!isObject(value)) return { wrong: 't' };
  const type = value['t'];
  const shape = shapeOf(type, value);
  if (shape === undefined) return { wrong: typeof type === 'string' ? 'act' : 't' };
  const wrong = fits(value, { ...shape, needs: { t: exactly(type), ...shape.needs } });
  return wrong === undefined ? { entry: value as unknown as Entry } : { wrong };
}
