/** Records as everybody may read them: of the kinds that are made public, what the ledger tells of, with personal data covered. */

import type { Kysely } from 'kysely';
import {
  findRecordByNumber,
  listRecordEvents,
  listRecords,
  newestRecordWords,
  publicRecordTexts,
  type StoredRecord,
} from '../../db/records.ts';
import type { Database } from '../../db/tables.ts';
import { isPublicRecord } from '../domain/advance-record.ts';
import type { FieldName, FieldValues } from '../domain/fields.ts';
import { isWords } from '../domain/fields.ts';
import { publicRecordWords } from '../domain/record-words.ts';
import { type RecordKind, recordKindOf, recordKinds } from '../domain/records.ts';
import { departmentNames } from '../desk/names.ts';
import type { PublicRecord, PublicRecordLine } from '../schemas/records.ts';
import { recordKindWords } from '#words/records.ts';
import { namesFor } from './record-names.ts';
import { fieldLines, lineOf, newestOf, titleFields } from './view-record.ts';

/** Records on a page where nothing else is asked for. */
const usualLimit = 30;

/** Kinds of which something is made public. */
const publicKinds = recordKinds.filter((kind) =>
  Object.values(recordKindOf(kind).acts).some(({ publishes }) => publishes === true),
);

export interface PublicRecordQuestion {
  kind?: RecordKind | undefined;
  department?: string | undefined;
  after?: string | undefined;
  limit?: number | undefined;
}

export async function listPublicRecords(
  db: Kysely<Database>,
  { kind, department, after, limit = usualLimit }: PublicRecordQuestion,
): Promise<{ items: PublicRecordLine[]; next: string | null; count: number }> {
  const kinds = publicKinds.filter((one) => kind === undefined || one === kind);
  const { records, next, count } = await listRecords(db, { kinds, department, numbered: true, after, limit });
  const words = await newestRecordWords(
    db,
    records.map(({ file }) => file.id),
    titleFields,
  );
  const departments = await departmentNames(db);
  const items = records.map((stored) =>
    publicLine(stored, publicOnly(stored.file.kind, words.get(stored.file.id) ?? {}), departments),
  );
  return { items, next, count };
}

/** Nothing for a record that is not public, or of which the ledger does not tell yet. */
export async function publicRecord(db: Kysely<Database>, number: string): Promise<PublicRecord | undefined> {
  const stored = await findRecordByNumber(db, number);
  if (stored === undefined || !isPublicRecord(stored.file) || stored.loggedSeq === 0) return undefined;
  const { file } = stored;
  const texts = await publicRecordTexts(db, file);
  const events = (await listRecordEvents(db, file)).filter(({ seq }) => seq <= stored.loggedSeq);
  const shown = new Set(
    publicRecordWords(
      file.kind,
      events.map(({ seq, act, given }) => ({ n: seq, act, words: Object.keys(given) })),
    ),
  );
  const covered = events.map((event) => ({
    ...event,
    given: Object.fromEntries(
      (Object.entries(event.given) as [FieldName, unknown][]).flatMap(([name, value]) => {
        if (!isWords(name)) return [[name, value]];
        const place = `${event.seq}.${name}`;
        return shown.has(place) ? [[name, texts.get(place)]] : [];
      }),
    ) as FieldValues,
  }));
  const names = await namesFor(db, file, covered);
  const words = recordKindWords[file.kind];
  const linesOf = (given: FieldValues, act: string) =>
    fieldLines(file.kind, given, names, act).flatMap(({ files, ...line }) => (files.length > 0 ? [] : [line]));
  return {
    ...publicLine(stored, newestOf(covered), names.departments),
    fields: linesOf(newestOf(covered), 'newest'),
    history: covered.map(({ seq, act, day, to, given }) => ({
      seq,
      act,
      name: words.acts[act]?.name ?? act,
      day,
      to,
      toName: words.states[to] ?? to,
      fields: linesOf(given, act),
      entry: names.entries.get(seq) ?? null,
    })),
  };
}

function publicLine(
  stored: StoredRecord,
  newest: FieldValues,
  departments: ReadonlyMap<string, string>,
): PublicRecordLine {
  const { kind, kindName, number, title, state, stateName, department, due } = lineOf(stored, {
    newest,
    names: { departments },
    day: stored.openedOn,
  });
  return { kind, kindName, number: number ?? '', title, state, stateName, department, due };
}

/** Of some words only those of public fields. */
const publicOnly = (kind: RecordKind, words: FieldValues): FieldValues =>
  Object.fromEntries(
    Object.entries(words).filter(([name]) => recordKindOf(kind).publicFields.includes(name as FieldName)),
  );
