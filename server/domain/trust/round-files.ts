/** Files of a 评议活动 in the open data: the list of rounds, their addresses, and the forms of their lines. */

import type { Day } from '../day.ts';
import type { RecordFile } from '../records.ts';
import type { BallotChannel, RoundKind } from '../vocabulary.ts';
import type { BallotOpening } from './ballot.ts';

/** A round in `/open/rounds.json`. */
export interface RoundLine {
  id: string;
  /** 文号. */
  number: string;
  title: string;
  kind: RoundKind;
  year: number;
  opensOn: Day;
  closesOn: Day;
  state: string;
  /** Department whose own round it is. */
  department: string | null;
  /** Number of the publication that the inputs of 年度得分 come from. */
  publication: number | null;
  /** Paths below `/open/rounds/<id>/`, sorted. */
  files: { path: string; bytes: number; sha256: string }[];
}

/** Whether the open data list a round: its plan was frozen, which gave it its number, and is not in the works again. */
export const isListedRound = ({ number, state }: Pick<RecordFile, 'number' | 'state'>): boolean =>
  number !== null && number !== '' && state !== 'drafted';

/** Address of a file of a round. */
export const roundPath = (round: string, file: string): string => `open/rounds/${round}/${file}`;

/** A line of `openings/<department>.ndjson`: an opening with its rater group and channel. */
export interface RoundOpening extends BallotOpening {
  g: string;
  ch: BallotChannel;
}

/** A line of `batches/<id>.ndjson`: a row by its commitment, and the department that it is about. */
export interface BatchLine {
  c: string;
  d: string;
}
