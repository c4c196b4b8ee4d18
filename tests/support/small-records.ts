/** Records beside the cases as a small ledger tells of them: a pledge that citizens mark, an inspection that two sign, an order, an appointment. */

import { advanceRecord } from '../../server/domain/advance-record.ts';
import type { Day } from '../../server/domain/day.ts';
import type { FieldValues } from '../../server/domain/fields.ts';
import { type MarkCounts, noMarks } from '../../server/domain/pledges.ts';
import { factsAfter, type RecordFacts } from '../../server/domain/record-facts.ts';
import { publicRecordWords, type WordedAct } from '../../server/domain/record-words.ts';
import type { RecordFile, RecordKind } from '../../server/domain/records.ts';
import { recordKindOf } from '../../server/domain/records.ts';
import type { StaffRole } from '../../server/domain/roles.ts';
import type { Canonical } from '../../server/domain/trust/canonical.ts';
import { commit } from '../../server/domain/trust/commitment.ts';
import { toBase64Url } from '../../server/domain/trust/encoding.ts';
import type { Entry } from '../../server/domain/trust/entries.ts';
import { pseudonym } from '../../server/domain/trust/entries.ts';
import type { TextLine } from '../../server/domain/trust/open-data.ts';
import {
  committedRecordWords,
  markEntry,
  markNullifier,
  openFields,
  recordEntry,
} from '../../server/domain/trust/record-entry.ts';
import type { Mark } from '../../server/domain/vocabulary.ts';

/** An act of a life, by whom, and what was given; `mark` stands for what a phone says in between. */
type Step =
  | { act: string; by: StaffRole | 'system'; account: string; given?: FieldValues }
  | { mark: Mark; phone: string; apart?: true };

export interface ToldRecords {
  entries: Entry[];
  facts: RecordFacts[];
  texts: TextLine[];
}

const lives = (day: Day, later: Day): { id: string; kind: RecordKind; number: string; steps: Step[] }[] => [
  {
    id: 'record-pledge',
    kind: 'pledge',
    number: '小评诺〔Y〕0001号',
    steps: [
      {
        act: 'draft',
        by: 'clerk',
        account: 'clerk',
        given: {
          department: 'a',
          title: '修好解放路的路灯',
          matter: '解放路路灯不亮',
          goal: '全部亮起来',
          measures: [{ what: '更换灯具', section: '设施科', by: later }],
          plannedDay: later,
          leader: '局长',
          leaderPost: '局长',
          telephone: '0571-12345',
        },
      },
      { act: 'publish', by: 'director', account: 'director' },
      { act: 'report', by: 'liaison', account: 'liaison', given: { progress: '换了一半', percent: 50 } },
      {
        act: 'finish',
        by: 'liaison',
        account: 'liaison',
        given: { outcome: '全部换好', evidence: ['f'.repeat(64)], signedBy: '局长', marksUntil: later },
      },
      { mark: 'satisfied', phone: 'one' },
      { mark: 'satisfied', phone: 'two' },
      { mark: 'fairly', phone: 'three' },
      { mark: 'dissatisfied', phone: 'four', apart: true },
      { act: 'keep', by: 'director', account: 'director', given: { opinion: '已兑现' } },
    ],
  },
  {
    id: 'record-visit',
    kind: 'inspection',
    number: '小评查〔Y〕0001号',
    steps: [
      {
        act: 'write',
        by: 'supervisor',
        account: 'supervisor',
        given: {
          inspectionWay: 'covert',
          inspectedOn: day,
          place: '政务大厅',
          department: 'b',
          inspectionItems: ['on-duty', 'attitude'],
          situation: '窗口无人',
          grade: 'minor',
          advice: 'assign',
        },
      },
      { act: 'cosign', by: 'supervisor', account: 'second' },
      { act: 'review', by: 'clerk', account: 'clerk', given: { opinion: '属实' } },
    ],
  },
  {
    id: 'record-order',
    kind: 'order',
    number: '小评督〔Y〕0007号',
    steps: [
      {
        act: 'issue',
        by: 'director',
        account: 'director',
        given: { department: 'b', orderLevel: 'yellow', reason: '超期三件', demand: '十日内办结', replyBy: later },
      },
      { act: 'answer', by: 'liaison', account: 'other', given: { orderReply: '已办结', signedBy: '局长' } },
    ],
  },
];

const departmentOf: Readonly<Record<string, string>> = { liaison: 'a', other: 'b' };

/** @param saltOf a salt for a word of an act; @param later a day after `day` */
export function smallRecords(day: Day, later: Day, saltOf: (about: string, field: string) => Uint8Array): ToldRecords {
  const told: ToldRecords = { entries: [], facts: [], texts: [] };
  for (const life of lives(day, later)) {
    let file: RecordFile | null = null;
    let facts: RecordFacts | undefined;
    const counts: MarkCounts = { ...noMarks };
    const wrote: Record<string, string> = {};
    const acts: WordedAct[] = [];
    const lines = new Map<string, TextLine>();
    for (const step of life.steps) {
      if ('mark' in step) {
        const apart = step.apart === true;
        told.entries.push(markEntry(life.id, markNullifier(life.id, step.phone), step.mark, apart));
        counts[apart ? 'apart' : step.mark] += 1;
        continue;
      }
      const { act, by, account } = step;
      const given: FieldValues = { ...step.given, ...(act === 'keep' && { marksCounted: { ...counts } }) };
      const department = departmentOf[account];
      const outcome = advanceRecord(
        file,
        { id: life.id, kind: life.kind, act, given },
        { role: by, account, ...(department !== undefined && { department }) },
        { day, self: pseudonym(account), wrote },
      );
      if (!outcome.ok) throw new Error(`${life.kind}.${act} was refused: ${outcome.refusal}`);
      const isNumbered = recordKindOf(life.kind).acts[act]?.numbers === true;
      const event = { ...outcome.event, ...(isNumbered && { number: life.number.replace('Y', day.slice(0, 4)) }) };
      const n = event.seq;
      const words: Record<string, Canonical> = committedRecordWords(life.kind, given);
      if (given.evidence !== undefined) words['evidence'] = given.evidence;
      const commitments: Record<string, string> = {};
      for (const [field, content] of Object.entries(words)) {
        const salt = saltOf(`${life.id} ${n}`, field);
        commitments[field] = commit(content, salt);
        lines.set(`${n}.${field}`, { id: life.id, n, f: field, v: content, s: toBase64Url(salt) });
      }
      told.entries.push(recordEntry(event, commitments));
      file = { ...outcome.file, number: event.number ?? outcome.file.number };
      wrote[act] = pseudonym(account);
      acts.push({ n, act, words: Object.keys(words) });
      facts = factsAfter(facts, {
        id: life.id,
        kind: life.kind,
        to: event.to,
        day,
        number: event.number,
        open: openFields(given),
      });
    }
    if (facts === undefined) continue;
    told.facts.push({ ...facts, marks: facts.marks && counts });
    for (const place of publicRecordWords(life.kind, acts)) {
      const line = lines.get(place);
      if (line !== undefined) told.texts.push(line);
    }
  }
  told.facts.sort((a, b) => (a.id < b.id ? -1 : 1));
  return told;
}
