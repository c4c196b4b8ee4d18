/** After a month nothing that the city keeps, logs or serves tells who rated what, or who wrote what. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../db/tables.ts';
import { weekday } from '../../server/domain/day.ts';
import type { Entry } from '../../server/domain/trust/entries.ts';
import { databases } from '../support/databases.ts';
import { type Files, mirrorCity } from '../support/open-mirror.ts';
import { draftOf } from '../support/tamper/scene.ts';
import {
  byChance,
  type Dump,
  linksBetween,
  type Row,
  timesOfDay,
  tracesIn,
  valuesIn,
  withinGroups,
} from '../support/trace/joins.ts';
import { liveMonth, type Month } from '../support/trace/month.ts';

/** What is written down of a time by design, and no finer: docs/ledger.md §2 and §3, db/tables.ts. */
const toldByDesign = {
  rating: ['month'],
  opened_rating: ['opened_on'],
  opinion: ['received_week', 'original_text', 'redacted_text', 'contact_purge_after'],
  ledger_pending: ['due', 'entry'],
} as const;

describe.each(databases)('一个月以后（$name）', ({ name, open }) => {
  let month: Month;
  let dump: Dump;
  let files: Files;
  let entries: Entry[];
  beforeAll(async () => {
    month = await liveMonth(await open(), { people: 60 });
    const { db } = month.desk.context;
    dump = {};
    for (const table of await db.introspection.getTables()) {
      dump[table.name] = (await db
        .selectFrom(table.name as keyof Database)
        .selectAll()
        .execute()) as Row[];
    }
    files = await mirrorCity(month.desk);
    ({ entries } = draftOf(files));
  });
  afterAll(() => month?.desk.close());

  const rows = (table: string, from = dump): Row[] => from[table] ?? [];
  /** Rows of every table, and entries, that belong to what a person rated. */
  const ratingSide = (from: Dump): Map<number, unknown[]> =>
    new Map(
      month.people.map(({ order, ratings }) => [
        order,
        ratings.flatMap(({ id, commitment }) => [
          ...rows('rating', from).filter((row) => row['id'] === id),
          ...rows('opened_rating', from).filter((row) => row['commitment'] === commitment),
          ...rows('ledger_pending', from).filter((row) => String(row['entry']).includes(commitment)),
          ...entries.filter((entry) => entry.t === 'rating' && entry.c === commitment),
        ]),
      ]),
    );
  /** … and to what that person wrote. */
  const opinionSide = (from: Dump): Map<number, unknown[]> =>
    new Map(
      month.people.flatMap(({ order, opinion }) =>
        opinion === undefined
          ? []
          : [
              [
                order,
                [
                  ...rows('opinion', from).filter((row) => row['id'] === opinion.id),
                  ...rows('file', from).filter((row) => row['opinion_id'] === opinion.id),
                  ...rows('case_file', from).filter((row) => row['id'] === opinion.caseId),
                  ...['case_event', 'event_text', 'event_entry', 'ledger_pending', 'ledger_leaf'].flatMap((table) =>
                    rows(table, from).filter((row) => row['case_id'] === opinion.caseId),
                  ),
                  ...entries.filter((entry) => 'act' in entry && entry.id === opinion.caseId),
                ],
              ] as const,
            ],
      ),
    );
  const raterOf = new Map<string, number>();
  const writerOf = new Map<string, number>();
  beforeAll(() => {
    for (const { order, ratings, opinion } of month.people) {
      for (const { id, commitment } of ratings) raterOf.set(id, order).set(commitment, order);
      if (opinion !== undefined) writerOf.set(opinion.id, order).set(opinion.caseId, order);
    }
  });
  /** Every order that tells something, in the tables that people write to. */
  const traces = (from: Dump) => {
    // PostgreSQL adds new rows where there is room, so that they lie as they came until they are moved: docs/privacy.md.
    const rowOrder = name === 'SQLite';
    return [
      ...tracesIn('rating', rows('rating', from), (row) => raterOf.get(String(row['id'])), {
        known: toldByDesign.rating,
        rowOrder,
      }),
      ...tracesIn('opened_rating', rows('opened_rating', from), (row) => raterOf.get(String(row['commitment'])), {
        known: toldByDesign.opened_rating,
        rowOrder,
      }),
      ...tracesIn('opinion', rows('opinion', from), (row) => writerOf.get(String(row['id'])), {
        known: toldByDesign.opinion,
        rowOrder,
      }),
      ...tracesIn(
        'case_file',
        rows('case_file', from).map(({ id, channel, kind, named }) => ({ id, channel, kind, named })),
        (row) => writerOf.get(String(row['id'])),
        { known: [], rowOrder },
      ),
      ...tracesIn(
        'ledger_pending',
        rows('ledger_pending', from).filter((row) => row['kind'] === 'rating'),
        (row) => raterOf.get((JSON.parse(String(row['entry'])) as { c: string }).c),
        { known: toldByDesign.ledger_pending, rowOrder },
      ),
    ];
  };

  test('这个月真的有人评了、提了，办了，也公布了', () => {
    const sent = month.people.flatMap(({ ratings }) => ratings).length;
    expect(sent).toBeGreaterThan(90);
    expect(month.people.filter(({ opinion }) => opinion !== undefined).length).toBeGreaterThan(20);
    const logged = entries.filter(({ t }) => t === 'rating').length;
    expect(logged).toBeGreaterThan(sent / 2);
    expect(rows('opened_rating').length).toBeGreaterThan(40);
    for (const type of ['case.new', 'case.claim', 'case.confirm', 'open', 'publish', 'access']) {
      expect(entries.filter(({ t }) => t === type).length, type).toBeGreaterThan(1);
    }
    expect(rows('file').filter((row) => row['owner'] === 'citizen').length).toBeGreaterThan(3);
    expect(month.desk.log.filter((line) => line.startsWith('jobs:'))).toEqual([]);
  });

  test('一个人评的和同一个人写的，没有一个值只在这两处相同', () => {
    expect(linksBetween(ratingSide(dump), opinionSide(dump))).toEqual([]);
  });

  test('没有哪一列、哪种次序说得出谁先谁后', () => {
    expect(traces(dump)).toEqual([]);
  });

  test('存证本里，同一批评价、同一周的意见，次序也不说谁先谁后', () => {
    let batch = 0;
    const ratings = entries.flatMap((entry, at) => {
      if (entry.t !== 'rating') return [];
      if (entries[at - 1]?.t !== 'rating') batch += 1;
      return [{ group: String(batch), sent: raterOf.get(entry.c) ?? -1 }];
    });
    const cases = entries.flatMap((entry) =>
      entry.t === 'case.new' ? [{ group: entry.w, sent: writerOf.get(entry.id) ?? -1 }] : [],
    );
    for (const list of [ratings, cases]) {
      expect(list.every(({ sent }) => sent >= 0)).toBe(true);
      const { rho, n, groups } = withinGroups(list);
      expect(n).toBeGreaterThan(15);
      expect(Math.abs(rho)).toBeLessThan(byChance(n - groups));
    }
  });

  test('同一天开票的，在数据库里怎么排也不说', () => {
    const opened = rows('opened_rating').map((row) => ({
      group: String(row['opened_on']),
      sent: raterOf.get(String(row['commitment'])) ?? -1,
    }));
    const { rho, n, groups } = withinGroups(opened);
    expect(n).toBeGreaterThan(40);
    expect(Math.abs(rho)).toBeLessThan(byChance(n - groups));
  });

  test('公开的数据里，一行行的次序也不说', () => {
    const lines = [...files].flatMap(([path, bytes]) =>
      path.startsWith('open/openings/')
        ? new TextDecoder()
            .decode(bytes)
            .split('\n')
            .filter(Boolean)
            .map((line) => ({ group: path, sent: raterOf.get((JSON.parse(line) as { c: string }).c) ?? -1 }))
        : [],
    );
    const cases = new TextDecoder()
      .decode(files.get('open/cases/2025.ndjson'))
      .split('\n')
      .filter(Boolean)
      .map((line) => ({ group: 'cases', sent: writerOf.get((JSON.parse(line) as { id: string }).id) ?? -1 }));
    for (const list of [lines, cases]) {
      expect(list.length).toBeGreaterThan(15);
      const { rho, n, groups } = withinGroups(list);
      expect(Math.abs(rho)).toBeLessThan(byChance(n - groups));
    }
  });

  test('评价只说到月份；等着存入的只说最晚哪个星期一，开票的只说哪天一起开', () => {
    for (const row of rows('rating')) expect(row['month']).toMatch(/^2026-1[01]$/);
    for (const row of rows('ledger_pending')) if (row['kind'] === 'rating') expect(weekday(String(row['due']))).toBe(1);
    const together = new Map<unknown, number>();
    for (const row of rows('opened_rating')) together.set(row['opened_on'], (together.get(row['opened_on']) ?? 0) + 1);
    for (const [day, count] of together) expect(count, String(day)).toBeGreaterThanOrEqual(10);
  });

  test('群众发来的，哪里都没有钟点', () => {
    const mine = [...ratingSide(dump).values()].flat();
    const opinions = month.people.flatMap(({ opinion }) =>
      opinion === undefined
        ? []
        : [
            ...rows('opinion').filter((row) => row['id'] === opinion.id),
            ...rows('file').filter((row) => row['opinion_id'] === opinion.id),
            ...rows('case_event').filter((row) => row['case_id'] === opinion.caseId && row['role'] === 'citizen'),
            ...rows('ledger_pending').filter((row) => row['case_id'] === opinion.caseId),
            ...entries.filter((entry) => 'act' in entry && entry.id === opinion.caseId),
          ],
    );
    expect([...mine, ...opinions].flatMap(timesOfDay)).toEqual([]);
    // Proofs of work are remembered for an hour, so that none is used twice.
    expect(rows('spent_challenge')).toEqual([]);
  });

  test('日志里的一行，和任何人的任何一行都对不上', () => {
    const known = new Set(
      [...ratingSide(dump).values(), ...opinionSide(dump).values()]
        .flat()
        .flatMap(valuesIn)
        .filter((text) => text.length >= 8),
    );
    const { log } = month.desk;
    expect(log.length).toBeGreaterThan(200);
    const words = new Set(log.flatMap((line) => line.split(/[\s/?&=]+/)).filter((word) => word.length >= 8));
    expect([...words].filter((word) => known.has(word))).toEqual([]);
    const requests = log.filter(
      (line) => line.startsWith('POST /api/ratings') || line.startsWith('POST /api/opinions'),
    );
    expect(requests.length).toBeGreaterThan(90);
    expect(requests.flatMap((line) => line.match(/\d{1,2}:\d\d/) ?? [])).toEqual([]);
  });

  test('哪里都没有网络地址和浏览器的名字', () => {
    const { log, context } = month.desk;
    const kept = [
      JSON.stringify(dump),
      log.join('\n'),
      ...[...files.values()].map((bytes) => new TextDecoder().decode(bytes)),
      ...filesUnder(join(context.env.dataDir, 'files')).map((path) => readFileSync(path, 'latin1')),
    ];
    for (const { agent, address } of month.people) {
      for (const text of kept) {
        expect(text.includes(agent)).toBe(false);
        expect(text.includes(address)).toBe(false);
      }
    }
  });

  test('照片的文件名和文件时间不说是谁、什么时候', () => {
    const folder = join(month.desk.context.env.dataDir, 'files');
    const photos = new Set(
      rows('file')
        .filter((row) => row['owner'] === 'citizen')
        .map((row) => row['sha256']),
    );
    const stored = filesUnder(folder).filter((path) => photos.has(path.slice(-64)));
    expect(stored.length).toBe(photos.size);
    expect(new Set(stored.map((path) => statSync(path).mtimeMs))).toEqual(new Set([0]));
    for (const row of rows('file').filter((one) => one['owner'] === 'citizen')) {
      expect(row).toMatchObject({ name: '', uploaded_by: null });
    }
  });

  test('故意留一处痕迹，这些查法都找得到：一列序号、一个共用的号、一个钟点', () => {
    const leaky = structuredClone(dump);
    for (const row of [...rows('rating', leaky), ...rows('opened_rating', leaky)]) {
      const order = raterOf.get(String(row['id'] ?? row['commitment'])) ?? 0;
      row['sequence'] = 1000 + order;
      row['visitor'] = `visitor-${order}`;
      row['sent_at'] = month.people[order]?.at.toISOString();
    }
    for (const row of rows('opinion', leaky)) row['session'] = `visitor-${writerOf.get(String(row['id'])) ?? 0}`;
    expect(traces(leaky).map(({ table, by }) => `${table}.${by}`)).toContain('opened_rating.sequence');
    const links = linksBetween(ratingSide(leaky), opinionSide(leaky));
    expect(links.length).toBeGreaterThan(15);
    expect(links.every(({ value }) => value.startsWith('visitor-'))).toBe(true);
    expect([...ratingSide(leaky).values()].flat().flatMap(timesOfDay).length).toBeGreaterThan(40);
    if (name === 'PostgreSQL') return;
    // An order of rows that is the order of sending.
    const sorted = {
      ...dump,
      opened_rating: rows('opened_rating').toSorted(
        (a, b) => (raterOf.get(String(a['commitment'])) ?? 0) - (raterOf.get(String(b['commitment'])) ?? 0),
      ),
    };
    expect(traces(sorted)).toContainEqual({ table: 'opened_rating', by: 'rows', rho: expect.closeTo(1, 1) });
    const inOrder = Array.from({ length: 40 }, (_, sent) => ({ group: String(sent % 4), sent }));
    expect(withinGroups(inOrder).rho).toBeGreaterThan(byChance(36));
  });
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
