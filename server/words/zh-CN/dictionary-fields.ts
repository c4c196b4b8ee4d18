/** How the data dictionary says what a field is. */

import { type FieldName, fields as actFields } from '../../domain/fields.ts';
import { choiceWords } from './desk-api.ts';
import { fieldWords, supervisionWords } from './workflow.ts';

/** `any` is what another standard or the field itself describes. */
export type FieldType =
  | 'text'
  | 'integer'
  | 'boolean'
  | 'day'
  | 'month'
  | 'decimal'
  | 'code'
  | 'hash'
  | 'object'
  | 'list'
  | 'json'
  | 'any';

/** What one field or column is. */
export interface FieldMeaning {
  type: FieldType;
  meaning: string;
  unit?: string;
  /** It may be empty: `null` in JSON, nothing in CSV. */
  empty?: true;
  /** It may be left out. */
  optional?: true;
  /** What its values stand for. */
  values?: Readonly<Record<string, string>>;
  /** Fields of the object, or of each object of the list. */
  fields?: Fields;
  /** What each value of an object is whose names are not fixed, or each value of a list that holds no objects. */
  each?: FieldMeaning;
}
export type Fields = Readonly<Record<string, FieldMeaning>>;

type More = Partial<FieldMeaning>;
export const field =
  (type: FieldType) =>
  (meaning: string, more: More = {}): FieldMeaning => ({ type, meaning, ...more });
export const text = field('text');
export const integer = field('integer');
export const boolean = field('boolean');
export const day = field('day');
export const month = field('month');
export const decimal = field('decimal');
export const code = field('code');
export const hash = field('hash');
export const object = field('object');
export const list = field('list');
export const empty = { empty: true } as const;
export const optional = { optional: true } as const;
export const percent = { unit: '%' } as const;

/** Chooses of what an object of words has. */
export const record = <Key extends string | number, Value>(
  keys: readonly Key[],
  value: (key: Key) => Value,
): Readonly<Record<string, Value>> => Object.fromEntries(keys.map((key) => [String(key), value(key)]));

export const names = (words: Readonly<Record<string, { name: string }>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(words).map(([key, { name }]) => [key, name]));

/** What a field of an act is, where an entry tells it: words are not, and files are counted. */
export function givenMeaning(name: FieldName): FieldMeaning {
  const { label } = fieldWords[name];
  const of = actFields[name];
  const values = choiceWords[name];
  switch (of.kind) {
    case 'files':
      return integer('佐证材料有几份', { unit: '份', ...optional });
    case 'yes-no':
      return boolean(label, optional);
    case 'percent':
      return integer(label, { ...percent, ...optional });
    case 'count':
      return integer(label, optional);
    case 'level':
      return integer(label, { values: supervisionWords, ...optional });
    case 'day':
      return day(label, optional);
    case 'departments':
      return list(`${label}的代码`, { each: code('单位代码'), ...optional });
    case 'cases':
      return list(`${label}（存证本里的编码）`, { each: code('意见的编码'), ...optional });
    case 'choices':
      return list(label, { each: code(label, { ...(values && { values }) }), ...optional });
    case 'case':
      return code('归并到哪一件（存证本里的编码）', optional);
    case 'record':
      return code(`${label}（存证本里的编码）`, optional);
    case 'token':
      return text(label, optional);
    case 'signature':
      return text('Ed25519 签名（RFC 8032），base64url', optional);
    case 'proof':
      return text('seen：服务器能看到回执码；lock:…：打开锁的原像，SHA-256 后等于这一轮的锁', optional);
    case 'derived':
      return field('any')(`${label}（系统算出）`, optional);
    case 'choice':
    case 'department':
    case 'line':
    case 'text':
    case 'names':
    case 'measures':
      return code(label, { ...optional, ...(values && { values }) });
  }
}

/** What the words of an act are in its entry: a commitment. */
export const committedMeaning = (name: FieldName): FieldMeaning =>
  hash(
    actFields[name].kind === 'files'
      ? '佐证材料 SHA-256 列表的承诺值'
      : `“${fieldWords[name].label}”的承诺值；公开的原文在 texts.ndjson`,
    optional,
  );
