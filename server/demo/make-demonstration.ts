/** Makes the demonstration city 澜江市 in an empty database: its departments, its people, three years of history, a year of ratings. */

import sharp from 'sharp';
import type { Insertable } from 'kysely';
import { insertAccount } from '../../db/accounts.ts';
import { seedCalendar, loadCalendar } from '../../db/calendar.ts';
import { insertCases, type NewCase, type StoredEvent } from '../../db/case-files.ts';
import { saveClass, saveDepartment } from '../../db/departments.ts';
import { insertFiles } from '../../db/files.ts';
import { numberRules } from '../../db/ledger-rules.ts';
import { continueCaseNumbers } from '../../db/numbers.ts';
import { insertOpinions } from '../../db/opinion-writes.ts';
import { indexWaiting } from '../../db/search.ts';
import { numberPapers } from '../../db/paper-numbers.ts';
import { setSetting } from '../../db/settings.ts';
import type { FileTable, OpinionTable } from '../../db/tables.ts';
import type { Context } from '../context.ts';
import type { CaseEvent } from '../domain/advance.ts';
import { addDays, daysBetween, receiptWeek } from '../domain/day.ts';
import { contactKeptAfterwards, contactPurgeDay } from '../domain/opinion.ts';
import { publicWordsAfter } from '../domain/public-words.ts';
import { formatCode, receiptNumber, viewHash, viewKey } from '../domain/receipt.ts';
import { idOfToken } from '../ids.ts';
import { ratingToStore } from '../ledger/open-ratings.ts';
import { signCheck, signedActs } from '../domain/trust/check-signature.ts';
import { fillLights } from '../jobs/lights.ts';
import { fillPapers } from '../jobs/papers.ts';
import { momentOf } from '../moment.ts';
import { pinyinOf } from '../pinyin.ts';
import { hashPassword, initialPassword } from '../sign-in/passwords.ts';
import { demo } from '#words/demo.ts';
import { classes, departments } from './data/departments.ts';
import { type DemoCase, demonstrationDay, makeHistory, telephoneOf } from './history.ts';
import { keysFrom, planOffice, supervisorKey } from './office/plan-office.ts';
import { concludeYear, storeOffice } from './office/store-office.ts';
import { accounts } from './people.ts';
import { randomFrom } from './random.ts';
import { makeRatings } from './ratings.ts';
import { openLiveRound, prepareLiveRound } from './rounds/live.ts';
import { storeRound2025 } from './rounds/store-2025.ts';
import { workDaysOf } from './work-days.ts';

/** Cases in one transaction, and rows in one statement: PostgreSQL takes 65,535 parameters at most, SQLite 32,766. */
const casesAtOnce = 500;
const rowsAtOnce = 200;
/** Ratings handed to the group commit before waiting for it. */
const ratingsAtOnce = 2000;

/** Five in the afternoon of the last day, in milliseconds since 1970; the city is eight hours ahead of UTC. */
const beginning = (daysBetween('1970-01-01', demonstrationDay) * 24 + 17 - 8) * 3_600_000;

export interface Demonstration {
  /** Who can sign in; then the receipt code of a case that waits for its author's word, and codes to vote with. */
  accounts: { username: string; password: string; title: string }[];
  /** Letters with all codes of the round that is open, as a page to be printed. */
  letters: string;
}

/** Tells how much of the whole is done, from 0 to 1. */
type Report = (part: number) => void;

/** Sets the city's clock, whose context is then made by it. `now` is the machine's own time. */
export const setClock = (db: Context['db'], now: Date): Promise<void> =>
  setSetting(db, 'clock', { offsetMilliseconds: beginning - now.getTime() });

