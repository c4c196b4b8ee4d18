/** The whole scripted year, with what is under way at its end. */
import { setSetting } from '../../../db/settings.ts';
import { type Day, daysBetween } from '../../../server/domain/day.ts';
import { caseJourneys, travel } from './cases.ts';
import type { Cast } from './cast.ts';
import { looseEnds } from './loose-ends.ts';
import { recordJourneys } from './records.ts';
import { roundJourneys } from './rounds.ts';

/** @param until two weeks later the loose ends are still loose */
export async function liveYear(cast: Cast, until: Day): Promise<void> {
  await setSetting(cast.desk.context.db, 'points', { isOn: true });
  await travel(cast, [...caseJourneys, ...recordJourneys, ...roundJourneys]);
  await cast.pass(Math.max(0, daysBetween(cast.today(), until)));
  await looseEnds(cast);
}
