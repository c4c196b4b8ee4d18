/**
 * A publication: every public number of the city at one moment, counted from what the ledger tells up to then, with the files of the open data.
 * Its entry binds them byte for byte.
 */

import { gzipSync } from 'node:zlib';
import type { Transaction } from 'kysely';
import { listClasses, listDepartments } from '../../db/departments.ts';
import { closingsByMonth, countRows, ratingCounts } from '../../db/figures.ts';
import { logSize } from '../../db/ledger-log.ts';
import { loggedFacts, loggedYears, unsettledFacts } from '../../db/logged-cases.ts';
import { loggedRecordFacts } from '../../db/logged-records.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { insertPublication, newestPublication, replaceOpenFile } from '../../db/publications.ts';
import { getLicence, getSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import type { Mode } from '../context.ts';
import { closingsOf, countRowsOf, mergeClosings, mergeCountRows } from '../domain/counting.ts';
import { assessmentYear, type Day } from '../domain/day.ts';
import { cityFigures, type FigureSource, yearToShow } from '../domain/figures.ts';
import { toBase64Url } from '../domain/trust/encoding.ts';
import type { PublishEntry } from '../domain/trust/entries.ts';
import { topics } from '../domain/vocabulary.ts';
import { openFiles } from '../open/files.ts';
import { topicWords } from '#words/workflow.ts';

export interface PublicationOptions {
  today: Day;
  mode: Mode;
  origin: string;
  keys: readonly string[];
  /** Something was entered in this turn. */
  hasNews: boolean;
}

/**
 * Prepares a publication; the caller appends its entry and then stores it with the place of the entry.
 * @returns nothing when today's is out already and nothing was entered since
 */
export async function makePublication(
  trx: Transaction<Database>,
  { today, mode, origin, keys, hasNews }: PublicationOptions,
): Promise<{ entry: PublishEntry; store: (index: number) => Promise<void> } | undefined> {
  const last = await newestPublication(trx);
  if (last?.day === today && !hasNews && last.idx === (await logSize(trx)) - 1) return undefined;
  const n = (last?.n ?? 0) + 1;
  const city = await getSetting(trx, 'city');
  const source = await figureSource(trx, today, mode);
  const years = [...new Set([...(await loggedYears(trx)), source.year])].sort((a, b) => a - b);
  const files: Record<string, string> = {};
  const generated = openFiles({
    n,
    day: today,
    city,
    licence: await getLicence(trx),
    origin,
    keys,
    departments: await listDepartments(trx, { withInactive: true }),
    figureSource: source,
    figures: cityFigures(source),
    years,
    factsOfYear: (year) => loggedFacts(trx, year),
    records: await loggedRecordFacts(trx),
  });
  for await (const { path, mediaType, bytes } of generated) {
    const hash = toBase64Url(nativeSha256.hash(bytes));
    files[path] = hash;
    await replaceOpenFile(trx, {
      path,
      publication: n,
      media_type: mediaType,
      hash,
      size: bytes.length,
      gzip: gzipSync(bytes),
    });
  }
  return {
    entry: { t: 'publish', n, day: today, files },
    store: (index) =>
      insertPublication(trx, { n, idx: index, day: today, year: source.year, source: JSON.stringify(source) }),
  };
}

/** What the figures of today are made of: only what the ledger tells. */
export async function figureSource(trx: Transaction<Database>, today: Day, mode: Mode): Promise<FigureSource> {
  const city = await getSetting(trx, 'city');
  const unsettled = await unsettledFacts(trx);
  const rows = mergeCountRows([
    ...(await countRows(trx, today, 'settled')),
    ...countRowsOf(unsettled, today, city.yearStartsOn),
  ]);
  const year = yearToShow(rows, assessmentYear(today, city.yearStartsOn));
  const classes = await listClasses(trx);
  const departments = await listDepartments(trx, { withInactive: true });
  const ratings = await ratingCounts(trx, year);
  const counted = new Set([...rows, ...ratings].map(({ department }) => department));
  return {
    asOf: today,
    year,
    city: { name: city.name, organizer: city.organizer, demonstration: mode === 'demonstration' },
    classes: classes.map(({ code, name, isRanked }) => ({ code, name, ranked: isRanked })),
    // A department that no longer takes part stays as long as something is counted for it, or its 意见 would vanish from the sums.
    departments: departments
      .filter(({ code, isActive }) => isActive || counted.has(code))
      .map(({ code, name, classCode }) => ({ code, name, class: classCode })),
    topics: topics.map((code) => ({ code, name: topicWords[code] })),
    rows,
    closings: mergeClosings([
      ...(await closingsByMonth(trx, year, city.yearStartsOn, 'settled')),
      ...closingsOf(unsettled, year, city.yearStartsOn),
    ]),
    ratings,
  };
}
