/** What everybody may read of a round once its results are published; nothing here is counted, only told. */

import { entriesOfCase } from '../../db/ledger-pending.ts';
import { publicRecordWords, publicWordsByEvent } from '../../db/pledges.ts';
import { recordsOfRound } from '../../db/round-records.ts';
import { findRecord, listRecordEvents, type StoredRecord } from '../../db/records.ts';
import type { Context } from '../context.ts';
import { departmentNames, refOf } from '../desk/names.ts';
import type { FieldValues } from '../domain/fields.ts';
import type { BatchChannel } from '../domain/vocabulary.ts';
import type { RoundOfDepartment, RoundOutcome } from '../schemas/round-results.ts';
import { recordKindWords } from '#words/records.ts';
import { roundKindWords } from '#words/rounds.ts';
import { listPublishedResults, publishedResults, resultOf } from './published-results.ts';

/** Nothing before the ledger tells of the publication. */
export async function roundOutcomeOf(context: Context, roundId: string): Promise<RoundOutcome | undefined> {
  const { db } = context;
  const [published, stored] = [await publishedResults(db, roundId), await findRecord(db, roundId)];
  if (published === undefined || stored?.file.kind !== 'round') return undefined;
  const { file, loggedSeq } = stored;
  const events = (await listRecordEvents(db, file)).filter(({ seq }) => seq <= loggedSeq);
  const publication = events.findLast(({ act }) => act === 'publish');
  if (publication === undefined) return undefined;
  const [said, entries] = [await publicWordsByEvent(db, file), await entriesOfCase(db, roundId)];
  const { recheckUntil } = file.body;
  return {
    ...published,
    publishedOn: publication.day,
    entry: entries.get(publication.seq) ?? null,
    corrections: events
      .filter(({ act }) => act === 'correct')
      .map(({ seq, day }) => ({ day, reason: said.get(seq)?.reason ?? '' })),
    isFinal: events.some(({ act }) => act === 'conclude'),
    recheckUntil: typeof recheckUntil === 'string' && file.state !== 'published' ? recheckUntil : null,
    ...(await recordsBeside(context, roundId)),
  };
}

type Beside = Pick<RoundOutcome, 'rechecks' | 'uses' | 'exclusions' | 'batches'>;

/** Records of the round that the ledger tells of. */
async function recordsBeside({ db }: Context, roundId: string): Promise<Beside> {
  const names = await departmentNames(db);
  const told = async (kind: 'recheck' | 'use' | 'exclusion' | 'batch') => {
    const all = await recordsOfRound(db, kind, roundId);
    const logged = all.filter((one) => one.file.number !== null && one.loggedSeq === one.file.seq);
    const words = await publicRecordWords(
      db,
      logged.map(({ file }) => file.id),
      ['reason', 'opinion'],
    );
    return logged.map((one) => ({ ...one, words: words.get(one.file.id) ?? {} }));
  };
  const base = ({ file, openedOn }: StoredRecord) => ({
    number: file.number ?? '',
    department: refOf(file.department ?? '', names),
    day: openedOn,
  });
  const text = (words: FieldValues) => ({ reason: words.reason ?? '', opinion: words.opinion ?? '' });
  const [rechecks, uses] = [await told('recheck'), await told('use')];
  const [exclusions, batches] = [await told('exclusion'), await told('batch')];
  return {
    rechecks: rechecks.map((one) => ({
      ...base(one),
      ...text(one.words),
      replyBy: one.file.body.replyBy ?? null,
      isOpen: one.file.state === 'applied',
      stateName: recordKindWords.recheck.states[one.file.state] ?? one.file.state,
      result: one.file.body.recheckResult ?? null,
    })),
    uses: uses.flatMap((one) => {
      const use = one.file.body.useKind;
      return use === undefined ? [] : [{ ...base(one), ...text(one.words), use }];
    }),
    exclusions: exclusions.flatMap((one) => {
      const { exclusionRule: rule, excluded } = one.file.body;
      const { ballots = 0, rows = 0 } = (excluded ?? {}) as { ballots?: number; rows?: number };
      const { number, day } = base(one);
      return rule === undefined ? [] : [{ number, day, rule, ballots, rows, ...text(one.words) }];
    }),
    batches: batches.map(({ file }) => {
      const { batchCounts, raterGroup = '', ballotChannel = 'paper', issued = 0, returned = 0 } = file.body;
      const { valid = 0 } = (batchCounts ?? {}) as { valid?: number };
      return {
        number: file.number ?? '',
        group: raterGroup,
        channel: ballotChannel as BatchChannel,
        state: file.state,
        stateName: recordKindWords.batch.states[file.state] ?? file.state,
        issued,
        returned,
        valid,
      };
    }),
  };
}

/** A department in the rounds that have results, newest first; 部门自主评议 left out. */
export async function roundsOfDepartment({ db }: Context, code: string): Promise<RoundOfDepartment[]> {
  const rounds = await listPublishedResults(db);
  return rounds.flatMap(({ round, results }): RoundOfDepartment[] => {
    const found = resultOf(results, code);
    const { plan } = round;
    if (found === undefined || plan === undefined || plan.kind === 'own') return [];
    const { classCode, standing, n, score, interval, rank, tier, satisfied, verySatisfied, unknown } = found;
    const ofClass = results.classes.find((one) => one.classCode === classCode);
    return [
      {
        round: round.record.file.id,
        title: plan.title,
        year: plan.year,
        kindName: roundKindWords[plan.kind],
        className: plan.classes.find((one) => one.code === classCode)?.name ?? '',
        isFinal: round.record.file.state === 'final',
        standing,
        n,
        score: score ?? null,
        interval: interval ?? null,
        rank: rank ?? null,
        tier: tier ?? null,
        of: ofClass?.departments ?? 0,
        classMean: ofClass?.mean ?? null,
        satisfied,
        verySatisfied,
        unknown,
      },
    ];
  });
}
