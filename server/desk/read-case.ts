/** Everything that the pages and the papers of a case are made of, read once, with what its reader may read of it. */

import { findCase, listEvents } from '../../db/case-files.ts';
import type { StoredCase } from '../../db/case-rows.ts';
import { type FileRow, listFilesOfCase } from '../../db/files.ts';
import { entriesOfCase } from '../../db/ledger-pending.ts';
import { listReporters, type OpinionRow } from '../../db/opinions.ts';
import { paperNumbersOf } from '../../db/paper-numbers.ts';
import { findRecord } from '../../db/records.ts';
import { getSetting } from '../../db/settings.ts';
import type { Context } from '../context.ts';
import { maySee, type Readable, readableBy } from '../domain/case-access.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import type { Actor } from '../domain/roles.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { momentOf } from '../moment.ts';
import { Problem } from '../problem.ts';
import { courseOf, type Step } from './course.ts';
import type { HistoryNames } from './history.ts';
import { departmentNames, peopleNames } from './names.ts';

/**
 * A case that the reader may see.
 * @throws Problem `not-found` for one that is not there and for one that the reader may not know of, alike
 */
export async function getVisibleCase(context: Context, actor: Actor, id: string): Promise<StoredCase> {
  const stored = await findCase(context.db, id);
  if (stored === undefined || !maySee(stored.file, actor)) throw new Problem('not-found');
  return stored;
}

export interface ReadCase {
  stored: StoredCase;
  actor: Actor;
  readable: Readable;
  moment: Moment;
  course: Step[];
  opinions: OpinionRow[];
  /** Evidence of the case, and the photos of everybody who reported it. */
  files: FileRow[];
  /** The case that this one was merged into. */
  into: StoredCase | undefined;
  names: HistoryNames;
}

/** @throws Problem `not-found`, as `getVisibleCase` */
export async function readCase(context: Context, staff: Staff, id: string): Promise<ReadCase> {
  const { db } = context;
  const actor = actorOf(staff);
  const stored = await getVisibleCase(context, actor, id);
  const { file } = stored;
  const [moment, departments, opinions, events, into, papers, entries, city] = await Promise.all([
    momentOf(db, context.now()),
    departmentNames(db),
    listReporters(db, id),
    listEvents(db, id),
    file.mergedInto === null ? undefined : findCase(db, file.mergedInto),
    paperNumbersOf(db, id),
    entriesOfCase(db, id),
    getSetting(db, 'city'),
  ]);
  // The author of the case itself comes first, then those whose 意见 were merged into it.
  opinions.sort((one, other) => Number(one.case_id !== id) - Number(other.case_id !== id));
  const files = await filesOf(context, id, opinions);
  const people = await peopleNames(db, [
    ...events.map(({ actor: { account } }) => account),
    file.assignedBy,
    file.reviewedBy,
  ]);
  const records = new Map<string, string>();
  for (const sample of new Set(events.flatMap(({ given }) => given.sample ?? []))) {
    const number = (await findRecord(db, sample))?.file.number;
    if (number) records.set(sample, number);
  }
  return {
    stored,
    actor,
    readable: readableBy(file, actor),
    moment,
    course: courseOf(file, events),
    opinions,
    files,
    into,
    names: {
      departments,
      people,
      cases: new Map(into?.file.number ? [[into.file.id, into.file.number]] : []),
      files: new Map(files.map((row) => [row.id, row])),
      records,
      papers,
      entries,
      prefix: city.documentPrefix,
    },
  };
}

async function filesOf({ db }: Context, id: string, opinions: readonly OpinionRow[]): Promise<FileRow[]> {
  const files: FileRow[] = [];
  for (const caseId of new Set([id, ...opinions.map(({ case_id }) => case_id)])) {
    for (const row of await listFilesOfCase(db, caseId)) {
      if (caseId === id || row.opinion_id !== null) files.push(row);
    }
  }
  return files;
}
