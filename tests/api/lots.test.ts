/** Lots and signatures in a lived city: both programs agree, and say how many checks somebody signed with a key of their own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativeSha256 } from '../../db/native-hash.ts';
import type { Report } from '../../server/domain/trust/report.ts';
import { verifyLedger } from '../../server/domain/trust/verify.ts';
import { reportWords } from '#words/verify.ts';
import { databases } from '../support/databases.ts';
import { type LivedCity, liveCity } from '../support/lived-city.ts';
import { type Files, mirrorCity } from '../support/open-mirror.ts';
import { hasPython, verifyWithPython } from '../support/python-verifier.ts';
import { mirrorOf } from '../support/small-ledger.ts';
import { liveSamples } from '../support/tamper/on-samples.ts';

describe.each(databases)('抽查和签名（$name）', ({ open }) => {
  let lived: LivedCity;
  let files: Files;
  let report: Report;
  beforeAll(async () => {
    lived = await liveCity(await open());
    await liveSamples(lived.desk, lived);
    files = await mirrorCity(lived.desk);
    report = await verifyLedger({ mirror: mirrorOf(files), hash: nativeSha256 });
  });
  afterAll(() => lived.desk.close());

  test('没有人动过时，两个程序都说一致', () => {
    expect(report.findings).toEqual([]);
    if (hasPython()) {
      const { code, printed } = verifyWithPython(files);
      expect(code, printed).toBe(0);
      expect(printed).toContain('核查 3 次，监督员签名 2 次');
      expect(printed).toContain('抽查公告 1 次');
    }
  });

  test('签了名的核查和没有签名的分开说，抽查公告了几次、抽了几次也说', () => {
    expect(report.plainly).toMatchObject({ signedChecks: 2, unsignedChecks: 1 });
    expect(report.checked.samples).toEqual({ announced: 1, drawn: 1 });
    const said = reportWords.lines(report).join('\n');
    expect(said).toContain('监督员亲手签名 2 次；没有签名 1 次');
    expect(said).toContain('抽查：公告 1 次，已抽 1 次');
  });
});
