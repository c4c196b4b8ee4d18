/** Import of a survey firm's table: what it says under a mapping, line by line, and the batches that come of it. Nothing of the file is stored but its rows. */

import { insertBallots } from '../../db/batches.ts';
import { findRound } from '../../db/rounds.ts';
import type { Context } from '../context.ts';
import { csvFile } from '../csv.ts';
import type { RecordFile } from '../domain/records.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import {
  guessLevels,
  guessMapping,
  type LineError,
  levelTexts,
  mappingFaults,
  readSurvey,
  surveyCounts,
  type SurveyMapping,
  type SurveyReading,
} from '../domain/round/survey.ts';
import { ballotForm, columnsOf, overallColumn, voidOf } from '../domain/round/written-ballot.ts';
import type { Staff } from '../http/staff.ts';
import { newId } from '../ids.ts';
import { Problem } from '../problem.ts';
import { recordAct, recordChanged } from '../records/perform-record-act.ts';
import { readTable } from '../spreadsheet/read-table.ts';
import type { SurveyCheckRequest, SurveyChecked, SurveyImportRequest } from '../schemas/survey.ts';
import { batchErrors, surveyErrors } from '#words/batches.ts';
import { takesBatches } from './derive-batches.ts';

/** Errors in an answer; the file of errors has all of them. */
const errorsShown = 100;
/** More different texts than this are no levels. */
const textsMost = 40;
const samplesShown = 3;

/** The plan of a round that takes ballots of a survey. @throws Problem `not-found`, `not-in-this-state` */
async function surveyPlan({ db }: Context, roundId: string): Promise<RoundPlan> {
  const round = await findRound(db, roundId);
  if (round?.plan === undefined) throw new Problem('not-found');
  if (!takesBatches(round.record.file.state))
    throw new Problem('not-in-this-state', { detail: batchErrors.roundTakesNone });
  if (!round.plan.channels.some(({ channel }) => channel === 'survey'))
    throw new Problem('not-in-this-state', { detail: batchErrors.noChannel });
  return round.plan;
}

/** @throws Problem `validation` that says why the file cannot be read */
function rowsIn(file: string): string[][] {
  const table = readTable(Buffer.from(file, 'base64'));
  if ('rows' in table && table.rows.some((row) => row.length > 1)) return table.rows;
  const detail = surveyErrors.file['fault' in table ? table.fault : 'not-a-table'];
  throw new Problem('validation', { errors: [{ pointer: '#/file', detail }] });
}

/** What is read under a mapping, and whether the mapping can be read with at all. */
function under(
  plan: RoundPlan,
  rows: readonly (readonly string[])[],
  mapping: SurveyMapping,
): { missing: ('department' | 'group' | 'items')[]; texts: Map<string, number>; reading: SurveyReading } {
  const missing = mappingFaults(mapping);
  const texts = levelTexts(rows, mapping);
  const isReadable = missing.length === 0 && texts.size <= textsMost;
  return {
    missing,
    texts,
    reading: isReadable ? readSurvey(plan, rows, mapping) : { lines: 0, errors: [], ballots: new Map() },
  };
}

const sentence = ({ text, why }: LineError): string => surveyErrors.lines[why](text);

