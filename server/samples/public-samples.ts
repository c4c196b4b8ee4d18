/** 抽查 as everybody may read them: only as far as the log tells of them. */

import { listPublicCasesById } from '../../db/sample-reads.ts';
import { findDepartment } from '../../db/departments.ts';
import { entriesOfCase } from '../../db/ledger-pending.ts';
import { findRecordByNumber, listRecordEvents, listRecords, type StoredRecord } from '../../db/records.ts';
import type { Context } from '../context.ts';
import { type Frozen, readFrozen } from '../domain/lottery.ts';
import type { SampleLine, SampleView } from '../schemas/samples.ts';

/** Announcements that are listed; there are a few a year. */
const listedMost = 200;

/** The line of a sample that is in the log; nothing for one that is not, yet. */
export async function sampleLineOf({ db }: Context, stored: StoredRecord): Promise<SampleLine | undefined> {
  const { file, loggedSeq } = stored;
  const frozen = readFrozen(file.body.frozen);
  if (file.kind !== 'sample' || file.number === null || loggedSeq < 1 || frozen === undefined) return undefined;
  const [announced, drawn] = await listRecordEvents(db, file);
  const { frame = 'claimed', sampleSize = 0, lottery = '', issue = '', drawDay = '' } = file.body;
  return {
    number: file.number,
    frame,
    size: sampleSize,
    lottery,
    issue,
    drawDay,
    announcedOn: announced?.day ?? '',
    count: frozen.count,
    drawnOn: loggedSeq >= 2 ? (drawn?.day ?? null) : null,
  };
}

/** All samples, the newest first. */
export async function publicSamples(context: Context): Promise<SampleLine[]> {
  const { records } = await listRecords(context.db, { kind: 'sample', numbered: true, limit: listedMost });
  const lines = await Promise.all(records.map((stored) => sampleLineOf(context, stored)));
  return lines.filter((line) => line !== undefined);
}

/** A sample by its number with what was frozen; nothing when it is unknown, or not in the log yet. */
export async function findSample(
  context: Context,
  number: string,
): Promise<{ stored: StoredRecord; line: SampleLine; frozen: Frozen } | undefined> {
  const stored = await findRecordByNumber(context.db, number);
  const line = stored && (await sampleLineOf(context, stored));
  const frozen = readFrozen(stored?.file.body.frozen);
  return stored && line && frozen && { stored, line, frozen };
}

/** The whole of a sample. */
export async function publicSample(context: Context, number: string): Promise<SampleView | undefined> {
  const found = await findSample(context, number);
  if (found === undefined) return undefined;
  const { stored, line, frozen } = found;
  const { body, id } = stored.file;
  const isDrawn = line.drawnOn !== null;
  const ids = isDrawn && Array.isArray(body.drawn) ? body.drawn.map(String) : [];
  const { size, root, ids: hash } = frozen;
  return {
    ...line,
    frozen: { size, root, ids: hash },
    entries: [...(await entriesOfCase(context.db, id)).values()].sort((a, b) => a - b),
    winning: isDrawn ? (body.winning ?? null) : null,
    drawn: line.frame === 'departments' ? await departments(context, ids) : await cases(context, ids),
  };
}

const departments = (context: Context, codes: readonly string[]): Promise<SampleView['drawn']> =>
  Promise.all(
    codes.map(async (code) => ({
      id: code,
      name: (await findDepartment(context.db, code))?.name ?? null,
      result: null,
    })),
  );

async function cases(context: Context, ids: readonly string[]): Promise<SampleView['drawn']> {
  const known = await listPublicCasesById(context.db, ids);
  return ids.map((id) => ({ id, name: known.get(id)?.number ?? null, result: known.get(id)?.result ?? null }));
}
