/** The desk's lists in a city with 20,000 cases: a page with its counts, the queues, searches, the spreadsheet; each against its floor. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { linesOf } from '../../server/desk/case-lines.ts';
import { listQueue } from '../../db/queues.ts';
import { openDatabase, sqliteHandle } from '../../db/open.ts';
import { indexWaiting } from '../../db/search.ts';
import { boot } from '../../server/boot.ts';
import { readEnvironment } from '../../server/env.ts';
import { exportMost } from '../../server/domain/queues.ts';
import { momentOf } from '../../server/moment.ts';
import { median, temporaryFolder } from './processes.ts';
import { limited, type Line, type Section } from './report.ts';

const cases = 20_000;
const repeats = 15;
/** Words to look for: of two characters, rare and frequent; of one; of five; two words. */
const searches = ['路灯', '办理', '灯', '公交车站牌', '窗口 排队'];

export async function measureLists(city: string): Promise<Section> {
  using folder = temporaryFolder();
  cpSync(city, folder.path, { recursive: true });
  const indexing = await fill(join(folder.path, 'wanping.sqlite'));
  const running = await boot({
    env: readEnvironment({ DATA_DIR: folder.path, HOST: '127.0.0.1', PORT: '0' }),
    empty: false,
    continueLedger: false,
    say: () => undefined,
  });
  const { app, context } = running;
  const cookie = await signIn(app, folder.path, 'pybzr');
  const department = await signIn(app, folder.path, 'cgj');
  const get =
    (path: string, as = cookie) =>
    async () => {
      const answer = await app.fetch(new Request(`http://127.0.0.1${path}`, { headers: { cookie: as } }));
      const bytes = await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return bytes;
    };
  const moment = await momentOf(context.db, context.now());
  const director = { role: 'director', account: 'bench' } as const;

  // Floors: the session and the frame of every answer; looking at every text; reading the lines without writing them.
  const floor = await cost(get('/api/desk/me'));
  const looked = new Map<string, number>();
  const found = new Map<string, number>();
  for (const word of searches) {
    looked.set(word, await cost(() => lookAtEveryText(context.db, word.split(' '))));
    found.set(word, await cost(get(`/api/desk/cases?queue=all&q=${encodeURIComponent(word)}`)));
  }
  const page = await cost(get('/api/desk/cases?queue=all'));
  const deep = await cost(get(`/api/desk/cases?queue=all&after=${await deepPlace(get)}`));
  const filtered = await cost(get('/api/desk/cases?queue=all&light=soon&topic=city'));
  const queues = await cost(get('/api/desk/queues'));
  const theirs = await cost(get('/api/desk/queues', department));
  const theirPage = await cost(get('/api/desk/cases?queue=working', department));
  const reading = await cost(async () => {
    let after: Parameters<typeof listQueue>[4]['after'];
    do {
      const part = await listQueue(context.db, director, moment, { queue: 'all', words: [] }, { after, limit: 250 });
      await linesOf(context, part.items, { actor: director, moment });
      after = part.next;
    } while (after !== undefined);
  }, 3);
  const spreadsheet = await cost(get('/api/desk/export/cases?queue=all'), 3);
  await running.close();

  const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
  const worst = Math.max(...[...found].map(([word, value]) => value / (looked.get(word) ?? Number.NaN)));
  const lines: Line[] = [
    limited('a page of all cases with its counts, to asking who is signed in', page / floor, '×', { most: 15 }),
    limited('a page far down the list, to the first one', deep / page, '×', { most: 1.3 }),
    limited('counts of all queues of the office, to asking who is signed in', queues / floor, '×', { most: 15 }),
    limited('counts of all queues of a department, to the same', theirs / floor, '×', { most: 15 }),
    limited('the dearest search with its counts, to looking at every text', worst, '×', { most: 0.5 }),
    limited('the spreadsheet of all, to reading its lines', spreadsheet / reading, '×', { most: 2.5 }),
    { what: 'a page of all cases with its counts', value: milliseconds(page) },
    { what: 'counts of all queues of the office', value: milliseconds(queues) },
    { what: 'counts of all queues of a department', value: milliseconds(theirs) },
    { what: 'a page of a department', value: milliseconds(theirPage) },
    { what: 'a page narrowed down by light and topic', value: milliseconds(filtered) },
    { what: 'asking who is signed in', value: milliseconds(floor) },
    { what: `the spreadsheet of ${Math.min(cases, exportMost)} lines`, value: milliseconds(spreadsheet) },
    { what: 'indexing all texts anew, for each case', value: `${(indexing / cases).toFixed(2)} ms` },
  ];
  return {
    name: 'lists',
    title: 'Lists of the desk',
    how: `The demonstration city with its cases multiplied to ${cases}, their sentences mixed anew. Processor time of an answer of the API, whole, in the process of the server; the median of ${repeats} times. The floor of a search is to look at every text.`,
    lines,
    table: {
      head: ['search', 'through the index, with counts', 'looking at every text'],
      rows: searches.map((word) => [word, milliseconds(found.get(word) ?? 0), milliseconds(looked.get(word) ?? 0)]),
    },
    raw: {
      floor,
      page,
      deep,
      filtered,
      queues,
      theirs,
      theirPage,
      reading,
      spreadsheet,
      found: [...found],
      looked: [...looked],
      indexing,
    },
  };
}

