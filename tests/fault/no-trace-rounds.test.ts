/** After a round nothing that issuer or box keep, log or serve joins a code to a ballot, or the ballots of one voter to each other. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrateToLatest } from '../../db/migrate.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/tables.ts';
import { rosterLineOf } from '../../server/domain/trust/ballot.ts';
import type { Entry } from '../../server/domain/trust/entries.ts';
import { databases } from '../support/databases.ts';
import { type Files, mirrorCity } from '../support/open-mirror.ts';
import { draftOf } from '../support/tamper/scene.ts';
import {
  byChance,
  correlation,
  type Dump,
  linksBetween,
  type Row,
  timesOfDay,
  tracesIn,
  valuesIn,
  withinGroups,
} from '../support/trace/joins.ts';
import { type LivedRound, liveRound, type Voter } from '../support/trace/round.ts';

const tables = ['ballot', 'vote_waiting', 'issuer_line'] as const;
const people = 64;

async function dumpOf(db: Kysely<Database>): Promise<Dump> {
  const dump: Dump = {};
  for (const { name } of await db.introspection.getTables())
    dump[name] = (await db
      .selectFrom(name as keyof Database)
      .selectAll()
      .execute()) as Row[];
  return dump;
}

const setups = databases.flatMap((database) => [
  { ...database, split: false, where: '一台服务器' },
  { ...database, split: true, where: '发票机另在一处' },
]);

describe.each(setups)('一次评议以后（$name，$where）', ({ name, open, split }) => {
  let lived: LivedRound;
  let box: Dump;
  let issuer: Dump;
  let files: Files;
  let entries: Entry[];
  const folder = mkdtempSync(join(tmpdir(), 'wanping-traces-'));
  /** A database in a file, as a city has it, where there are files. */
  const openOne = async (file: string): Promise<Kysely<Database>> => {
    if (name !== 'SQLite') return open();
    const db = openDatabase(`sqlite:${join(folder, file)}`);
    await migrateToLatest(db);
    return db;
  };
  beforeAll(async () => {
    lived = await liveRound(await openOne('box.sqlite'), {
      people,
      ...(split && { issuerDb: await openOne('issuer.sqlite') }),
    });
    box = await dumpOf(lived.desk.context.db);
    issuer = lived.issuer === undefined ? box : await dumpOf(lived.issuer.db);
    files = await mirrorCity(lived.desk);
    ({ entries } = draftOf(files));
  });
  afterAll(async () => {
    await lived?.desk.close();
    await lived?.issuer?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const rows = (table: string, from: Dump): Row[] => from[table] ?? [];
  const linesOf = ({ vote: { request } }: Voter): string => rosterLineOf(nativeSha256, request.redemption);
  /** Everything that is kept of a person's code, wherever it is. */
  const codeSide = (of: { box: Dump; issuer: Dump }): Map<number, unknown[]> =>
    new Map(
      lived.voters.map((voter) => {
        const line = linesOf(voter);
        const { redemption } = voter.vote.request;
        return [
          voter.order,
          [
            ...[of.box, of.issuer].flatMap((dump) => [
              ...rows('issuer_line', dump).filter((row) => row['line'] === line),
              ...rows('roster_line', dump).filter((row) => row['line'] === line),
              ...rows('vote_waiting', dump).filter((row) => String(row['entry']).includes(redemption)),
            ]),
            ...entries.filter((entry) => entry.t === 'redeem' && entry.r === redemption),
          ],
        ];
      }),
    );
  /** … and of some of the ballots. */
  const ballotSide = (dump: Dump, which: (at: number) => boolean): Map<number, unknown[]> =>
    new Map(
      lived.voters.map(({ order, vote }) => [
        order,
        vote.drafts
          .filter((_, at) => which(at))
          .flatMap(({ c }) => [
            ...rows('ballot', dump).filter((row) => row['c'] === c),
            ...rows('vote_waiting', dump).filter((row) => String(row['entry']).includes(c)),
            ...entries.filter((entry) => entry.t === 'ballot' && entry.c === c),
          ]),
      ]),
    );
  const senderOf = new Map<string, number>();
  beforeAll(() => {
    for (const voter of lived.voters) {
      senderOf.set(linesOf(voter), voter.order).set(voter.vote.request.redemption, voter.order);
      for (const { c } of voter.vote.drafts) senderOf.set(c, voter.order);
    }
  });
  const sentBy = (row: Row): number | undefined => senderOf.get(String(row['c'] ?? row['line']));

  test('真的有人领票、投票、开票，都进了存证本，活动也关了', () => {
    const all = lived.voters.flatMap(({ vote }) => vote.drafts).length;
    expect(all).toBeGreaterThan(120);
    expect(entries.filter(({ t }) => t === 'redeem')).toHaveLength(people);
    expect(entries.filter(({ t }) => t === 'ballot')).toHaveLength(all);
    expect(rows('ballot', box).filter((row) => row['marks'] !== null)).toHaveLength(all);
    expect(rows('issuer_line', issuer).filter((row) => row['redemption'] !== null)).toHaveLength(people);
    expect(rows('vote_waiting', box)).toEqual([]);
    expect(rows('record', box).map((row) => row['state'])).toEqual(['closed']);
    expect(lived.desk.log.filter((line) => line.startsWith('job'))).toEqual([]);
    if (split) expect([rows('ballot', issuer), rows('issuer_line', box)]).toEqual([[], []]);
  });

  test('一个码和它投出的票，没有一个值只在这两处相同', () => {
    expect(
      linksBetween(
        codeSide({ box, issuer }),
        ballotSide(box, () => true),
      ),
    ).toEqual([]);
  });

  test('一个人投给不同单位的票，没有一个值把它们连起来', () => {
    expect(
      linksBetween(
        ballotSide(box, (at) => at === 0),
        ballotSide(box, (at) => at > 0),
      ),
    ).toEqual([]);
    expect(
      linksBetween(
        ballotSide(box, (at) => at === 1),
        ballotSide(box, (at) => at === 2),
      ),
    ).toEqual([]);
  });

  test('没有哪一列、哪种次序说得出谁先谁后，同一个人的票也不挨在一起', () => {
    for (const table of tables)
      for (const dump of [box, issuer])
        expect(tracesIn(table, rows(table, dump), sentBy, { known: [], rowOrder: true }), table).toEqual([]);
    // Neighbours in the order of the rows are of the same person about as often as chance gives.
    const stored = rows('ballot', box).map(sentBy);
    expect(neighbours(stored)).toBeLessThan(15);
  });

  test('存证本里，同一批的记录按散列排，次序不说谁先谁后，领票和投票也对不上', () => {
    let batch = 0;
    const votes = entries.flatMap((entry, at) => {
      if (entry.t !== 'ballot' && entry.t !== 'redeem') return [];
      const before = entries[at - 1]?.t;
      if (before !== 'ballot' && before !== 'redeem') batch += 1;
      const sent = senderOf.get(entry.t === 'ballot' ? entry.c : entry.r) ?? -1;
      return [{ group: String(batch), sent, type: entry.t }];
    });
    for (const type of ['ballot', 'redeem']) {
      const list = votes.filter((vote) => vote.type === type);
      const { rho, n, groups } = withinGroups(list);
      expect(n).toBeGreaterThan(50);
      expect(Math.abs(rho)).toBeLessThan(byChance(n - groups));
    }
    expect(neighbours(votes.map(({ sent }) => sent))).toBeLessThan(20);
  });

  test.runIf(name === 'SQLite')('数据库文件里，一页页的字节也不按来的次序排，写前日志里也一样', () => {
    for (const file of split ? ['box.sqlite', 'issuer.sqlite'] : ['box.sqlite']) {
      const bytes = ['', '-wal']
        .map((end) => join(folder, file + end))
        .map((path) => (existsSync(path) ? readFileSync(path, 'latin1') : ''))
        .join('');
      const places = (texts: readonly { text: string; sent: number }[]): { at: number; sent: number }[] =>
        texts.flatMap(({ text, sent }) => {
          const found: { at: number; sent: number }[] = [];
          for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) found.push({ at, sent });
          return found;
        });
      const sides = [
        lived.voters.flatMap(({ order, vote }) => vote.drafts.map(({ salt }) => ({ text: salt, sent: order }))),
        lived.voters.map((voter) => ({ text: voter.vote.request.redemption, sent: voter.order })),
      ];
      for (const side of sides) {
        const found = places(side).sort((a, b) => a.at - b.at);
        if (found.length < 20) continue;
        const rho = correlation(
          found.map(({ at }) => at),
          found.map(({ sent }) => sent),
        );
        expect(Math.abs(rho)).toBeLessThan(byChance(found.length));
        // Within a page, too: what came first does not lie behind what came next.
        const {
          rho: within,
          n,
          groups,
        } = withinGroups(found.map(({ at, sent }) => ({ group: String(Math.floor(at / 4096)), sent })));
        expect(Math.abs(within)).toBeLessThan(byChance(n - groups));
      }
    }
  });

  test('投票的人发来的，哪里都没有钟点；等着存入的只说最晚哪天', () => {
    const all = [...codeSide({ box, issuer }).values(), ...ballotSide(box, () => true).values()].flat();
    expect(all.length).toBeGreaterThan(300);
    expect(all.flatMap(timesOfDay)).toEqual([]);
  });

  test('两台服务器的日志里，没有码、没有票、没有地址、没有浏览器的名字；数据库和公开的数据里也没有后两样', () => {
    const log = [...lived.desk.log, ...(lived.issuer?.log ?? [])];
    expect(log.length).toBeGreaterThan(100);
    const secret = new Set(
      lived.voters.flatMap(({ vote, code }) => [
        code,
        code.slice(2, 18),
        ...valuesIn(vote.request),
        ...vote.drafts.flatMap(({ c, z, w, salt }) => [c, z, w, salt]),
      ]),
    );
    const words = new Set(log.flatMap((line) => line.split(/[\s/?&=]+/)));
    const known = [...words].filter((word) => word.length >= 8 && secret.has(word));
    expect(known.filter((word) => word !== lived.round.id)).toEqual([]);
    const kept = [
      JSON.stringify(box),
      JSON.stringify(issuer),
      log.join('\n'),
      ...[...files.values()].map((bytes) => new TextDecoder().decode(bytes)),
    ];
    for (const { agent, address, code } of lived.voters)
      for (const text of kept)
        for (const trace of [agent, address, code, code.slice(2, 18)]) expect(text.includes(trace)).toBe(false);
  });

  test('盲化的请求和签好的票，没有一方留着另一方的样子', () => {
    const text = JSON.stringify(box) + JSON.stringify(issuer) + JSON.stringify(entries);
    for (const { vote } of lived.voters)
      for (const blinded of Object.values(vote.request.blinded)) expect(text.includes(blinded)).toBe(false);
  });

  test('故意留一处痕迹，这些查法都找得到：一列序号、一个共用的号、按来的次序排的行', () => {
    const leaky = structuredClone({ box, issuer });
    for (const row of rows('ballot', leaky.box)) {
      row['sequence'] = 1000 + (sentBy(row) ?? 0);
      row['session'] = `session-${sentBy(row)}`;
    }
    for (const row of rows('issuer_line', leaky.issuer)) row['session'] = `session-${sentBy(row)}`;
    const sessions = (links: ReturnType<typeof linksBetween>): number =>
      links.filter(({ value }) => value.startsWith('session-')).length;
    const all = ballotSide(leaky.box, () => true);
    expect(sessions(linksBetween(codeSide(leaky), all))).toBe(people);
    const first = ballotSide(leaky.box, (at) => at === 0);
    const others = ballotSide(leaky.box, (at) => at > 0);
    // Who was asked about one department has one ballot.
    const several = lived.voters.filter(({ vote }) => vote.drafts.length > 1).length;
    expect(sessions(linksBetween(first, others))).toBe(several);
    const options = { known: [], rowOrder: true };
    const found = tracesIn('ballot', rows('ballot', leaky.box), sentBy, options).map(({ by }) => by);
    expect(found).toContain('sequence');
    const sorted = rows('ballot', box).toSorted((a, b) => (sentBy(a) ?? 0) - (sentBy(b) ?? 0));
    expect(tracesIn('ballot', sorted, sentBy, options).map(({ by }) => by)).toContain('rows');
    expect(neighbours(sorted.map(sentBy))).toBeGreaterThan(60);
  });
});

/** How often two that stand beside each other are of the same person. */
const neighbours = (senders: readonly (number | undefined)[]): number =>
  senders.filter((sender, at) => at > 0 && sender === senders[at - 1]).length;
