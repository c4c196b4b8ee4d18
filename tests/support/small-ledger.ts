/**
 * A small but complete ledger in memory: random lives of cases and random ratings, entered, opened and published as docs/ledger.md says, and
 * signed with a throw-away key. Whoever wants to tamper changes the entries or the files of a draft and seals it again.
 */

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import calendarData from '../../db/calendar-days.json' with { type: 'json' };
import { nativeSha256 } from '../../db/native-hash.ts';
import { advance, applyEvent, type CaseEvent, firstEvent } from '../../server/domain/advance.ts';
import {
  type CaseFile,
  confirmationRound,
  departmentStates,
  isOneOf,
  newCaseFile,
} from '../../server/domain/case-file.ts';
import { type CaseFacts, closingsOf, countRowsOf, factsOf } from '../../server/domain/counting.ts';
import { addDays, assessmentYear, type Day, receiptWeek } from '../../server/domain/day.ts';
import { defaultPolicy } from '../../server/domain/deadline-policy.ts';
import { cityFigures, type FigureSource, yearToShow } from '../../server/domain/figures.ts';
import { locksOf, makeCode, preimage } from '../../server/domain/receipt.ts';
import type { Actor } from '../../server/domain/roles.ts';
import { actOf } from '../../server/domain/workflow.ts';
import { type Canonical, canonicalBytes, canonicalJson } from '../../server/domain/trust/canonical.ts';
import { writeCheckpoint } from '../../server/domain/trust/checkpoint.ts';
import { commit } from '../../server/domain/trust/commitment.ts';
import { appendLeaves, emptyEdge, rootOfEdge } from '../../server/domain/trust/edge.ts';
import { toBase64Url, utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import {
  actEntry,
  asCanonical,
  committedWords,
  type Entry,
  isCaseEntry,
  newCaseEntry,
  type PublishEntry,
} from '../../server/domain/trust/entries.ts';
import { leafHash } from '../../server/domain/trust/hash.ts';
import type { Mirror } from '../../server/domain/trust/mirror.ts';
import { writeNote, writeVerifierKey } from '../../server/domain/trust/note.ts';
import { ratingOpening } from '../../server/domain/trust/rating-entry.ts';
import { bundle, entriesPath, tilePath, tileWidth } from '../../server/domain/trust/tiles.ts';
import { topics, type RatingLevel } from '../../server/domain/vocabulary.ts';
import { createSigner, type Signer } from '../../server/ledger/signer.ts';
import { jsonLine, openFiles } from '../../server/open/files.ts';
import { eventRow, eventsHead } from '../../server/open/tables.ts';
import { actors, fillIn, lives, momentOf, otherCase } from '../domain/walks.ts';
import { smallRecords } from './small-records.ts';

const origin = 'small.example/wmpy';
const seedOf = (name: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(`small ledger: ${name}`).digest());
/** Signs checkpoints and receipts. */
export const logSigner = createSigner(origin, seedOf('log'));
const receiptSigner = createSigner(`${origin}/receipt`, seedOf('receipt'));

/** Files under `/open/`, by their paths there. */
export type OpenFiles = Map<string, Uint8Array>;

/** A ledger before it is signed. */
export interface Draft {
  entries: Entry[];
  open: OpenFiles;
}

const named = (name: string, about: string | number): Uint8Array => seedOf(`${name} ${about}`);
const department = (code: string, name: string) => ({
  code,
  name,
  fullName: name,
  classCode: 'k',
  pinyin: code,
  initials: code,
  commitments: [],
  isActive: true,
  position: 1,
  address: '',
  telephone: '',
  duties: '',
});
const departments = [department('a', '甲局'), department('b', '乙局')];

/** One case with what the ledger needs to know beside its events. */
interface Told {
  entry: Entry;
  day: Day;
}

interface ToldCase {
  birth: Entry;
  acts: Told[];
  file: CaseFile;
  facts: CaseFacts;
  texts: { id: string; n: number; f: string; v: string; s: string }[];
}

/** A life as the ledger tells it. */
function tell(id: string, start: CaseFile, events: readonly CaseEvent[], number: string): ToldCase {
  const code = makeCode(named('code', id).slice(0, 10));
  const week = receiptWeek(start.receivedOn).from;
  const salt = named('text', id);
  const text = `意见 ${id}`;
  const birth = newCaseEntry(firstEvent({ ...start, id }, { role: 'citizen' }), {
    week,
    channel: start.channel,
    kind: start.kind,
    named: start.named,
    commitment: commit({ text }, salt),
    locks: locksOf(code),
    codeSeen: false,
  });
  let file: CaseFile = { ...start, id, seq: 1 };
  let acceptDue: Day | null = null;
  let failedCheck = false;
  let reachable = false;
  /** Words that everybody may read, by what they are. */
  const published = new Map<'text' | 'outcome' | 'legalBasis' | 'nextStep', ToldCase['texts'][number]>();
  const acts: Told[] = [];
  for (const lived of events) {
    const given = { ...lived.given };
    if (given.proof?.startsWith('lock')) {
      const answer = lived.act === 'confirm' || lived.act === 'agree' ? 'y' : 'n';
      given.proof = `lock:${preimage(code, confirmationRound(file), answer)}`;
    }
    // A citizen has a case reopened only with the receipt in hand.
    if (lived.act === 'reopen' && lived.actor.role === 'citizen') given.proof ??= 'seen';
    if (lived.actor.role !== 'citizen') delete given.proof;
    // Nobody here is appointed, so that nobody could sign.
    delete given.signature;
    const isFirst = lived.act === 'takeUp' && file.number === null;
    const event = {
      ...lived,
      caseId: id,
      seq: file.seq + 1,
      given,
      change: { ...lived.change, ...(isFirst && { number }) },
    };
    const words: Record<string, string> = {};
    for (const [field, content] of Object.entries({
      ...committedWords(given),
      ...(given.evidence && { evidence: given.evidence }),
    })) {
      const s = named(`${id} ${event.seq}`, field);
      words[field] = commit(content as Canonical, s);
      const line = { id, n: event.seq, f: field, v: String(content), s: toBase64Url(s) };
      if (field === 'publicText') published.set('text', line);
      if (field === 'outcome' || field === 'explanation') published.set('outcome', line);
      if (field === 'ruling' && event.act.startsWith('closeBy')) published.set('outcome', line);
      if (field === 'legalBasis' || field === 'nextStep') published.set(field, line);
    }
    const targetSeq = given.target === undefined ? undefined : anchorSeq;
    if (event.act === 'close') reachable = id.length % 2 === 0;
    const entry = actEntry(event, { before: file, rules: 1, words, targetSeq, reachable });
    const isDoneAgain = (event.change.reworks ?? file.reworks) > file.reworks;
    file = applyEvent(file, event);
    if (event.change.clocks?.accept !== undefined) acceptDue = event.change.clocks.accept.due;
    else if (event.change.assignedOn === null) acceptDue = null;
    failedCheck ||= event.act === 'failCheck' || event.act === 'overturn';
    if (['file', 'seal', 'unmerge', 'reconsider', 'erase'].includes(event.act)) published.clear();
    if (isDoneAgain || event.act === 'resume') published.delete('outcome');
    if (entry !== undefined) acts.push({ entry, day: event.day });
  }
  if (file.state !== 'closed' || file.result !== 'D') published.delete('legalBasis');
  if (file.state !== 'suspended') published.delete('nextStep');
  const isShown = isOneOf(departmentStates, file.state) && !file.erased && published.has('text');
  return {
    birth,
    acts,
    file,
    facts: factsOf(file, { week, acceptDue, failedCheck, reachable }),
    texts: isShown ? [...published.values()] : [],
  };
}

/** The case that walks merge into has this many events before the first merging: received, taken up, assigned, accepted. */
const anchorSeq = 4;

/** That case, up to 签收; it is older than every walk. */
function anchor(): { start: CaseFile; events: CaseEvent[] } {
  const start = newCaseFile({
    id: otherCase.id,
    channel: 'web',
    kind: 'criticism',
    named: 'b',
    receivedOn: '2024-10-08',
  });
  const [clerk, , , , , liaison] = actors as [Actor, Actor, Actor, Actor, Actor, Actor];
  let file: CaseFile = { ...start, seq: 1 };
  const events: CaseEvent[] = [];
  for (const [act, actor, day] of [
    ['takeUp', clerk, '2024-10-09'],
    ['assign', clerk, '2024-10-10'],
    ['accept', liaison, '2024-10-11'],
  ] as const) {
    const given = { ...fillIn(actOf(act).needs ?? [], file, day, 1), ...(act === 'assign' && { department: 'b' }) };
    const outcome = advance(file, { act, given }, actor, momentOf(day));
    if (!outcome.ok) throw new Error(`The case that others are merged into was refused: ${outcome.refusal}`);
    events.push(outcome.event);
    file = outcome.file;
  }
  return { start, events };
}

/** A rating with what opens it. */
interface ToldRating {
  entry: Extract<Entry, { t: 'rating' }>;
  level: RatingLevel;
  salt: string;
}

function rate(
  name: string,
  code: string,
  year: number,
  { level, isBurst }: { level: RatingLevel; isBurst: boolean },
): ToldRating {
  const content = { department: code, year, level, items: {}, tags: [], flag: isBurst ? ('burst' as const) : null };
  const { entry, salt } = ratingOpening(nativeSha256, content, toBase64Url(named('rating', name)));
  return { entry, level, salt };
}

/** Ratings of which the first are opened together. */
const manyRatings = (code: string, year: number, name: string, count: number, isBurst = false): ToldRating[] =>
  Array.from({ length: count }, (_, at) =>
    rate(`${code} ${name} ${at}`, code, year, { level: ((at % 5) + 1) as RatingLevel, isBurst }),
  );
const unknownRatings = (code: string, year: number, name: string, count: number): ToldRating[] =>
  Array.from({ length: count }, (_, at) => rate(`${code} ${name} ${at}`, code, year, { level: 0, isBurst: false }));

const json = (value: unknown): Uint8Array => utf8ToBytes(JSON.stringify(value));
const sha = (bytes: Uint8Array): string => toBase64Url(nativeSha256.hash(bytes));

/** How a ledger is made. The same plan makes the same ledger. */
export interface Plan {
  seed: number;
  cases: number;
}

/** Makes a ledger in which everything is as it should be. */
export async function smallLedger({ seed, cases }: Plan): Promise<Draft> {
  // Most walks end early; the eventful ones are kept.
  const walks = fc
    .sample(lives, { seed, numRuns: cases * 5 })
    // Lots are drawn by numbers of a lottery, not by a walk.
    .filter(({ events }) => events.every(({ act }) => act !== 'draw'))
    .sort((a, b) => eventfulness(b.events) - eventfulness(a.events))
    .slice(0, cases);
  const told = [
    tell(otherCase.id, anchor().start, anchor().events, '2024-0001'),
    ...walks
      .map(({ start, events }, at) => ({
        id: `case-${at}-${sha(named('id', `${seed} ${at}`)).slice(0, at % 2 === 0 ? 8 : 9)}`,
        start,
        events,
      }))
      .map(({ id, start, events }) =>
        tell(
          id,
          start,
          events,
          numberFor(
            events,
            walks.map((walk) => walk.events),
          ),
        ),
      ),
  ];
  const facts = told.map((one) => one.facts).sort((a, b) => (a.id < b.id ? -1 : 1));

  // What happens to a case is entered once the case itself is in, which is when its receipt week is over.
  const waiting = told.flatMap(({ birth, acts, file }) => {
    const born = addDays(receiptWeek(file.receivedOn).to, 1);
    return [{ entry: birth, day: born }, ...acts].map(({ entry, day }) => ({ entry, day: day > born ? day : born }));
  });
  const ordered = waiting.toSorted((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)));
  const half = Math.floor(ordered.length / 2);
  const halfDay = ordered[half - 1]?.day ?? '2024-12-31';
  const lastDay = ordered.at(-1)?.day ?? halfDay;

  const rows = countRowsOf(facts, lastDay, '12-01');
  const year = yearToShow(rows, assessmentYear(lastDay, '12-01'));
  const first = [
    ...manyRatings('a', year, 'first', 23),
    ...unknownRatings('a', year, 'unknown', 4),
    ...manyRatings('a', year, 'burst', 12, true),
    ...manyRatings('b', year, 'first', 7),
  ];
  const second = [
    ...manyRatings('a', year, 'late', 5),
    ...manyRatings('b', year, 'second', 4),
    ...unknownRatings('b', year, 'unknown', 2),
  ];
  const late = unknownRatings('b', year, 'late', 3);
  const appealed = first[2] as ToldRating;
  const reason = named('appeal', 'reason');
  const opened = [
    ...first.filter(({ level }) => level > 0),
    ...second.filter(({ level, entry }) => level > 0 && entry.d === 'b'),
  ];

  const rules = utf8ToBytes(
    canonicalJson({
      calendar: calendarData,
      defaults: defaultPolicy,
      changes: [],
      yearStartsOn: '12-01',
    } as unknown as Canonical),
  );
  const keys = [writeVerifierKey(logSigner.key), writeVerifierKey(receiptSigner.key)];
  const entries: Entry[] = [
    { t: 'meta', v: 1, origin, hash: 'sha256', keys, city: '小城' },
    { t: 'rules', n: 1, h: sha(rules) },
    { t: 'release', commit: 'abc', files: { '_astro/script.js': sha(utf8ToBytes('script')) } },
    ...ordered.slice(0, half).map(({ entry }) => entry),
    ...first.map(({ entry }) => entry),
    { t: 'open', day: halfDay, cells: { [`a/${year}`]: 23, [`a/${year}/f`]: 12 } },
    { t: 'publish', n: 1, day: halfDay, files: { 'city.json': sha(named('files', 1)) } },
    {
      t: 'flag',
      day: halfDay,
      target: appealed.entry.c,
      rule: 'appeal',
      a: 'abcdefghijkl',
      w: { reason: commit('与事实不符', reason) },
    },
    ...second.map(({ entry }) => entry),
    { t: 'access', w: receiptWeek(halfDay).from, texts: 3, contacts: 1, h: sha(named('access', 1)) },
    ...ordered.slice(half).map(({ entry }) => entry),
    { t: 'open', day: lastDay, cells: { [`b/${year}`]: 11 } },
    ...late.map(({ entry }) => entry),
  ];

  const level = (list: readonly ToldRating[]) => {
    const levels = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };
    for (const one of list) levels[one.level] += 1;
    return levels;
  };
  const of = (code: string) => [...first, ...second].filter(({ entry }) => entry.d === code);
  const isApart = (one: ToldRating): boolean => one.entry.f !== undefined || one === appealed;
  const isOpen = (one: ToldRating): boolean => one.level === 0 || opened.includes(one);
  const topicNames = topics.map((code) => ({ code, name: `类别 ${code}` }));
  const figureSource: FigureSource = {
    asOf: lastDay,
    year,
    city: { name: '小城', organizer: '小城评议办', demonstration: true },
    classes: [{ code: 'k', name: '部门', ranked: true }],
    departments: departments.map(({ code, name, classCode }) => ({ code, name, class: classCode })),
    topics: topicNames,
    rows,
    closings: closingsOf(facts, year, '12-01'),
    ratings: ['a', 'b'].map((code) => ({
      department: code,
      levels: level(of(code).filter((one) => isOpen(one) && !isApart(one))),
      apart: level(of(code).filter((one) => isOpen(one) && isApart(one))),
    })),
  };
  const open: OpenFiles = new Map([['rules/1.json', rules]]);
  const records = smallRecords(lastDay, addDays(lastDay, 30), named);
  entries.push(...records.entries);
  const years = [...new Set([...facts.map(({ week }) => assessmentYear(week, '12-01')), year])].sort((a, b) => a - b);
  const published: Record<string, string> = {};
  for await (const { path, bytes } of openFiles({
    n: 2,
    day: lastDay,
    city: { yearStartsOn: '12-01' },
    licence: { name: '公开数据', url: 'https://licence.example/' },
    origin,
    keys,
    departments,
    figureSource,
    figures: cityFigures(figureSource),
    years,
    factsOfYear: (one) => Promise.resolve(facts.filter(({ week }) => assessmentYear(week, '12-01') === one)),
    records: records.facts,
  })) {
    open.set(path, bytes);
    published[path] = sha(bytes);
  }
  entries.push({ t: 'publish', n: 2, day: lastDay, files: published });

  for (const code of ['a', 'b']) {
    const lines = opened
      .filter(({ entry }) => entry.d === code)
      .map(({ entry, level: r, salt }) => ({ c: entry.c, r, s: salt }))
      .sort((x, y) => (x.c < y.c ? -1 : 1));
    open.set(`openings/${year}/${code}.ndjson`, utf8ToBytes(lines.map(jsonLine).join('')));
  }
  const texts = [
    ...told.flatMap((one) => one.texts),
    ...records.texts,
    { id: appealed.entry.c, n: 0, f: 'reason', v: '与事实不符', s: toBase64Url(reason) },
  ];
  open.set('texts.ndjson', utf8ToBytes(texts.map(jsonLine).join('')));
  const draft = { entries, open };
  tellEvents(draft);
  return draft;
}

