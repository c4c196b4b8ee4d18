/** The files of a publication (docs/ledger.md §5), byte for byte as the ledger will bind them. */

import { countedUnder } from '../domain/counting.ts';
import { noRatings } from '../domain/rating-figures.ts';
import { utf8ToBytes } from '../domain/trust/encoding.ts';
import type { CityFile, DepartmentFile } from '../domain/trust/open-data.ts';
import { definitions } from '#words/definitions.ts';
import { dictionaryFile } from '#words/dictionary.ts';
import type { OpenFile, PublicationSource } from './source.ts';
import { casesTable, departmentsTable, figuresTable, recordsTable } from './tables.ts';

export const mediaTypes = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const;

const file = (path: string, mediaType: string, content: string): OpenFile => ({
  path,
  mediaType,
  bytes: utf8ToBytes(content),
});
const json = (path: string, content: object): OpenFile => file(path, mediaTypes.json, JSON.stringify(content));
const csv = (path: string, content: string): OpenFile => file(path, mediaTypes.csv, content);

/** One value a line, each ended by a newline, in the form that `JSON.stringify` writes. */
export const jsonLine = (value: object): string => `${JSON.stringify(value)}\n`;

function cityFile(source: PublicationSource): CityFile {
  const { n, day, city, licence, origin, keys, figureSource, years } = source;
  const { classes, departments, topics, year } = figureSource;
  const { name, organizer, demonstration } = figureSource.city;
  return {
    origin,
    keys,
    name,
    organizer,
    demonstration,
    licence,
    yearStartsOn: city.yearStartsOn,
    classes,
    departments,
    topics,
    years,
    publication: { n, day, year },
  };
}

/** All files, one at a time. The cases of one 评议年度 are in memory at once, those of the current one twice. */
export async function* openFiles(source: PublicationSource): AsyncGenerator<OpenFile> {
  const { n, day, licence, figures, figureSource, departments, years, factsOfYear } = source;
  const { year, asOf } = figureSource;
  yield json('city.json', cityFile(source));
  yield json('figures.json', { ...figures, definitions });
  yield csv('figures.csv', figuresTable(figures));
  yield csv('departments.csv', departmentsTable(departments, figureSource.classes));
  yield json('dictionary.json', dictionaryFile({ licence, publication: { n, day, year } }));
  for (const one of years) {
    const cases = await factsOfYear(one);
    yield file(`cases/${one}.ndjson`, mediaTypes.ndjson, cases.map(jsonLine).join(''));
    yield csv(`cases/${one}.csv`, casesTable(cases));
  }
  yield file('records.ndjson', mediaTypes.ndjson, source.records.map(jsonLine).join(''));
  yield csv('records.csv', recordsTable(source.records));
  const current = Map.groupBy(await factsOfYear(year), countedUnder);
  for (const { code } of figureSource.departments) {
    const { levels, apart } = figureSource.ratings.find(({ department }) => department === code) ?? noRatings;
    const content: DepartmentFile = { code, year, asOf, cases: current.get(code) ?? [], ratings: { levels, apart } };
    yield json(`dept/${code}.json`, content);
  }
}