/** What a file would come to, line by line. Without a mapping it begins with a guess; texts without a level are guessed, too. */
export async function checkSurvey(
  context: Context,
  roundId: string,
  { file, mapping: given }: SurveyCheckRequest,
): Promise<SurveyChecked> {
  const plan = await surveyPlan(context, roundId);
  const rows = rowsIn(file);
  const mapping =
    given === undefined
      ? guessMapping(plan, rows)
      : { ...given, levels: { ...guessLevels(plan, rows, given), ...given.levels } };
  const { missing, texts, reading } = under(plan, rows, mapping);
  const heads = rows[mapping.head - 1] ?? [];
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const samples = rows.slice(mapping.head, mapping.head + samplesShown);
  return {
    columns: Array.from({ length: width }, (_, place) => ({
      place,
      head: heads[place] ?? '',
      samples: samples.map((row) => row[place] ?? '').filter((text) => text !== ''),
    })),
    items: columnsOf(plan).map((code) => ({
      code,
      name: code === overallColumn ? batchErrors.overall : (plan.items.find((one) => one.code === code)?.name ?? code),
    })),
    levels: plan.scale.levels.map(({ level, name }) => ({ level, name })),
    groups: plan.groups.map(({ code, name }) => ({ code, name })),
    mapping: { ...mapping, columns: { ...mapping.columns }, levels: { ...mapping.levels } },
    missing,
    tooManyTexts: texts.size > textsMost,
    texts: [...texts]
      .sort(([, a], [, b]) => b - a)
      .slice(0, textsMost)
      .map(([text, count]) => ({
        text,
        count,
        level: Object.hasOwn(mapping.levels, text) ? (mapping.levels[text] ?? null) : null,
      })),
    lines: reading.lines,
    found: plan.groups.flatMap(({ code, name }) => {
      const ballots = reading.ballots.get(code);
      return ballots === undefined ? [] : [{ group: code, name, ...surveyCounts(plan, code, ballots) }];
    }),
    errorCount: reading.errors.length,
    errors: reading.errors
      .slice(0, errorsShown)
      .map((error) => ({ line: error.line, column: error.column, text: error.text, detail: sentence(error) })),
  };
}

/** Every mistake of a file, a line each, for the firm to mend. */
export async function surveyErrorFile(
  context: Context,
  roundId: string,
  { file, mapping }: SurveyCheckRequest,
): Promise<string> {
  const plan = await surveyPlan(context, roundId);
  const rows = rowsIn(file);
  const { reading } = under(plan, rows, mapping ?? guessMapping(plan, rows));
  return csvFile([
    surveyErrors.columns,
    ...reading.errors.map((error) => [error.line, error.column, error.text, sentence(error)]),
  ]);
}

/**
 * Takes a survey in: one batch for each group, to be counted and confirmed like any other.
 * @throws Problem `validation` while a single line has a mistake: leaving lines out would make the numbers of the batch untrue
 */
export async function importSurvey(
  context: Context,
  staff: Staff,
  roundId: string,
  { file, mapping, name, issued }: SurveyImportRequest,
): Promise<{ batches: { id: string; number: string | null; group: string; ballots: number }[] }> {
  const plan = await surveyPlan(context, roundId);
  const { missing, reading } = under(plan, rowsIn(file), mapping);
  const wrong = (pointer: string, detail: string): Problem =>
    new Problem('validation', { errors: [{ pointer, detail }] });
  if (missing.length > 0) throw wrong('#/mapping', surveyErrors.missing);
  if (reading.errors.length > 0) throw wrong('#/file', surveyErrors.linesWrong(reading.errors.length));
  if (reading.ballots.size === 0) throw wrong('#/file', surveyErrors.nothing);
  for (const [group, ballots] of reading.ballots)
    if ((issued[group] ?? 0) < ballots.length) throw wrong(`#/issued/${group}`, surveyErrors.issued(ballots.length));
  const files: RecordFile[] = [];
  const batches = await context.db.transaction().execute(async (trx) => {
    const done: { id: string; number: string | null; group: string; ballots: number }[] = [];
    for (const [group, ballots] of reading.ballots) {
      const record = await recordAct(trx, context, staff, {
        kind: 'batch',
        act: 'begin',
        given: {
          round: roundId,
          raterGroup: group,
          ballotChannel: 'survey',
          batchName: name,
          issued: issued[group] ?? 0,
        },
      });
      files.push(record);
      const form = ballotForm(plan, group, 'survey');
      await insertBallots(
        trx,
        record.id,
        ballots.map(({ ballot, seconds }, at) => {
          const voidReason = voidOf(plan, form, ballot);
          return {
            id: newId(context.random),
            serial: at + 1,
            state: voidReason === null ? ('agreed' as const) : ('void' as const),
            voidReason,
            first: { ballot, by: staff.accountId },
            seconds,
          };
        }),
      );
      done.push({ id: record.id, number: record.number, group, ballots: ballots.length });
    }
    return done;
  });
  for (const record of files) recordChanged(context, record);
  return { batches };
}
