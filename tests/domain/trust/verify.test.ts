/** The verifier on small ledgers: clean ones agree, and each way of tampering is named. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nativeSha256 } from '../../../db/native-hash.ts';
import { readKept } from '../../../server/domain/trust/check-head.ts';
import { commit } from '../../../server/domain/trust/commitment.ts';
import {
  type ActEntry,
  type Entry,
  isCaseEntry,
  type NewCaseEntry,
  type OpenEntry,
  type PublishEntry,
  type RatingEntry,
} from '../../../server/domain/trust/entries.ts';
import type { FindingKind } from '../../../server/domain/trust/findings.ts';
import { portableSha256 } from '../../../server/domain/trust/hash.ts';
import { ed25519Cosignature, writeNote } from '../../../server/domain/trust/note.ts';
import { type Verification, verifyLedger } from '../../../server/domain/trust/verify.ts';
import { NoLedger } from '../../../server/domain/trust/check-head.ts';
import { createSigner } from '../../../server/ledger/signer.ts';
import { reportWords } from '../../../server/words/zh-CN/verify.ts';
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

const clean = await smallLedger({ seed: 20_261_123, cases: 40 });

const verify = (files: ReadonlyMap<string, Uint8Array>, asked: Partial<Verification> = {}) =>
  verifyLedger({ mirror: mirrorOf(files), hash: nativeSha256, key: logSigner.key, ...asked });

const text = (files: ReadonlyMap<string, Uint8Array>, path: string): string =>
  new TextDecoder().decode(files.get(path));

describe('a ledger that nobody touched', () => {
  test('agrees, whichever lives its cases have lived', async () => {
    for (const seed of [3, 4, 5, 6]) {
      const report = await verify(seal(await smallLedger({ seed, cases: 12 })));
      expect(report.findings).toEqual([]);
      expect(report.ok).toBe(true);
    }
  });

  test('agrees with the hash that browsers run, too, and says how much was looked at', async () => {
    const report = await verify(seal(clean), { hash: portableSha256 });
    expect(report.ok).toBe(true);
    expect(report.checked).toMatchObject({ entries: clean.entries.length, ratings: 60, openings: 46, publications: 2 });
    expect(report.plainly).toMatchObject({ waitingRatings: 5, appeals: 1, textsOpened: 3, contactsOpened: 1 });
    expect(report.keyFrom).toBe('reader');
    expect(reportWords.lines(report).at(-1)).toBe('结果：全部一致。');
  });

  test('without a key of the reader, the one in the log is used, and the report says what that is worth', async () => {
    const report = await verify(seal(clean), { key: undefined });
    expect(report).toMatchObject({ ok: true, keyFrom: 'log' });
    expect(reportWords.lines(report).join('\n')).toContain('公钥取自存证本自己，只能看出以后的改动');
  });

  test('continues every older checkpoint of its own', async () => {
    for (const size of [1, 2, 3, 100, 255, 256, 257, clean.entries.length]) {
      const older = seal({ ...clean, entries: clean.entries.slice(0, size) });
      const since = readKept(text(older, 'log/checkpoint'));
      const report = await verify(seal(clean), { since });
      expect(report.since).toEqual({ size, signed: true });
      expect(report.ok).toBe(true);
    }
  });

  test('the three lines of a checkpoint that a newspaper printed are enough', async () => {
    const printed = text(seal(clean), 'log/checkpoint').split('\n').slice(0, 3).join('\r\n');
    expect(await verify(seal(clean), { since: readKept(printed) })).toMatchObject({
      ok: true,
      since: { signed: false },
    });
  });

  test('what is entered after the newest publication changes nothing that was published', async () => {
    const grown = copyOf(clean);
    const known = grown.entries.find((entry): entry is NewCaseEntry => entry.t === 'case.new')!;
    grown.entries.push({ ...known, id: 'after', y: known.x.map(() => hash(1)), x: [hash(2), hash(3), hash(4)] });
    (grown.entries.at(-1) as NewCaseEntry).y = [hash(5), hash(6), hash(7)];
    expect((await verify(seal(grown))).findings).toEqual([]);
  });

  test('a mirror without a log is no ledger', async () => {
    await expect(verify(new Map())).rejects.toThrow(NoLedger);
  });
});

/** Some hash in its one spelling. */
const hash = (n: number): string => commit({ n }, new Uint8Array(32));

