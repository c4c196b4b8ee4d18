/** Checks of the parts of an entry: what an entry of a type must have, may have, and may not have. */

import { isDay } from '../day.ts';
import { type FieldName, fields, isWords, tokenFormOf, tokenForms } from '../fields.ts';
import { isHash } from '../receipt.ts';
import { staffRoles } from '../roles.ts';

export type Check = (value: unknown) => boolean;
export interface Shape {
  needs: Readonly<Record<string, Check>>;
  may?: Readonly<Record<string, Check>>;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText: Check = (value) => typeof value === 'string' && value !== '';
export const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const isPlace: Check = (value) => isCount(value) && value !== 0;
export const isADay: Check = (value) => typeof value === 'string' && isDay(value);
export const isAHash: Check = (value) => typeof value === 'string' && isHash(value);
const isSignature: Check = (value) => typeof value === 'string' && /^[\w-]{86}$/.test(value);
export const isPseudonym: Check = (value) => typeof value === 'string' && /^[\w-]{12}$/.test(value);
export const exactly =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
export const listOf =
  (check: Check, least = 0, most = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(check);
export const mapOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);
export const roles = exactly(...staffRoles, 'citizen', 'system');

/** The first field that is missing, unknown or malformed. */
export function fits(value: Readonly<Record<string, unknown>>, { needs, may = {} }: Shape): string | undefined {
  for (const [name, check] of Object.entries(needs)) if (!check(value[name])) return name;
  for (const [name, field] of Object.entries(value)) {
    const check = Object.hasOwn(needs, name) ? undefined : Object.hasOwn(may, name) ? may[name] : () => false;
    if (check && !check(field)) return name;
  }
  return undefined;
}

const isOfForm = (name: FieldName, value: string): boolean => {
  const form = tokenFormOf(name);
  return form === undefined || tokenForms[form].test(value);
};

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
      return (value) => typeof value === 'string' && value.length <= field.max && isOfForm(name, value);
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

/** The shapes of `g` and `w` of an act that may be given these fields: of files `g` has the count and `w` the commitment. */
export function givenShapes(names: readonly FieldName[]): { g: Check; w: Check } {
  const given: Record<string, Check> = {};
  const words: Record<string, Check> = {};
  for (const name of names) {
    if (isWords(name)) words[name] = isAHash;
    else given[name] = fieldCheck(name);
    if (fields[name].kind === 'files') words[name] = isAHash;
    if (fields[name].kind === 'case') given[`${name}Seq`] = isPlace;
  }
  return { g: filled(given), w: filled(words) };
}

/** An object with some of these fields, and one at least. */
const filled =
  (may: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.keys(value).length > 0 && fits(value, { needs: {}, may }) === undefined;
