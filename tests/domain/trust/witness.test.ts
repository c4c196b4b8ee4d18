/** A witness cosigns only what continues what it has seen, and says so in the words of c2sp.org/tlog-witness. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readAddCheckpoint, writeAddCheckpoint } from '../../../server/domain/trust/add-checkpoint.ts';
import { writeCheckpoint } from '../../../server/domain/trust/checkpoint.ts';
import { ed25519Cosignature, readNote, signatureLine, writeNote } from '../../../server/domain/trust/note.ts';
import { verifyCosignature, verifyNote } from '../../../server/domain/trust/signatures.ts';
import { createSigner } from '../../../server/ledger/signer.ts';
import { createWitnessApp } from '../../../server/witness/app.ts';
import { keepEvidence } from '../../../server/witness/evidence.ts';
import { openWitnessFolder } from '../../../server/witness/open.ts';
import { RecordsBusy } from '../../../server/witness/records.ts';
import { createWitness, type WitnessEvent } from '../../../server/witness/witness.ts';
import { type WitnessLog, witnessLog } from '../../support/witness-log.ts';

const name = 'npc.example/witness';
const time = new Date('2026-10-12T02:00:00Z');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wanping-witness-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A witness of these logs on the folder of the test, as it would be after each start. */
function witnessOf(...logs: readonly WitnessLog[]) {
  const { signer, records } = openWitnessFolder(folder, name);
  const events: WitnessEvent[] = [];
  const keys = logs.map(({ key }) => key);
  const witness = createWitness({
    signer,
    logs: keys,
    records,
    now: () => time,
    report: (event) => events.push(event),
  });
  const said: string[] = [];
  const app = createWitnessApp(
    witness,
    keys.map((key) => key.name),
    (line) => said.push(line),
  );
  const send = async (body: string | Uint8Array<ArrayBuffer>) => {
    const answer = await app.request('/add-checkpoint', { method: 'POST', body });
    return { status: answer.status, body: await answer.text(), type: answer.headers.get('content-type') ?? '' };
  };
  return { witness, app, send, events, said, key: signer.key };
}

