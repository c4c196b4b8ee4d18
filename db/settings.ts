/** Settings of the city: typed JSON, one row each. */

import type { Kysely } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import { type OfficeHours, usualHours } from '../server/domain/office-hours.ts';
import { type Licence, usualLicence } from '../server/domain/trust/open-data.ts';
import type { Database } from './tables.ts';

export interface CitySettings {
  /** 城市, as in titles: 澜江市. */
  name: string;
  /** 主办单位, at the foot of each page. */
  organizer: string;
  /** 党政机关 prefix of printed papers: 澜评办. */
  documentPrefix: string;
  /** 政府网站标识码; empty until given. */
  siteCode: string;
  /** ICP 备案号; empty until given. */
  icp: string;
  /** 公网安备; empty until given. */
  policeRecord: string;
  /** Telephone of the 评议办. */
  telephone: string;
  /** First day of the 评议年度, `MM-DD`. */
  yearStartsOn: string;
}

/** What may be stored under which key. */
export interface Settings {
  /** A demonstration can never become a real city, nor the other way round. */
  mode: 'demonstration' | 'real';
  city: CitySettings;
  /** Terms of the open data, once somebody has chosen others than the usual ones. */
  licence: Licence;
  /**
   * The log: its name, the days on which ratings and votes of running rounds were last entered, the ISO week in which some were last opened, the hash of the scripts last
   * told of, and the first day of the week of which it was last told how often staff opened what is not public.
   */
  ledger: {
    origin: string;
    ratingsOn?: string;
    votesOn?: Record<string, Day>;
    openedIn?: string;
    release?: string;
    /** How many releases it has been told of. */
    releases?: number;
    accessTold?: string;
    /** The log continues another one under a new name, of which nothing published tells yet. */
    renamed?: true;
  };
  /**
   * A witness has seen what the log does not have, and nothing is signed until that is cleared up: how many entries there were here then, and how
   * many it had seen (null: others).
   */
  contradiction: { witness: string; ours: number; seen: number | null };
  /** When people are told of deadlines, on working days; the usual hours until somebody has chosen others. */
  officeHours: OfficeHours;
  /** Whether 积分 of departments are kept; they are not until somebody has switched them on. */
  points: { isOn: boolean };
  /** The day on which a year of the calendar was last entered. */
  calendarEntered: { day: Day };
  /** How far the city's own time is from the machine's; only a demonstration has one. */
  clock: { offsetMilliseconds: number };
  /** Something was erased since the database was last written anew; `files` are hashes of bytes that may still be on the disk. */
  forget: { files: string[] };
  /** SHA-256 of the code for the first set-up, until it is used. */
  setup: { codeHash: string };
}

/** A setting, or nothing when it has not been made yet. */
export async function findSetting<K extends keyof Settings>(
  db: Kysely<Database>,
  key: K,
): Promise<Settings[K] | undefined> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  return row && (JSON.parse(row.value) as Settings[K]);
}

/** A setting that is always there once the city is set up. */
export async function getSetting<K extends keyof Settings>(db: Kysely<Database>, key: K): Promise<Settings[K]> {
  const value = await findSetting(db, key);
  if (value === undefined) throw new Error(`The setting ${key} has not been made`);
  return value;
}

export async function setSetting<K extends keyof Settings>(
  db: Kysely<Database>,
  key: K,
  value: Settings[K],
): Promise<void> {
  const row = { key, value: JSON.stringify(value) };
  await db
    .insertInto('setting')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: row.value }))
    .execute();
}

export async function removeSetting(db: Kysely<Database>, key: keyof Settings): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('setting').where('key', '=', key).executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** The licence of the open data. */
export const getLicence = async (db: Kysely<Database>): Promise<Licence> =>
  (await findSetting(db, 'licence')) ?? usualLicence;

/** Whether 积分 of departments are kept. */
export const keepsPoints = async (db: Kysely<Database>): Promise<boolean> =>
  (await findSetting(db, 'points'))?.isOn ?? false;

/** When people may be told of deadlines. */
export const officeHoursOf = async (db: Kysely<Database>): Promise<OfficeHours> =>
  (await findSetting(db, 'officeHours')) ?? usualHours;
