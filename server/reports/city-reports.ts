/** What 月通报 and 意见分析报告 are made of: their numbers, counted where they are written down, and texts to begin with. */

import type { Kysely, Transaction } from 'kysely';
import { closingsByMonth } from '../../db/figures.ts';
import { newestSource } from '../../db/publications.ts';
import { lightsOfMonth, opinionShapes, publishedTexts, type TypicalCase, typicalCases } from '../../db/reports.ts';
import { getSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { type AnalysisNumbers, analysisNumbers } from '../domain/analysis.ts';
import { type BulletinNumbers, bulletinNumbers } from '../domain/bulletin.ts';
import { assessmentYear } from '../domain/day.ts';
import type { FigureSource } from '../domain/figures.ts';
import { hotWords } from '../domain/hot-words.ts';
import { firstDayOf, lastDayOf, type Month, yearBefore, yearBegins } from '../domain/monthly-report.ts';

/** The numbers of a month from the newest publication; nothing before the first one. */
export async function cityBulletin(db: Kysely<Database>, month: Month): Promise<BulletinNumbers | undefined> {
  const published = await newestSource(db);
  if (published === undefined) return undefined;
  const source = JSON.parse(published) as FigureSource;
  const { yearStartsOn } = await getSetting(db, 'city');
  const year = assessmentYear(lastDayOf(month), yearStartsOn);
  const closings = [
    ...(year === source.year ? source.closings : await closingsByMonth(db, year, yearStartsOn, 'settled')),
    ...(await closingsByMonth(db, year - 1, yearStartsOn, 'settled')),
  ];
  return bulletinNumbers(source, month, { yearStartsOn, closings, lights: await lightsOfMonth(db, month) });
}

/** The structure of what people said in the 评议年度 up to a month. */
export async function cityAnalysis(db: Kysely<Database>, month: Month): Promise<AnalysisNumbers> {
  const { yearStartsOn } = await getSetting(db, 'city');
  const year = assessmentYear(lastDayOf(month), yearStartsOn);
  const [now, before, texts] = [
    await opinionShapes(db, { year, until: month }),
    await opinionShapes(db, { year: year - 1, until: yearBefore(month) }),
    await publishedTexts(db, { year, until: month }),
  ];
  return analysisNumbers(now, before, { month, year, words: hotWords(texts) });
}

/** Cases to tell of: for a 通报 those closed in the month, for an analysis those of the year so far. */
export async function typicalFor(
  db: Transaction<Database> | Kysely<Database>,
  kind: 'bulletin' | 'analysis',
  month: Month,
): Promise<TypicalCase[]> {
  const { yearStartsOn } = await getSetting(db, 'city');
  const to = lastDayOf(month);
  const from = kind === 'bulletin' ? firstDayOf(month) : yearBegins(to, yearStartsOn);
  return typicalCases(db, { from, to }, kind === 'bulletin' ? 3 : 5);
}
