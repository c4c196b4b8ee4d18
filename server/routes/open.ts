/** Open data: the files of the newest publication as they were published, and what the ledger itself holds in other forms. */

import type { Context as HonoContext } from 'hono';
import { newestCheckpoint, readEntries } from '../../db/ledger-log.ts';
import { findOpenFile, findRules, listOpenFiles, listRules } from '../../db/ledger-reads.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { openRounds } from '../../db/open-rounds.ts';
import { openedCells, openedRatings, publishedTexts, textsVersion } from '../../db/open-data.ts';
import { newestPublication } from '../../db/publications.ts';
import { listRoundFiles, shownRoundFile } from '../../db/round-files.ts';
import { getLicence } from '../../db/settings.ts';
import { toBase64Url, utf8ToBytes } from '../domain/trust/encoding.ts';
import { entriesPath, tilePath, tilesOf } from '../domain/trust/tiles.ts';
import { answers, createRoute, type Env, newRoutes, refuses, z } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { caching, serveBytes, serveGzip, serveLines } from '../http/sharing.ts';
import { jsonLine, mediaTypes } from '../open/files.ts';
import { type EventLine, eventRow, eventsHead } from '../open/tables.ts';
import { Problem } from '../problem.ts';
import { cityFiguresView } from '../schemas/figures.ts';
import { fileMeanings } from '#words/dictionary.ts';
import { openWords } from '#words/open.ts';

type C = HonoContext<Env>;

const kinds = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  text: 'text/plain',
} as const;
type Kind = keyof typeof kinds;

/** The reader has it already. */
const unchanged = { 304: { description: 'Unchanged' } } as const;
const contentOf = (kind: Kind, description: string) => ({
  200: { description, content: { [kinds[kind]]: { schema: z.string() } } },
  ...unchanged,
});

const notFound = (detail: string): Problem => new Problem('not-found', { detail });

/** A file of the newest publication, exactly as the ledger has bound it. */
async function published(c: C, path: string): Promise<Response> {
  const { db } = c.var.context;
  const file = await findOpenFile(db, path);
  if (file === undefined) {
    throw notFound((await newestPublication(db)) === undefined ? openWords.notPublished : openWords.noFile);
  }
  return serveGzip(c, file.gzip, {
    type: file.media_type,
    cache: caching.ask,
    version: file.hash,
    saveAs: path.endsWith('.csv') ? path.replaceAll('/', '-') : undefined,
  });
}

const publishedRoute = <Path extends string>(path: Path, kind: Kind, summary: string) =>
  createRoute({
    method: 'get',
    path,
    summary,
    responses: { ...contentOf(kind, 'As published'), ...refuses('not-found') },
  });
const figuresRoute = createRoute({
  method: 'get',
  path: '/open/figures.json',
  summary: 'All published figures with their definitions',
  responses: { 200: answers(cityFiguresView, 'Figures'), ...unchanged, ...refuses('not-found') },
});
const file = z.string().max(80);
const filesRoute = <Path extends string>(path: Path, kind: Kind, summary: string, example: string) =>
  createRoute({
    method: 'get',
    path,
    summary,
    request: { params: z.object({ file: file.openapi({ example }) }) },
    responses: { ...contentOf(kind, 'As published'), ...refuses('validation', 'not-found') },
  });
const openingsRoute = createRoute({
  method: 'get',
  path: '/open/openings/{year}/{file}',
  summary: 'Opened ratings of a department',
  request: { params: z.object({ year: z.string().max(4), file: file.openapi({ example: 'xzspj.ndjson' }) }) },
  responses: { ...contentOf('ndjson', 'Sorted by commitment'), ...refuses('validation', 'not-found') },
});
const roundFileRoute = createRoute({
  method: 'get',
  path: '/open/rounds/{round}/{file}',
  summary: 'A file of a round',
  request: { params: z.object({ round: file, file: file.openapi({ example: 'rules.json' }) }) },
  responses: { ...contentOf('json', 'As the ledger binds it'), ...refuses('validation', 'not-found') },
});
const roundPartRoute = createRoute({
  method: 'get',
  path: '/open/rounds/{round}/{part}/{file}',
  summary: 'Rows of a round: those of a batch, or opened ones of a department',
  request: {
    params: z.object({
      round: file,
      part: z.enum(['batches', 'openings']),
      file: file.openapi({ example: 'xzspj.ndjson' }),
    }),
  },
  responses: { ...contentOf('ndjson', 'Sorted by commitment'), ...refuses('validation', 'not-found') },
});
const madeRoute = <Path extends string>(path: Path, kind: Kind, summary: string) =>
  createRoute({
    method: 'get',
    path,
    summary,
    responses: { ...contentOf(kind, 'Made while it is sent'), ...refuses('not-found', 'too-many') },
  });

