/** A round that is open, and phones that vote in it as phones do: with codes, blind tickets, closed ballots and their openings. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { roundFile } from '../../db/round-files.ts';
import { replaceRoster, savePlan } from '../../db/rounds.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { addDays } from '../../server/domain/day.ts';
import { dayOf } from '../../server/clock.ts';
import type { StaffRole } from '../../server/domain/roles.ts';
import { makeInvitationCode, readInvitationCode } from '../../server/domain/round/invitation-code.ts';
import type { TicketKey } from '../../server/domain/round/issuer.ts';
import { departmentsOf, type RosterRule, type RoundPlan } from '../../server/domain/round/plan.ts';
import {
  lockOf,
  type Marks,
  marksCommitment,
  redemptionOf,
  rosterLineOf,
  ticketMessage,
  ticketSaltLength,
} from '../../server/domain/trust/ballot.ts';
import { blind, type Blinded, type RsaPublicKey, toNumber, unblind } from '../../server/domain/trust/blind-rsa.ts';
import { fromBase64Url, toBase64Url, utf8ToBytes } from '../../server/domain/trust/encoding.ts';
import type { Staff } from '../../server/http/staff.ts';
import { performRecordAct } from '../../server/records/perform-record-act.ts';
import type { Desk } from './desk.ts';
import type { TestCity } from './city.ts';

/** Somebody of the office, as routes see them. */
export const officer = (username: string, role: StaffRole): Staff => ({
  accountId: `account-${username}`,
  username,
  displayName: username,
  role,
  department: null,
  mustChangePassword: false,
});

export interface OpenRound {
  id: string;
  plan: RoundPlan;
  /** Codes by roster, as printed but without dashes. */
  codes: Record<string, string[]>;
  keys: TicketKey[];
}

export interface RoundOptions {
  rosters?: readonly RosterRule[];
  departments?: readonly string[];
  /** Days of voting. */
  days?: number;
  /** Days from today to the first of them, by default one. */
  opensIn?: number;
  ticketsUntil?: string;
  /** In place of what the plan has otherwise. */
  parts?: Partial<
    Pick<RoundPlan, 'title' | 'items' | 'classes' | 'departments' | 'scale' | 'asksOverall' | 'channels' | 'annual'>
  >;
  random?: (length: number) => Uint8Array;
}

/** 两类评议人：代表评全部单位，服务对象只评打过交道的一个。 */
export const usualRosters: readonly RosterRule[] = [
  { roster: 'NP', group: 'npc', codes: 60 },
  { roster: 'S1', group: 'sub', only: 'cgj', codes: 20 },
];

/** Prepares a round and freezes it; the ledger tells of it. */
export async function frozenRound(desk: Pick<Desk, 'context'>, options: RoundOptions = {}): Promise<OpenRound> {
  const {
    rosters = usualRosters,
    departments = ['cgj', 'jyj', 'zjj'],
    days = 10,
    opensIn = 1,
    random = randomBytes,
  } = options;
  const { context } = desk;
  const { db } = context;
  const today = dayOf(context.now());
  const [opensOn, closesOn] = [addDays(today, opensIn), addDays(today, opensIn + days - 1)];
  const title = options.parts?.title ?? '二〇二六年度万人评议机关';
  const given = { title, roundKind: 'annual' as const, opensOn, closesOn };
  const { id } = await performRecordAct(context, officer('clerk', 'clerk'), { kind: 'round', act: 'draft', given });
  const groups = [...new Set(rosters.map(({ group }) => group))];
  const plan: RoundPlan = {
    v: 1,
    round: id,
    kind: 'annual',
    title: given.title,
    year: 2026,
    opensOn,
    closesOn,
    ...(options.ticketsUntil !== undefined && { ticketsUntil: options.ticketsUntil }),
    scale: {
      preset: 'P5',
      levels: [
        { level: 4, name: '满意', points: 100, isSatisfied: true },
        { level: 3, name: '比较满意', points: 80, isSatisfied: true },
        { level: 2, name: '基本满意', points: 60, isSatisfied: true },
        { level: 1, name: '不满意', points: 0, isSatisfied: false },
      ],
    },
    items: [
      { code: 'attitude', name: '服务态度', weight: 60 },
      { code: 'result', name: '办事结果', weight: 40 },
    ],
    asksOverall: true,
    classes: [{ code: 'law', name: '行政执法类', isRanked: true }],
    departments: departments.map((code) => ({ code, name: `${code}单位`, classCode: 'law' })),
    groups: groups.map((code, at) => ({
      code,
      name: `${code}类`,
      weight: at === 0 ? 100 - Math.floor(100 / groups.length) * (groups.length - 1) : Math.floor(100 / groups.length),
      invited: rosters.filter(({ group }) => group === code).reduce((sum, { codes }) => sum + codes, 0),
      frame: '名册上的人，逐个发码',
    })),
    rosters: [...rosters],
    channels: [{ channel: 'online', isCounted: true }],
    minimums: { cell: 10, group: 10, ranked: 30 },
    ...options.parts,
  };
  await savePlan(db, plan);
  const codes: OpenRound['codes'] = {};
  for (const { roster, codes: count } of rosters) {
    const made = Array.from({ length: count }, () => makeInvitationCode(roster, random(10)));
    codes[roster] = made;
    const lines = made.map((code) => rosterLineOf(nativeSha256, redemptionFor(id, code)));
    await db.transaction().execute((trx) => replaceRoster(trx, id, roster, lines.sort()));
  }
  await performRecordAct(context, officer('director', 'director'), { kind: 'round', act: 'freeze', id, given: {} });
  await context.ledger.settle();
  const file = await roundFile(db, id, 'keys.json');
  const keys = JSON.parse(Buffer.from(file?.bytes ?? []).toString()) as TicketKey[];
  return { id, plan, codes, keys };
}

