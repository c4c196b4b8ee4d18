/** What an application for 满意机关 is decided on: the facts of its conditions, and the newest score that people gave the department. */

import type { Kysely } from 'kysely';
import { listedOf, vetoesOf } from '../../db/awards.ts';
import { newestSource } from '../../db/publications.ts';
import { getSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import type { AwardFacts, PublicScore } from '../domain/award.ts';
import { assessmentYear, type Day } from '../domain/day.ts';
import { cityFigures, type FigureSource } from '../domain/figures.ts';
import { listPublishedResults, resultOf } from './published-results.ts';

/** @param day on which it is decided */
export async function awardFacts(db: Kysely<Database>, department: string, day: Day): Promise<AwardFacts> {
  const { yearStartsOn } = await getSetting(db, 'city');
  const published = await newestSource(db);
  const figures = published === undefined ? undefined : cityFigures(JSON.parse(published) as FigureSource);
  const own = figures?.departments.find(({ code }) => code === department);
  return {
    vetoes: await vetoesOf(db, department, assessmentYear(day, yearStartsOn) - 1),
    rectification: own?.rates.rectification ?? { numerator: 0, denominator: 0, percent: null },
    listed: await listedOf(db, department, day),
  };
}

/**
 * 群众评议分: the score in the newest final round that has one of this department. What a department asked its own service users (部门自主评议) is none.
 */
export async function publicScoreOf(db: Kysely<Database>, department: string): Promise<PublicScore | undefined> {
  for (const { round, results } of await listPublishedResults(db)) {
    const { file } = round.record;
    if (file.state !== 'final' || round.plan?.kind === 'own') continue;
    const found = resultOf(results, department);
    const isSaid = found?.standing === 'ranked' || found?.standing === 'unranked';
    if (isSaid && found.score !== undefined) return { round: file.id, number: file.number ?? '', score: found.score };
  }
  return undefined;
}
