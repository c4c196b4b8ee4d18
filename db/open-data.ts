/** What the open data say beside the files of a publication: words with the salts that open their commitments, and where ratings are open. */

import { type Kysely, type SqlBool, sql } from 'kysely';
import { departmentStates } from '../server/domain/case-file.ts';
import type { FieldName } from '../server/domain/fields.ts';
import { redact } from '../server/domain/redaction.ts';
import { inLedgerForm } from '../server/domain/trust/entries.ts';
import type { OpeningLine, TextLine } from '../server/domain/trust/open-data.ts';
import type { ActName } from '../server/domain/workflow.ts';
import { publishedRecordTexts, recordTextsVersion } from './logged-records.ts';
import type { Database } from './tables.ts';

type Db = Kysely<Database>;

/** Cases in memory at a time. */
const casesAtOnce = 200;

/** Words that may be shown, by the acts that say them. */
const outcomeOf: Partial<Record<ActName, FieldName>> = {
  claim: 'outcome',
  explain: 'explanation',
  putOnAccount: 'explanation',
  closeByPanel: 'ruling',
  closeByExtension: 'ruling',
  closeByTransfer: 'ruling',
};
const wordFields = [
  'publicText',
  'outcome',
  'explanation',
  'ruling',
  'legalBasis',
  'nextStep',
  'receivingBody',
] as const;
/** Words that stay open however the case goes on: why the office moved it, put it off, or to whom it went; and what a stage is to reach. */
const alwaysOpen: Partial<Record<ActName, FieldName>> = {
  grantReturn: 'ruling',
  refuseReturn: 'ruling',
  transfer: 'ruling',
  grantExtension: 'ruling',
  stage: 'explanation',
  closeByTransfer: 'receivingBody',
};

interface Word {
  seq: number;
  act: ActName;
  field: (typeof wordFields)[number];
  /** As it was committed to. */
  value: string;
  salt: string;
}

interface ShownCase {
  id: string;
  state: string;
  result: string | null;
  logged_seq: number;
  public_text: string | null;
  public_outcome: string | null;
}

/**
 * Cases whose text everybody may read: the ledger tells that they are public, and nothing that the ledger does not tell yet has taken that back.
 * @param after id of the last case of the part before
 */
const shownCases = (db: Db, after: string): Promise<ShownCase[]> =>
  db
    .selectFrom('case_file')
    .innerJoin('case_event', (join) =>
      join.onRef('case_event.case_id', '=', 'case_file.id').onRef('case_event.seq', '=', 'case_file.logged_seq'),
    )
    .select(['case_file.id', 'state', 'result', 'logged_seq', 'public_text', 'public_outcome'])
    .where('case_event.to_state', 'in', departmentStates)
    .where('number', 'is not', null)
    .where('public_text', 'is not', null)
    .where('erased', '=', 0)
    .where('case_file.id', '>', after)
    .orderBy('case_file.id')
    .limit(casesAtOnce)
    .execute();

/** The words of these cases by case, oldest first. */
async function wordsOf(db: Db, ids: readonly string[]): Promise<Map<string, Word[]>> {
  const rows = await db
    .selectFrom('event_text')
    .innerJoin('case_event', (join) =>
      join.onRef('case_event.case_id', '=', 'event_text.case_id').onRef('case_event.seq', '=', 'event_text.seq'),
    )
    .select(['event_text.case_id', 'event_text.seq', 'act', 'field', 'value', 'published', 'salt'])
    .where('event_text.case_id', 'in', [...ids])
    .where('field', 'in', wordFields)
    .orderBy('event_text.seq')
    .execute();
  const words = new Map<string, Word[]>(ids.map((id) => [id, []]));
  for (const { case_id, seq, act, field, value, published, salt } of rows) {
    words.get(case_id)?.push({
      seq,
      act: act as ActName,
      field: field as Word['field'],
      value: published ?? inLedgerForm(JSON.parse(value) as string),
      salt,
    });
  }
  return words;
}

/** The redacted texts of authors who let theirs be published, by case. */
async function authorsTexts(db: Db, ids: readonly string[]): Promise<Map<string, { text: string; salt: string }>> {
  const rows = await db
    .selectFrom('opinion')
    .select(['case_id', 'redacted_text', 'text_salt'])
    .where('case_id', 'in', [...ids])
    .where('may_publish', '=', 1)
    .where('text_salt', 'is not', null)
    .execute();
  return new Map(
    rows.map(({ case_id, redacted_text, text_salt }) => [
      case_id,
      { text: inLedgerForm(redacted_text), salt: text_salt ?? '' },
    ]),
  );
}

