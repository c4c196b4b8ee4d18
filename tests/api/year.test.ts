/** A year of a small city, lived through the API by the people of its office, its departments and its streets, with the clockwork running every night. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativeSha256 } from '../../db/native-hash.ts';
import { recordKindOf, recordKinds } from '../../server/domain/records.ts';
import { verifyLedger } from '../../server/domain/trust/verify.ts';
import { actNames } from '../../server/domain/workflow.ts';
import { reportWords } from '#words/verify.ts';
import { databases } from '../support/databases.ts';
import { testDesk } from '../support/desk.ts';
import { mirrorCity } from '../support/open-mirror.ts';
import { mirrorOf } from '../support/small-ledger.ts';
import { caseJourneys, travel } from '../support/year/cases.ts';
import { recordJourneys } from '../support/year/records.ts';
import { roundJourneys } from '../support/year/rounds.ts';
import { type Cast, castOf } from '../support/year/cast.ts';

describe.each(databases)('一年（$name）', ({ name, open }) => {
  let cast: Cast;
  beforeAll(async () => {
    // On a database of its own process every night takes its time.
    cast = castOf(await testDesk(await open()), { everyNight: name === 'SQLite' });
    // Monday, 2 February, ten in the morning: the ratings of the winter are counted, the 意见 are handed over.
    cast.desk.time = new Date('2026-02-02T02:00:00Z');
    await travel(cast, [...caseJourneys, ...recordJourneys, ...roundJourneys]);
  });
  afterAll(() => cast?.close());

  test('every act of the workflow was somebody’s', async () => {
    const used = await cast.desk.context.db.selectFrom('case_event').select('act').distinct().execute();
    const acts = new Set(used.map(({ act }) => act));
    expect(actNames.filter((act) => !acts.has(act))).toEqual([]);
  });

  test('every act of every kind of record was somebody’s', async () => {
    const { db } = cast.desk.context;
    const used = await db
      .selectFrom('record_event')
      .innerJoin('record', 'record.id', 'record_event.record_id')
      .select(['record.kind', 'record_event.act'])
      .distinct()
      .execute();
    const acts = new Set(used.map(({ kind, act }) => `${kind}.${act}`));
    const all = recordKinds.flatMap((kind) => Object.keys(recordKindOf(kind).acts).map((act) => `${kind}.${act}`));
    expect(all.filter((act) => !acts.has(act))).toEqual([]);
  });

  test('the clockwork did its work every night without a failure', async () => {
    expect(cast.desk.log.filter((line) => line.startsWith('job'))).toEqual([]);
  });

  test('whoever verifies the ledger of that year finds 全部一致', async () => {
    await cast.desk.context.ledger.settle();
    const report = await verifyLedger({ mirror: mirrorOf(await mirrorCity(cast.desk)), hash: nativeSha256 });
    expect(report.findings).toEqual([]);
    expect(reportWords.lines(report)).toContain('结果：全部一致。');
  });
});