/** A file of a round, exactly as the ledger has bound it. */
async function servedRoundFile(c: C, round: string, path: string): Promise<Response> {
  const found = await shownRoundFile(c.var.context.db, round, path);
  if (found === undefined) throw notFound(openWords.noFile);
  return serveGzip(c, found.gzip, {
    type: typeOf(path),
    cache: caching.ask,
    version: found.hash,
    saveAs: path.endsWith('.csv') ? `${round}-${path}` : undefined,
  });
}

async function* openings(db: Parameters<typeof openedRatings>[0], code: string, year: number): AsyncGenerator<string> {
  for await (const part of openedRatings(db, code, year)) yield part.map(jsonLine).join('');
}

/** The entries about cases before the place of a publication. */
async function* events(db: Parameters<typeof readEntries>[0], until: number): AsyncGenerator<EventLine> {
  for await (const { index, entry } of readEntries(db, 0, until)) {
    const value = JSON.parse(entry) as Record<string, unknown> & { t: string };
    if (value.t.startsWith('case.') || value.t === 'erase') yield { i: index, ...value };
  }
}

async function* texts(db: Parameters<typeof publishedTexts>[0]): AsyncGenerator<string> {
  for await (const line of publishedTexts(db)) yield jsonLine(line);
}

/** The list of events in one of its forms. */
async function serveEvents(c: C, kind: 'ndjson' | 'csv'): Promise<Response> {
  const { db, limits } = c.var.context;
  limits.take('bulk', senderOf(c));
  const newest = await newestPublication(db);
  if (newest === undefined) throw notFound(openWords.notPublished);
  async function* lines(): AsyncGenerator<string> {
    if (kind === 'csv') yield eventsHead();
    for await (const event of events(db, newest?.idx ?? 0)) yield kind === 'csv' ? eventRow(event) : jsonLine(event);
  }
  return serveLines(c, lines, {
    type: mediaTypes[kind],
    cache: caching.ask,
    version: `events-${newest.n}-${newest.idx}`,
    saveAs: kind === 'csv' ? 'events.csv' : undefined,
  });
}

/** Files that are made while they are sent, by their paths under /open/. */
async function madeFiles({ db }: C['var']['context']): Promise<string[]> {
  const cells = await openedCells(db);
  return [
    'texts.ndjson',
    'events.ndjson',
    'events.csv',
    ...(await listRules(db)).map((n) => `rules/${n}.json`),
    ...cells.map(({ year, department }) => `openings/${year}/${department}.ndjson`),
    'rounds.json',
  ];
}

const roundFilePath = ({ round_id, path }: { round_id: string; path: string }): string => `rounds/${round_id}/${path}`;

/** What a file is called in the data dictionary. */
const titleOf = (path: string): string =>
  fileMeanings[
    `open/${path
      .replace(/^cases\/\d+\./, 'cases/<year>.')
      .replace(/^dept\/.+\./, 'dept/<code>.')
      .replace(/^openings\/.+\./, 'openings/<year>/<code>.')
      .replace(/^rules\/.+\./, 'rules/<n>.')
      .replace(/^rounds\/[^/]+/, 'rounds/<id>')
      .replace(/^rounds\/<id>\/batches\/.+\./, 'rounds/<id>/batches/<batch>.')
      .replace(/^rounds\/<id>\/openings\/.+\./, 'rounds/<id>/openings/<code>.')}`
  ]?.title ?? path;

const typeOf = (path: string): string =>
  path.endsWith('.csv') ? mediaTypes.csv : path.endsWith('.ndjson') ? mediaTypes.ndjson : mediaTypes.json;

async function index(context: C['var']['context']): Promise<object> {
  const { db } = context;
  const newest = await newestPublication(db);
  if (newest === undefined) throw notFound(openWords.notPublished);
  const { n, day, year } = newest;
  return {
    licence: await getLicence(db),
    publication: { n, day, year },
    files: [
      ...(await listOpenFiles(db)).map(({ path, media_type, hash, size }) => ({
        path,
        title: titleOf(path),
        type: media_type,
        bytes: size,
        sha256: hash,
      })),
      ...(await madeFiles(context)).map((path) => ({ path, title: titleOf(path), type: typeOf(path) })),
      ...(await listRoundFiles(db)).map((one) => {
        const path = roundFilePath(one);
        return { path, title: titleOf(path), type: typeOf(path), bytes: one.size, sha256: one.hash };
      }),
      { path: 'mirror.txt', title: titleOf('mirror.txt'), type: mediaTypes.text },
    ],
  };
}

/**
 * Every address, one a line. The checkpoint comes first and what it vouches for last: what is added to the log meanwhile takes nothing away.
 */
async function addresses(context: C['var']['context']): Promise<string[]> {
  const { db } = context;
  const newest = await newestCheckpoint(db);
  if (newest === undefined) throw notFound(openWords.noCheckpoint);
  const tiles = tilesOf(newest.size);
  return [
    'log/checkpoint',
    ...(await listOpenFiles(db)).map(({ path }) => `open/${path}`),
    'open/index.json',
    ...(await madeFiles(context)).map((path) => `open/${path}`),
    ...(await listRoundFiles(db)).map((one) => `open/${roundFilePath(one)}`),
    ...tiles.map((tile) => `log/${tilePath(tile)}`),
    ...tiles.filter(({ level }) => level === 0).map((tile) => `log/${entriesPath(tile.index, tile.width)}`),
  ];
}

