/** The part of the data dictionary about records beside the cases. */

import { type FieldName, isWords } from '../../domain/fields.ts';
import { recordKindOf, recordKinds } from '../../domain/records.ts';
import {
  code,
  day,
  empty,
  type FieldMeaning,
  type Fields,
  givenMeaning,
  integer,
  object,
  record,
  text,
} from './dictionary-fields.ts';
import { recordKindWords } from './records.ts';
import { fieldWords } from './workflow.ts';

/** Fields that an act of some kind may be given, or is given by the server. */
const fieldNames: FieldName[] = [
  ...new Set(
    recordKinds.flatMap((kind) =>
      Object.values(recordKindOf(kind).acts).flatMap(({ needs = [], may = [], derived = [] }) => [
        ...needs,
        ...may,
        ...derived,
      ]),
    ),
  ),
];

/** States of all kinds; where kinds share one, what it is called in each. */
const states: Record<string, string> = {};
for (const kind of recordKinds) {
  const { name, states: of } = recordKindWords[kind];
  for (const [state, word] of Object.entries(of)) {
    const told = `${name}：${word}`;
    states[state] = states[state] === undefined ? told : `${states[state]}；${told}`;
  }
}

/** Words of records that are published, by field. */
export const publicRecordFields: Readonly<Record<string, string>> = record(
  [...new Set(recordKinds.flatMap((kind) => [...recordKindOf(kind).publicFields]))],
  (name) => fieldWords[name].label,
);

const kinds = Object.fromEntries(recordKinds.map((kind) => [kind, recordKindWords[kind].name]));
const marks: Fields = {
  satisfied: integer('满意', { unit: '份' }),
  fairly: integer('基本满意', { unit: '份' }),
  dissatisfied: integer('不满意', { unit: '份' }),
  apart: integer('未通过人机验证、另行计数，不在上面的数里', { unit: '份' }),
};

const head: Fields = {
  id: code('记录在存证本里的编码'),
  kind: code('哪一种记录', { values: kinds }),
  number: text('文号，例如 澜评诺〔2026〕0007号', empty),
  state: code('到了哪一步', { values: states }),
  department: code('有关单位的代码', empty),
  begun: day('第一步的日期'),
  moved: day('最近一步的日期'),
};

/** A line of `/open/records.ndjson`. */
export const recordFields: Fields = {
  ...head,
  body: object('每一项最近填写的内容；文字不在这里，公开的在 texts.ndjson', {
    fields: record(
      fieldNames.filter((name) => !isWords(name)),
      givenMeaning,
    ),
  }),
  marks: object('公开承诺的群众测评；其他记录没有', { ...empty, fields: marks }),
};

/** The same in a CSV. */
export const recordColumns: Fields = {
  ...head,
  body: { type: 'json', meaning: recordFields['body']?.meaning ?? '' },
  ...Object.fromEntries(
    Object.entries(marks).map(([mark, meaning]): [string, FieldMeaning] => [`marks_${mark}`, { ...meaning, ...empty }]),
  ),
};
