/** The city's figures as they were last published: whoever asks, page, API or open data, gets the same, and all of it can be recounted. */

import { newestSource } from '../db/publications.ts';
import { getSetting } from '../db/settings.ts';
import { dayOf } from './clock.ts';
import type { Context } from './context.ts';
import { assessmentYear } from './domain/day.ts';
import { type CityFigures, cityFigures, type FigureSource } from './domain/figures.ts';
import { keptUntilChanged } from './kept.ts';
import { figureSource } from './ledger/publication.ts';

interface Gathered {
  source: FigureSource;
  figures: CityFigures;
}

/** The published figures. */
export const currentFigures = async (context: Context): Promise<CityFigures> => (await current(context)).figures;

/** The same, with the counts that they were made of. */
export const current = keptUntilChanged<Gathered>(
  ({ pages }) => `${pages.version('figures')} ${pages.version('city')}`,
  async (context) => {
    const published = await newestSource(context.db);
    const source = published === undefined ? await beforeTheFirst(context) : (JSON.parse(published) as FigureSource);
    return { source, figures: cityFigures(source) };
  },
);

/** The figures of a city that has not published anything: all zero, whatever is being worked on. */
async function beforeTheFirst({ db, mode, now }: Context): Promise<FigureSource> {
  const today = dayOf(now());
  const source = await db.transaction().execute((trx) => figureSource(trx, today, mode));
  const { yearStartsOn } = await getSetting(db, 'city');
  return { ...source, year: assessmentYear(today, yearStartsOn), rows: [], closings: [], ratings: [] };
}