/** What is published of one case: only words that are shown now, and of these only what the ledger has a commitment to. */
function linesOfCase(
  shown: ShownCase,
  words: readonly Word[],
  author: { text: string; salt: string } | undefined,
): TextLine[] {
  const { id, state, result, logged_seq, public_text, public_outcome } = shown;
  const publicText = inLedgerForm(public_text ?? '');
  const newest = (holds: (word: Word) => boolean): Word | undefined => words.findLast(holds);
  const said = [
    newest(({ field }) => field === 'publicText'),
    public_outcome === null ? undefined : newest(({ act, field }) => outcomeOf[act] === field),
    state === 'closed' && result === 'D' ? newest(({ field }) => field === 'legalBasis') : undefined,
    state === 'suspended' ? newest(({ field }) => field === 'nextStep') : undefined,
    ...words.filter(({ act, field }) => alwaysOpen[act] === field),
  ];
  const isShown = ({ act, field, value }: Word): boolean => {
    if (field === 'publicText') return value === publicText;
    // Committed to as it was written; with personal data in it, it is not open.
    if (field === 'receivingBody') return redact(value).text === value;
    if (alwaysOpen[act] === field) return true;
    return field === 'legalBasis' || field === 'nextStep' || value === inLedgerForm(public_outcome ?? '');
  };
  const lines = said
    .filter((word) => word !== undefined)
    .filter((word) => word.seq <= logged_seq && word.salt !== '' && isShown(word))
    .map(({ seq, field, value, salt }): TextLine => ({ id, n: seq, f: field, v: value, s: salt }));
  return author !== undefined && author.text === publicText
    ? [{ id, n: 1, f: 'text', v: author.text, s: author.salt }, ...lines]
    : lines;
}

/** All published words, by case, by record, and then the reasons for which ratings are counted apart; a few hundred in memory at a time. */
export async function* publishedTexts(db: Db): AsyncGenerator<TextLine> {
  let after = '';
  for (;;) {
    const cases = await shownCases(db, after);
    if (cases.length === 0) break;
    const ids = cases.map(({ id }) => id);
    const [words, authors] = [await wordsOf(db, ids), await authorsTexts(db, ids)];
    for (const shown of cases) yield* linesOfCase(shown, words.get(shown.id) ?? [], authors.get(shown.id));
    after = ids.at(-1) ?? after;
  }
  yield* publishedRecordTexts(db);
  yield* await reasons(db);
}

/** Reasons of granted 申诉 whose entry is in the log. */
async function reasons(db: Db): Promise<TextLine[]> {
  const waiting = await db
    .selectFrom('ledger_pending')
    .select('entry')
    .where('kind', '=', 'staff')
    .where('case_id', 'is', null)
    .execute();
  const notYet = new Set(
    waiting
      .map(({ entry }) => JSON.parse(entry) as { t: string; target?: string })
      .flatMap(({ t, target }) => (t === 'flag' ? (target ?? []) : [])),
  );
  const granted = await db
    .selectFrom('rating_appeal')
    .select(['commitment', 'reason', 'reason_salt'])
    .where('state', '=', 'granted')
    .where('reason_salt', 'is not', null)
    .orderBy('commitment')
    .execute();
  return granted
    .filter(({ commitment }) => !notYet.has(commitment))
    .map(({ commitment, reason, reason_salt }) => ({
      id: commitment,
      n: 0,
      f: 'reason',
      v: inLedgerForm(reason ?? ''),
      s: reason_salt ?? '',
    }));
}

/** Different whenever the published words may be: no event and no entry leaves these sums as they are. */
export async function textsVersion(db: Db): Promise<string> {
  const { cases, events, logged } = await db
    .selectFrom('case_file')
    .select((eb) => [
      eb.fn.countAll<number>().as('cases'),
      sql<number>`coalesce(sum(seq), 0)`.as('events'),
      sql<number>`coalesce(sum(logged_seq), 0)`.as('logged'),
    ])
    .executeTakeFirstOrThrow();
  const { granted } = await db
    .selectFrom('rating_appeal')
    .where('state', '=', 'granted')
    .select((eb) => eb.fn.countAll<number>().as('granted'))
    .executeTakeFirstOrThrow();
  const { waiting } = await db
    .selectFrom('ledger_pending')
    .where('kind', '=', 'staff')
    .where('case_id', 'is', null)
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow();
  return [cases, events, logged, granted, waiting, await recordTextsVersion(db)].join('-');
}

/** Departments and 评议年度 with opened ratings, and how many those are; opened ones never become fewer. */
export async function openedCells(db: Db): Promise<{ department: string; year: number; ratings: number }[]> {
  const rows = await db
    .selectFrom('rating_total')
    .where('level', '>', 0)
    .groupBy(['department_code', 'year'])
    .having(sql<SqlBool>`sum(ratings) > 0`)
    .select(['department_code', 'year', sql<number>`cast(sum(ratings) as bigint)`.as('ratings')])
    .orderBy('year')
    .orderBy('department_code')
    .execute();
  return rows.map(({ department_code, year, ratings }) => ({ department: department_code, year, ratings }));
}

/** Rows in memory at a time. */
const ratingsAtOnce = 2000;

/** Opened ratings of a department and a 评议年度, sorted by commitment, a part at a time. */
export async function* openedRatings(db: Db, department: string, year: number): AsyncGenerator<OpeningLine[]> {
  let last = '';
  for (;;) {
    const rows = await db
      .selectFrom('opened_rating')
      .select(['commitment', 'level', 'salt'])
      .where('department_code', '=', department)
      .where('year', '=', year)
      .where('commitment', '>', last)
      .orderBy('commitment')
      .limit(ratingsAtOnce)
      .execute();
    if (rows.length > 0) yield rows.map(({ commitment, level, salt }) => ({ c: commitment, r: level, s: salt }));
    if (rows.length < ratingsAtOnce) return;
    last = rows.at(-1)?.commitment ?? last;
  }
}