/** Median processor time of something, in milliseconds; other programs on the machine take from the time by the clock. */
async function cost(work: () => Promise<unknown>, times = repeats): Promise<number> {
  const taken: number[] = [];
  for (let turn = -1; turn < times; turn += 1) {
    const began = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(began);
    if (turn >= 0) taken.push((user + system) / 1000);
  }
  return median(taken);
}

/** What a search would be without an index. */
const lookAtEveryText = (db: Parameters<typeof listQueue>[0], words: readonly string[]): Promise<unknown> => {
  const holds = words.map((word) => {
    const pattern = `%${word}%`;
    return sql`(lower(public_text) like ${pattern} or lower(public_outcome) like ${pattern} or exists (
      select 1 from opinion where case_id = case_file.id
        and (lower(redacted_text) like ${pattern} or lower(original_text) like ${pattern})))`;
  });
  return sql`select id from case_file where state <> 'sealed' and ${sql.join(holds, sql` and `)}
    order by received_on desc, id`.execute(db);
};

/** The cursor of a page in the middle of the list. */
async function deepPlace(get: (path: string) => () => Promise<ArrayBuffer>): Promise<string> {
  let after = '';
  for (let page = 0; page < 60; page += 1) {
    const body = await get(`/api/desk/cases?queue=all&limit=100${after && `&after=${after}`}`)();
    after = (JSON.parse(Buffer.from(body).toString()) as { next: string }).next;
  }
  return after;
}

async function signIn(
  app: { fetch: (request: Request) => Response | Promise<Response> },
  folder: string,
  username: string,
): Promise<string> {
  const lines = readFileSync(join(folder, 'demonstration-accounts.txt'), 'utf8').split('\n');
  const [, password] = lines.find((line) => line.startsWith(`${username} `))?.split(/\s+/) ?? [];
  const answer = await app.fetch(
    new Request('http://127.0.0.1/api/desk/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ username, password }),
    }),
  );
  if (!answer.ok) throw new Error(`${username} cannot sign in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** Multiplies the cases of the city, with sentences of other ones, and indexes all. @returns processor time of the indexing in milliseconds */
async function fill(path: string): Promise<number> {
  const db = openDatabase(`sqlite:${path}`);
  const handle = sqliteHandle(db);
  if (handle === undefined) throw new Error('This measurement needs SQLite');
  handle.pragma('synchronous = off');
  handle.pragma('foreign_keys = off');
  type Row = Record<string, string | number | null>;
  const all = (table: string): Row[] => handle.prepare(`select * from ${table}`).all() as Row[];
  const files = all('case_file');
  const opinions = Map.groupBy(all('opinion'), (row) => row['case_id']);
  const events = Map.groupBy(all('case_event'), (row) => row['case_id']);
  const sentences = [...opinions.values()]
    .flat()
    .flatMap(({ original_text: text }) => String(text).split(/(?<=[，。！？])/));
  let drawn = 7;
  const draw = (below: number): number => {
    drawn = (drawn * 48_271) % 2_147_483_647;
    return drawn % below;
  };
  const mixed = (): string => Array.from({ length: 3 + draw(6) }, () => sentences[draw(sentences.length)]).join('');
  const into = (table: string, row: Row): void => {
    const names = Object.keys(row);
    handle
      .prepare(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`)
      .run(Object.values(row));
  };
  handle.transaction(() => {
    for (let made = files.length, round = 1; made < cases; round += 1) {
      for (const [at, file] of files.entries()) {
        if (made >= cases) break;
        made += 1;
        const id = `${String(file['id']).slice(0, 16)}-${round}`;
        const text = mixed();
        const number = file['number'] === null ? null : `${String(file['number']).slice(0, 4)}-${10_000 * round + at}`;
        into('case_file', {
          ...file,
          id,
          number,
          merged_into: null,
          public_text: file['public_text'] === null ? null : text,
        });
        for (const opinion of opinions.get(file['id'] as string) ?? []) {
          const copy = `${String(opinion['id']).slice(0, 24)}-${round}`;
          into('opinion', {
            ...opinion,
            id: copy,
            case_id: id,
            view_hash: copy,
            receipt_number: copy,
            redacted_text: text,
            original_text: `${text}${mixed()}`,
          });
        }
        for (const event of events.get(file['id'] as string) ?? [])
          into('case_event', { ...event, id: `${id}.${event['seq']}`, case_id: id });
      }
    }
  })();
  const began = process.cpuUsage();
  while ((await indexWaiting(db)) > 0);
  const { user, system } = process.cpuUsage(began);
  handle.exec('analyze');
  handle.pragma('wal_checkpoint(truncate)');
  await db.destroy();
  return (user + system) / 1000;
}