const serveMade = (c: C, content: string, type: string): Promise<Response> => {
  const bytes = utf8ToBytes(content);
  const version = toBase64Url(nativeSha256.hash(bytes)).slice(0, 22);
  return serveBytes(c, bytes, { type, cache: caching.ask, version, compress: true });
};

export const openRoutes = newRoutes()
  .openapi(madeRoute('/open/index.json', 'json', 'All files of the open data'), async (c) =>
    serveMade(c, JSON.stringify(await index(c.var.context)), mediaTypes.json),
  )
  .openapi(madeRoute('/open/mirror.txt', 'text', 'All addresses, for wget'), async (c) => {
    const { env } = c.var.context;
    const base = (env.publicUrl ?? new URL(c.req.url).origin) + env.basePath;
    const lines = (await addresses(c.var.context)).map((path) => `${base}/${path}\n`);
    return serveMade(c, lines.join(''), mediaTypes.text);
  })
  .openapi(publishedRoute('/open/city.json', 'json', 'The city and this publication'), (c) => published(c, 'city.json'))
  .openapi(figuresRoute, (c) => published(c, 'figures.json'))
  .openapi(publishedRoute('/open/figures.csv', 'csv', 'All published figures, one group a line'), (c) =>
    published(c, 'figures.csv'),
  )
  .openapi(publishedRoute('/open/departments.csv', 'csv', 'The directory'), (c) => published(c, 'departments.csv'))
  .openapi(publishedRoute('/open/records.ndjson', 'ndjson', 'Records beside the cases'), (c) =>
    published(c, 'records.ndjson'),
  )
  .openapi(publishedRoute('/open/records.csv', 'csv', 'Records beside the cases'), (c) => published(c, 'records.csv'))
  .openapi(publishedRoute('/open/dictionary.json', 'json', 'The data dictionary'), (c) =>
    published(c, 'dictionary.json'),
  )
  .openapi(filesRoute('/open/cases/{file}', 'ndjson', 'Cases of a 评议年度', '2025.ndjson'), (c) =>
    published(c, `cases/${c.req.valid('param').file}`),
  )
  .openapi(filesRoute('/open/dept/{file}', 'json', 'One department', 'xzspj.json'), (c) =>
    published(c, `dept/${c.req.valid('param').file}`),
  )
  .openapi(filesRoute('/open/rules/{file}', 'json', 'Rules as they were logged', '1.json'), async (c) => {
    const n = /^([1-9]\d{0,8})\.json$/.exec(c.req.valid('param').file)?.[1];
    const rules = n === undefined ? undefined : await findRules(c.var.context.db, Number(n));
    if (rules === undefined) throw notFound(openWords.noFile);
    return serveBytes(c, utf8ToBytes(rules.body), {
      type: mediaTypes.json,
      cache: caching.forADay,
      version: rules.hash,
      compress: true,
    });
  })
  .openapi(madeRoute('/open/rounds.json', 'json', 'Rounds and their files'), async (c) => {
    const { db } = c.var.context;
    if ((await newestPublication(db)) === undefined) throw notFound(openWords.notPublished);
    return serveMade(c, JSON.stringify(await openRounds(db)), mediaTypes.json);
  })
  .openapi(roundFileRoute, (c) => {
    const { round, file: name } = c.req.valid('param');
    return servedRoundFile(c, round, name);
  })
  .openapi(roundPartRoute, (c) => {
    const { round, part, file: name } = c.req.valid('param');
    return servedRoundFile(c, round, `${part}/${name}`);
  })
  .openapi(openingsRoute, async (c) => {
    const { db } = c.var.context;
    const { year, file: name } = c.req.valid('param');
    const cell = (await openedCells(db)).find(
      (one) => String(one.year) === year && `${one.department}.ndjson` === name,
    );
    if (cell === undefined) throw notFound(openWords.noFile);
    return serveLines(c, () => openings(db, cell.department, cell.year), {
      type: mediaTypes.ndjson,
      cache: caching.ask,
      version: `openings-${year}-${cell.department}-${cell.ratings}`,
    });
  })
  .openapi(madeRoute('/open/texts.ndjson', 'ndjson', 'Published words'), async (c) => {
    const { db, limits } = c.var.context;
    limits.take('bulk', senderOf(c));
    if ((await newestPublication(db)) === undefined) throw notFound(openWords.notPublished);
    return serveLines(c, () => texts(db), {
      type: mediaTypes.ndjson,
      cache: caching.ask,
      version: `texts-${await textsVersion(db)}`,
    });
  })
  .openapi(madeRoute('/open/events.ndjson', 'ndjson', 'Entries about cases'), (c) => serveEvents(c, 'ndjson'))
  .openapi(madeRoute('/open/events.csv', 'csv', 'Entries about cases'), (c) => serveEvents(c, 'csv'));