/** Fills an empty, migrated database whose mode and clock are already set. */
export async function makeDemonstration(context: Context, say: (line: string) => void): Promise<Demonstration> {
  const { db } = context;
  const report = reporter(say);
  await setSetting(db, 'city', { ...demo.city, yearStartsOn: '12-01' });
  await db.transaction().execute(async (trx) => {
    await seedCalendar(trx);
    await numberRules(trx);
  });
  await addDepartments(context);
  const signIns = await addAccounts(context);
  say(demo.departments(departments.length, accounts.length));
  // Before anything is published: the rating of the year comes before the casework that it led to.
  await storeRound2025(context);

  const calendar = await loadCalendar(db);
  const history = signed(
    makeHistory(calendar, (part) => report(0.3 * part)),
    context.ledger.origin,
  );
  const pictures = await storePictures(context);
  await storeHistory(context, history, pictures, (part) => report(0.3 + 0.4 * part));
  await db.transaction().execute(numberPapers);
  const days = workDaysOf(calendar, '2023-10-01', '2027-12-31');
  const moment = await momentOf(db, context.now());
  await fillLights(db, moment);
  await fillPapers(db, moment);
  while ((await indexWaiting(db)) > 0);
  await storeOffice(context, planOffice(history, days, randomFrom(officeSeed)), pictures);
  const ratings = await addRatings(context, (part) => report(0.8 + 0.1 * part));
  const round = await prepareLiveRound(context);
  await context.ledger.settle();
  await openLiveRound(context, round);
  await concludeYear(context);
  await context.ledger.settle();
  report(1);
  say(
    demo.done(
      history.length,
      history.reduce((sum, { life }) => sum + life.events.length, 0),
      ratings,
    ),
  );
  return { accounts: [...signIns, receiptToTry(history), ...round.codes], letters: round.letters };
}

/** The seed of what is done beside the cases. */
const officeSeed = 20_261_129;

/** Checks on the spot with the signatures of the supervisors, from the day on which their keys are known. */
const signed = (history: readonly DemoCase[], origin: string): DemoCase[] =>
  history.map((one) => ({
    ...one,
    life: { ...one.life, events: one.life.events.map((event) => withSignature(event, origin)) },
  }));

function withSignature(event: CaseEvent, origin: string): CaseEvent {
  const { act, actor, caseId, day, seq } = event;
  if (actor.role !== 'supervisor' || actor.account === undefined || day < keysFrom || !signedActs.includes(act))
    return event;
  const signature = signCheck(supervisorKey(actor.account), { origin, id: caseId, n: seq, act });
  return { ...event, given: { ...event.given, signature } };
}

/** Says a line at every tenth of the whole. */
function reporter(say: (line: string) => void): Report {
  let tenths = 0;
  return (part) => {
    // A sum of parts may fall short of a tenth by a rounding error.
    const now = Math.floor(part * 10 + 1e-9);
    if (now > tenths) say(demo.progress(now * 10));
    tenths = Math.max(tenths, now);
  };
}

async function addDepartments({ db }: Context): Promise<void> {
  for (const [position, { code, name, isRanked }] of classes.entries())
    await saveClass(db, { code, name, isRanked, position });
  for (const [position, department] of departments.entries()) {
    const { code, classCode, name, fullName, duties, commitments } = department;
    await saveDepartment(db, {
      code,
      name,
      fullName,
      classCode,
      ...pinyinOf(name),
      duties,
      commitments,
      address: demo.address(name),
      telephone: telephoneOf(code),
      isActive: true,
      position,
    });
  }
}

/** Accounts for the posts of the city. Those the operator is not told of have a password that nobody knows. */
async function addAccounts({ db, random }: Context): Promise<Demonstration['accounts']> {
  const signIns: Demonstration['accounts'] = [];
  const nobodys = await hashPassword(initialPassword(random));
  for (const { id, username, title, role, department, canSignIn } of accounts) {
    const password = initialPassword(random);
    await insertAccount(db, {
      id,
      username,
      displayName: title,
      role,
      departmentCode: department,
      passwordHash: canSignIn ? await hashPassword(password) : nobodys,
      mustChangePassword: false,
      disabledAt: null,
      createdAt: '2023-11-01T01:00:00Z',
    });
    if (canSignIn) signIns.push({ username, password, title });
  }
  return signIns;
}

