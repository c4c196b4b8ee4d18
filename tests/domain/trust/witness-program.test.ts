/** The witness as another institution runs it: a process that may be killed at any moment, and whoever starts it may get it wrong. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNote, readVerifierKey, writeVerifierKey } from '../../../server/domain/trust/note.ts';
import { verifyCosignature } from '../../../server/domain/trust/signatures.ts';
import { type WitnessLog, witnessLog } from '../../support/witness-log.ts';

const program = join(import.meta.dirname, '../../../tools/witness/main.ts');
const dying = join(import.meta.dirname, '../../support/dying-witness.ts');
const name = 'npc.example/witness';

let folder = '';
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wanping-witness-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const keyOf = (log: WitnessLog): string => writeVerifierKey(log.key);
const usual = (log: WitnessLog): string[] => ['--name', name, '--log', keyOf(log), '--data', folder];

/** A witness in a process of its own, as soon as it tells its address. */
async function start(script: string, args: readonly string[]) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = once(child, 'exit');
  let address: string | undefined;
  while (address === undefined) {
    if (child.exitCode !== null) throw new Error(printed);
    await sleep(20);
    address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
  }
  const url = address;
  return {
    url,
    output: () => printed,
    stop: async (signal: NodeJS.Signals) => {
      child.kill(signal);
      return (await ended) as [number | null, string | null];
    },
    ended,
    /** @returns status 0 when the connection broke */
    send: async (body: string): Promise<{ status: number; body: string }> => {
      try {
        const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
        return { status: answer.status, body: await answer.text() };
      } catch {
        return { status: 0, body: '' };
      }
    },
  };
}
const startProgram = (log: WitnessLog) => start(program, [...usual(log), '--port', '0']);

test('the key that it prints is the one that it signs with', async () => {
  const log = witnessLog();
  const witness = await startProgram(log);
  const { body } = await witness.send(log.request(0, 9));
  const key = readVerifierKey(/ {2}(npc\.example\/witness\+\S+)/.exec(witness.output())?.[1] ?? '');
  const note = readNote(log.note(9) + body);
  expect(key && note && verifyCosignature(note, key)).toBeDefined();
  expect(await witness.stop('SIGTERM')).toEqual([0, null]);
});

test('killed between writing and answering, it knows afterwards what it was about to vouch for', async () => {
  const log = witnessLog();
  const first = await start(dying, [folder, keyOf(log)]);
  expect((await first.send(log.request(0, 9))).status).toBe(0);
  expect(await first.ended).toEqual([null, 'SIGKILL']);

  const second = await startProgram(log);
  expect(await second.send(log.request(0, 12))).toEqual({ status: 409, body: '9\n' });
  expect((await second.send(log.forkedAt(3).request(9, 9))).status).toBe(422);
  expect((await second.send(log.request(9, 9))).status).toBe(200);
});

test('killed at any moment, it never forgets what it has vouched for', async () => {
  const log = witnessLog();
  let vouched = 0;
  for (let round = 0; round < 5; round += 1) {
    const witness = await startProgram(log);
    const seen = Number((await witness.send(log.request(600, 600))).body);
    expect(seen).toBeGreaterThanOrEqual(vouched);
    vouched = seen;
    const killed = sleep(20 + 30 * round).then(() => witness.stop('SIGKILL'));
    for (let size = seen + 1; size <= 599; size += 1) {
      const { status } = await witness.send(log.request(size - 1, size));
      if (status !== 200) break;
      vouched = size;
    }
    await killed;
  }
  expect(vouched).toBeGreaterThan(5);
  const last = await startProgram(log);
  expect((await last.send(log.forkedAt(vouched - 1).request(vouched, vouched))).status).not.toBe(200);
});

test('a log that contradicts itself is told to the person at the terminal, with the file of evidence', async () => {
  const log = witnessLog();
  const witness = await startProgram(log);
  await witness.send(log.request(0, 9));
  await witness.send(log.forkedAt(3).request(9, 9));
  await witness.send(log.request(5, 5));
  await witness.stop('SIGTERM');
  expect(witness.output()).toMatch(/⚠ log\.example\/wmpy 对同样的 9 条给出了不同的内容.*fork-9-/);
  expect(witness.output()).toMatch(/⚠ log\.example\/wmpy 送来的只有 5 条/);
  const [evidence] = readdirSync(folder).filter((file) => file.startsWith('fork-9-'));
  expect(readFileSync(join(folder, evidence ?? ''), 'utf8')).toContain(log.note(9).split('\n')[2]);
});

