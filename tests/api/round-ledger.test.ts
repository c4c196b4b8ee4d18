/** A round in the ledger: what is entered when, what is published, and what both verifiers say to it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { numberRules } from '../../db/ledger-rules.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import type { RoundResults } from '../../server/domain/round/results.ts';
import type { Report } from '../../server/domain/trust/report.ts';
import { verifyLedger } from '../../server/domain/trust/verify.ts';
import { reportWords } from '#words/verify.ts';
import { fileMeanings } from '#words/dictionary.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';
import { undescribed, undescribedTable } from '../support/dictionary.ts';
import { type Files, mirrorCity } from '../support/open-mirror.ts';
import { hasPython, verifyWithPython } from '../support/python-verifier.ts';
import { mirrorOf } from '../support/small-ledger.ts';
import { type VotedRound, votedRound } from '../support/voted-round.ts';

describe.each(databases)('评议活动进存证本（$name）', ({ open }) => {
  let desk: Desk;
  let round: VotedRound;
  let files: Files;
  let report: Report;
  const textOf = (path: string): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(files.get(path));
  const jsonOf = <T>(path: string): T => JSON.parse(textOf(path)) as T;

  beforeAll(async () => {
    const db = await open();
    desk = await testDesk(db);
    await db.transaction().execute(numberRules);
    round = await votedRound(desk);
    files = await mirrorCity(desk);
    report = await verifyLedger({ mirror: mirrorOf(files), hash: nativeSha256 });
  });
  afterAll(() => desk.close());

  test('从评议码到得分，两个程序都说一致', () => {
    expect(report.findings).toEqual([]);
    if (hasPython()) {
      const { code, printed } = verifyWithPython(files);
      expect(code, printed).toBe(0);
    }
  });

  test('结果有得分和名次，小格子不开，没开的、作废的、剔除的都数得出', () => {
    const { rows, departments } = jsonOf<RoundResults>(`open/rounds/${round.id}/results.json`);
    expect(departments.map(({ standing }) => standing)).toEqual(['ranked', 'ranked', 'few']);
    expect(rows).toMatchObject({ cancelled: 1, excluded: 6, hiddenCells: 2, unopened: 2 });
    expect(report.rounds).toHaveLength(1);
    expect(report.rounds[0]).toMatchObject({ redeemed: 38, cancelled: 1, slack: 3, slackMost: 1, hasResults: true });
    const lines = reportWords.lines(report).join('\n');
    expect(lines).toContain('得分和名次全部重算');
    expect(lines).toContain('领了票没有投的余额 3 份');
  });

  test('数据字典写明了每个文件的每一项', () => {
    const at = (name: string): string => `open/rounds/${round.id}/${name}`;
    const fields = (name: string) => fileMeanings[name]?.fields ?? {};
    const each = (path: string, name: string): string[] =>
      textOf(path)
        .split('\n')
        .slice(0, -1)
        .flatMap((line) => undescribed(JSON.parse(line) as Record<string, unknown>, fields(name), name));
    expect([
      ...jsonOf<Record<string, unknown>[]>('open/rounds.json').flatMap((one) =>
        undescribed(one, fields('open/rounds.json'), 'rounds'),
      ),
      ...undescribed(jsonOf(at('rules.json')), fields('open/rounds/<id>/rules.json'), 'rules'),
      ...jsonOf<Record<string, unknown>[]>(at('keys.json')).flatMap((one) =>
        undescribed(one, fields('open/rounds/<id>/keys.json'), 'keys'),
      ),
      ...undescribed(jsonOf(at('results.json')), fields('open/rounds/<id>/results.json'), 'results'),
      ...undescribedTable(textOf(at('results.csv')), fields('open/rounds/<id>/results.csv')),
      ...each(at('openings/cgj.ndjson'), 'open/rounds/<id>/openings/<code>.ndjson'),
      ...each(at(`batches/${round.batch}.ndjson`), 'open/rounds/<id>/batches/<batch>.ndjson'),
    ]).toEqual([]);
  });
});