const eventful = new Set([
  'confirm',
  'dispute',
  'agree',
  'close',
  'reopen',
  'check',
  'failCheck',
  'merge',
  'seal',
  'erase',
]);
/** Different things that rarely happen. */
const eventfulness = (events: readonly CaseEvent[]): number =>
  new Set(events.map(({ act }) => act).filter((act) => eventful.has(act))).size;

/** 案件编号 in the order in which cases are taken up. */
function numberFor(events: readonly CaseEvent[], all: readonly (readonly CaseEvent[])[]): string {
  const takenUp = (list: readonly CaseEvent[]): Day | undefined => list.find(({ act }) => act === 'takeUp')?.day;
  const day = takenUp(events);
  if (day === undefined) return '';
  const before = all.filter((other) => {
    const theirs = takenUp(other);
    if (theirs === undefined || theirs.slice(0, 4) !== day.slice(0, 4)) return false;
    return theirs < day || (theirs === day && all.indexOf(other) < all.indexOf(events));
  });
  const earlier = day.startsWith('2024') ? 2 : 1;
  return `${day.slice(0, 4)}-${String(before.length + earlier).padStart(4, '0')}`;
}

/** Writes the lists of events as the entries are now; a careful forger does that, too. */
export function tellEvents({ entries, open }: Draft): void {
  const events = entries.flatMap((entry, i) => (isCaseEntry(entry) ? [{ i, ...sorted(entry) }] : []));
  open.set('events.ndjson', utf8ToBytes(events.map(jsonLine).join('')));
  open.set('events.csv', utf8ToBytes(eventsHead() + events.map(eventRow).join('')));
}
const sorted = (entry: Entry): Record<string, unknown> =>
  JSON.parse(canonicalJson(asCanonical(entry))) as Record<string, unknown>;