test('somebody who sends his request drop by drop is not waited for', async () => {
  const log = witnessLog();
  const witness = await startProgram(log);
  const slow = fetch(`${witness.url}/add-checkpoint`, {
    method: 'POST',
    duplex: 'half',
    body: new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('old 0\n')) }),
  } as RequestInit).catch(() => undefined);
  // Others are served meanwhile.
  expect((await witness.send(log.request(0, 9))).status).toBe(200);
  const answer = await slow;
  expect(answer?.status ?? 408).toBe(408);
});

describe('a start that cannot succeed is refused with a sentence', () => {
  const log = witnessLog();
  const refused = (args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      encoding: 'utf8',
      timeout: 30_000,
      killSignal: 'SIGKILL',
    });
    expect(status).toBe(1);
    const said = (stdout + stderr).trimEnd();
    expect(said).toMatch(/^✗ \P{Cc}*\p{Script=Han}\P{Cc}*。$/u);
    return said;
  };

  test.each([
    ['nothing at all', [], /用法/],
    ['no name', ['--log', keyOf(log), '--data', 'x'], /缺少 --name/],
    ['a name with a blank', ['--name', 'my witness', '--log', keyOf(log), '--data', 'x'], /--name 不对/],
    ['no log', ['--name', name, '--data', 'x'], /缺少 --log/],
    [
      'a log key with a letter missing',
      ['--name', name, '--log', keyOf(log).slice(0, -1), '--data', 'x'],
      /--log 不对/,
    ],
    ['no folder', ['--name', name, '--log', keyOf(log)], /缺少 --data/],
    ['a wrong port', ['--name', name, '--log', keyOf(log), '--data', 'x', '--port', '80a'], /--port 不对/],
    ['an unknown option', ['--nmae', name], /不认识的参数 --nmae/],
  ])('%s', (_, args, about) => {
    expect(refused(args)).toMatch(about);
  });

  test('a folder that cannot be made', () => {
    writeFileSync(join(folder, 'file'), '');
    for (const data of [join(folder, 'file', 'data'), join(folder, 'file'), '/proc/wanping/witness']) {
      expect(refused(['--name', name, '--log', keyOf(log), '--data', data])).toMatch(/不能建立或不能写入/);
    }
  });

  test('a port that somebody else uses', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(refused([...usual(log), '--port', String(port)])).toContain(`端口 ${port} 已被占用`);
    other.close();
  });

  describe('a folder', () => {
    beforeEach(async () => {
      const witness = await startProgram(log);
      await witness.send(log.request(0, 9));
      await witness.stop('SIGTERM');
    });

    test('whose records are gone: the key must be retired', () => {
      rmSync(join(folder, 'records.json'));
      expect(refused(usual(log))).toMatch(/没有见证记录.*必须停用/);
    });

    test('whose key is gone', () => {
      rmSync(join(folder, 'witness.key'));
      expect(refused(usual(log))).toMatch(/没有密钥 witness\.key/);
      expect(readdirSync(folder)).toEqual(['records.json']);
    });

    test.each([
      ['cut short', (text: string) => text.slice(0, -20)],
      ['empty', () => ''],
      ['about another size', (text: string) => text.replace('\\n9\\n', '\\n8\\n')],
      ['of something else', () => '{}'],
    ])('whose records are %s', (_, change) => {
      const file = join(folder, 'records.json');
      writeFileSync(file, change(readFileSync(file, 'utf8')));
      expect(refused(usual(log))).toMatch(/records\.json 读不出来.*必须停用/);
    });

    test('with the key of another witness', () => {
      writeFileSync(join(folder, 'witness.key'), Buffer.alloc(32, 7));
      expect(refused(usual(log))).toMatch(/不是用这把密钥签的/);
    });

    test('whose key was cut short', () => {
      writeFileSync(join(folder, 'witness.key'), Buffer.alloc(31, 7));
      expect(refused(usual(log))).toMatch(/witness\.key 不能读/);
    });

    test('of another witness', () => {
      expect(refused(['--name', 'other.example/w', '--log', keyOf(log), '--data', folder])).toMatch(/另一个名称/);
    });
  });

  test('a first start that was cut off between records and key is made good by the next one', async () => {
    const other = join(folder, 'other');
    const witness = await start(program, ['--name', name, '--log', keyOf(log), '--data', other, '--port', '0']);
    await witness.stop('SIGKILL');
    mkdirSync(join(folder, 'cut'));
    cpSync(join(other, 'records.json'), join(folder, 'cut', 'records.json'));
    const next = await start(program, [
      '--name',
      name,
      '--log',
      keyOf(log),
      '--data',
      join(folder, 'cut'),
      '--port',
      '0',
    ]);
    expect((await next.send(log.request(0, 9))).status).toBe(200);
  });
});
