/** A small city for the tests of the store, and cases in every possible shape. */
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { firstEvent } from '../../server/domain/advance.ts';
import type { Deadline } from '../../server/domain/calendar.ts';
import { type CaseFile, clocks, newCaseFile, states } from '../../server/domain/case-file.ts';
import { addDays } from '../../server/domain/day.ts';
import {
  bases,
  channels,
  closures,
  natures,
  opinionKinds,
  results,
  revisitAnswers,
  supervisionLevels,
  suspensionCauses,
  topics,
  triageExits,
} from '../../server/domain/vocabulary.ts';
import { ratingToStore } from '../../server/ledger/open-ratings.ts';
import type { NewCase } from '../../db/case-files.ts';
import type { NewOpinion, NewRating } from '../../db/citizen-writes.ts';
import { type Department, saveClass, saveDepartment } from '../../db/departments.ts';
import type { Database } from '../../db/tables.ts';

export const departmentCodes = ['cgj', 'jyj', 'zjj'] as const;

export const sampleDepartment = (given: Partial<Department> = {}): Department => ({
  code: 'cgj',
  name: '城市管理局',
  fullName: '澜江市城市管理局',
  classCode: 'C',
  pinyin: 'chengshiguanliju',
  initials: 'csglj',
  duties: '',
  commitments: [],
  address: '',
  telephone: '',
  isActive: true,
  position: 1,
  ...given,
});

/** One class with three departments. */
export async function addDepartments(db: Kysely<Database>): Promise<void> {
  await saveClass(db, { code: 'C', name: '行政执法类', isRanked: true, position: 1 });
  for (const [index, code] of departmentCodes.entries()) {
    await saveDepartment(
      db,
      sampleDepartment({ code, position: index, ...(code !== 'cgj' && { name: code, fullName: code }) }),
    );
  }
}

/** Ids as they are made for what citizens send: 43 letters of base64url. */
export const sampleId = (name: string): string => name.padEnd(43, '-');

/** A case that has just been received, with its first event. */
export function newCase(id: string, given: Partial<CaseFile> = {}): NewCase {
  const file = {
    ...newCaseFile({ id, channel: 'qr', kind: 'criticism', named: 'cgj', receivedOn: '2026-03-02' }),
    ...given,
  };
  const event = firstEvent(file, { role: 'citizen' });
  return { file: { ...file, seq: 1 }, events: [{ ...event, at: file.receivedOn }] };
}

export function newOpinion(name: string, given: Partial<NewOpinion['opinion']> = {}): NewOpinion {
  const { file, events } = newCase(`case-${name}`);
  const [event] = events;
  if (event === undefined) throw new Error('A case begins with an event');
  return {
    caseFile: file,
    event,
    photos: [],
    year: 2025,
    enterOn: '2026-03-09',
    opinion: {
      id: sampleId(name),
      case_id: file.id,
      view_hash: sampleId(`view-${name}`),
      receipt_number: `R-${name}`,
      locks: JSON.stringify({ yes: ['1', '2', '3'], no: ['4', '5', '6'] }),
      code_seen: 0,
      received_week: '2026-03-02',
      text_salt: Buffer.alloc(32, 7).toString('base64url'),
      department_code: 'cgj',
      kind: 'criticism',
      original_text: '城管执法人员张三态度不好',
      redacted_text: '城管执法人员**态度不好',
      may_publish: 1,
      sealed_contact: null,
      contact_purge_after: null,
      verdict: 'pass',
      verdict_reason: 'proof',
      ...given,
    },
  };
}

/** A rating with its entry; `sampleId` of the name is the token. */
export const newRating = (name: string, given: Partial<Parameters<typeof ratingToStore>[0]> = {}): NewRating =>
  ratingToStore(
    {
      token: sampleId(name),
      departmentCode: 'cgj',
      day: '2026-03-02',
      level: 4,
      items: {},
      tags: [],
      verdict: 'pass',
      verdictReason: given.verdict === 'flag' ? 'no-proof' : 'proof',
      ...given,
    },
    '12-01',
  );

/** Few days, so that deadlines are often met on their very last one. */
export const sampleDays = Array.from({ length: 20 }, (_, index) => addDays('2024-06-01', index * 45));
const day = fc.constantFrom(...sampleDays);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const count = fc.integer({ min: 0, max: 4 });
const code = fc.constantFrom(...departmentCodes);

const anyDeadline: fc.Arbitrary<Deadline> = fc.record({
  from: day,
  amount: fc.integer({ min: 0, max: 60 }),
  unit: fc.constantFrom('workday', 'day'),
  due: day,
  skipped: fc.array(fc.record({ from: day, to: day, name: fc.constantFrom('国庆节', '春节') }), { maxLength: 2 }),
  worked: fc.array(day, { maxLength: 2 }),
  moved: fc.boolean(),
  uncertain: fc.array(fc.constantFrom(2026, 2027), { maxLength: 1 }),
  adjustments: fc.array(
    fc.oneof(
      fc.record({ until: day }),
      fc.record({ pausedFrom: day, pausedTo: day, most: fc.integer({ min: 0, max: 9 }) }),
    ),
    { maxLength: 2 },
  ),
});

/** Any case that the types allow, sensible or not: the store is not the judge of that. */
export const anyCaseFile: fc.Arbitrary<Omit<CaseFile, 'id' | 'seq' | 'number' | 'mergedInto'>> = fc.record({
  state: fc.constantFrom(...states),
  channel: fc.constantFrom(...channels),
  kind: fc.constantFrom(...opinionKinds),
  topic: maybe(fc.constantFrom(...topics)),
  named: maybe(code),
  receivedOn: day,
  takenUpOn: maybe(day),
  exit: maybe(fc.constantFrom(...triageExits)),
  department: maybe(code),
  coDepartments: fc.uniqueArray(code, { maxLength: 2 }),
  help: fc.dictionary(code, fc.record({ due: anyDeadline, doneOn: maybe(day) }), { maxKeys: 2, noNullPrototype: true }),
  nature: maybe(fc.constantFrom(...natures)),
  keyItem: fc.boolean(),
  drawn: fc.boolean(),
  assignedOn: maybe(day),
  assignedBy: maybe(fc.constantFrom('clerk-1', 'clerk-2')),
  acceptedOn: maybe(day),
  returns: count,
  returnLocked: fc.boolean(),
  transfers: count,
  clocks: fc.dictionary(fc.constantFrom(...clocks), anyDeadline, { noNullPrototype: true }),
  pausedOn: maybe(day),
  questionOpen: fc.boolean(),
  extensionAsked: maybe(day),
  extensionSigned: fc.boolean(),
  extensions: count,
  stageDay: maybe(day),
  percent: fc.integer({ min: 0, max: 100 }),
  result: maybe(fc.constantFrom(...results)),
  claimedOn: maybe(day),
  claims: count,
  evidenceCount: count,
  suspensionCause: maybe(fc.constantFrom(...suspensionCauses)),
  reviewedBy: maybe(fc.constantFrom('clerk-1', 'clerk-2')),
  reworks: count,
  checked: maybe(fc.constantFrom('passed', 'failed')),
  answer: maybe(fc.constantFrom('yes', 'no')),
  answerProof: maybe(fc.constantFrom('lock', 'seen')),
  revisit: maybe(fc.constantFrom(...revisitAnswers)),
  supervision: fc.constantFrom(...supervisionLevels),
  escalated: fc.boolean(),
  basis: maybe(fc.constantFrom(...bases)),
  closure: maybe(fc.constantFrom(...closures)),
  closedOn: maybe(day),
  onTime: maybe(fc.boolean()),
  erased: fc.boolean(),
});
