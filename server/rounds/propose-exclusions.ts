/** 剔除 proposed from flags, by one person with a reason; and flags that people set because they found something out. */

import type { Kysely } from 'kysely';
import { insertFlags, listFlags, setExclusion, type StoredFlag, writtenRows } from '../../db/flags.ts';
import { findRecord } from '../../db/records.ts';
import { recordsOfRound } from '../../db/round-records.ts';
import type { Database } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import type { RecordFile } from '../domain/records.ts';
import type { ExclusionRule } from '../domain/vocabulary.ts';
import type { Staff } from '../http/staff.ts';
import { idOfToken, newId } from '../ids.ts';
import { Problem } from '../problem.ts';
import { recordAct, recordChanged } from '../records/perform-record-act.ts';
import type { ExclusionRequest, FlagRequest } from '../schemas/flags.ts';
import { flagErrors } from '#words/flags.ts';
import { excludingRound, type Part } from './derive-exclusions.ts';
import { exclusionMost } from './flags.ts';

/** Rows that are excluded already, or proposed to be. */
async function takenRows(db: Kysely<Database>, roundId: string): Promise<Set<string>> {
  const taken = new Set<string>();
  for (const { file } of await recordsOfRound(db, 'exclusion', roundId)) {
    if (file.state === 'rejected') continue;
    for (const c of (file.body.excluded as { targets?: string[] } | undefined)?.targets ?? []) taken.add(c);
  }
  return taken;
}

/**
 * Flags in parts of at most as many rows as an exclusion may name, each of one group on one channel. A row that is taken already leaves, and with it its
 * ballot, which is not counted twice.
 */
function partsOf(flags: readonly StoredFlag[], taken: ReadonlySet<string>): Part[] {
  const used = new Set(taken);
  const parts: Part[] = [];
  const byOrigin = Map.groupBy(flags, ({ detail }) => `${detail.group} ${detail.channel}`);
  for (const same of byOrigin.values()) {
    let part: Part = { flags: [], ballots: 0, targets: [] };
    for (const { id, ballots, targets } of same) {
      const fresh = targets.filter((c) => !used.has(c));
      for (const c of fresh) used.add(c);
      if (part.targets.length + fresh.length > exclusionMost) {
        parts.push(part);
        part = { flags: [], ballots: 0, targets: [] };
      }
      part.flags.push(id);
      if (fresh.length === 0) continue;
      part.ballots += fresh.length === targets.length ? ballots : 0;
      part.targets.push(...fresh);
    }
    parts.push(part);
  }
  return parts.filter(({ targets }) => targets.length > 0);
}

/**
 * Proposes to exclude flagged ballots of one rule: as many exclusions as their rows need.
 * @throws Problem `validation` when nothing is left to exclude
 */
export async function proposeExclusions(
  context: Context,
  staff: Staff,
  roundId: string,
  { rule, flags: chosen, reason }: ExclusionRequest,
): Promise<{ id: string }[]> {
  const files: RecordFile[] = [];
  await context.db.transaction().execute(async (trx) => {
    await excludingRound(trx, roundId);
    const all = await listFlags(trx, roundId, rule);
    const flags = all.filter(({ id, exclusion }) => exclusion === null && (chosen === 'all' || chosen.includes(id)));
    const parts = partsOf(flags, await takenRows(trx, roundId));
    if (parts.length === 0)
      throw new Problem('validation', { errors: [{ pointer: '#/flags', detail: flagErrors.nothing }] });
    for (const part of parts) {
      const file = await recordAct(
        trx,
        context,
        staff,
        {
          kind: 'exclusion',
          act: 'propose',
          given: { round: roundId, exclusionRule: rule, flagged: idOfToken(part.flags.join('\n')), reason },
        },
        newId(context.random),
        part,
      );
      await setExclusion(trx, part.flags, file.id);
      files.push(file);
    }
  });
  for (const file of files) recordChanged(context, file);
  return files.map(({ id }) => ({ id }));
}

/**
 * Flags ballots that a person found out about: 查实有人干预, or one's own staff on their own department. Only ballots on paper have a number by which they
 * can be named.
 */
export async function flagByHand(
  { db }: Pick<Context, 'db'>,
  roundId: string,
  { rule, batch, serials, department }: FlagRequest,
): Promise<number> {
  await excludingRound(db, roundId);
  const record = await findRecord(db, batch);
  const wrong = (pointer: string, detail: string): Problem =>
    new Problem('validation', { errors: [{ pointer, detail }] });
  if (record?.file.kind !== 'batch' || record.file.body.round !== roundId || record.file.state !== 'confirmed')
    throw wrong('#/batch', flagErrors.batch);
  if (rule === 'own-staff' && department === undefined) throw wrong('#/department', flagErrors.department);
  const { raterGroup: group = '', ballotChannel: channel = '' } = record.file.body;
  const ballots = await writtenRows(db, batch, serials);
  const missing = serials.filter((serial) => !ballots.some((one) => one.serial === serial));
  if (missing.length > 0) throw wrong('#/serials', flagErrors.serials(missing));
  const flags = ballots.map(({ id, serial, rows }) => ({
    id: idOfToken(`ballot-flag/1\n${rule}\n${id}\n${department ?? ''}`),
    rule,
    // Of own staff only the row on their own department goes; the ballot stays.
    ballots: rule === 'own-staff' ? 0 : 1,
    detail: { group, channel, batch, serial, ...(department !== undefined && { department }), numbers: {} },
    targets: rows
      .filter((row) => rule !== 'own-staff' || row.department === department)
      .map(({ c }) => c)
      .sort(),
  }));
  if (flags.some(({ targets }) => targets.length === 0)) throw wrong('#/department', flagErrors.noRow);
  return insertFlags(db, roundId, flags);
}

/** Whether a rule is one that people find out about, and no computation. */
export const byHand = (rule: ExclusionRule): boolean => rule === 'interference' || rule === 'own-staff';