/** Acts in the ledger, with their places. */
const acts = ({ entries }: Draft, act: ActEntry['act']): { at: number; entry: ActEntry }[] =>
  entries.flatMap((entry, at) =>
    isCaseEntry(entry) && entry.act === act && entry.t !== 'case.new' ? [{ at, entry }] : [],
  );
const firstAct = (draft: Draft, act: ActEntry['act']): { at: number; entry: ActEntry } => acts(draft, act)[0]!;
const firstOf = <T extends Entry['t']>(
  { entries }: Draft,
  type: T,
): { at: number; entry: Extract<Entry, { t: T }> } => {
  const at = entries.findIndex(({ t }) => t === type);
  return { at, entry: entries[at] as Extract<Entry, { t: T }> };
};
const placeOfOpenings = ({ open }: Draft, code: string): string =>
  [...open.keys()].find((path) => path.startsWith('openings/') && path.endsWith(`/${code}.ndjson`))!;
const lastPublication = ({ entries }: Draft): PublishEntry => entries.at(-1) as PublishEntry;

/** Each attack as somebody does it who holds the log's key and the whole server, and what it must be called. */
const attacks: Record<string, { tamper: (draft: Draft) => void; named: FindingKind }> = {
  'an act is dropped': {
    tamper: (draft) => void draft.entries.splice(firstAct(draft, 'assign').at, 1),
    named: 'act-number',
  },
  'a whole case is dropped, files and all': {
    tamper: (draft) => {
      const { entry } = firstAct(draft, 'merge');
      const target = entry.g?.['target'];
      draft.entries = draft.entries.filter((one) => !('id' in one && one.id === target));
    },
    named: 'merge-target',
  },
  'a case is dropped from the list of cases': {
    tamper: (draft) => {
      const path = [...draft.open.keys()].find((name) => name.startsWith('cases/') && name.endsWith('.ndjson'))!;
      editLines(draft, path, (lines) => lines.slice(1));
    },
    named: 'case-missing',
  },
  'the state after an act is altered': {
    tamper: (draft) => {
      firstAct(draft, 'accept').entry.to = 'closed';
    },
    named: 'act-differs',
  },
  'a deadline is moved': {
    tamper: (draft) => {
      const { entry } = firstAct(draft, 'assign');
      entry.due = { ...entry.due, complete: '2030-01-01' };
    },
    named: 'act-differs',
  },
  'two acts of a case are exchanged': {
    tamper: ({ entries }) => {
      const later = entries.findIndex((one, at) => 'n' in one && 'id' in one && one.n === 3 && at > 0);
      const { id } = entries[later] as ActEntry;
      const earlier = entries.findIndex((one) => 'id' in one && one.id === id && one.n === 2);
      [entries[later], entries[earlier]] = [entries[earlier]!, entries[later]!];
    },
    named: 'act-number',
  },
  'an act is moved to another case': {
    tamper: (draft) => {
      const { entry } = acts(draft, 'accept').find((one) => one.entry.id !== 'other')!;
      entry.id = 'other';
    },
    named: 'act-number',
  },
  'an act is inserted': {
    tamper: ({ entries }) => {
      const at = entries.findLastIndex((one) => isCaseEntry(one) && one.t !== 'case.new');
      const entry = entries[at] as ActEntry;
      const closing: ActEntry = {
        t: 'case.close',
        id: entry.id,
        n: entry.n + 1,
        act: 'close',
        to: 'closed',
        day: entry.day,
        by: 'clerk',
        a: 'abcdefghijkl',
        v: 1,
        basis: 'office',
      };
      entries.splice(at + 1, 0, closing);
    },
    named: 'act-refused',
  },
  'an act tells of a case that never came in': {
    tamper: (draft) => {
      firstAct(draft, 'takeUp').entry.id = 'nobody';
    },
    named: 'case-unknown',
  },
  'a claim is dated back': {
    tamper: (draft) => {
      firstAct(draft, 'claim').entry.day = '2024-10-01';
    },
    named: 'day-backwards',
  },
  'an act is dated ahead': {
    tamper: (draft) => {
      const { at, entry } = firstAct(draft, 'takeUp');
      expect(draft.entries.findIndex(({ t }) => t === 'publish')).toBeGreaterThan(at);
      entry.day = '2031-01-01';
    },
    named: 'dated-ahead',
  },
  'a case is closed by the one who assigned it': {
    tamper: (draft) => {
      const { entry } = firstAct(draft, 'close');
      const assigned = acts(draft, 'assign').findLast((one) => one.entry.id === entry.id)!;
      entry.a = assigned.entry.a!;
    },
    named: 'act-refused',
  },
  'a closure names a better basis than it had': {
    tamper: (draft) => {
      const { entry } = acts(draft, 'close').find((one) => one.entry.basis !== 'citizen')!;
      entry.basis = 'citizen';
    },
    named: 'act-differs',
  },
  'a confirmation is forged': {
    tamper: (draft) => {
      const { entry } = firstAct(draft, 'confirm');
      entry.g = { proof: `lock:${hash(8)}` };
    },
    named: 'lock-closed',
  },
  'a confirmation is opened with the key of another case': {
    tamper: (draft) => {
      const [one, other] = acts(draft, 'confirm').filter(({ entry }) => entry.g?.['proof'] !== 'seen');
      one!.entry.g = other!.entry.g!;
    },
    named: 'lock-closed',
  },
  'a case that staff wrote down is confirmed with a lock': {
    tamper: (draft) => {
      const { entry } = acts(draft, 'confirm').find((one) => one.entry.g?.['proof'] !== 'seen')!;
      const birth = draft.entries.find((one): one is NewCaseEntry => one.t === 'case.new' && one.id === entry.id)!;
      Object.assign(birth, { by: 'clerk', a: 'abcdefghijkl', s: true });
    },
    named: 'lock-of-seen-code',
  },
  'a number is given twice': {
    tamper: (draft) => {
      const [one, other] = acts(draft, 'takeUp').filter(({ entry }) => entry.no?.startsWith('2025'));
      other!.entry.no = one!.entry.no!;
    },
    named: 'number-repeated',
  },
  'a numbered case is taken out before it is entered': {
    tamper: (draft) => {
      const { entry } = acts(draft, 'takeUp').find((one) => one.entry.no?.startsWith('2025'))!;
      draft.entries = draft.entries.filter((one) => !('id' in one && one.id === entry.id));
    },
    named: 'number-missing',
  },
  'nobody is named who acted': {
    tamper: (draft) => {
      delete firstAct(draft, 'passReview').entry.a;
    },
    named: 'actor',
  },
  'a figure is edited': {
    tamper: (draft) => {
      editJson(draft, 'figures.json', (figures: { overall: { resolved: { office: number } } }) => {
        figures.overall.resolved.office += 1;
      });
      rebind(draft);
    },
    named: 'figure',
  },
  'a rate is edited in the table only': {
    tamper: (draft) => {
      editLines(draft, 'figures.csv', ([head = '', first = '', ...rest]) => [
        head,
        first.replace(/\d+\.\d/, '99.9'),
        ...rest,
      ]);
      rebind(draft);
    },
    named: 'table',
  },
  'a department gets another file than everybody else': {
    tamper: (draft) => {
      editJson(draft, 'dept/a.json', (file: { cases: { reworks: number }[] }) => {
        file.cases[0]!.reworks += 1;
      });
      rebind(draft);
    },
    named: 'department-file',
  },
  'facts of a case are edited': {
    tamper: (draft) => {
      const path = [...draft.open.keys()].find((name) => name.startsWith('cases/') && name.endsWith('.ndjson'))!;
      editLines(draft, path, ([first = '', ...rest]) => [first.replace('"extensions":0', '"extensions":1'), ...rest]);
      rebind(draft);
    },
    named: 'case-facts',
  },
  'a file is swapped after it was published': {
    tamper: (draft) => void draft.open.set('dictionary.json', new TextEncoder().encode('{}')),
    named: 'publication-file',
  },
  'a file is left out of the publication': {
    tamper: (draft) => {
      delete lastPublication(draft).files['figures.csv'];
    },
    named: 'publication-unbound',
  },
  'an older publication is served as the newest': {
    tamper: (draft) => void draft.entries.push({ ...lastPublication(draft), n: 3 }),
    named: 'publication-stale',
  },
  'the rules are changed afterwards': {
    tamper: (draft) => {
      editJson(draft, 'rules/1.json', (rules: { defaults: { accept: { amount: number } } }) => {
        rules.defaults.accept.amount = 9;
      });
    },
    named: 'rules-file',
  },
  'an act refers to rules that nobody announced': {
    tamper: (draft) => {
      firstAct(draft, 'assign').entry.v = 2;
    },
    named: 'rules-unknown',
  },
  'a text is withheld': {
    tamper: (draft) => editLines(draft, 'texts.ndjson', (lines) => lines.slice(1)),
    named: 'text-withheld',
  },
  'a text is altered': {
    tamper: (draft) =>
      editLines(draft, 'texts.ndjson', ([first = '', ...rest]) => [first.replace('排队', '等候'), ...rest]),
    named: 'text-false',
  },
  'an opening is withheld': {
    tamper: (draft) => editLines(draft, placeOfOpenings(draft, 'a'), (lines) => lines.slice(1)),
    named: 'opening-withheld',
  },
  'a level is altered': {
    tamper: (draft) =>
      editLines(draft, placeOfOpenings(draft, 'a'), ([first = '', ...rest]) => [
        first.replace(/"r":\d/, (r) => (r === '"r":5' ? '"r":4' : '"r":5')),
        ...rest,
      ]),
    named: 'opening-false',
  },
  'a rating is opened that nobody sent': {
    tamper: (draft) =>
      editLines(draft, placeOfOpenings(draft, 'b'), (lines) => [
        ...lines,
        JSON.stringify({ c: '~', r: 5, s: hash(1) }),
      ]),
    named: 'opening-unknown',
  },
  'a bad rating is dropped from the log': {
    tamper: (draft) => void draft.entries.splice(firstOf(draft, 'rating').at, 1),
    named: 'cell-count',
  },
  'a rating is moved to another department': {
    tamper: (draft) => {
      (firstOf(draft, 'rating').entry as RatingEntry).d = 'b';
    },
    named: 'cell-count',
  },
  'fewer than ten are opened': {
    tamper: (draft) => {
      const opening = draft.entries.findLast((one): one is OpenEntry => one.t === 'open')!;
      opening.cells[Object.keys(opening.cells)[0]!.replace('b/', 'a/')] = 5;
    },
    named: 'cell-too-small',
  },
  'a cell that is due is not opened': {
    tamper: (draft) => {
      firstOf(draft, 'open').entry.cells = {};
    },
    named: 'cell-withheld',
  },
  'a rating is counted apart that was never opened': {
    tamper: (draft) => {
      firstOf(draft, 'flag').entry.target = hash(3);
    },
    named: 'flag-target',
  },
  'an entry is entered twice': {
    tamper: (draft) => void draft.entries.splice(5, 0, draft.entries[4]!),
    named: 'entry-repeated',
  },
  'an entry has a field that nobody knows': {
    tamper: (draft) => void Object.assign(firstAct(draft, 'takeUp').entry, { note: 'x' }),
    named: 'entry-shape',
  },
  'another log is presented': {
    tamper: (draft) => {
      firstOf(draft, 'meta').entry.origin = 'other.example/wmpy';
    },
    named: 'checkpoint-origin',
  },
};

