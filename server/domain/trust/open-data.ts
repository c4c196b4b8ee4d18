/** Shapes of the open data (docs/ledger.md §5), as the publisher writes them and any verifier reads them. */

import type { CaseFacts } from '../counting.ts';
import type { Day } from '../day.ts';
import type { ClassOfFigures, DepartmentOfFigures } from '../figures.ts';
import type { RatingCounts } from '../rating-figures.ts';
import type { Canonical } from './canonical.ts';

/** Under which terms the open data may be used: the licence's name and its address. */
export interface Licence {
  name: string;
  url: string;
}

/** What may be done with the open data where nobody has chosen anything else: everything, as long as the source is named. */
export const usualLicence: Licence = {
  name: 'CC BY 4.0（署名）',
  url: 'https://creativecommons.org/licenses/by/4.0/deed.zh-hans',
};

/** The content of `/open/city.json`. Classes, departments and topics are those of the figures, in their order. */
export interface CityFile {
  origin: string;
  /** Verifier keys: of checkpoints, of receipts. */
  keys: readonly string[];
  name: string;
  organizer: string;
  demonstration: boolean;
  licence: Licence;
  /** First day of the 评议年度, `MM-DD`. */
  yearStartsOn: string;
  classes: readonly ClassOfFigures[];
  departments: readonly DepartmentOfFigures[];
  topics: readonly { code: string; name: string }[];
  /** 评议年度 of which there is a file of cases, oldest first. */
  years: readonly number[];
  /** The `publish` entry that this file belongs to; `year` is the 评议年度 that the figures are about. */
  publication: { n: number; day: Day; year: number };
}

/** The content of `/open/dept/<code>.json`. */
export interface DepartmentFile {
  code: string;
  year: number;
  asOf: Day;
  /** Cases of the year that are counted under the department. */
  cases: readonly CaseFacts[];
  /** Opened ratings of the year, and 不了解. */
  ratings: RatingCounts;
}

/** A line of `/open/openings/<year>/<code>.ndjson`: `s` opens the commitment `c` of a rating with `{r}`. */
export interface OpeningLine {
  c: string;
  r: number;
  s: string;
}

/** A line of `/open/texts.ndjson`: the content `v` of field `f` and the salt that opens its commitment in entry `n` of case `id`. */
export interface TextLine {
  id: string;
  n: number;
  f: string;
  /** A string; measures of a 公开承诺 are a list. */
  v: Canonical;
  s: string;
}
