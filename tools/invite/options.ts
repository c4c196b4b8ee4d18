/** The arguments of `npm run invite`, and the way it refuses. */

import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { isDay, type Day } from '../../server/domain/day.ts';
import { isRoster } from '../../server/domain/round/invitation-code.ts';
import { mostCodes } from '../../server/domain/round/roster-file.ts';
import { ed25519Note, readVerifierKey } from '../../server/domain/trust/note.ts';
import { type SheetKind, sheetKinds } from '../../server/invite/sheets.ts';
import { inviteWords as words } from '#words/invite.ts';
import { invitationWords } from '#words/invitations.ts';

export interface MakeOptions {
  round: string;
  title: string;
  site: string;
  organizer: string;
  inviter: string;
  phone: string;
  key: string;
  closes: Day;
  dated: Day | undefined;
  roster: string;
  group: string;
  only: string | undefined;
  except: string | undefined;
  /** A column of the people by which they are told apart into rosters. */
  by: { rule: 'only' | 'except'; column: string } | undefined;
  window: { from: string; until: string } | undefined;
  isSealed: boolean;
  sheets: SheetKind[];
  /** A file of people, or how many codes. */
  people: string | number;
  nameColumn: string;
  isNameAsked: boolean;
  /** Absolute path. */
  into: string;
}

/** A reason not to go on, as a sentence for the person at the terminal. */
export class InviteRefusal extends Error {}

/** npm runs programs in the project's folder; paths are those of whoever called it. */
export const fromCaller = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const makeArguments = {
  round: text,
  title: text,
  site: text,
  organizer: text,
  inviter: text,
  phone: text,
  key: text,
  closes: text,
  dated: text,
  roster: text,
  group: text,
  only: text,
  'only-by': text,
  except: text,
  'except-by': text,
  window: text,
  sealed: flag,
  letters: flag,
  slips: flag,
  qr: flag,
  people: text,
  count: text,
  name: text,
  into: text,
} as const;

/** @throws InviteRefusal */
export function readMakeOptions(args: readonly string[]): MakeOptions {
  const given = parse(args, makeArguments);
  const need = (option: keyof typeof makeArguments): string => required(given, option);
  const site = siteOf(need('site'));
  const roster = need('roster').toUpperCase();
  if (!isRoster(roster)) throw new InviteRefusal(words.wrongRoster(roster));
  const organizer = short(need('organizer'), 'organizer', 40);
  const rules = readRules(given);
  const sheets = sheetKinds.filter((kind) => given[kind] === true);
  const key = keyOf(given.key);
  if (sheets.includes('letters') && key === '') throw new InviteRefusal(words.keyForLetters);
  const round = need('round');
  if (!/^[\w-]{1,60}$/.test(round)) throw new InviteRefusal(words.wrongRound(round));
  return {
    round,
    title: short(need('title'), 'title', 80),
    site,
    organizer,
    inviter: short(given.inviter ?? organizer, 'inviter', 40),
    phone: short(given.phone ?? '', 'phone', 40),
    key,
    closes: dayOf('closes', need('closes')),
    dated: given.dated === undefined ? undefined : dayOf('dated', given.dated),
    roster,
    group: codeOf('group', need('group')),
    ...rules,
    window: given.window === undefined ? undefined : windowOf(given.window),
    ...readPeople(given, rules, sheets),
    sheets,
    nameColumn: given.name ?? invitationWords.nameColumn,
    isNameAsked: given.name !== undefined,
    into: fromCaller(need('into')),
  };
}

export interface RemindOptions {
  list: string;
  /** An address or a folder. */
  from: string;
  into: string;
}

/** @throws InviteRefusal */
export function readRemindOptions(args: readonly string[]): RemindOptions {
  const given = parse(args, { list: text, from: text, into: text });
  const from = required(given, 'from');
  return {
    list: fromCaller(required(given, 'list')),
    from: isAddress(from) ? from : fromCaller(from),
    into: fromCaller(required(given, 'into')),
  };
}

/** @throws InviteRefusal */
export function readCheckOptions(args: readonly string[]): { list: string; roster: string } {
  const given = parse(args, { list: text, roster: text });
  const roster = required(given, 'roster');
  return { list: fromCaller(required(given, 'list')), roster: isAddress(roster) ? roster : fromCaller(roster) };
}

export const isAddress = (where: string): boolean => /^https?:\/\//i.test(where);

