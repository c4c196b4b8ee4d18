/** Hostile requests over a real connection to the built server: each is refused as what it is, and the next visitor is served. */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCode, viewKey } from '../../server/domain/receipt.ts';
import { access } from '../../server/access.ts';
import { type RealCity, realCity } from '../support/real-city.ts';
import type { Server } from '../support/server.ts';

interface Answer {
  status: number;
  head: string;
  body: string;
}

/** Pages, with `{x}` where an address holds something that a visitor can write. */
const pages = [
  '/',
  '/d',
  '/d/{x}',
  '/d/{x}/rate',
  '/d/{x}/opinion',
  '/d/{x}/poster',
  '/cases',
  '/cases/{x}',
  '/rates',
  '/rates/{x}',
  '/track',
  '/opinion',
  '/method',
  '/api',
  '/privacy',
  '/problems/{x}',
  '/setup',
  '/offline',
  '/desk',
  '/desk/sign-in',
  '/desk/cases/{x}',
  '/desk/admin/accounts',
  '/desk/opinions/new',
  '/_astro/{x}',
  '/{x}',
  '/api/{x}',
  '/open/{x}',
];
const routes = Object.keys(access)
  .filter((line) => line.startsWith('GET '))
  .map((line) => line.slice(4).replaceAll(/\{\w+\}/g, '{x}'));
const addresses = [...new Set([...pages, ...routes])];

