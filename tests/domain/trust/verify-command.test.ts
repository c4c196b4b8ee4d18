/** `npm run verify` as a journalist uses it: from an address, from a copy in a folder, with what was kept, and when something is in the way. */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isPlainPath } from '../../../server/domain/trust/mirror.ts';
import { writeVerifierKey } from '../../../server/domain/trust/note.ts';
import type { Report } from '../../../server/domain/trust/report.ts';
import { root } from '../../../tools/prepare.mjs';
import { copyOf, editLines, logSigner, seal, smallLedger } from '../../support/small-ledger.ts';

const clean = await smallLedger({ seed: 5, cases: 30 });
const files = seal(clean);
const folder = mkdtempSync(join(tmpdir(), 'wanping-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program, in the folder of the test. */
function verify(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(root, 'tools', 'verify', 'main.ts'), ...args], {
    env: { PATH: process.env['PATH'], INIT_CWD: folder },
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

function write(name: string, content: ReadonlyMap<string, Uint8Array>): string {
  for (const [path, bytes] of content) {
    const file = join(folder, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  return name;
}

/** Serves files until `most` requests were answered; then it refuses. */
async function serve(content: ReadonlyMap<string, Uint8Array>, most = Number.POSITIVE_INFINITY) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice('/city/'.length);
    asked.push(path);
    const bytes = content.get(path);
    response.writeHead(asked.length > most ? 403 : bytes === undefined ? 404 : 200).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/city`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a copy in a folder', () => {
  test('agrees: ends with 0 and says so in plain words', async () => {
    const { code, out } = await verify(write('copy', files), '--key', writeVerifierKey(logSigner.key));
    expect(out).toContain('检查点的签名：用您给的公钥');
    expect(out.trimEnd().endsWith('结果：全部一致。')).toBe(true);
    expect(code).toBe(0);
  });

  test('made by wget, which puts everything under the name of the host, is found', async () => {
    write(join('wget', 'city.example'), files);
    expect((await verify('wget')).code).toBe(0);
  });

  test('with a difference: ends with 1 and names it, to programs, too', async () => {
    const draft = copyOf(clean);
    editLines(draft, 'texts.ndjson', (lines) => lines.slice(1));
    const changed = write('changed', seal(draft));
    const { code, out } = await verify(changed);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ 公开的文字[^\n]*\n {4}案件 [^\n]*没有公开/);
    const report = JSON.parse((await verify(changed, '--json')).out) as Report;
    expect(report.counts).toEqual({ 'text-withheld': 1 });
  });

  test('with a checkpoint that was kept: a shorter log is a rollback', async () => {
    write('kept', new Map([['checkpoint.txt', files.get('log/checkpoint')!]]));
    expect((await verify('copy', '--since', 'kept/checkpoint.txt')).code).toBe(0);
    const shorter = write('shorter', seal({ ...clean, entries: clean.entries.slice(0, 300) }));
    const { code, out } = await verify(shorter, '--since', 'kept/checkpoint.txt');
    expect(code).toBe(1);
    expect(out).toContain('存证本变短了');
  });
});

describe('an address', () => {
  test('agrees', async () => {
    await using city = await serve(files);
    expect((await verify(city.url)).code).toBe(0);
  });

  test('a download that broke goes on: what can never change is not fetched again', async () => {
    await using broken = await serve(files, 9);
    const first = await verify(broken.url, '--into', 'kept-download');
    expect(first.err).toContain('没有读到');
    expect(first.code).toBe(2);
    expect(existsSync(join(folder, 'kept-download', 'log/tile/entries/000'))).toBe(true);
    await using city = await serve(files);
    expect((await verify(city.url, '--into', 'kept-download')).code).toBe(0);
    expect(city.asked).not.toContain('log/tile/entries/000');
    expect(city.asked).toContain('log/checkpoint');
    expect((await verify('kept-download')).code).toBe(0);
  });

  test('that is no ledger: ends with 2 and a sentence', async () => {
    await using city = await serve(new Map());
    const { code, err } = await verify(city.url);
    expect(code).toBe(2);
    expect(err).toContain('没有可以读的存证本');
  });
});

describe('what cannot be meant', () => {
  test.each([
    [['ftp://city.example/'], '网址不对'],
    [[], '用法：'],
    [['nowhere'], '没有文件夹'],
    [['copy', '--kee', 'x'], '不认识的参数 --kee'],
    [['copy', '--key', 'x'], '--key 不对'],
    [['copy', '--witness', writeVerifierKey(logSigner.key)], '--witness 不对'],
    [['copy', '--require-witness', 'all'], '--require-witness 不对'],
    [['copy', '--since', 'nowhere'], '--since 不对'],
    [['copy', '--into', 'x'], '--into 只用于从网址下载'],
  ])('%j is refused with a sentence and 2', async (args, sentence) => {
    const { code, err } = await verify(...args);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });

  test('paths that a log names lead nowhere but into the ledger', () => {
    for (const path of ['log/checkpoint', 'open/dept/a-1.json', 'log/tile/0/x001/067.p/3', '_astro/page.C1_x.js']) {
      expect(isPlainPath(path)).toBe(true);
    }
    for (const path of [
      '../secret',
      'open/../../x',
      '/etc/passwd',
      '//other.example/x',
      'http://other.example',
      'a\\b',
      'a?b',
      '.env',
      '',
    ]) {
      expect(isPlainPath(path)).toBe(false);
    }
  });
});
