/** The log as anybody reads it: through its addresses alone, with the standards' rules and nothing of ours but the arithmetic. */

import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storeCosignature } from '../../db/cosignatures.ts';
import { insertPending, pendingRow } from '../../db/ledger-pending.ts';
import { readCheckpoint, readLogProof } from '../../server/domain/trust/checkpoint.ts';
import { fromBase64, toBase64Url } from '../../server/domain/trust/encoding.ts';
import { emptyRoot, leafHash, nodeHash, type TreeHash } from '../../server/domain/trust/hash.ts';
import { readNote, readVerifierKey } from '../../server/domain/trust/note.ts';
import { readReceipt, verifyNote } from '../../server/domain/trust/signatures.ts';
import { readBundle } from '../../server/domain/trust/tiles.ts';
import { provesConsistency, provesInclusion } from '../../server/domain/trust/tree.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';

const sha256: TreeHash = {
  name: 'sha256',
  hash: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
};

/** The root straight from RFC 6962 §2.1. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyRoot(sha256);
  const [first] = leaves;
  if (leaves.length === 1 && first !== undefined) return first;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(sha256, rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

const leafAt = (leaves: readonly Uint8Array[], index: number): Uint8Array => leaves[index] ?? new Uint8Array(0);

describe.each(databases)('存证本的公开地址（$name）', ({ open }) => {
  let desk: Desk;
  const bytesOf = async (path: string): Promise<Uint8Array> => {
    const answer = await desk.ask(path);
    expect(answer.status, path).toBe(200);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const textOf = async (path: string): Promise<string> => new TextDecoder().decode(await bytesOf(path));
  const checkpoint = async () => {
    const note = await textOf('/log/checkpoint');
    const read = readCheckpoint(note);
    if (read === undefined) throw new Error('no checkpoint');
    return { ...read, note };
  };
  /** Addresses as tlog-tiles spells them, for logs of fewer than 256,000 entries. */
  const place = (index: number, width: number): string =>
    String(index).padStart(3, '0') + (width === 256 ? '' : `.p/${width}`);
  /** Hashes of all leaves, from the entries, each held against the tiles. */
  const readAll = async (size: number): Promise<Uint8Array[]> => {
    const leaves: Uint8Array[] = [];
    for (let index = 0; index * 256 < size; index += 1) {
      const width = Math.min(256, size - index * 256);
      const entries = readBundle(await bytesOf(`/log/tile/entries/${place(index, width)}`)) ?? [];
      const hashes = entries.map((entry) => leafHash(sha256, entry));
      expect(Buffer.concat(hashes)).toEqual(Buffer.from(await bytesOf(`/log/tile/0/${place(index, width)}`)));
      leaves.push(...hashes);
    }
    return leaves;
  };
  /** Lets the log grow by entries that say nothing of importance. */
  const grow = async (entries: number, from: number): Promise<void> => {
    await desk.context.db.transaction().execute((trx) =>
      insertPending(
        trx,
        Array.from({ length: entries }, (_, n) =>
          pendingRow(
            { t: 'access', w: '2026-10-05', texts: from + n, contacts: 0, h: 'x'.repeat(43) },
            { kind: 'staff', due: '' },
          ),
        ),
      ),
    );
    await desk.context.ledger.enter();
  };

  beforeAll(async () => {
    desk = await testDesk(await open());
  });
  afterAll(() => desk.close());

  test('还没有记录时，如实说没有', async () => {
    const answer = await desk.ask('/log/checkpoint');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(((await answer.json()) as { detail: string }).detail).toContain('第一条记录');
    expect((await desk.ask('/log/tile/0/000')).status).toBe(404);
    expect((await desk.ask('/log/consistency?from=0')).status).toBe(404);
  });

  test('任何人只凭公开文件就能算出根散列，和签了名的一样', async () => {
    await desk.opinion();
    await desk.context.ledger.settle();
    for (const [entries, from] of [
      [1, 0],
      [252, 1000],
      [3, 2000],
      [300, 3000],
    ] as const) {
      await grow(entries, from);
      const { size, root, note } = await checkpoint();
      expect(rootOf(await readAll(size))).toEqual(root);
      const key = readVerifierKey(desk.context.ledger.keys[0]);
      const read = readNote(note);
      expect(key && read && verifyNote(read, key)).toBe(true);
    }
    const { size } = await checkpoint();
    expect(size).toBeGreaterThan(512);
    const upper = await bytesOf(`/log/tile/1/000.p/${Math.floor(size / 256)}`);
    const leaves = await readAll(size);
    expect(Buffer.from(upper.subarray(0, 32))).toEqual(Buffer.from(rootOf(leaves.slice(0, 256))));
  });

  test('没满的文件可以要到现有的任何长度，以前取过的内容不变', async () => {
    const { size } = await checkpoint();
    const last = Math.floor(size / 256);
    const whole = await bytesOf(`/log/tile/0/${place(last, size % 256)}`);
    const entries = readBundle(await bytesOf(`/log/tile/entries/${place(last, size % 256)}`)) ?? [];
    for (const width of [1, 7, (size % 256) - 1]) {
      expect(await bytesOf(`/log/tile/0/${place(last, width)}`)).toEqual(whole.subarray(0, width * 32));
      expect(readBundle(await bytesOf(`/log/tile/entries/${place(last, width)}`))).toEqual(entries.slice(0, width));
    }
    expect(await bytesOf('/log/tile/0/000.p/40')).toEqual((await bytesOf('/log/tile/0/000')).subarray(0, 1280));
  });

  test.each([
    'entries/001.p/0',
    'entries/001.p/256',
    'entries/001.p/01',
    'entries/1',
    'entries/x000/001',
    'entries/099',
    'entries/x999/x999/x999/x999/x999/999',
    '0/009',
    '0/002',
    '1/000',
    '1/000.p/200',
    '9/000',
    '64/000',
    '00/000',
    '0/000/',
    '0/-01',
  ])('没有的地址 /log/tile/%s 答 404', async (path) => {
    expect((await desk.ask(`/log/tile/${path}`)).status).toBe(404);
  });

  test('满了的文件可以永久缓存，检查点每次要问；任何网站的页面都可以读', async () => {
    const full = await desk.ask('/log/tile/entries/000');
    expect(full.headers.get('content-type')).toBe('application/octet-stream');
    expect(full.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const newest = await desk.ask('/log/checkpoint');
    expect(newest.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(newest.headers.get('cache-control')).toBe('no-cache');
    const refused = await desk.ask('/log/tile/0/099');
    for (const answer of [full, newest, refused]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    }
    expect((await desk.ask('/healthz')).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('没有变化时只答 304；只问头部时不发内容；能压缩的就压缩', async () => {
    for (const path of ['/log/checkpoint', '/log/tile/0/000', '/log/tile/entries/000']) {
      const answer = await desk.ask(path);
      const etag = answer.headers.get('etag') ?? '';
      const again = await desk.ask(path, { headers: { 'if-none-match': `"other", ${etag}` } });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe('');
      const head = await desk.ask(path, { method: 'HEAD' });
      expect(head.status).toBe(200);
      expect(head.headers.get('content-length')).toBe(String((await answer.arrayBuffer()).byteLength));
      expect(await head.text()).toBe('');
    }
    const zipped = await desk.ask('/log/tile/entries/000', { headers: { 'accept-encoding': 'gzip, br' } });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(new Uint8Array(gunzipSync(await zipped.arrayBuffer()))).toEqual(await bytesOf('/log/tile/entries/000'));
    expect((await desk.ask('/log/checkpoint', { method: 'POST' })).status).toBe(405);
    expect((await desk.ask('/log/tile/x001/000', { method: 'DELETE' })).status).toBe(405);
  });

  test('每一条都有存证证明；等待的、没有的和写错的各有说法', async () => {
    const { size, root, note } = await checkpoint();
    const leaves = await readAll(size);
    for (const index of [0, 1, 2, 254, 255, 256, 257, 300, 511, 512, size - 2, size - 1]) {
      const leaf = leafAt(leaves, index);
      const proof = readLogProof(await textOf(`/log/proof?leaf=${toBase64Url(leaf)}`));
      expect(proof?.index).toBe(index);
      expect(proof?.checkpoint).toBe(note);
      expect(provesInclusion(sha256, { leaf, index, size, root }, proof?.path ?? [])).toBe(true);
    }
    expect((await desk.ask(`/log/proof?leaf=${'A'.repeat(43)}`)).status).toBe(404);
    expect((await desk.ask('/log/proof?leaf=short')).status).toBe(422);
    expect((await desk.ask('/log/proof')).status).toBe(422);
  });

  test('见证单位的签名附在检查点后面，存证证明里也有', async () => {
    const { size, note } = await checkpoint();
    const line = `— witness.example ${Buffer.alloc(76, 7).toString('base64')}\n`;
    await storeCosignature(desk.context.db, { witness: 'witness.example', size, time: 1_790_000_000, line });
    const cosigned = await checkpoint();
    expect(cosigned.note).toBe(note + line);
    const { leaf } = await desk.context.db
      .selectFrom('ledger_leaf')
      .select('leaf')
      .where('idx', '=', 3)
      .executeTakeFirstOrThrow();
    expect(readLogProof(await textOf(`/log/proof?leaf=${leaf}`))?.checkpoint).toBe(cosigned.note);
  });

  test('以前任何长度都能证明现在的内容是接着它写的', async () => {
    const { size, root } = await checkpoint();
    const leaves = await readAll(size);
    for (const [from, to] of [
      [1, size],
      [2, 3],
      [200, 256],
      [255, 512],
      [256, size],
      [257, 300],
      [size - 1, size],
      [size, size],
    ] as const) {
      const lines = (await textOf(`/log/consistency?from=${from}&to=${to}`)).split('\n').slice(0, -1);
      const proof = lines.map((line) => fromBase64(line) ?? new Uint8Array(0));
      const older = { size: from, root: rootOf(leaves.slice(0, from)) };
      const newer = { size: to, root: to === size ? root : rootOf(leaves.slice(0, to)) };
      expect(provesConsistency(sha256, older, newer, proof), `${from} ${to}`).toBe(true);
    }
    expect(await textOf('/log/consistency?from=0')).toBe('');
    expect(await textOf('/log/consistency?from=256')).toBe(await textOf(`/log/consistency?from=256&to=${size}`));
    for (const wrong of [`from=1&to=${size + 1}`, `from=${size + 1}`, 'from=3&to=2', 'from=-1', 'from=x', '']) {
      expect((await desk.ask(`/log/consistency?${wrong}`)).status, wrong).toBe(422);
    }
  });

  test('等待的记录有签了名的回执，进了存证本就改给证明', async () => {
    await desk.opinion({ text: '公交站牌倒了，等车的人看不见车次' });
    const { leaf, due } = await desk.context.db
      .selectFrom('ledger_pending')
      .select(['leaf', 'due'])
      .where('kind', '=', 'case.new')
      .executeTakeFirstOrThrow();
    expect((await desk.ask(`/log/proof?leaf=${leaf}`)).status).toBe(404);
    const key = readVerifierKey(desk.context.ledger.keys[1]);
    const receipt = key && readReceipt(await textOf(`/log/receipt?leaf=${leaf}`), key);
    expect(toBase64Url(receipt?.leaf ?? new Uint8Array(0))).toBe(leaf);
    expect((receipt?.by ?? '') > due).toBe(true);
    await desk.context.ledger.settle();
    expect((await desk.ask(`/log/receipt?leaf=${leaf}`)).status).toBe(404);
    expect((await desk.ask(`/log/proof?leaf=${leaf}`)).status).toBe(200);
  });
});
