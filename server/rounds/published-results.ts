/** `results.json` of rounds as the public gets it: whoever shows a result shows this, and counts nothing again. */

import { gunzipSync } from 'node:zlib';
import type { Kysely } from 'kysely';
import { shownRoundFile } from '../../db/round-files.ts';
import { listRounds, type StoredRound } from '../../db/rounds.ts';
import type { Database } from '../../db/tables.ts';
import type { DepartmentResult, RoundResults } from '../domain/round/results.ts';

/** A round with its results as published, and the hash by which the ledger knows them. */
export interface PublishedResults {
  round: StoredRound;
  results: RoundResults;
  hash: string;
}

/** Files that were read lately, by hash: what a hash names never changes. */
const keptMost = 16;
const kept = new Map<string, RoundResults>();

/** Nothing before the ledger tells of the publication. */
export async function publishedResults(
  db: Kysely<Database>,
  roundId: string,
): Promise<{ results: RoundResults; hash: string } | undefined> {
  const file = await shownRoundFile(db, roundId, 'results.json');
  if (file === undefined) return undefined;
  const { hash, gzip } = file;
  const results = kept.get(hash) ?? (JSON.parse(gunzipSync(gzip).toString('utf8')) as RoundResults);
  kept.delete(hash);
  kept.set(hash, results);
  for (const oldest of kept.keys()) {
    if (kept.size <= keptMost) break;
    kept.delete(oldest);
  }
  return { results, hash };
}

/** All rounds with published results: the newest 评议年度 first, within it the one that closed last. */
export async function listPublishedResults(db: Kysely<Database>): Promise<PublishedResults[]> {
  const rounds = await listRounds(db, { published: true });
  const found: PublishedResults[] = [];
  for (const round of rounds) {
    const published = await publishedResults(db, round.record.file.id);
    if (published !== undefined) found.push({ round, ...published });
  }
  const closed = ({ round }: PublishedResults): string => round.plan?.closesOn ?? '';
  return found.toSorted((a, b) => b.results.year - a.results.year || (closed(a) < closed(b) ? 1 : -1));
}

export const resultOf = (
  { departments }: Pick<RoundResults, 'departments'>,
  code: string,
): DepartmentResult | undefined => departments.find(({ department }) => department === code);