type Given = { [option in keyof typeof makeArguments]?: string | boolean | undefined } & {
  [option in 'only' | 'except' | 'only-by' | 'except-by' | 'people' | 'count' | 'name']?: string | undefined;
};

function required<Option extends string>(given: { readonly [option in Option]?: unknown }, option: Option): string {
  const value = given[option];
  if (typeof value !== 'string' || value.trim() === '') throw new InviteRefusal(words.missing(option));
  return value.trim();
}

function parse<Options extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: joined(args, options), options, strict: true }).values;
  } catch (error) {
    throw new InviteRefusal(words.unknownOption(/'([^' ]*)/.exec(String(error))?.[1] ?? ''));
  }
}

/** Ids of rounds may begin with a dash, and are still no options. */
const joined = (args: readonly string[], options: Readonly<Record<string, { type: string }>>): string[] =>
  args.reduce<string[]>((before, arg) => {
    const last = before.at(-1) ?? '';
    return options[last.slice(2)]?.type === 'string' && last.startsWith('--')
      ? [...before.slice(0, -1), `${last}=${arg}`]
      : [...before, arg];
  }, []);

function short(value: string, option: string, most: number): string {
  if ([...value].length > most) throw new InviteRefusal(words.tooLong(option, most));
  return value;
}

function siteOf(value: string): string {
  const url = URL.parse(value);
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  const isPlain = url !== null && url.search === '' && url.hash === '' && url.username === '';
  if (!isPlain || (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')))
    throw new InviteRefusal(words.wrongSite(value));
  return url.href.replace(/\/+$/, '');
}

function dayOf(option: string, value: string): Day {
  if (!isDay(value)) throw new InviteRefusal(words.wrongDay(option, value));
  return value;
}

export const isCode = (value: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(value);

function codeOf(option: string, value: string): string {
  if (!isCode(value)) throw new InviteRefusal(words.wrongCode(option, value));
  return value;
}

function keyOf(value: string | undefined): string {
  if (value === undefined) return '';
  if (readVerifierKey(value.trim())?.type !== ed25519Note) throw new InviteRefusal(words.wrongKey(value));
  return value.trim();
}

function windowOf(value: string): { from: string; until: string } {
  const [from = '', until = '', ...more] = value.split('/');
  const isTime = (moment: string): boolean =>
    /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/.test(moment) && isDay(moment.slice(0, 10));
  if (!isTime(from) || !isTime(until) || from >= until || more.length > 0)
    throw new InviteRefusal(words.wrongWindow(value));
  return { from, until };
}

/** Which departments the codes are for: one of the four ways, or none of them. */
function readRules(given: Given): Pick<MakeOptions, 'only' | 'except' | 'by'> {
  const ways = (['only', 'only-by', 'except', 'except-by'] as const).filter((way) => given[way] !== undefined);
  const [way, other] = ways;
  if (way !== undefined && other !== undefined) throw new InviteRefusal(words.notBoth(way, other));
  const value = way === undefined ? '' : required(given, way);
  return {
    only: way === 'only' ? codeOf(way, value) : undefined,
    except: way === 'except' ? codeOf(way, value) : undefined,
    by:
      way === 'only-by' || way === 'except-by'
        ? { rule: way === 'only-by' ? 'only' : 'except', column: value }
        : undefined,
  };
}

function readPeople(
  given: Given,
  { by }: Pick<MakeOptions, 'by'>,
  sheets: readonly SheetKind[],
): Pick<MakeOptions, 'people' | 'isSealed'> {
  const isSealed = given.sealed === true;
  if (isSealed && (given.people !== undefined || given.name !== undefined || by !== undefined))
    throw new InviteRefusal(words.sealedWithoutPeople);
  if (isSealed && sheets.length === 0) throw new InviteRefusal(words.sealedNeedsPaper);
  if (given.people !== undefined && given.count !== undefined)
    throw new InviteRefusal(words.notBoth('people', 'count'));
  if (given.people !== undefined) return { people: fromCaller(required(given, 'people')), isSealed };
  if (by !== undefined) throw new InviteRefusal(words.byNeedsPeople(`${by.rule}-by`));
  const count = given.count ?? '';
  if (count === '') throw new InviteRefusal(words.missing('people'));
  if (!/^\d{1,6}$/.test(count) || Number(count) < 1 || Number(count) > mostCodes)
    throw new InviteRefusal(words.wrongCount(count, mostCodes));
  return { people: Number(count), isSealed };
}
