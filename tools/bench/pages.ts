/** A published page from memory, against Hono answering a constant buffer of the same bytes. */
import type { Constant } from './floors.ts';
import {
  type Floors,
  type Generator,
  median,
  type Measured,
  type Round,
  round,
  type Site,
  startFloors,
  startSite,
  temporaryFolder,
} from './processes.ts';
import { held, limited, type Section } from './report.ts';

const connections = 64;
const path = '/rates';

const variants = ['page', 'constant', 'headers'] as const;
type Variant = (typeof variants)[number];

const titles: Record<Variant, string> = {
  page: `GET ${path}, br, with all its headers`,
  constant: 'Hono answering a constant buffer with its type and encoding (floor)',
  headers: 'the same constant with all the headers of the page (for information)',
};

export async function measurePages(
  city: string,
  generator: Generator,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<Section> {
  using folder = temporaryFolder();
  using site = await startSite(city);
  using floors = await startFloors(folder.path);
  const known = await fetch(site.url + path, { headers: { 'accept-encoding': 'br' } });
  await known.arrayBuffer();
  const { body, headers } = await compressed(site);
  const few = Object.fromEntries(['content-type', 'content-encoding'].map((name) => [name, headers[name] ?? '']));
  const results: Record<Variant, Round[]> = { page: [], constant: [], headers: [] };
  const run = async (variant: Variant, length: number): Promise<Round> => {
    if (variant === 'page') return load(generator, site, site.port, path, length);
    const constant: Constant = { body: body.toString('base64'), headers: variant === 'headers' ? headers : few };
    await floors.ask(constant);
    return load(generator, floors, floors.ports.constant, '/', length);
  };
  for (const variant of variants) await run(variant, Math.min(1, seconds));
  for (let turn = 0; turn < rounds; turn += 1) {
    for (let index = 0; index < variants.length; index += 1) {
      const variant = variants[(turn + index) % variants.length] ?? 'page';
      results[variant].push(await run(variant, seconds));
    }
  }
  const cpu = (floor: Variant): number =>
    median(results.page.map((one, turn) => one.cpu / (results[floor][turn] ?? one).cpu));
  const supports = await support(site);
  return {
    name: 'pages',
    title: 'A published page',
    how: `${path} (${body.length} bytes with br), ${connections} connections, ${rounds} rounds of ${seconds} s in turns.`,
    lines: [
      limited('processor time of a page, to the floor', cpu('constant'), '×', { most: 1.3 }),
      { what: 'the same, to a floor that sends the same headers', value: `${cpu('headers').toFixed(2)} ×` },
      ...supports,
    ],
    table: {
      head: ['variant', 'a second', 'µs of processor each', 'p50 ms', 'p99 ms'],
      rows: variants.map((variant) => [
        titles[variant],
        ...(['rate', 'cpu'] as const).map((key) => median(results[variant].map((one) => one[key])).toFixed(0)),
        ...(['p50', 'p99'] as const).map((key) => median(results[variant].map((one) => one[key])).toFixed(1)),
      ]),
    },
    raw: results,
  };
}

const load = (generator: Generator, process: Measured | Floors, port: number, target: string, seconds: number) =>
  round(generator, process, { kind: 'page', port, path: target, connections, seconds });

/** The bytes of the page as they go over the wire, and its headers; fetch() would unpack them. */
async function compressed(site: Site): Promise<{ body: Buffer<ArrayBuffer>; headers: Record<string, string> }> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    get(site.url + path, { headers: { 'accept-encoding': 'br' } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const own = Object.entries(answer.headers).filter(
          ([name]) => !['date', 'connection', 'keep-alive'].includes(name),
        );
        resolve({
          body: Buffer.concat(chunks),
          headers: Object.fromEntries(own.map(([name, value]) => [name, String(value)])),
        });
      });
    }).on('error', reject);
  });
}

/** What a page from memory must also do. */
async function support(site: Site) {
  const ask = (headers: Record<string, string>, method = 'GET') => fetch(site.url + path, { method, headers });
  const found = await ask({ 'accept-encoding': 'br' });
  const etag = found.headers.get('etag') ?? '';
  await found.arrayBuffer();
  const unchanged = await ask({ 'accept-encoding': 'br', 'if-none-match': etag });
  const zipped = await ask({ 'accept-encoding': 'gzip' });
  await zipped.arrayBuffer();
  const head = await ask({ 'accept-encoding': 'br' }, 'HEAD');
  const bytes = (await head.arrayBuffer()).byteLength;
  const answered = [
    found.headers.get('content-encoding') ?? 'plain',
    zipped.headers.get('content-encoding') ?? 'plain',
    unchanged.status,
    `HEAD ${head.status}`,
  ];
  const passed =
    answered.join() === 'br,gzip,304,HEAD 200' && bytes === 0 && head.headers.get('content-length') !== null;
  return [held('br, gzip, ETag with 304, HEAD', passed, answered.join(', '))];
}
