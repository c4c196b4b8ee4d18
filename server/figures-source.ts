/** The city's figures as they are now: gathered from the store, computed by the domain, and kept until something they show changes. */

import { listClasses, listDepartments } from '../db/departments.ts';
import { closingsByMonth, countRows, ratingCounts } from '../db/figures.ts';
import { getSetting } from '../db/settings.ts';
import { dayOf } from './clock.ts';
import type { Context } from './context.ts';
import { assessmentYear, type Day } from './domain/day.ts';
import { type CityFigures, cityFigures, type FigureSource, yearToShow } from './domain/figures.ts';
import { topics } from './domain/vocabulary.ts';
import { keptUntilChanged } from './kept.ts';
import { topicWords } from '#words/workflow.ts';

interface Gathered {
  source: FigureSource;
  figures: CityFigures;
}

/** The figures of today. Whoever asks between two changes gets the same object, so that page, API and open data cannot differ. */
export const currentFigures = async (context: Context): Promise<CityFigures> => (await current(context)).figures;

/** The same, with the counts that they were made of. A new day is a change too, because deadlines run out. */
export const current = keptUntilChanged<Gathered>(
  ({ now, pages }) => `${dayOf(now())} ${pages.version('figures')} ${pages.version('city')}`,
  (context) => gather(context, dayOf(context.now())),
);

/** The cube of cases takes the longest to count and stays while only ratings arrive. */
const keptRows = new WeakMap<Context, { key: string; rows: FigureSource['rows'] }>();

async function caseRows(context: Context, today: Day): Promise<FigureSource['rows']> {
  const { db, pages } = context;
  // Every new rating changes the figures too: what is left are the changes that cases had a part in.
  const key = `${today} ${pages.version('figures') - pages.version('ratings')} ${pages.version('city')}`;
  const known = keptRows.get(context);
  if (known?.key === key) return known.rows;
  const rows = await countRows(db, today);
  keptRows.set(context, { key, rows });
  return rows;
}

async function gather(context: Context, today: Day): Promise<Gathered> {
  const { db, mode } = context;
  const city = await getSetting(db, 'city');
  const rows = await caseRows(context, today);
  const year = yearToShow(rows, assessmentYear(today, city.yearStartsOn));
  const [classes, departments, closings, ratings] = await Promise.all([
    listClasses(db),
    listDepartments(db, { withInactive: true }),
    closingsByMonth(db, year, city.yearStartsOn),
    ratingCounts(db, year),
  ]);
  const counted = new Set([...rows, ...ratings].map(({ department }) => department));
  const source: FigureSource = {
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
    closings,
    ratings,
  };
  return { source, figures: cityFigures(source) };
}
