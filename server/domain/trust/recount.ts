/** Makes the published figures again from the log and what was opened, and names every difference. */

import { assessmentYear, type Day } from '../day.ts';
import { type CaseFacts, closingsOf, countRowsOf } from '../counting.ts';
import { type CityFigures, cityFigures, yearToShow } from '../figures.ts';
import type { RatingSums } from './check-openings.ts';
import { differences } from './compare.ts';
import type { Findings } from './findings.ts';
import { type Mirror, readJson, readText } from './mirror.ts';
import type { CityFile } from './open-data.ts';
import { compareTable, figureRows } from './tables.ts';

/** What figures are counted from. */
interface Recountable {
  asOf: Day;
  city: CityFile;
  facts: readonly CaseFacts[];
  ratings: readonly RatingSums[];
}

/** The figures as they come out. Names and the order of classes, departments and topics are those of `city.json`. */
function recountFigures({ asOf, city, facts, ratings }: Recountable): CityFigures {
  const { yearStartsOn, classes, departments, topics, name, organizer, demonstration } = city;
  const rows = countRowsOf(facts, asOf, yearStartsOn);
  const year = yearToShow(rows, assessmentYear(asOf, yearStartsOn));
  return cityFigures({
    asOf,
    year,
    city: { name, organizer, demonstration },
    classes,
    departments,
    topics,
    rows,
    closings: closingsOf(facts, year, yearStartsOn),
    ratings: ratings.filter((sums) => sums.year === year),
  });
}

/** Departments that something is counted under, but that the directory of the figures leaves out: their numbers would vanish. */
function departmentsLeftOut({ city, facts, ratings }: Recountable): string[] {
  const known = new Set(city.departments.map(({ code }) => code));
  const counted = new Set([
    ...facts.flatMap(({ department, named }) => department ?? named ?? []),
    ...ratings.map(({ department }) => department),
  ]);
  return [...counted].filter((code) => !known.has(code)).sort();
}

/** Holds `/open/figures.json` against the figures made again. Its `definitions` are words and not counted. */
function compareFigures(served: unknown, recounted: CityFigures, findings: Findings): void {
  if (typeof served !== 'object' || served === null) {
    return findings.add('file-malformed', { path: 'open/figures.json' });
  }
  const { definitions: _, ...published } = served as Record<string, unknown>;
  for (const { path, published: said, recounted: counted } of differences(published, recounted)) {
    const [list = '', row = ''] = path;
    const isRow = ['classes', 'departments', 'months', 'topics', 'years'].includes(list) && path.length > 1;
    findings.add('figure', {
      group: isRow ? nameOf(recounted, list, row) : recounted.city.name,
      figure: path.slice(isRow ? 2 : list === 'overall' ? 1 : 0),
      published: said,
      recounted: counted,
    });
  }
}

function nameOf(figures: CityFigures, list: string, row: string): string {
  if (list !== 'classes' && list !== 'departments' && list !== 'topics') return row;
  return figures[list].find(({ code }) => code === row)?.name ?? row;
}

/** Recounts every figure and holds the published ones against it. */
export async function checkFigures(
  { mirror, findings }: { mirror: Mirror; findings: Findings },
  source: Recountable,
): Promise<void> {
  const recounted = recountFigures(source);
  for (const code of departmentsLeftOut(source)) findings.add('city', { what: 'departments', recounted: code });
  if (recounted.year !== source.city.publication.year) {
    findings.add('city', {
      what: 'year',
      published: String(source.city.publication.year),
      recounted: String(recounted.year),
    });
  }
  compareFigures(await readJson(mirror, 'open/figures.json'), recounted, findings);
  compareTable(await readText(mirror, 'open/figures.csv'), figureRows(recounted), {
    path: 'open/figures.csv',
    findings,
  });
}