describe('adding a checkpoint', () => {
  test('the first one of a log is cosigned, with the time, on exactly the text of the log', async () => {
    const log = witnessLog();
    const { send, key } = witnessOf(log);
    const { status, body } = await send(log.request(0, 5));
    expect(status).toBe(200);
    expect(body).toMatch(/^— npc\.example\/witness \S+\n$/);
    const note = readNote(log.note(5) + body);
    expect(note && verifyCosignature(note, key)).toEqual({ time: time.getTime() / 1000 });
    const other = readNote(log.note(6) + body);
    expect(other && verifyCosignature(other, key)).toBeUndefined();
  });

  test('every later size is cosigned when the proof is right', async () => {
    const log = witnessLog();
    const { send } = witnessOf(log);
    let old = 0;
    for (const size of [0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 600]) {
      expect((await send(log.request(old, size))).status).toBe(200);
      old = size;
    }
  });

  test('the same checkpoint is cosigned again', async () => {
    const log = witnessLog();
    const { send } = witnessOf(log);
    await send(log.request(0, 5));
    expect((await send(log.request(5, 5))).status).toBe(200);
  });

  test('another size than the last one is answered with the last one', async () => {
    const log = witnessLog();
    const { send } = witnessOf(log);
    expect(await send(log.request(3, 5))).toEqual({ status: 409, body: '0\n', type: 'text/x.tlog.size' });
    await send(log.request(0, 5));
    for (const old of [0, 4, 6]) {
      expect(await send(log.request(old, 9))).toEqual({ status: 409, body: '5\n', type: 'text/x.tlog.size' });
    }
  });

  test('a log that goes back is never cosigned', async () => {
    const log = witnessLog();
    const { send } = witnessOf(log);
    await send(log.request(0, 9));
    expect((await send(log.request(9, 5))).status).toBe(400);
    expect((await send(log.request(5, 5))).status).toBe(409);
    expect((await send(log.request(0, 5))).status).toBe(409);
  });

  test('another tree of the same size is refused, and both signed checkpoints are kept as evidence', async () => {
    const log = witnessLog();
    const { send, events } = witnessOf(log);
    await send(log.request(0, 9));
    const fork = log.forkedAt(4);
    expect((await send(fork.request(9, 9))).status).toBe(422);
    const last = events.at(-1) as WitnessEvent;
    expect(last.kind).toBe('forked');
    const evidence = readFileSync(keepEvidence(folder, last), 'utf8');
    for (const one of [log, fork]) {
      expect(evidence).toContain(writeCheckpoint(one.head(9)));
      expect(evidence).toContain(one.note(9).split('\n\n')[1]);
    }
  });

  test('a larger tree that leaves something out is refused, whatever proof comes with it', async () => {
    const log = witnessLog();
    const { send, witness } = witnessOf(log);
    await send(log.request(0, 9));
    const fork = log.forkedAt(4);
    expect((await send(fork.request(9, 20))).status).toBe(422);
    const honest = { old: 9, proof: log.proof(9, 20), note: fork.note(20) };
    expect((await send(writeAddCheckpoint(honest))).status).toBe(422);
    expect((await send(writeAddCheckpoint({ ...honest, proof: [] }))).status).toBe(422);
    expect(witness.seen().get(log.key.name)?.checkpoint).toEqual(log.head(9));
  });

  test('a proof where none belongs is refused', async () => {
    const log = witnessLog();
    const { send } = witnessOf(log);
    const note = log.note(9);
    expect((await send(writeAddCheckpoint({ old: 0, proof: log.proof(4, 9), note }))).status).toBe(422);
    await send(log.request(0, 9));
    expect((await send(writeAddCheckpoint({ old: 9, proof: log.proof(4, 9), note }))).status).toBe(422);
  });

  test('an empty tree with another root than that of nothing is refused', async () => {
    const log = witnessLog();
    const { send } = witnessOf(log);
    const text = writeCheckpoint({ origin: log.key.name, size: 0, root: randomBytes(32) });
    const note = writeNote(text, [log.signer.line(text)]);
    expect((await send(writeAddCheckpoint({ old: 0, proof: [], note }))).status).toBe(422);
    expect((await send(log.request(0, 0))).status).toBe(200);
  });

  test('a log that is not known is answered with 404', async () => {
    const { send } = witnessOf(witnessLog());
    expect((await send(witnessLog('other.example/log').request(0, 5))).status).toBe(404);
  });

  test('a checkpoint without the signature of the log, or with a wrong one, is answered with 403', async () => {
    const log = witnessLog();
    const { send } = witnessOf(log);
    const text = writeCheckpoint(log.head(5));
    const stranger = createSigner(log.key.name, randomBytes(32));
    const ask = (lines: string[]) => send(writeAddCheckpoint({ old: 0, proof: [], note: writeNote(text, lines) }));
    const wrong = signatureLine(log.key, randomBytes(64));
    expect((await ask([stranger.line(text)])).status).toBe(403);
    expect((await ask([wrong])).status).toBe(403);
    // A note with a line by a known key that is not good is malformed, even beside a good one.
    expect((await ask([log.signer.line(text), wrong])).status).toBe(403);
    // Lines by keys that nobody knows are passed over.
    expect((await ask([stranger.line(text), log.signer.line(text)])).status).toBe(200);
  });

  test.each([
    ['nothing', () => ''],
    ['no old size', (log: WitnessLog) => `\n${log.note(5)}`],
    ['an old size with a zero before it', (log: WitnessLog) => `old 00\n\n${log.note(5)}`],
    ['a negative old size', (log: WitnessLog) => `old -1\n\n${log.note(5)}`],
    ['a proof line that is no hash', (log: WitnessLog) => `old 0\nabc\n\n${log.note(5)}`],
    ['a proof line that is too short', (log: WitnessLog) => `old 0\n${btoa('short')}\n\n${log.note(5)}`],
    ['64 proof lines', (log: WitnessLog) => `old 0\n${`${'A'.repeat(43)}=\n`.repeat(64)}\n${log.note(5)}`],
    ['no note', () => 'old 0\n\n'],
    [
      'a note that is no checkpoint',
      (log: WitnessLog) => `old 0\n\n${writeNote('text\n', [log.signer.line('text\n')])}`,
    ],
    [
      'a checkpoint with an empty line',
      (log: WitnessLog) => {
        const text = `${writeCheckpoint(log.head(5))}\nmore\n`;
        return `old 0\n\n${writeNote(text, [log.signer.line(text)])}`;
      },
    ],
    ['carriage returns', (log: WitnessLog) => log.request(0, 5).replaceAll('\n', '\r\n')],
    ['an old size above the new one', (log: WitnessLog) => log.request(6, 5)],
  ])('%s is answered with 400', async (_, body) => {
    const log = witnessLog();
    const { send } = witnessOf(log);
    expect((await send(body(log))).status).toBe(400);
  });

  test('what is not UTF-8 is answered with 400, what is far too long with 413, another method with 405', async () => {
    const { send, app } = witnessOf(witnessLog());
    expect((await send(Uint8Array.of(0x6f, 0x6c, 0x64, 0xff))).status).toBe(400);
    expect((await send('old 0\n'.repeat(20_000))).status).toBe(413);
    expect((await app.request('/add-checkpoint')).status).toBe(405);
  });

  test('several logs are kept apart', async () => {
    const [one, two] = [witnessLog('one.example/log'), witnessLog('two.example/log')];
    const { send, witness } = witnessOf(one, two);
    await send(one.request(0, 9));
    await send(two.request(0, 4));
    expect((await send(two.request(4, 9))).status).toBe(200);
    expect((await send(one.request(9, 12))).status).toBe(200);
    expect([...witness.seen()].map(([origin, { checkpoint }]) => [origin, checkpoint.size])).toEqual([
      ['one.example/log', 12],
      ['two.example/log', 9],
    ]);
  });

  test('requests that come at the same time are taken one after the other: only one can follow a size', async () => {
    const log = witnessLog();
    const { send } = witnessOf(log);
    await send(log.request(0, 10));
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => send(log.request(10, 11 + n))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  test('whatever is sent in whatever order, all that is cosigned is one history', async () => {
    const log = witnessLog('log.example/wmpy', 64);
    const forks = [log, log.forkedAt(3), log.forkedAt(17), log.forkedAt(40)];
    const anyRequest = fc.record({
      fork: fc.nat({ max: forks.length - 1 }),
      old: fc.option(fc.nat({ max: 64 })),
      size: fc.nat({ max: 64 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyRequest, { maxLength: 30 }), async (requests) => {
        rmSync(folder, { recursive: true, force: true });
        const { send, witness } = witnessOf(log);
        const cosigned: { fork: number; size: number }[] = [];
        for (const { fork, old, size } of requests) {
          // Mostly what a log would send: the size that the witness has seen last.
          const from = old ?? witness.seen().get(log.key.name)?.checkpoint.size ?? 0;
          const { status } = await send((forks[fork] as WitnessLog).request(from, size));
          if (status === 200) cosigned.push({ fork, size });
        }
        for (const [place, after] of cosigned.entries()) {
          for (const before of cosigned.slice(0, place)) {
            expect(before.size).toBeLessThanOrEqual(after.size);
            expect(forks[after.fork]?.head(before.size)).toEqual(forks[before.fork]?.head(before.size));
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('what a witness remembers', () => {
  test('it goes on after a restart where it was', async () => {
    const log = witnessLog();
    const before = witnessOf(log);
    await before.send(log.request(0, 9));
    const after = witnessOf(log);
    expect(after.key).toEqual(before.key);
    expect((await after.send(log.request(0, 12))).body).toBe('9\n');
    expect((await after.send(log.forkedAt(2).request(9, 12))).status).toBe(422);
    expect((await after.send(log.request(9, 12))).status).toBe(200);
  });

  test('two programs on one folder do not forget for each other', async () => {
    const log = witnessLog();
    const one = witnessOf(log);
    const two = witnessOf(log);
    await one.send(log.request(0, 9));
    expect((await two.send(log.request(0, 12))).body).toBe('9\n');
    await two.send(log.request(9, 12));
    expect((await one.send(log.request(9, 15))).body).toBe('12\n');
  });

  test('while another program is deciding, nothing is decided', () => {
    const log = witnessLog();
    const { records } = openWitnessFolder(folder, name);
    records.update(log.key.name, () => {
      expect(() => records.update(log.key.name, () => ({ result: 1 }))).toThrow(RecordsBusy);
      return { result: 0 };
    });
    expect(records.update(log.key.name, () => ({ result: 2 }))).toBe(2);
  });

  test('when the disk does not take it, nothing is promised, and later it goes on', async () => {
    const log = witnessLog();
    const { send, said } = witnessOf(log);
    await send(log.request(0, 9));
    const file = join(folder, 'records.json');
    const before = readFileSync(file);
    writeFileSync(file, before.subarray(0, 20));
    expect((await send(log.request(9, 12))).status).toBe(500);
    expect(said.join()).toContain('没有签名');
    writeFileSync(file, before);
    expect((await send(log.request(9, 12))).status).toBe(200);
  });

  test('only its own user can read the key and the records', () => {
    witnessOf(witnessLog());
    for (const file of ['witness.key', 'records.json']) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  });

  test('the newest cosigned checkpoint of a log can be fetched, with both signatures', async () => {
    const log = witnessLog();
    const { app, send, key } = witnessOf(log);
    const path = `/${createHash('sha256').update(log.key.name).digest('hex')}/checkpoint`;
    expect((await app.request(path)).status).toBe(404);
    await send(log.request(0, 9));
    await send(log.request(9, 12));
    const note = readNote(await (await app.request(path)).text());
    expect(note?.text).toBe(writeCheckpoint(log.head(12)));
    expect(note && verifyNote(note, log.key)).toBe(true);
    expect(note && verifyCosignature(note, key)).toBeDefined();
  });

  test('its page tells people what it has seen last', async () => {
    const log = witnessLog();
    const { app, send } = witnessOf(log);
    expect(await (await app.request('/')).text()).toContain('还没有见证过');
    await send(log.request(0, 9));
    const page = await (await app.request('/')).text();
    expect(page).toContain(`存证本 ${log.key.name}`);
    expect(page).toContain('见证到 9 条');
    expect(page).toContain('2026-10-12 10:00');
  });
});

test('the request is read as it was written, and the example of the standard is read', () => {
  const log = witnessLog();
  const request = { old: 3, proof: log.proof(3, 9), note: log.note(9) };
  expect(readAddCheckpoint(writeAddCheckpoint(request))).toMatchObject({ ...request, checkpoint: log.head(9) });
  const example = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
`;
  const read = readAddCheckpoint(example);
  expect(read).toMatchObject({
    old: 20_852_014,
    checkpoint: { origin: 'example.com/behind-the-sofa', size: 20_852_163 },
  });
  expect(read?.proof).toHaveLength(4);
  expect(read && writeAddCheckpoint(read)).toBe(example);
});

test('the key of a witness is one for cosignatures', () => {
  expect(witnessOf(witnessLog()).key.type).toBe(ed25519Cosignature);
});
