/** The roster file: what the inviter hands to the portal. Hashed lines and the rule of each roster; nothing of a person, nothing of a code. */
import { canonicalJson, type Canonical } from '../trust/canonical.ts';
import { isRoster } from './invitation-code.ts';
import type { RosterRule } from './plan.ts';

export interface RosterList extends RosterRule {
  /** Hashed lines, base64url, sorted. */
  lines: string[];
}

export interface RosterFile {
  v: 1;
  /** Id of the round. */
  round: string;
  rosters: RosterList[];
}

/** What is wrong with a file: it is no roster file at all, a roster in it does not hold what it should, or two are called the same. */
export type RosterFileProblem = 'form' | 'roster' | 'repeated';

export type RosterFileReading =
  | { ok: true; file: RosterFile }
  | { ok: false; why: RosterFileProblem; roster?: string | undefined };

/** Codes of one roster. */
export const mostCodes = 200_000;
const mostRosters = 1000;

/** One line of JSON, the same for the same content. */
export const writeRosterFile = (file: RosterFile): string => `${canonicalJson(file as unknown as Canonical)}\n`;

/**
 * Reads a roster file as `npm run invite` writes it. Lines must be hashes, sorted, each once.
 * @returns which roster is wrong, where it is one of them
 */
export function readRosterFile(text: string): RosterFileReading {
  const file = parsed(text);
  if (!isObject(file) || file['v'] !== 1 || typeof file['round'] !== 'string') return { ok: false, why: 'form' };
  const { round, rosters } = file;
  if (!Array.isArray(rosters) || rosters.length === 0 || rosters.length > mostRosters)
    return { ok: false, why: 'form' };
  const read: RosterList[] = [];
  const seen = new Set<string>();
  for (const one of rosters) {
    const roster = readRoster(one);
    if (roster === undefined)
      return { ok: false, why: 'roster', roster: isObject(one) ? String(one['roster']).slice(0, 20) : undefined };
    for (const name of [roster.roster, ...roster.lines]) {
      if (seen.has(name)) return { ok: false, why: 'repeated', roster: roster.roster };
      seen.add(name);
    }
    read.push(roster);
  }
  return { ok: true, file: { v: 1, round, rosters: read } };
}

type Plain = Record<string, unknown>;

const isObject = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isCode = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(value);
const isTime = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/.test(value);
/** A hash in base64url; the last letter of its one spelling has two bits that are 0. */
const isLine = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w-]{42}[AEIMQUYcgkosw048]$/.test(value);

function readRoster(value: unknown): RosterList | undefined {
  if (!isObject(value)) return undefined;
  const { roster, group, only, except, window, codes, lines, ...more } = value;
  if (Object.keys(more).length > 0 || typeof roster !== 'string' || !isRoster(roster) || !isCode(group))
    return undefined;
  if ((only !== undefined && !isCode(only)) || (except !== undefined && !isCode(except))) return undefined;
  if (only !== undefined && except !== undefined) return undefined;
  const time = window === undefined ? undefined : readWindow(window);
  if (window !== undefined && time === undefined) return undefined;
  if (!Array.isArray(lines) || lines.length > mostCodes || lines.length !== codes) return undefined;
  if (!lines.every((line, place) => isLine(line) && (place === 0 || lines[place - 1] < line))) return undefined;
  return {
    roster,
    group,
    codes,
    lines: lines as string[],
    ...(only !== undefined && { only }),
    ...(except !== undefined && { except }),
    ...(time !== undefined && { window: time }),
  };
}

function readWindow(value: unknown): { from: string; until: string } | undefined {
  if (!isObject(value)) return undefined;
  const { from, until, ...more } = value;
  return isTime(from) && isTime(until) && from < until && Object.keys(more).length === 0 ? { from, until } : undefined;
}