/** Stores the lives in the order in which cases name each other: those that others were merged into come first. */
async function storeHistory(
  context: Context,
  history: readonly DemoCase[],
  pictures: readonly Picture[],
  report: Report,
): Promise<void> {
  const { db } = context;
  const ordered = history.toSorted(
    (a, b) => Number(a.life.file.mergedInto !== null) - Number(b.life.file.mergedInto !== null),
  );
  for (let start = 0; start < ordered.length; start += casesAtOnce) {
    const chunk = ordered.slice(start, start + casesAtOnce);
    await db.transaction().execute(async (trx) => {
      const files = chunk.flatMap(({ life }) => evidenceRows(life, pictures));
      const hashes = new Map(files.map(({ id, sha256 }) => [id, sha256]));
      await insertCases(trx, chunk.map(newCase), (file) => hashes.get(file));
      for (let row = 0; row < chunk.length; row += rowsAtOnce) {
        await insertOpinions(
          trx,
          chunk.slice(row, row + rowsAtOnce).map((one) => newOpinion(one, context)),
        );
      }
      for (let row = 0; row < files.length; row += rowsAtOnce)
        await insertFiles(trx, files.slice(row, row + rowsAtOnce));
    });
    report(Math.min(start + casesAtOnce, ordered.length) / ordered.length);
  }
  const last = new Map<number, number>();
  for (const { life } of history) {
    const [year = 0, number = 0] = (life.file.number ?? '').split('-').map(Number);
    if (number > (last.get(year) ?? 0)) last.set(year, number);
  }
  await db.transaction().execute(async (trx) => {
    for (const [year, number] of last) await continueCaseNumbers(trx, year, number);
  });
}

interface Picture {
  sha256: string;
  size: number;
  name: string;
}

/** The uploads that the events of a case name as evidence. */
function evidenceRows({ file, events }: DemoCase['life'], pictures: readonly Picture[]): Insertable<FileTable>[] {
  return events.flatMap(({ given, actor }) =>
    (given.evidence ?? []).map((id, index) => {
      const { sha256, size, name } = pictures[(events.length + index) % pictures.length] ?? missingPicture();
      return {
        id,
        sha256,
        media_type: 'image/jpeg',
        size,
        name,
        owner: 'staff' as const,
        opinion_id: null,
        case_id: file.id,
        uploaded_by: actor.account ?? null,
        purge_after: null,
      };
    }),
  );
}

const missingPicture = (): never => {
  throw new Error('No picture was stored');
};

/** A case as the desk would have left it: the published texts and the contact follow from its events by the same rules. */
function newCase({ life, contact }: DemoCase): NewCase {
  const words = life.events.map((event, index) => publicWordsAfter(life.files[index - 1] ?? life.file, event));
  const { publicText = null, publicOutcome = null } = Object.assign({}, ...words) as ReturnType<
    typeof publicWordsAfter
  >;
  return {
    file: life.file,
    events: instants(life.events),
    notes: { publicText, publicOutcome, hasContact: contact !== null },
  };
}

/** Instants in office hours for staff and the clockwork, in the order of the events; of a citizen only the day is kept. */
function instants(events: DemoCase['life']['events']): StoredEvent[] {
  let [day, minute] = ['', 0];
  return events.map((event, index) => {
    if (event.actor.role === 'citizen') return { ...event, at: event.day };
    // From nine in the morning; several acts of a day follow each other.
    minute = event.day === day ? minute + 9 : 10 + ((event.caseId.charCodeAt(0) * 7 + index * 53) % 300);
    day = event.day;
    const time = [1 + Math.floor(minute / 60), minute % 60, (event.caseId.charCodeAt(1) * 13 + index * 17) % 60];
    return { ...event, at: `${day}T${time.map((part) => String(part).padStart(2, '0')).join(':')}Z` };
  });
}

