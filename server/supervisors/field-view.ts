/** What a supervisor finds on the phone: who one is today, what is to be seen on the spot, and what one has written. */

import type { Kysely } from 'kysely';
import { listDepartments } from '../../db/departments.ts';
import { listRecordEvents, listRecords, newestRecordWords, type StoredRecord } from '../../db/records.ts';
import { listSiteChecks, samplesOfCases } from '../../db/supervisors.ts';
import { findRecord } from '../../db/records.ts';
import type { Database } from '../../db/tables.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { nextDue } from '../domain/advance.ts';
import { isOneOf } from '../domain/case-file.ts';
import type { Staff } from '../http/staff.ts';
import { beginningOf } from '../records/view-record.ts';
import type { FieldView, InspectionLine, ToCheck } from '../schemas/field.ts';
import { type Standing, standingOf } from './standing.ts';

/** More than this nobody sees in a day. */
const mostCases = 60;
/** 明查暗访 that are shown; the others are in their list. */
const mostInspections = 60;
/** Draws of places that may still be on somebody's way. */
const mostSamples = 5;

type Names = ReadonlyMap<string, string>;
const departmentIn = (names: Names, code: string | null): { code: string; name: string } | null =>
  code === null ? null : { code, name: names.get(code) ?? code };

export async function fieldView(context: Context, staff: Staff): Promise<FieldView> {
  const { accountId } = staff;
  const { db, ledger, now } = context;
  const today = dayOf(now());
  const standing = await standingOf(db, accountId, today);
  const names = new Map((await listDepartments(db, { withInactive: true })).map(({ code, name }) => [code, name]));
  const inspections = await inspectionsFor(db, { accountId, names, standing });
  return {
    today,
    origin: ledger.origin,
    standing: standingView(standing, names),
    cases: await casesFor(db, names, standing),
    places: await placesFor(db, names, standing),
    ...inspections,
    write: beginningOf(staff, 'inspection').act.fields.filter(({ kind }) => kind !== 'signature' && kind !== 'record'),
  };
}

const recusalsOf = (standing: Standing): readonly string[] =>
  standing.state === 'none' ? [] : (standing.appointment.body.recusals ?? []);

function standingView(standing: Standing, names: Names): FieldView['standing'] {
  if (standing.state === 'none') {
    return {
      state: 'none',
      record: null,
      number: null,
      certificate: null,
      termFrom: null,
      termUntil: null,
      recusals: [],
      publicKey: null,
    };
  }
  const { id, number, body } = standing.appointment;
  return {
    state: standing.state,
    record: id,
    number,
    certificate: null,
    termFrom: body.termFrom ?? null,
    termUntil: body.termUntil ?? null,
    recusals: recusalsOf(standing).map((code) => ({ code, name: names.get(code) ?? code })),
    publicKey: body.publicKey ?? null,
  };
}

async function casesFor(db: Kysely<Database>, names: Names, standing: Standing): Promise<ToCheck[]> {
  const stored = await listSiteChecks(db, mostCases);
  const drawnBy = await samplesOfCases(
    db,
    stored.map(({ file }) => file.id),
  );
  const numbers = new Map<string, string | null>();
  for (const id of new Set(drawnBy.values())) numbers.set(id, (await findRecord(db, id))?.file.number ?? null);
  const recusals = recusalsOf(standing);
  return stored.map(({ file, publicText }) => ({
    id: file.id,
    number: file.number,
    department: departmentIn(names, file.department),
    text: publicText,
    state: file.state,
    why: file.drawn ? 'drawn' : 'key',
    sample: numbers.get(drawnBy.get(file.id) ?? '') ?? null,
    due: nextDue(file)?.due ?? null,
    recused: [file.department, ...file.coDepartments].some((code) => code !== null && recusals.includes(code)),
  }));
}

/** Departments that the newest draws of places named, as long as nobody has been there for that draw. */
async function placesFor(db: Kysely<Database>, names: Names, standing: Standing): Promise<FieldView['places']> {
  const { records } = await listRecords(db, { kind: 'sample', states: ['drawn'], limit: mostSamples });
  const samples = records.filter(({ file }) => file.body.frame === 'departments');
  if (samples.length === 0) return [];
  const done = new Set(
    (await listRecords(db, { kind: 'inspection', limit: 500 })).records.map(
      ({ file }) => `${file.body.sample ?? ''} ${file.department ?? ''}`,
    ),
  );
  const recusals = recusalsOf(standing);
  return samples.flatMap(({ file }) =>
    (Array.isArray(file.body.drawn) ? file.body.drawn.map(String) : [])
      .filter((code) => !done.has(`${file.id} ${code}`) && !recusals.includes(code))
      .map((code) => ({
        department: { code, name: names.get(code) ?? code },
        sample: file.id,
        number: file.number ?? '',
      })),
  );
}

async function inspectionsFor(
  db: Kysely<Database>,
  { accountId, names, standing }: { accountId: string; names: Names; standing: Standing },
): Promise<Pick<FieldView, 'toSign' | 'mine'>> {
  const { records } = await listRecords(db, { kind: 'inspection', limit: mostInspections });
  const words = await newestRecordWords(
    db,
    records.map(({ file }) => file.id),
    ['place'],
  );
  const recusals = recusalsOf(standing);
  const lineOf = ({ file }: StoredRecord, mine: boolean): InspectionLine => ({
    id: file.id,
    number: file.number,
    state: file.state,
    department: departmentIn(names, file.department),
    place: words.get(file.id)?.place ?? '',
    inspectedOn: file.body.inspectedOn ?? '',
    mine,
    recused: file.department !== null && recusals.includes(file.department),
  });
  const view: Pick<FieldView, 'toSign' | 'mine'> = { toSign: [], mine: [] };
  for (const record of records) {
    const events = await listRecordEvents(db, record.file);
    const took = events.filter(({ act, actor }) => isOneOf(['write', 'cosign'], act) && actor.account === accountId);
    if (took.length > 0)
      view.mine.push(
        lineOf(
          record,
          took.some(({ act }) => act === 'write'),
        ),
      );
    else if (record.file.state === 'written') view.toSign.push(lineOf(record, false));
  }
  return view;
}