/** Parts of an address that nobody means well: not UTF-8, control characters, other folders, other sites, too long. */
const parts = [
  '%00',
  '%ff',
  '%c0%af',
  '%ed%a0%80',
  '%',
  '%zz',
  '%25ff',
  '..',
  '%2e%2e',
  '..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e%2f%2e%2e%2fetc/passwd',
  '..%5c..%5cetc%5cpasswd',
  '%0d%0aset-cookie:x=y',
  '%E2%80%AE',
  '%E5%9F%8E%E7%AE%A1',
  '%27%22%3Cscript%3Ealert(1)%3C/script%3E',
  '__proto__',
  'constructor',
  '//elsewhere.example',
  '\xff\xfe',
  'a'.repeat(3900),
  'a'.repeat(9000),
  'a'.repeat(30_000),
];
const names = ['q', 'page', 'after', 'class', 'sort', 'year', 'state', 'department', 'topic', 'for', 'next', 'view'];

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (kind) => {
  let city: RealCity;
  let server: Server;
  beforeAll(async () => {
    city = await realCity(kind);
    server = await city.start();
  });
  afterAll(async () => {
    await server.stop();
    await city[Symbol.asyncDispose]();
  });

  /** Writes bytes to the server and reads what comes until it closes, or until nothing has come for a while. */
  const raw = (...pieces: (string | Buffer)[]): Promise<Answer> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(server.url);
      const socket = connect(Number(port), hostname);
      let text = '';
      const end = (): void => {
        socket.destroy();
        const [head = '', body = ''] = text.split(/\r\n\r\n([^]*)/, 2);
        resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head: head.toLowerCase(), body });
      };
      socket.setTimeout(10_000, end);
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      // The server may close while we still write.
      socket.on('error', () => undefined).on('close', end);
      for (const piece of pieces) socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
    });
  const ask = (method: string, target: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> => {
    const length = body === '' && method !== 'POST' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const lines = Object.entries({ host: new URL(server.url).host, connection: 'close', ...length, ...headers });
    return raw(`${method} ${target} HTTP/1.1\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n`, body);
  };
  const isServed = async (): Promise<void> => expect((await ask('GET', '/healthz')).status).toBe(200);
  const sameSite = () => ({ origin: server.url });

  test('no address makes the server fail, and none leads to another site or to a file of the machine', async () => {
    const targets = addresses.flatMap((address) =>
      parts.flatMap((part) => [
        address.replaceAll('{x}', part),
        `${address.replaceAll('{x}', 'x')}?${names.map((name) => `${name}=${part}`).join('&')}`,
        `${address.replaceAll('{x}', 'x')}?${part}=1`,
      ]),
    );
    for (const target of new Set(targets)) {
      const { status, head, body } = await ask('GET', target);
      const shown = `GET ${target.slice(0, 200)}`;
      // What is longer than all headers may be is cut off, at times before the refusal can be read.
      if (target.length < 16_384) expect(status, shown).toBeGreaterThanOrEqual(200);
      expect(status, shown).toBeLessThan(500);
      expect(head, shown).not.toMatch(/\r\nset-cookie: x=y|\r\nlocation: (https?:)?(\/\/|[\\\t])/);
      expect(body, shown).not.toMatch(/root:x:0|'"<script>/);
    }
    await isServed();
  });

  test('a method that an address does not know is refused with those that it knows', async () => {
    for (const address of addresses) {
      const target = address.replaceAll('{x}', 'x');
      for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
        const { status, head } = await ask(method, target, sameSite());
        expect([404, 405], `${method} ${target}`).toContain(status);
        if (status === 405) expect(head, `${method} ${target}`).toMatch(/\r\nallow: /);
      }
    }
  });

  test('HEAD says what GET would say, without a body', async () => {
    for (const address of addresses) {
      const target = address.replaceAll('{x}', 'x');
      const got = await ask('GET', target);
      const head = await ask('HEAD', target);
      expect(head.status, target).toBe(got.status);
      expect(head.body, target).toBe('');
    }
  });

  test('every answer carries the headers that protect its reader', async () => {
    const answers = await Promise.all([
      ask('GET', '/'),
      ask('GET', '/favicon.svg'),
      ask('GET', '/nothing'),
      ask('GET', '/d/'),
      ask('GET', '/api/city'),
      ask('GET', '/api/nothing'),
      ask('GET', '/api/desk/me'),
      ask('GET', '/desk'),
      ask('GET', '/d/%ff'),
      ask('GET', '/open/figures.csv'),
      ask('GET', '/healthz'),
      ask('PUT', '/'),
      ask('POST', '/opinion', { ...sameSite(), 'content-type': 'text/plain' }, 'x'),
      ask('POST', '/api/ratings', { origin: 'https://elsewhere.example' }, '{}'),
    ]);
    for (const { head } of answers) {
      for (const name of ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy'])
        expect(head).toContain(`\r\n${name}: `);
      expect(head).not.toMatch(/\r\n(server|x-powered-by|x-shows): /);
      expect(head).not.toMatch(/script-src[^;]*unsafe/);
    }
  });

  const changing = [
    ...Object.keys(access)
      .filter((line) => line.startsWith('POST '))
      .map((line) => line.slice(5).replaceAll(/\{\w+\}/g, 'x')),
    '/view',
    '/opinion',
    '/d/a/rate',
    '/d/a/opinion',
    '/track',
    '/setup',
    '/desk/sign-in',
    '/desk/sign-out',
    '/desk/password',
    '/desk/cases/x',
    '/desk/opinions/new',
    '/desk/admin/accounts',
    '/desk/admin/city',
  ];

  test('nothing can be changed from another site, nor with a cookie from nowhere', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const path of changing) {
      const others = [
        { origin: 'https://elsewhere.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { cookie: 'wanping=x' },
      ];
      for (const headers of others) {
        const { status } = await ask('POST', path, { ...form, ...headers }, 'view=elder');
        expect(status, `POST ${path} ${JSON.stringify(headers)}`).toBe(403);
      }
    }
  });

  test('what is not the kind of body that an address takes is refused', async () => {
    for (const path of changing) {
      for (const [type, body] of [
        ['application/json', '{"a":'],
        ['application/json', '['.repeat(10_000) + ']'.repeat(10_000)],
        ['application/json', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)],
        ['application/json', '{"__proto__":{"x":1},"constructor":1}'],
        ['application/json', '"\\u0000\\ud800"'],
        ['application/xml', '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'],
        ['multipart/form-data; boundary=x', 'no form'],
        ['multipart/form-data', 'no boundary'],
        ['application/x-www-form-urlencoded', '%ff=%00&%=%zz&back=%2F%09%2Felsewhere.example&token=%00'],
        ['', 'anything'],
      ] as const) {
        const headers = { ...sameSite(), ...(type !== '' && { 'content-type': type }), 'x-forwarded-for': sender() };
        const { status, head } = await ask('POST', path, headers, body);
        expect(status, `POST ${path} ${type} ${body.slice(0, 30)}`).toBeGreaterThanOrEqual(200);
        expect(status, `POST ${path} ${type} ${body.slice(0, 30)}`).toBeLessThan(500);
        expect(head, path).not.toMatch(/\r\nlocation: (https?:)?(\/\/|\/[\\\t])/);
      }
    }
    await isServed();
  });

  test.each(['/api/ratings', '/api/opinions', '/opinion', '/view', '/desk/sign-in', '/api/photos'])(
    'fifty megabytes to %s are refused, announced or not',
    async (path) => {
      const { host } = new URL(server.url);
      const type = path.startsWith('/api') ? 'application/json' : 'application/x-www-form-urlencoded';
      const head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\ncontent-type: ${type}\r\n`;
      const announced = await raw(`${head}content-length: 52428800\r\n\r\n`);
      expect(announced.status).toBe(413);
      const chunk = Buffer.alloc(1024 * 1024, 'a');
      const pieces = Array.from({ length: 50 }, () => [`${chunk.length.toString(16)}\r\n`, chunk, '\r\n']).flat();
      const inChunks = await raw(`${head}transfer-encoding: chunked\r\n\r\n`, ...pieces, '0\r\n\r\n');
      // The server need not read to the end to refuse; then the connection may break before its answer is read.
      expect([413, 0]).toContain(inChunks.status);
      await isServed();
    },
  );

  test('headers that are too large, cookies of a megabyte and broken requests are refused', async () => {
    expect((await ask('GET', '/', { 'x-large': 'a'.repeat(100_000) })).status).toBe(431);
    expect([431, 0]).toContain((await ask('GET', '/desk', { cookie: `wanping=${'a'.repeat(1_000_000)}` })).status);
    expect((await raw('GET / HTTP/1.1\r\n\r\n')).status).toBe(400);
    expect((await raw('\x16\x03\x01\x02\x00\x01\x00\r\n\r\n')).status).toBe(400);
    expect(
      (await raw('GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n')).status,
    ).toBe(400);
    await isServed();
  });

  test('somebody who begins a request and says no more keeps nobody else from being served', async () => {
    const { hostname, port } = new URL(server.url);
    const slow = Array.from({ length: 50 }, () => {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.write('GET / HTTP/1.1\r\nhost: x\r\nx-slow: ');
      return socket;
    });
    const answer = await ask('GET', '/healthz');
    expect(answer.status).toBe(200);
    // They are still there, unanswered, and were not simply thrown out.
    expect(slow.filter((socket) => socket.destroyed || socket.bytesRead > 0)).toEqual([]);
    for (const socket of slow) socket.destroy();
  });

  test('a part of a page or file may be asked for, and something sensible comes', async () => {
    for (const range of ['bytes=0-9', 'bytes=-5', 'bytes=999999999-', 'bytes=9-0', 'bytes=0-0,5-6,7-', 'nonsense'])
      for (const target of ['/', '/favicon.svg', '/open/figures.csv'])
        expect([200, 206, 416], `${target} ${range}`).toContain((await ask('GET', target, { range })).status);
  });

  const sender = (): string => `10.${randomBytes(1)[0]}.${randomBytes(1)[0]}.7`;

  test('whoever guesses receipt codes is stopped soon, and nobody else is', async () => {
    const guess = (from: string) =>
      ask(
        'POST',
        '/api/track',
        { ...sameSite(), 'content-type': 'application/json', 'x-forwarded-for': from },
        JSON.stringify({ viewKey: viewKey(makeCode(randomBytes(10))) }),
      );
    const answers: Answer[] = [];
    for (let count = 0; count < 40; count += 1) answers.push(await guess('192.0.2.9'));
    expect(answers[0]?.status).toBe(404);
    expect(answers.at(-1)?.status).toBe(429);
    expect(answers.at(-1)?.head).toMatch(/\r\nretry-after: \d+/);
    expect((await guess('198.51.100.9')).status).toBe(404);
  });

  test('whoever guesses passwords is stopped soon', async () => {
    const answers: number[] = [];
    for (let count = 0; count < 40; count += 1) {
      const body = JSON.stringify({ username: `clerk${count}`, password: `guess ${count}` });
      const headers = { ...sameSite(), 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.77' };
      answers.push((await ask('POST', '/api/desk/sign-in', headers, body)).status);
    }
    expect(answers[0]).toBe(401);
    expect(answers.at(-1)).toBe(429);
  });
});