/** An opinion with the beginning of its case, as its entry in the ledger needs it. */
function newOpinion(one: DemoCase, context: Context): Parameters<typeof insertOpinions>[1][number] {
  const [event] = instants(one.life.events);
  if (event === undefined) throw new Error('A case begins with an event');
  return { opinion: opinionRow(one, context), caseFile: one.life.file, event, enterOn: one.life.file.receivedOn };
}

function opinionRow(
  { life, text, redactedText, department, contact, mayPublish, code, locks, verdict }: DemoCase,
  { contacts, random }: Context,
): Insertable<OpinionTable> {
  const { file } = life;
  const ended = life.events.findLast(({ act }) => act === 'close' || act === 'file')?.day;
  const kept = contactPurgeDay(file.receivedOn);
  const afterwards = ended === undefined ? kept : addDays(ended, contactKeptAfterwards);
  const purgeAfter = afterwards < kept ? afterwards : kept;
  const isKept = contact !== null && purgeAfter >= demonstrationDay;
  const hash = viewHash(viewKey(code));
  return {
    id: idOfToken(code),
    case_id: file.id,
    view_hash: hash,
    receipt_number: receiptNumber(hash),
    locks: JSON.stringify(locks),
    code_seen: file.channel === 'paper' || file.channel === 'phone' || file.answerProof === 'seen' ? 1 : 0,
    received_week: receiptWeek(file.receivedOn).from,
    department_code: department,
    kind: file.kind,
    original_text: text,
    redacted_text: redactedText,
    text_salt: Buffer.from(random(32)).toString('base64url'),
    may_publish: mayPublish ? 1 : 0,
    sealed_contact: isKept ? contacts.seal(contact) : null,
    contact_purge_after: isKept ? purgeAfter : null,
    verdict: verdict === 'proof' ? 'pass' : 'flag',
    verdict_reason: verdict,
  };
}

/** A few plain pictures that stand for all 佐证材料 of the demonstration. */
async function storePictures({ files }: Context): Promise<Picture[]> {
  const colours = ['#8fb3a0', '#a9b8c9', '#c9b79c'];
  return Promise.all(
    demo.evidence.map(async (name, index) => {
      const road = `<rect width="640" height="400" fill="${colours[index]}"/><path d="M0 400 260 160h120l260 240z" fill="#666"/><path d="M312 170h16l30 220h-76z" fill="#eee"/>`;
      const bytes = await sharp(
        Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400">${road}</svg>`),
      )
        .jpeg({ quality: 70 })
        .toBuffer();
      return { ...(await files.put(bytes)), name };
    }),
  );
}

/** Ratings go the way that those of citizens go. */
async function addRatings({ writes }: Context, report: Report): Promise<number> {
  const ratings = makeRatings();
  for (let start = 0; start < ratings.length; start += ratingsAtOnce) {
    const chunk = ratings.slice(start, start + ratingsAtOnce);
    await Promise.all(
      chunk.map(({ id, flag, department, ...rating }) =>
        writes.addRating(
          ratingToStore(
            {
              ...rating,
              token: id,
              departmentCode: department,
              verdict: flag === null ? 'pass' : 'flag',
              verdictReason: flag ?? 'proof',
            },
            '12-01',
          ),
        ),
      ),
    );
    report((start + chunk.length) / ratings.length);
  }
  return ratings.length;
}

/** A case of the current year that waits for the word of an author who wrote on a phone. */
function receiptToTry(history: readonly DemoCase[]): Demonstration['accounts'][number] {
  const waiting = history.find(({ life }) => life.file.state === 'asking' && life.file.channel === 'qr');
  if (waiting === undefined) throw new Error('No case waits for its author');
  return { ...demo.receipt, password: formatCode(waiting.code) };
}