/** The same, on the morning of its first day. */
export async function openRound(desk: Desk, options: RoundOptions = {}): Promise<OpenRound> {
  const round = await frozenRound(desk, options);
  desk.later(1);
  await performRecordAct(desk.context, { role: 'system' }, { kind: 'round', act: 'open', id: round.id, given: {} });
  return round;
}

const redemptionFor = (round: string, code: string): string => {
  const reading = readInvitationCode(code);
  if (!reading.ok) throw new Error(`No code: ${code}`);
  return redemptionOf(nativeSha256, round, reading.roster, reading.secret);
};

/** A ballot on a phone, before anybody else knows of it. */
export interface Draft {
  d: string;
  c: string;
  z: string;
  w: string;
  salt: string;
  o: Marks;
  message: Uint8Array;
  blinded: Blinded;
}

/** What a phone has prepared for one code. */
export interface Vote {
  round: OpenRound;
  group: string;
  drafts: Draft[];
  /** Body of `POST /api/vote/issue`. */
  request: { round: string; roster: string; redemption: string; blinded: Record<string, string> };
}

/** The blinding of tickets. */
export interface Blinding {
  blind(key: RsaPublicKey, message: Uint8Array, random: (length: number) => Uint8Array): Blinded;
  unblind(key: RsaPublicKey, message: Uint8Array, answer: Uint8Array, blinded: Blinded): Uint8Array | undefined;
}

/** As phones do it. */
export const phoneBlinding: Blinding = {
  blind: (key, message, random) => blind(key, message, { salt: new Uint8Array(), blind: toNumber(random(256)) >> 8n }),
  unblind: (key, message, answer, blinded) => unblind(key, message, answer, blinded, ticketSaltLength),
};

/** All of a phone's work before it asks for tickets. */
export function prepareVote(
  round: OpenRound,
  code: string,
  marks: (department: string) => Marks,
  random: (length: number) => Uint8Array = randomBytes,
  blinding = phoneBlinding,
): Vote {
  const { id: p, plan, keys } = round;
  const roster = code.slice(0, 2);
  const rule = plan.rosters.find((one) => one.roster === roster);
  if (rule === undefined) throw new Error(`No roster ${roster}`);
  const { group: g } = rule;
  const drafts = departmentsOf(plan, rule).map((d): Draft => {
    const [salt, w] = [toBase64Url(random(32)), toBase64Url(random(32))];
    const o = marks(d);
    const c = marksCommitment(nativeSha256, o, salt);
    const z = lockOf(nativeSha256, w);
    const message = utf8ToBytes(ticketMessage({ p, g, d, c, z }));
    const blinded = blinding.blind(keyOf(keys, g, d), message, random);
    return { d, c, z, w, salt, o, message, blinded };
  });
  return {
    round,
    group: g,
    drafts,
    request: {
      round: p,
      roster,
      redemption: redemptionFor(p, code),
      blinded: Object.fromEntries(drafts.map(({ d, blinded }) => [d, toBase64Url(blinded.request)])),
    },
  };
}

const read = new WeakMap<readonly TicketKey[], Map<string, RsaPublicKey>>();

/** The key of a group and a department, read once. */
const keyOf = (keys: readonly TicketKey[], group: string, department: string): RsaPublicKey => {
  const known =
    read.get(keys) ??
    new Map(
      keys.map((key) => [
        `${key.group}/${key.department}`,
        { n: toNumber(fromBase64Url(key.n) ?? new Uint8Array()), e: 65_537n },
      ]),
    );
  read.set(keys, known);
  const key = known.get(`${group}/${department}`);
  if (key === undefined) throw new Error(`No key for ${group}/${department}`);
  return key;
};

/** Body of `POST /api/vote/ballots`, made of the issuer's answer. */
export function ballotsOf(
  { round, group, drafts }: Vote,
  signed: Readonly<Record<string, string>>,
  blinding = phoneBlinding,
) {
  const ballots = drafts.map(({ d, c, z, message, blinded }) => {
    const answer = fromBase64Url(signed[d] ?? '') ?? new Uint8Array();
    const s = blinding.unblind(keyOf(round.keys, group, d), message, answer, blinded);
    if (s === undefined) throw new Error(`The ticket on ${d} is not signed by the key of the round`);
    return { d, c, z, s: toBase64Url(s) };
  });
  return { round: round.id, group, ballots };
}

/** Body of `POST /api/vote/openings`. */
export const openingsOf = ({ round, drafts }: Vote) => ({
  round: round.id,
  openings: drafts.map(({ c, salt, o }) => ({ c, salt, o })),
});

/** Votes from beginning to end; every step must work. */
export async function castVote(
  city: Pick<TestCity, 'post'>,
  vote: Vote,
  headers: Record<string, string> = {},
): Promise<{ c: string; leaf: string; receipt: string; includeBy: string }[]> {
  const send = async <T>(path: string, body: object): Promise<T> => {
    const answer = await city.post(path, body, headers);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as T;
  };
  const { signed } = await send<{ signed: Record<string, string> }>('/api/vote/issue', vote.request);
  const { receipts } = await send<{ receipts: { c: string; leaf: string; receipt: string; includeBy: string }[] }>(
    '/api/vote/ballots',
    ballotsOf(vote, signed),
  );
  await send('/api/vote/openings', openingsOf(vote));
  return receipts;
}

/** Marks that fit the questionnaire, the same for everything. */
export const allMarks = (level: number): Marks => ({ r: level, x: { attitude: level, result: level } });
