/** A rating, durable before its reply, against the same route that checks everything and stores nothing. */
import { join } from 'node:path';
import { cpSync } from 'node:fs';
import { openDatabase } from '../../db/open.ts';
import { setSetting } from '../../db/settings.ts';
import { type Generator, median, type Round, round, startFloors, startSite, temporaryFolder } from './processes.ts';
import { limited, type Section } from './report.ts';

const connections = 64;

const variants = ['stored', 'checked', 'bare'] as const;
type Variant = (typeof variants)[number];

const titles: Record<Variant, string> = {
  stored: 'POST /api/ratings: checked, stored with its ledger entry, counted for the day, on disk before the reply',
  checked: 'the same route with the same checks, storing nothing (floor)',
  bare: 'Hono and zod alone: no middleware, no rate limit, no proof of work (for information)',
};

/** As a city in service: its ledger enters ratings once a day, where the demonstration does so all the time, to be tried. */
async function makeReal(dataDir: string): Promise<void> {
  const db = openDatabase(`sqlite:${join(dataDir, 'wanping.sqlite')}`);
  await setSetting(db, 'mode', 'real');
  await db.destroy();
}

export async function measureRatings(
  city: string,
  generator: Generator,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<Section> {
  using folder = temporaryFolder();
  using floorFolder = temporaryFolder();
  cpSync(city, folder.path, { recursive: true });
  await makeReal(folder.path);
  using site = await startSite(folder.path);
  // The floors check the same proofs.
  cpSync(join(folder.path, 'keys'), join(floorFolder.path, 'keys'), { recursive: true });
  using floors = await startFloors(floorFolder.path);
  const list = (await (await fetch(`${site.url}/api/departments`)).json()) as { items: { code: string }[] };
  const departments = list.items.map(({ code }) => code);
  // As on any day, people are looking at pages.
  for (const path of [
    '/',
    '/d',
    '/rates',
    ...departments.slice(0, 20).flatMap((code) => [`/d/${code}`, `/d/${code}/rate`]),
  ]) {
    await fetch(site.url + path);
  }
  const targets = {
    stored: { process: site, port: site.port, path: '/api/ratings' },
    checked: { process: floors, port: floors.ports.checked, path: '/api/floor' },
    bare: { process: floors, port: floors.ports.bare, path: '/api/floor' },
  };
  const results: Record<Variant, Round[]> = { stored: [], checked: [], bare: [] };
  const run = async (variant: Variant, length: number): Promise<Round> => {
    const { process, port, path } = targets[variant];
    const keyFile = join(folder.path, 'keys', 'challenge.key');
    await generator.load({
      kind: 'prepare',
      ratings: Math.ceil(length * (variant === 'bare' ? 15_000 : 4000)),
      keyFile,
      departments,
    });
    return round(generator, process, { kind: 'ratings', port, path, connections, seconds: length });
  };
  for (const variant of variants) await run(variant, Math.min(1, seconds));
  for (let turn = 0; turn < rounds; turn += 1) {
    for (let index = 0; index < variants.length; index += 1) {
      const variant = variants[(turn + index) % variants.length] ?? 'stored';
      results[variant].push(await run(variant, seconds));
    }
  }
  const ratios = (of: (one: Round) => number, floor: Variant): number[] =>
    results.stored.map((one, turn) => of(one) / of(results[floor][turn] ?? one));
  const rate = median(ratios(({ rate }) => rate, 'checked'));
  return {
    name: 'ratings',
    title: 'A rating',
    how: `${connections} connections, ${rounds} rounds of ${seconds} s in turns; every rating has a token, a proof of work and a sender of its own. The server's pages are in memory. The city is one in service: the demonstration enters ratings in its ledger all the time, a real one once a day.`,
    lines: [
      limited('ratings a second, to the floor', rate, '×', { least: 0.8 }),
      {
        what: 'processor time of a rating, to the floor',
        value: `${median(ratios(({ cpu }) => cpu, 'checked')).toFixed(2)} ×`,
      },
    ],
    table: {
      head: ['variant', 'a second', 'µs of processor each', 'p50 ms', 'p99 ms'],
      rows: variants.map((variant) => [
        titles[variant],
        ...(['rate', 'cpu'] as const).map((key) => median(results[variant].map((one) => one[key])).toFixed(0)),
        ...(['p50', 'p99'] as const).map((key) => median(results[variant].map((one) => one[key])).toFixed(1)),
      ]),
    },
    raw: { ratios: ratios(({ rate: each }) => each, 'checked'), ...results },
  };
}
