/** Holds the files of a publication against what the log says: the bytes against their hashes, the cases against the facts lived again. */

import type { CaseFacts } from '../counting.ts';
import { countedUnder } from '../counting.ts';
import { assessmentYear } from '../day.ts';
import { ratingCountsOf, type RatingSums } from './check-openings.ts';
import { differences } from './compare.ts';
import { toBase64Url } from './encoding.ts';
import type { MetaEntry, PublishEntry, ReleaseEntry } from './entries.ts';
import type { Findings } from './findings.ts';
import type { TreeHash } from './hash.ts';
import { linesOf, type Mirror, readJson, readJsonLine, readText } from './mirror.ts';
import type { CityFile } from './open-data.ts';
import type { Rules } from './rules.ts';
import { compareTable, factRow } from './tables.ts';

interface Tools {
  mirror: Mirror;
  hash: TreeHash;
  findings: Findings;
}

const isRows = (value: unknown, ...names: string[]): boolean =>
  Array.isArray(value) &&
  value.every((row) => names.every((name) => typeof (row as Record<string, unknown>)?.[name] === 'string'));

/** `/open/city.json`, as far as counting needs it; nothing when it is malformed. */
export async function readCity(mirror: Mirror): Promise<CityFile | undefined> {
  const value = ((await readJson(mirror, 'open/city.json')) ?? {}) as Partial<CityFile>;
  const { publication, yearStartsOn, years } = value;
  const isGood =
    typeof value.origin === 'string' &&
    typeof value.name === 'string' &&
    isRows(value.classes, 'code', 'name') &&
    isRows(value.departments, 'code', 'name', 'class') &&
    isRows(value.topics, 'code', 'name') &&
    typeof yearStartsOn === 'string' &&
    /^\d\d-\d\d$/.test(yearStartsOn) &&
    Array.isArray(years) &&
    years.every(Number.isSafeInteger) &&
    typeof publication?.n === 'number';
  return isGood ? (value as CityFile) : undefined;
}

/** Files that a publication must bind, by their paths under `/open/`. */
const boundFiles = ({ years, departments }: CityFile): string[] => [
  'city.json',
  'figures.json',
  'figures.csv',
  'departments.csv',
  'dictionary.json',
  'records.ndjson',
  'records.csv',
  ...years.flatMap((year) => [`cases/${year}.ndjson`, `cases/${year}.csv`]),
  ...departments.map(({ code }) => `dept/${code}.json`),
];

/** Every file that was published has the bytes that the log says, and none that should be bound is left out. */
export async function checkBytes(
  { mirror, hash, findings }: Tools,
  { files }: PublishEntry,
  city: CityFile,
): Promise<void> {
  for (const [name, said] of Object.entries(files)) {
    const path = `open/${name}`;
    const bytes = await mirror.read(path);
    if (bytes === undefined) findings.add('file-missing', { path });
    else if (toBase64Url(hash.hash(bytes)) !== said) findings.add('publication-file', { path });
  }
  for (const name of boundFiles(city)) {
    if (!Object.hasOwn(files, name)) findings.add('publication-unbound', { path: `open/${name}` });
  }
}

/** The lists of cases hold exactly the cases that the log tells of, each as it was lived. */
export async function checkCaseFiles(
  { mirror, findings }: Tools,
  city: CityFile,
  facts: readonly CaseFacts[],
): Promise<void> {
  const expected = new Map(facts.map((one) => [one.id, one]));
  const yearOf = (one: CaseFacts): number => assessmentYear(one.week, city.yearStartsOn);
  for (const year of new Set([...city.years, ...facts.map(yearOf)])) {
    const path = `open/cases/${year}.ndjson`;
    const bytes = await mirror.read(path);
    if (bytes === undefined) {
      findings.add('file-missing', { path });
      continue;
    }
    let line = 0;
    for (const text of linesOf(bytes)) {
      line += 1;
      const published = readJsonLine(text);
      const id = published?.['id'];
      if (published === undefined || typeof id !== 'string') {
        findings.add('file-malformed', { path, line });
        continue;
      }
      const one = expected.get(id);
      const number = published['number'];
      const kase = typeof number === 'string' ? number : id;
      if (one === undefined || yearOf(one) !== year) {
        findings.add('case-invented', { path, line, kase });
        continue;
      }
      expected.delete(id);
      for (const { path: field, ...values } of differences(published, one)) {
        findings.add('case-facts', { path, line, kase, what: field.join('.'), ...values });
      }
    }
  }
  for (const year of new Set(facts.map(yearOf))) {
    const path = `open/cases/${year}.csv`;
    const rows = facts.filter((one) => yearOf(one) === year).sort((a, b) => (a.id < b.id ? -1 : 1));
    compareTable(await readText(mirror, path), rows.map(factRow), { path, findings });
  }
  for (const one of expected.values()) findings.add('case-missing', { kase: one.number ?? one.id });
}

/** The file of each department holds its cases and its ratings of the year that the figures are about. */
export async function checkDepartmentFiles(
  { mirror, findings }: Tools,
  city: CityFile,
  { facts, ratings }: { facts: readonly CaseFacts[]; ratings: readonly RatingSums[] },
): Promise<void> {
  const { year, day } = city.publication;
  const current = facts.filter(({ week }) => assessmentYear(week, city.yearStartsOn) === year);
  for (const { code, name } of city.departments) {
    const path = `open/dept/${code}.json`;
    const published = await readJson(mirror, path);
    const cases = current.filter((one) => countedUnder(one) === code).sort((a, b) => (a.id < b.id ? -1 : 1));
    const expected = { code, year, asOf: day, cases, ratings: ratingCountsOf(ratings, code, year) };
    for (const { path: field, ...values } of differences(published, expected)) {
      findings.add('department-file', { path, group: name, what: field.join('.'), ...values });
    }
  }
}

/** `/open/city.json` says of the log what the log says of itself. */
export function checkCity(
  { findings }: Pick<Tools, 'findings'>,
  city: CityFile,
  { meta, rules, entry }: { meta: MetaEntry | undefined; rules: Rules | undefined; entry: PublishEntry },
): void {
  const expected: Record<string, [unknown, unknown]> = {
    origin: [city.origin, meta?.origin],
    keys: [city.keys, meta?.keys],
    yearStartsOn: [city.yearStartsOn, rules?.yearStartsOn],
    day: [city.publication.day, entry.day],
  };
  for (const [what, [published, recounted]] of Object.entries(expected)) {
    if (differences(published, recounted).length > 0) {
      findings.add('city', { what, published: String(published), recounted: String(recounted) });
    }
  }
}

/** The scripts that browsers get are those of the newest release, as far as the mirror has them. */
export async function checkScripts(
  { mirror, hash, findings }: Tools,
  release: ReleaseEntry | undefined,
): Promise<{ scripts: number; scriptsAbsent: number }> {
  let scripts = 0;
  let scriptsAbsent = 0;
  for (const [name, said] of Object.entries(release?.files ?? {})) {
    const path = name.replace(/^\//, '');
    const bytes = await mirror.read(path);
    if (bytes === undefined) {
      scriptsAbsent += 1;
      continue;
    }
    scripts += 1;
    if (toBase64Url(hash.hash(bytes)) !== said) findings.add('release-file', { path });
  }
  return { scripts, scriptsAbsent };
}