describe('tampering by whoever holds the key of the log', () => {
  for (const [name, { tamper, named }] of Object.entries(attacks)) {
    test(`${name}: noticed`, async () => {
      const draft = copyOf(clean);
      tamper(draft);
      tellEvents(draft);
      const report = await verify(seal(draft));
      expect(report.ok).toBe(false);
      expect(Object.keys(report.counts)).toContain(named);
      expect(reportWords.lines(report).at(-1)).toMatch(/^结果：发现 [\d,]+ 处不一致。$/);
    });
  }

  test('the list of events says something else than the log: noticed', async () => {
    const draft = copyOf(clean);
    editLines(draft, 'events.ndjson', ([, ...rest]) => rest);
    expect((await verify(seal(draft))).counts).toHaveProperty('event-missing');
  });

  test('a difference in a figure is said with its name and both numbers', async () => {
    const draft = copyOf(clean);
    let before = 0;
    editJson(
      draft,
      'figures.json',
      (figures: { departments: { rates: { rectification: { denominator: number } } }[] }) => {
        const { rectification } = figures.departments[0]!.rates;
        before = rectification.denominator;
        rectification.denominator += 3;
      },
    );
    rebind(draft);
    const lines = reportWords.lines(await verify(seal(draft)));
    expect(lines).toContain(`    甲局 整改率 分母：公布 ${before + 3}，重算 ${before}。`);
  });
});

