/** The published figures in a city with many ratings, against the same city with few. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openDatabase, sqliteHandle } from '../../db/open.ts';
import { countRows, ratingCounts } from '../../db/figures.ts';
import { listDepartments } from '../../db/departments.ts';
import { median, temporaryFolder } from './processes.ts';
import { limited, type Section } from './report.ts';

const few = 1000;
/** Enough for every counter (department, level, counted apart or not) to have its row; from here on nothing grows but the counts. */
const full = 30_000;
const many = 1_000_000;
const repeats = 31;
const today = '2026-11-30';

export async function measureFigures(city: string): Promise<Section> {
  const times = new Map<number, number[]>();
  using fewFolder = temporaryFolder();
  using fullFolder = temporaryFolder();
  using manyFolder = temporaryFolder();
  const open = async (folder: string, ratings: number) => {
    cpSync(city, folder, { recursive: true });
    const db = openDatabase(`sqlite:${join(folder, 'wanping.sqlite')}`);
    await fill(db, ratings);
    times.set(ratings, []);
    return db;
  };
  const databases = [
    { ratings: few, db: await open(fewFolder.path, few) },
    { ratings: full, db: await open(fullFolder.path, full) },
    { ratings: many, db: await open(manyFolder.path, many) },
  ];
  for (let turn = -3; turn < repeats; turn += 1) {
    for (const { ratings, db } of databases) {
      const began = process.cpuUsage();
      await countRows(db, today);
      await ratingCounts(db, 2025);
      if (turn >= 0) times.get(ratings)?.push(milliseconds(process.cpuUsage(began)));
    }
  }
  for (const { db } of databases) await db.destroy();
  const of = (ratings: number): number => median(times.get(ratings) ?? []);
  return {
    name: 'figures',
    title: 'Figures at many ratings',
    how: `Everything that the figures of a city ask of the database, with ${few}, ${full} and ${many} ratings stored; ${repeats} times in turns. Ratings are counted as they are opened: what is read is one counter for each department, level and whether it is counted apart, all of which exist from about ${full} ratings on.`,
    lines: [
      limited(`processor time with ${many} ratings, to the processor time with ${full}`, of(many) / of(full), '×', {
        most: 1.3,
      }),
      ...[few, full, many].map((ratings) => ({
        what: `processor time with ${ratings} ratings`,
        value: `${of(ratings).toFixed(2)} ms`,
      })),
    ],
    raw: Object.fromEntries(times),
  };
}

/** Processor time, because other programs on the machine take from the time by the clock. */
const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

/** Stores opened ratings of the year evenly over departments and levels, and counts them from their rows. */
async function fill(db: ReturnType<typeof openDatabase>, ratings: number): Promise<void> {
  const codes = (await listDepartments(db)).map(({ code }) => code);
  const handle = sqliteHandle(db);
  if (handle === undefined) throw new Error('This measurement needs SQLite');
  handle.pragma('synchronous = off');
  await sql`delete from rating_total`.execute(db);
  await sql`delete from opened_rating`.execute(db);
  handle
    .prepare(
      `insert into opened_rating (department_code, year, commitment, level, salt, items, tags, flag, opened_on)
       with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n + 1 < ?)
       select json_extract(?, printf('$[%d]', n % ?)), 2025, hex(randomblob(16)), 1 + cast(n / ? as integer) % 5, hex(randomblob(16)),
         '{}', '[]', case when n % 20 = 0 then 'burst' end, '2026-11-23'
       from numbers`,
    )
    .run(ratings, JSON.stringify(codes), codes.length, codes.length);
  handle.exec(
    `insert into rating_total (department_code, year, is_apart, level, ratings)
     select department_code, year, flag is not null, level, count(*) from opened_rating group by 1, 2, 3, 4`,
  );
  handle.pragma('wal_checkpoint(truncate)');
}
