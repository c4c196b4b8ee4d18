/** tools/verify.py, the second implementation in Python: it agrees with the first, and names what was tampered with. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativeSha256 } from '../../../db/native-hash.ts';
import { type CaseEntry, type Entry, isCaseEntry } from '../../../server/domain/trust/entries.ts';
import { writeVerifierKey } from '../../../server/domain/trust/note.ts';
import { verifyLedger } from '../../../server/domain/trust/verify.ts';
import { hasPython, verifyWithPython } from '../../support/python-verifier.ts';
import {
  copyOf,
  type Draft,
  editJson,
  editLines,
  logSigner,
  mirrorOf,
  rebind,
  seal,
  smallLedger,
  tellEvents,
} from '../../support/small-ledger.ts';

const tools = fileURLToPath(new URL('../../../tools', import.meta.url));

interface Outcome {
  code: number | null;
  agrees: boolean;
  figures: Record<string, unknown>;
  /** Every difference, as the report names it. */
  named: string[];
}

/** Asks the program; and the other implementation, which must come to the same verdict. */
async function check(files: ReadonlyMap<string, Uint8Array>, ...args: string[]): Promise<Outcome> {
  const { code, printed } = verifyWithPython(files, '--json', ...args);
  const result = JSON.parse(printed) as {
    agrees: boolean;
    figures: Record<string, unknown>;
    checks: { differences: { text: string }[] }[];
  };
  if (args.length === 0) {
    const other = await verifyLedger({ mirror: mirrorOf(files), hash: nativeSha256 });
    expect(other.ok).toBe(result.agrees);
  }
  return { code, ...result, named: result.checks.flatMap(({ differences }) => differences.map((one) => one.text)) };
}

/** Evaluates an expression of the program's own functions. */
const evaluate = (expression: string): unknown =>
  JSON.parse(
    execFileSync('python3', ['-B', '-c', `import json, verify as v; print(json.dumps(${expression}))`], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: tools },
    }),
  );

const someHash = Buffer.from(nativeSha256.hash(new Uint8Array(0))).toString('base64url');
const has = (bytes: Uint8Array, text: string): boolean => new TextDecoder().decode(bytes).includes(text);
const textOf = (files: ReadonlyMap<string, Uint8Array>, path: string): string =>
  new TextDecoder().decode(files.get(path));

