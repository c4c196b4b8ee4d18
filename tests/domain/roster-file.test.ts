/** The roster file between inviter and portal, and the tables of people that inviters have. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvFile } from '../../server/csv.ts';
import { readLooseCsv } from '../../server/domain/loose-csv.ts';
import { readRosterFile, type RosterFile, writeRosterFile } from '../../server/domain/round/roster-file.ts';

const lineOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
const lines = (...texts: string[]): string[] => texts.map(lineOf).toSorted();
const good: RosterFile = {
  v: 1,
  round: 'r1',
  rosters: [
    { roster: 'A1', group: 'service', only: 'bdczx', codes: 2, lines: lines('a', 'b') },
    {
      roster: 'A2',
      group: 'hall',
      codes: 1,
      lines: lines('c'),
      window: { from: '2026-12-20T09:00', until: '2026-12-20T11:30' },
    },
  ],
};
const [first, second] = good.rosters as [RosterFile['rosters'][0], RosterFile['rosters'][0]];
const read = (file: unknown) => readRosterFile(JSON.stringify(file));

describe('a roster file', () => {
  test('comes back as it was written, byte for byte the same each time', () => {
    expect(readRosterFile(writeRosterFile(good))).toEqual({ ok: true, file: good });
    const again = readRosterFile(writeRosterFile(good));
    expect(again.ok && writeRosterFile(again.file)).toBe(writeRosterFile(good));
  });

  test('that is something else is refused', () => {
    for (const text of ['', 'null', '[]', '{}', '姓名,手机号', JSON.stringify({ ...good, v: 2 })])
      expect(readRosterFile(text)).toEqual({ ok: false, why: 'form' });
    expect(read({ ...good, rosters: [] })).toEqual({ ok: false, why: 'form' });
  });

  test('with a roster that does not hold what it should is refused by name', () => {
    for (const wrong of [
      { ...first, roster: 'a1' },
      { ...first, group: '服务对象' },
      { ...first, except: 'swj' },
      { ...first, codes: 3 },
      { ...first, lines: first.lines.toReversed() },
      { ...first, lines: ['张三', '李四'] },
      { ...first, lines: ['A1KPR1QR6J7JR5H9Q6Y', 'A1KPR1QR6J7JR5H9Q6Z'] },
      { ...second, window: { from: '2026-12-20T11:30', until: '2026-12-20T09:00' } },
      { ...second, people: ['张三'] },
    ])
      expect(read({ ...good, rosters: [wrong] })).toEqual({ ok: false, why: 'roster', roster: wrong.roster });
  });

  test('with one roster or one line twice is refused', () => {
    expect(read({ ...good, rosters: [first, first] })).toMatchObject({ why: 'repeated', roster: 'A1' });
    expect(read({ ...good, rosters: [first, { ...second, lines: [first.lines[0]] }] })).toMatchObject({
      why: 'repeated',
      roster: 'A2',
    });
  });
});

describe('a table of people', () => {
  test('is read as any spreadsheet program saves it', () => {
    const rows = [
      ['姓名', '手机号', '单位'],
      ['张三', '13800000001', '甲，乙"丙"'],
      ['李四', '', '一行\n两行'],
    ];
    const text = csvFile(rows);
    expect(readLooseCsv(text)).toEqual(rows);
    expect(readLooseCsv(text.slice(1).replaceAll('\r\n', '\n'))).toEqual(rows);
    expect(readLooseCsv(`\r\n${text.slice(1).trimEnd()}\r\n,,\r\n`)).toEqual(rows);
    expect(readLooseCsv('姓名,手机号\n张三,')).toEqual([
      ['姓名', '手机号'],
      ['张三', ''],
    ]);
    expect(readLooseCsv('')).toEqual([]);
  });

  test('with a quotation mark out of place is refused rather than read wrongly', () => {
    expect(readLooseCsv('姓名\n"张三')).toBeUndefined();
    expect(readLooseCsv('姓名\n"张"三')).toBeUndefined();
  });

  test('whatever is written is read', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', '张', ',', '"', '\n', '\r', ' ', '1') })
      .map((text) => text.trim());
    const table = fc.array(
      fc.array(cell, { minLength: 1, maxLength: 4 }).filter((row) => row.some((text) => text !== '')),
    );
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r', '\r\n'), (rows, end) => {
        expect(readLooseCsv(rows.map((row) => row.map(quote).join(',') + end).join(''))).toEqual(rows);
      }),
    );
  });
});
