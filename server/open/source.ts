/** What a publication is made from: everything that the files under /open/ say, as it was at one moment. */

import type { Department } from '../../db/departments.ts';
import type { CitySettings } from '../../db/settings.ts';
import type { CaseFacts } from '../domain/counting.ts';
import type { Day } from '../domain/day.ts';
import type { CityFigures, FigureSource } from '../domain/figures.ts';
import type { RecordFacts } from '../domain/record-facts.ts';
import type { Licence } from '../domain/trust/open-data.ts';

export interface PublicationSource {
  /** Number of the `publish` entry: 1, 2, … */
  n: number;
  day: Day;
  city: Pick<CitySettings, 'yearStartsOn'>;
  licence: Licence;
  /** Name of the log, and its verifier keys: of checkpoints, of receipts. */
  origin: string;
  keys: readonly string[];
  /** The whole directory with those that no longer take part, in the order of `listDepartments`. */
  departments: readonly Department[];
  /** What the figures are counted from; its city, classes, departments and topics are those of `city.json`. */
  figureSource: FigureSource;
  /** `cityFigures(figureSource)`. */
  figures: CityFigures;
  /** 评议年度 with cases in the ledger, oldest first; with the year that the figures are about, in any case. */
  years: readonly number[];
  /** The cases of a 评议年度 as the ledger tells of them, sorted by id. Asked once or twice for each year. */
  factsOfYear: (year: number) => Promise<readonly CaseFacts[]>;
  /** The records beside the cases as the ledger tells of them, sorted by id. */
  records: readonly RecordFacts[];
}

/** A file of a publication; `path` is the part after `/open/`. */
export interface OpenFile {
  path: string;
  mediaType: string;
  bytes: Uint8Array;
}