describe.skipIf(!hasPython())('tools/verify.py', () => {
  let clean: Draft;
  /** What a forger with the log's key makes of it: changed, told consistently, and signed again. */
  const forged = (change: (draft: Draft) => void): Map<string, Uint8Array> => {
    const draft = copyOf(clean);
    change(draft);
    return seal(draft);
  };
  /** What somebody without the key can do: change files as they lie there. */
  const tampered = (change: (files: Map<string, Uint8Array>) => void): Map<string, Uint8Array> => {
    const files = seal(clean);
    change(files);
    return files;
  };
  /** Place of the first entry for which something holds. */
  const find = <T extends Entry>(entries: readonly Entry[], is: (entry: Entry) => entry is T): number => {
    const index = entries.findIndex(is);
    expect(index).toBeGreaterThan(0);
    return index;
  };
  type ActIn = Extract<CaseEntry, { day: string }>;
  const isAct =
    (...acts: string[]) =>
    (entry: Entry): entry is ActIn =>
      isCaseEntry(entry) && 'day' in entry && acts.includes(entry.act);

  beforeAll(async () => {
    clean = await smallLedger({ seed: 11, cases: 60 });
  });

  test('两个程序数出同样的数字，干净的存证本处处一致', async () => {
    for (const seed of [1, 2, 3]) {
      const files = seal(await smallLedger({ seed, cases: 40 }));
      const outcome = await check(files);
      expect(outcome.named).toEqual([]);
      expect(outcome.code).toBe(0);
      const { definitions: _, ...figures } = JSON.parse(textOf(files, 'open/figures.json')) as Record<string, unknown>;
      expect(outcome.figures).toEqual(figures);
    }
  });

  test('报告说核对了什么，结论是全部一致', () => {
    const { code, printed: text } = verifyWithPython(seal(clean));
    expect(code).toBe(0);
    expect(text).toContain('结论：全部一致。');
    expect(text).toContain('存证本的总值');
    expect(text).not.toContain('不一致');
    expect(text).toContain('没有查 见证方的签名');
  });

  test('删掉一条，说出是哪件意见缺了哪一步', async () => {
    const index = clean.entries.findIndex((entry) => isAct('accept')(entry) && entry.id !== 'other');
    const { id, n } = clean.entries[index] as ActIn;
    const outcome = await check(
      forged((draft) => {
        draft.entries.splice(index, 1);
        tellEvents(draft);
      }),
    );
    expect(outcome.code).toBe(1);
    expect(outcome.named.join('\n')).toMatch(new RegExp(`案件 ${id} 第 ${n + 1} 步.*中间有缺失或重复`));
  });

  test('原地改动一条，说出是第几条，根也对不上', async () => {
    const index = find(clean.entries, isAct('takeUp'));
    const outcome = await check(
      tampered((files) => {
        const path = [...files.keys()].find((name) => name.includes('tile/entries/')) ?? '';
        const text = Buffer.from(files.get(path) ?? []).toString('latin1');
        const entry = Buffer.from(JSON.stringify((clean.entries[index] as ActIn).id)).toString('latin1');
        const at = text.indexOf(entry, text.indexOf('"act":"takeUp"'));
        const other = text.slice(0, at + 2) + (text[at + 2] === 'a' ? 'b' : 'a') + text.slice(at + 3);
        files.set(path, Buffer.from(other, 'latin1'));
      }),
    );
    expect(outcome.code).toBe(1);
    expect(outcome.named.join('\n')).toContain('由全部条目重算的总值');
    expect(outcome.named.join('\n')).toMatch(/从存证本第 \d+ 条起与条目不符/);
  });

  test('改一个公布的数，说出是哪个数、公布多少、重算多少，哪怕文件的哈希也一起改了', async () => {
    let before = 0;
    const outcome = await check(
      forged((draft) => {
        editJson(draft, 'figures.json', (figures: { departments: { resolved: { citizen: number } }[] }) => {
          const resolved = figures.departments[0]?.resolved ?? { citizen: 0 };
          before = resolved.citizen;
          resolved.citizen += 5;
        });
        rebind(draft);
      }),
    );
    expect(outcome.code).toBe(1);
    expect(outcome.named).toEqual([`figures.json.departments.a.resolved.citizen：公布 ${before + 5}，重算 ${before}`]);
  });

  test('伪造一次群众确认，说出那把钥匙不是提意见的人的', async () => {
    const index = clean.entries.findIndex((entry) => isAct('confirm')(entry) && entry.g?.['proof'] !== 'seen');
    expect(index).toBeGreaterThan(0);
    const outcome = await check(
      forged((draft) => {
        const entry = draft.entries[index] as ActIn;
        entry.g = { ...entry.g, proof: `lock:${Buffer.alloc(32, 7).toString('base64url')}` };
        tellEvents(draft);
      }),
    );
    expect(outcome.code).toBe(1);
    expect(outcome.named).toHaveLength(1);
    expect(outcome.named[0]).toMatch(new RegExp(`第 ${index} 条：.*伪造的答复`));
  });

  test('代录的意见，用钥匙也不算群众确认', async () => {
    const index = clean.entries.findIndex((entry) => isAct('confirm')(entry) && entry.g?.['proof'] !== 'seen');
    const { id } = clean.entries[index] as ActIn;
    const outcome = await check(
      forged((draft) => {
        for (const entry of draft.entries) if (entry.t === 'case.new' && entry.id === id) entry.s = true;
        tellEvents(draft);
      }),
    );
    expect(outcome.named.join('\n')).toMatch(new RegExp(`第 ${index} 条：.*伪造的答复`));
  });

  test('销号依据写得比经过好，说出应当是什么', async () => {
    const index = clean.entries.findIndex((entry) => isAct('close')(entry) && entry.basis !== 'independent');
    expect(index).toBeGreaterThan(0);
    const outcome = await check(
      forged((draft) => {
        (draft.entries[index] as ActIn & { basis: string }).basis = 'independent';
        tellEvents(draft);
      }),
    );
    expect(outcome.named.join('\n')).toMatch(new RegExp(`第 ${index} 条：.*销号依据写 independent，按经过应是`));
  });

  test('藏起一份开了票的评价，说出是哪一份', async () => {
    const path = [...clean.open.keys()].find((name) => name.startsWith('openings/')) ?? '';
    const hidden = (JSON.parse(new TextDecoder().decode(clean.open.get(path)).split('\n')[0] ?? '') as { c: string }).c;
    const outcome = await check(forged((draft) => editLines(draft, path, (lines) => lines.slice(1))));
    expect(outcome.code).toBe(1);
    expect(outcome.named).toContain(`${path}：评价 ${hidden} 应开票而没有公开`);
  });

  test('改一份评价的等次，说出它与当初的承诺不符', async () => {
    const path = [...clean.open.keys()].find((name) => name.startsWith('openings/')) ?? '';
    const outcome = await check(
      forged((draft) =>
        editLines(draft, path, ([line = '', ...rest]) => {
          const { c, r, s } = JSON.parse(line) as { c: string; r: number; s: string };
          return [JSON.stringify({ c, r: (r % 5) + 1, s }), ...rest];
        }),
      ),
    );
    expect(outcome.named.join('\n')).toContain('公开的等次与当初的承诺不符');
  });

  test('格子不满十份就开票，或者满了不开，都说得出来', async () => {
    const isOpen = (entry: Entry): entry is Extract<Entry, { t: 'open' }> => entry.t === 'open';
    const index = find(clean.entries, isOpen);
    const [cell = ''] = Object.keys((clean.entries[index] as Extract<Entry, { t: 'open' }>).cells);
    const withheld = await check(
      forged((draft) => {
        delete (draft.entries[index] as Extract<Entry, { t: 'open' }>).cells[cell];
      }),
    );
    expect(withheld.named.join('\n')).toMatch(new RegExp(`第 ${index} 条：${cell} 有 \\d+ 份待开，却没有开票`));
    const early = await check(
      forged((draft) => {
        (draft.entries[index] as Extract<Entry, { t: 'open' }>).cells['b/2000'] = 3;
      }),
    );
    expect(early.named).toContain(`第 ${index} 条：b/2000 只有 3 份就开了票`);
  });

  test('换掉一个公布的文件，说出是哪个', async () => {
    const outcome = await check(
      tampered((files) => files.set('open/departments.csv', new TextEncoder().encode('code,name\r\n'))),
    );
    expect(outcome.named).toEqual(['departments.csv 不是公布时登记的那份文件']);
  });

  test('藏起一段应公开的文字，改一段文字，都说得出来', async () => {
    const hidden = await check(forged((draft) => editLines(draft, 'texts.ndjson', (lines) => lines.slice(1))));
    expect(hidden.named.join('\n')).toContain('应公开的意见文字没有公开');
    const altered = await check(
      forged((draft) =>
        editLines(draft, 'texts.ndjson', ([line = '', ...rest]) => [line.replace('"v":"', '"v":"不'), ...rest]),
      ),
    );
    expect(altered.named.join('\n')).toContain('公开的文字与当初的承诺不符');
  });

  test('只改表格不改数据，也说得出来', async () => {
    const [year = ''] =
      [...clean.open].find(([name, bytes]) => /^cases\/.*csv$/.test(name) && has(bytes, 'rectifying')) ?? [];
    const outcome = await check(
      forged((draft) => {
        const table = new TextDecoder('utf-8', { ignoreBOM: true }).decode(draft.open.get(year));
        draft.open.set(year, new TextEncoder().encode(table.replace(',rectifying,', ',closed,')));
        rebind(draft);
      }),
    );
    expect(outcome.named).toHaveLength(1);
    expect(outcome.named[0]).toMatch(/state：公布 "closed"，重算 "rectifying"/);
  });

  test('拿旧的公布充新的，说出来', async () => {
    const outcome = await check(
      forged((draft) => {
        draft.entries.push({ t: 'publish', n: 3, day: '2026-01-01', files: {} });
      }),
    );
    expect(outcome.named.join('\n')).toContain('公开的是第 2 次公布，存证本里已有第 3 次');
  });

  describe('带上旧检查点', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wanping-kept-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    /** Keeps the checkpoint of the first entries, or of all. @param lines how many lines of it */
    const keep = (count?: number, lines?: number): string => {
      const note = textOf(seal({ ...clean, entries: clean.entries.slice(0, count) }), 'log/checkpoint');
      const kept = join(folder, 'checkpoint');
      writeFileSync(kept, note.split('\n').slice(0, lines).join('\n'));
      return kept;
    };
    const rewrite = (): Map<string, Uint8Array> =>
      forged(({ entries }) => {
        (entries[2] as Extract<Entry, { t: 'release' }>).commit = 'other';
      });

    test('历史被改写就看得出来，只有报纸登的三行也行', async () => {
      for (const kept of [keep(40), keep(40, 3)]) {
        expect((await check(seal(clean), '--since', kept)).named).toEqual([]);
        expect((await check(rewrite(), '--since', kept)).named).toEqual(['历史被改写：前 40 条不再是旧检查点时的内容']);
      }
    });

    test('存证本变短了就看得出来', async () => {
      const shorter = await check(seal({ ...clean, entries: clean.entries.slice(0, 40) }), '--since', keep());
      expect(shorter.named.join('\n')).toContain('存证本变短了');
    });
  });

  test('存证本里写的文件名，不能把它引到别的文件夹去', async () => {
    for (const path of ['../../secret', '/etc/passwd', '..\\b']) {
      const outcome = await check(
        forged((draft) => {
          const last = draft.entries.findLast((entry) => entry.t === 'publish');
          if (last?.t === 'publish') last.files[path] = someHash;
        }),
      );
      expect(outcome.named.join('\n')).toContain('不该有');
    }
  });

  test('签名是假的，或者不是您手里的公钥，说出来', async () => {
    const unsigned = tampered((files) => {
      const note = textOf(files, 'log/checkpoint');
      files.set('log/checkpoint', new TextEncoder().encode(note.replace(/.{3}=\n$/, 'AAA=\n')));
    });
    expect((await check(unsigned)).named).toEqual(['检查点没有存证本公钥的有效签名']);
    const mine = writeVerifierKey({ ...logSigner.key, publicKey: nativeSha256.hash(new Uint8Array(1)) });
    expect((await check(seal(clean), '--key', mine)).named.join('\n')).toContain('不是您手里的');
    expect((await check(seal(clean), '--key', writeVerifierKey(logSigner.key))).code).toBe(0);
  });

  test('不是存证本的文件夹，说无法读取', () => {
    const { code, printed } = verifyWithPython(new Map());
    expect(code).toBe(2);
    expect(printed).toContain('无法读取');
  });

  test('已知答案：威尔逊区间、RFC 6962 八叶树的根、签名规范的例子', () => {
    expect(evaluate('[v.wilson(*n) for n in ((8,10), (0,10), (95,100), (600,1000), (5500,10000))]')).toEqual([
      ['0.4902', '0.9433'],
      ['0.0000', '0.2775'],
      ['0.8882', '0.9785'],
      ['0.5693', '0.6299'],
      ['0.5402', '0.5597'],
    ]);
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    expect(
      evaluate(`v.Tree([v.leaf_hash(bytes.fromhex(leaf)) for leaf in ${JSON.stringify(leaves)}]).root(8).hex()`),
    ).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
    // RFC 8032 §7.1, test 2; and the same signature under another message.
    const signature =
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00';
    const key = '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c';
    const isSigned = (message: string): string =>
      `v.is_signed(bytes.fromhex("${key}"), bytes.fromhex("${message}"), bytes.fromhex("${signature}"))`;
    expect(evaluate(`[${isSigned('72')}, ${isSigned('73')}]`)).toEqual([true, false]);
  });

  test('四舍五入，一位小数；没有分母就没有比率', () => {
    expect(evaluate('[v.per_cent(*n) for n in ((1018,1100), (1,3), (1,2000), (3,2), (0,5), (1,0))]')).toEqual([
      '92.5',
      '33.3',
      '0.1',
      '150.0',
      '0.0',
      null,
    ]);
  });
});