/** Binds the files as they are now in the last publication; a careful forger does that, too. */
export function rebind({ entries, open }: Draft): void {
  const entry = entries.findLast((one): one is PublishEntry => one.t === 'publish');
  if (entry === undefined) return;
  for (const path of Object.keys(entry.files)) {
    const bytes = open.get(path);
    if (bytes !== undefined) entry.files[path] = sha(bytes);
  }
}

/** The whole mirror of a draft: bundles, tiles of every level, a checkpoint signed under the signer's name, and the open files. */
export const seal = ({ entries, open }: Draft, signer: Signer = logSigner): Map<string, Uint8Array> =>
  sealBytes(
    entries.map((entry) => canonicalBytes(asCanonical(entry))),
    open,
    signer,
  );

/** The same of entries in whatever form. */
export function sealBytes(bytes: readonly Uint8Array[], open: OpenFiles, signer: Signer): Map<string, Uint8Array> {
  const files = new Map([...open].map(([path, content]) => [`open/${path}`, content]));
  const unfinished = new Map<string, Uint8Array>();
  const edge = appendLeaves(
    nativeSha256,
    emptyEdge,
    bytes.map((one) => leafHash(nativeSha256, one)),
    (tile, content) => unfinished.set(`log/${tilePath(tile)}`, content),
  );
  for (const [path, content] of unfinished) files.set(path, content);
  for (let start = 0; start < bytes.length; start += tileWidth) {
    const part = bytes.slice(start, start + tileWidth);
    files.set(`log/${entriesPath(start / tileWidth, part.length)}`, bundle(part));
  }
  const text = writeCheckpoint({ origin: signer.key.name, size: bytes.length, root: rootOfEdge(nativeSha256, edge) });
  files.set('log/checkpoint', utf8ToBytes(writeNote(text, [signer.line(text)])));
  return files;
}

export const mirrorOf = (files: ReadonlyMap<string, Uint8Array>): Mirror => ({
  read: (path) => Promise.resolve(files.get(path)),
});

/** A copy that can be changed without changing the first. */
export const copyOf = ({ entries, open }: Draft): Draft => ({
  entries: structuredClone(entries),
  open: new Map([...open].map(([path, bytes]) => [path, bytes.slice()])),
});

/** Changes the JSON of an open file. */
export function editJson({ open }: Draft, path: string, change: (value: never) => void): void {
  const value: unknown = JSON.parse(new TextDecoder().decode(open.get(path)));
  change(value as never);
  open.set(path, json(value));
}

/** Changes the lines of an open file. */
export function editLines({ open }: Draft, path: string, change: (lines: string[]) => string[]): void {
  // The byte order mark of a table stays where it is.
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(open.get(path)).split('\n').slice(0, -1);
  open.set(
    path,
    utf8ToBytes(
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );
}
