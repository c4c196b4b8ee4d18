/** Whether a value from the log has exactly the fields that docs/ledger.md §2 gives its type. What it means is for others to judge. */

import { clocks, states } from '../case-file.ts';
import { isDay } from '../day.ts';
import { type FieldName, fields, isWords } from '../fields.ts';
import { isHash } from '../receipt.ts';
import { staffRoles } from '../roles.ts';
import { bases, channels, opinionKinds, verdictReasons } from '../vocabulary.ts';
import { type ActName, actNames, actOf } from '../workflow.ts';
import type { Canonical } from './canonical.ts';
import type { ActEntry, Entry } from './entries.ts';

type Check = (value: unknown) => boolean;
interface Shape {
  needs: Readonly<Record<string, Check>>;
  may?: Readonly<Record<string, Check>>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isPlace: Check = (value) => isCount(value) && value !== 0;
const isADay: Check = (value) => typeof value === 'string' && isDay(value);
const isAHash: Check = (value) => typeof value === 'string' && isHash(value);
const isSignature: Check = (value) => typeof value === 'string' && /^[\w-]{86}$/.test(value);
const isPseudonym: Check = (value) => typeof value === 'string' && /^[\w-]{12}$/.test(value);
const exactly =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const listOf =
  (check: Check, least = 0, most = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(check);
const mapOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);
const locks = listOf(isAHash, 3, 3);
const roles = exactly(...staffRoles, 'citizen', 'system');

const shapes: Readonly<Record<Exclude<Entry['t'], ActEntry['t']>, Shape>> = {
  meta: {
    needs: { v: exactly(1), origin: isText, hash: exactly('sha256'), keys: listOf(isText, 2, 2), city: isText },
    may: {
      prev: (value) =>
        isObject(value) && fits(value, { needs: { origin: isText, size: isCount, root: isText } }) === undefined,
    },
  },
  rules: { needs: { n: isPlace, h: isAHash } },
  release: { needs: { commit: (value) => typeof value === 'string', files: mapOf(isAHash) } },
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
  access: { needs: { w: isADay, texts: isCount, contacts: isCount, h: isText } },
  publish: { needs: { n: isPlace, day: isADay, files: mapOf(isAHash) } },
};

/** The first field that is missing, unknown or malformed. */
function fits(value: Readonly<Record<string, unknown>>, { needs, may = {} }: Shape): string | undefined {
  for (const [name, check] of Object.entries(needs)) if (!check(value[name])) return name;
  for (const [name, field] of Object.entries(value)) {
    const check = Object.hasOwn(needs, name) ? undefined : Object.hasOwn(may, name) ? may[name] : () => false;
    if (check && !check(field)) return name;
  }
  return undefined;
}

/** The check of a field that is not words, as an entry holds it: files are counted, a proof is `seen` or an opened lock. */
function fieldCheck(name: FieldName): Check {
  const field = fields[name];
  switch (field.kind) {
    case 'choice':
    case 'level':
      return exactly(...field.of);
    case 'day':
      return isADay;
    case 'yes-no':
      return exactly(true, false);
    case 'percent':
      return (value) => isCount(value) && (value as number) <= 100;
    case 'department':
    case 'case':
    case 'record':
      return isText;
    case 'signature':
      return isSignature;
    case 'token':
      return (value) => typeof value === 'string' && value.length <= field.max;
    case 'count':
      return (value) => isCount(value) && (value as number) >= field.min && (value as number) <= field.max;
    case 'choices':
      return listOf(exactly(...field.of), 0, field.of.length);
    case 'cases':
      return listOf(isText, 0, field.max);
    case 'derived':
      return () => true;
    case 'departments':
      return listOf(isText, 0, field.max);
    case 'files':
      return (value) => isCount(value) && (value as number) <= field.max;
    case 'proof':
      return (value) =>
        value === 'seen' || (typeof value === 'string' && value.startsWith('lock:') && isHash(value.slice(5)));
    case 'line':
    case 'text':
    case 'names':
    case 'measures':
      // Words are never in an entry, only commitments to them.
      return () => false;
  }
}

/** Acts that are never told by their own name, or not by an entry of an act. */
const untold: readonly ActName[] = ['submit', 'seal', 'receiveClue'];

const isDueMap: Check = (value) =>
  isObject(value) &&
  Object.entries(value).every(([clock, day]) => (clocks as readonly string[]).includes(clock) && isADay(day));

function actShape(act: ActName): Shape {
  const { needs = [], may = [], ledger } = actOf(act);
  const given: Record<string, Check> = {};
  const words: Record<string, Check> = {};
  for (const name of [...needs, ...may]) {
    if (isWords(name)) words[name] = isAHash;
    else given[name] = fieldCheck(name);
    if (name === 'evidence') words[name] = isAHash;
    if (name === 'target') given['targetSeq'] = isPlace;
  }
  const optional =
    (shape: Shape): Check =>
    (value) =>
      isObject(value) && Object.keys(value).length > 0 && fits(value, shape) === undefined;
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
      g: optional({ needs: {}, may: given }),
      w: optional({ needs: {}, may: words }),
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

/** The value as an entry; or the name of what does not fit. */
export function readEntry(value: Canonical): { entry: Entry } | { wrong: string } {
  if (!isObject(value)) return { wrong: 't' };
  const type = value['t'];
  const shape =
    typeof type === 'string' && Object.hasOwn(shapes, type)
      ? { ...shapes[type as keyof typeof shapes] }
      : typeof value['act'] === 'string'
        ? actShapes.get(value['act'])
        : undefined;
  if (shape === undefined) return { wrong: typeof type === 'string' ? 'act' : 't' };
  const wrong = fits(value, { ...shape, needs: { t: exactly(type), ...shape.needs } });
  return wrong === undefined ? { entry: value as unknown as Entry } : { wrong };
}