describe('tampering with what is served', () => {
  test('an entry altered in place, in bundle and tile, contradicts the signed root', async () => {
    const files = new Map(seal(clean));
    const draft = copyOf(clean);
    firstAct(draft, 'claim').entry.day = '2025-01-01';
    for (const [path, bytes] of seal(draft)) if (path.startsWith('log/tile/')) files.set(path, bytes);
    expect((await verify(files)).counts).toHaveProperty('root');
  });

  test('a log that lost its end is shorter than the checkpoint that somebody kept', async () => {
    const since = readKept(text(seal(clean), 'log/checkpoint'));
    const draft = copyOf(clean);
    draft.entries.length -= 40;
    expect((await verify(seal(draft), { since })).counts).toHaveProperty('rolled-back');
  });

  test('a log rewritten before the kept checkpoint does not continue it', async () => {
    const older = seal({ ...clean, entries: clean.entries.slice(0, 200) });
    const draft = copyOf(clean);
    draft.entries.splice(100, 1);
    const report = await verify(seal(draft), { since: readKept(text(older, 'log/checkpoint')) });
    expect(report.counts).toHaveProperty('forked');
  });

  test('a log that goes on after a loss says so; it lost more than it admits when somebody had seen more', async () => {
    const since = readKept(text(seal(clean), 'log/checkpoint').replaceAll('small.example/wmpy', 'old.example/wmpy'));
    const draft = copyOf(clean);
    const { entry } = firstOf(draft, 'meta');
    entry.prev = { origin: 'old.example/wmpy', size: clean.entries.length, root: hash(1) };
    expect((await verify(seal(draft), { since })).counts).toEqual({ 'other-log': 1 });
    entry.prev.size -= 1;
    expect((await verify(seal(draft), { since })).counts).toEqual({ 'other-log': 1, 'rolled-back': 1 });
  });

  test('a checkpoint signed by somebody else is not this log’s', async () => {
    const files = seal(clean);
    const stranger = createSigner(logSigner.key.name, new Uint8Array(32));
    expect((await verify(files, { key: stranger.key })).counts).toMatchObject({
      'checkpoint-signature': 1,
      'key-not-in-log': 1,
    });
  });

  test('a line in the name of a witness that it did not sign is a forgery; its silence is only told', async () => {
    const witness = createSigner('npc.example/witness', new Uint8Array(32).fill(4), ed25519Cosignature);
    const files = seal(clean);
    const asked = { witnesses: [witness.key] };
    expect(await verify(files, asked)).toMatchObject({
      ok: true,
      witnesses: [{ name: 'npc.example/witness', time: null }],
    });
    expect((await verify(files, { ...asked, witnessesNeeded: 1 })).counts).toHaveProperty('witnesses-missing');
    const note = text(files, 'log/checkpoint');
    const [body = ''] = note.split('\n\n');
    const forged = writeNote(`${body}\n`, [logSigner.line(`${body}\n`), witness.line(`${body}\n`)]);
    files.set('log/checkpoint', new TextEncoder().encode(forged));
    expect((await verify(files, asked)).counts).toHaveProperty('witness-signature');
  });

  test('any one byte that changes in any file is noticed', async () => {
    const files = seal(await smallLedger({ seed: 8, cases: 4 }));
    const paths = [...files.keys()];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (path, at, flip) => {
          const bytes = files.get(path)!.slice();
          fc.pre(bytes.length > 0);
          bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ flip;
          const isNoticed = await verify(new Map([...files, [path, bytes]])).then(
            ({ ok }) => !ok,
            (error: unknown) => error instanceof NoLedger,
          );
          expect(isNoticed).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('any file that is gone is noticed', async () => {
    const files = seal(await smallLedger({ seed: 8, cases: 4 }));
    for (const path of files.keys()) {
      if (path === 'log/checkpoint') continue;
      const report = await verify(new Map([...files].filter(([other]) => other !== path)));
      expect({ path, ok: report.ok }).toEqual({ path, ok: false });
    }
  });
});
