/** Recounts one department from its published file, and holds file and numbers against the ledger. No page here, and no network but `ask`. */

import { countedUnder, countsOf } from '../../server/domain/counting.ts';
import { assessmentYear, type Day } from '../../server/domain/day.ts';
import { type CityFigures, type Figures, figuresOf, sumCounts } from '../../server/domain/figures.ts';
import { ratingFigures, type RatingFigures } from '../../server/domain/rating-figures.ts';
import { type Difference, differences } from '../../server/domain/trust/compare.ts';
import { fromBase64Url, toBase64Url } from '../../server/domain/trust/encoding.ts';
import type { PublishEntry } from '../../server/domain/trust/entries.ts';
import { leafHash, portableSha256 } from '../../server/domain/trust/hash.ts';
import { linesOf, readJsonLine, readUtf8 } from '../../server/domain/trust/mirror.ts';
import { readVerifierKey } from '../../server/domain/trust/note.ts';
import type { CityFile, DepartmentFile, OpeningLine } from '../../server/domain/trust/open-data.ts';
import { levelCommitment } from '../../server/domain/trust/rating-entry.ts';
import { entriesPath, readBundle, tileWidth } from '../../server/domain/trust/tiles.ts';
import {
  type Ask,
  findBytes,
  findInLog,
  NoAnswer,
  openCheckpoint,
  readLedger,
  type SeenCheckpoint,
} from './ledger-checks.ts';

/** Numbers of one department, as they are published and as they come out. */
export type DepartmentNumbers = Figures & { ratings: RatingFigures };

export interface Recount {
  name: string;
  year: number;
  cases: number;
  checkpoint: SeenCheckpoint;
  /** The entry that binds the files, and where it is proved to be. */
  publication: { n: number; day: Day; index: number };
  /** Files that were downloaded, and those of them that are not the ones that the entry binds. */
  files: readonly string[];
  unbound: readonly string[];
  /** Cases in the file that are not this department's, or not of this year. */
  foreign: readonly string[];
  /** Ratings that were opened, and the lines of those that do not open what was entered. */
  openings: number;
  falseOpenings: readonly number[];
  published: DepartmentNumbers;
  recounted: DepartmentNumbers;
  differences: readonly Difference[];
}

/** The site publishes right now: what was downloaded does not belong together. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

async function need(ask: Ask, path: string): Promise<Uint8Array> {
  const bytes = await findBytes(ask, path);
  if (bytes === undefined) throw new NoAnswer(path);
  return bytes;
}

const parse = (bytes: Uint8Array): unknown => JSON.parse(readUtf8(bytes) ?? '');

/**
 * Recounts a department.
 * @param logKey the log's key that this phone knows already; without it the one that the site shows
 * @throws NoAnswer, Moved, Wrong (of ledger-checks.ts) when the proof of the publication is wrong
 */
export async function recountDepartment(ask: Ask, code: string, logKey?: string): Promise<Recount> {
  const ledger = await readLedger(ask);
  const key = readVerifierKey(logKey ?? ledger.keys.log);
  const checkpoint = openCheckpoint(ledger.checkpoint ?? '', key);
  if (checkpoint === undefined || ledger.publication === null) throw new NoAnswer('no publication');
  const { entry, leaf } = await publishEntry(ask, ledger.publication.index, checkpoint.size);
  const included = await findInLog(ask, leaf, key, checkpoint);
  if (included?.index !== ledger.publication.index) throw new Moved('the entry is elsewhere');

  const paths = ['city.json', 'figures.json', `dept/${code}.json`];
  const files = await Promise.all(paths.map((path) => need(ask, `open/${path}`)));
  const [city, figures, file] = files.map(parse) as [CityFile, CityFigures, DepartmentFile];
  if (city.publication.n !== entry.n) throw new Moved('published anew');
  const unbound = paths.filter(
    (path, place) => toBase64Url(portableSha256.hash(files[place] ?? new Uint8Array())) !== entry.files[path],
  );
  const row = figures.departments.find((one) => one.code === code);
  if (row === undefined) throw new NoAnswer(`figures.json has no ${code}`);
  const { code: _, name, class: __, ...published } = row;
  const recounted: DepartmentNumbers = {
    ...figuresOf(sumCounts(file.cases.map((facts) => countsOf(facts, file.asOf)))),
    ratings: ratingFigures(file.ratings),
  };
  const isOwn = (facts: DepartmentFile['cases'][number]): boolean =>
    countedUnder(facts) === code && assessmentYear(facts.week, city.yearStartsOn) === city.publication.year;
  const opened = await checkOpenings(ask, file);
  return {
    name,
    year: file.year,
    cases: file.cases.length,
    checkpoint,
    publication: { n: entry.n, day: entry.day, index: included.index },
    files: paths,
    unbound,
    foreign: file.cases.filter((facts) => !isOwn(facts)).map((facts) => facts.number ?? facts.id),
    openings: opened.count,
    falseOpenings: opened.wrong,
    published,
    recounted,
    differences: [...differences(published, recounted), ...opened.differences],
  };
}

/** The entry at a place, which must be a publication. */
async function publishEntry(ask: Ask, index: number, size: number): Promise<{ entry: PublishEntry; leaf: string }> {
  const bundle = Math.floor(index / tileWidth);
  const width = Math.min(tileWidth, size - bundle * tileWidth);
  const bytes = readBundle(await need(ask, `log/${entriesPath(bundle, width)}`))?.[index % tileWidth];
  const entry = bytes && (parse(bytes) as PublishEntry);
  if (bytes === undefined || entry?.t !== 'publish') throw new NoAnswer(`entry ${index} is no publication`);
  return { entry, leaf: toBase64Url(leafHash(portableSha256, bytes)) };
}

/** Opens every opened rating, and counts them by level against the file. */
async function checkOpenings(
  ask: Ask,
  { code, year, ratings }: DepartmentFile,
): Promise<{ count: number; wrong: number[]; differences: Difference[] }> {
  const bytes = (await findBytes(ask, `open/openings/${year}/${code}.ndjson`)) ?? new Uint8Array();
  const levels: Record<string, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };
  const wrong: number[] = [];
  let count = 0;
  for (const line of linesOf(bytes)) {
    count += 1;
    const { c, r, s } = (readJsonLine(line) ?? {}) as Partial<OpeningLine>;
    const salt = fromBase64Url(s ?? '');
    const isTrue = salt?.length === 32 && r !== undefined && levelCommitment(portableSha256, r, salt) === c;
    if (isTrue) levels[r] = (levels[r] ?? 0) + 1;
    else wrong.push(count);
  }
  const both = (level: 1 | 2 | 3 | 4 | 5): number => ratings.levels[level] + ratings.apart[level];
  const said = { 1: both(1), 2: both(2), 3: both(3), 4: both(4), 5: both(5) };
  return { count, wrong, differences: differences(said, levels, ['openings']) };
}
