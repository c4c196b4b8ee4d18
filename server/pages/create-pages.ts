/** Makes the store of published pages. Answering is a look-up; everything else happens when a page is made or something changes. */

import type { IncomingMessage } from 'node:http';
import type { Astro } from '../app.ts';
import { securityHeaders } from '../http/headers.ts';
import type { Environment } from '../env.ts';
import type { Pages } from './pages.ts';
import { isPublished } from './published.ts';
import { answerWith, type Representation, represent } from './representation.ts';
import { type StaticFile, staticFiles } from './static-files.ts';

export interface PagesOptions {
  env: Environment;
  now: () => Date;
  /** Renders a page; without it no page is kept. */
  astro: Astro | undefined;
  /** Folder of the files that the build made for browsers. */
  files?: string | undefined;
  log: (line: string) => void;
  /** Most memory for pages. */
  most?: number;
}

interface Page {
  readonly target: string;
  readonly elder: boolean;
  readonly bytes: Representation;
  readonly topics: readonly string[];
  /** Count of changes when it began to be made: what changed since then, it does not show. */
  readonly asOf: number;
  /** Instant, in milliseconds, before which it is not made again. */
  readonly notBefore: number;
  isStale: boolean;
  /** Rises with each use; the page with the lowest leaves first. */
  used: number;
}

/** The topic that is in every page: a new day has begun. */
const everyPage = 'day';
/** Milliseconds that changes are collected for, so that what changes together is rendered once. */
const collect = 50;
/** A page is not made more often than this, however much changes. */
const restAfter = 1000;
/** After a failure. */
const restAfterFailure = 10_000;
/** Making pages again takes at most a twentieth of the time, so that requests are answered meanwhile. */
const restPerWork = 19;
const megabyte = 1024 * 1024;

export function createPages(options: PagesOptions): Pages {
  const { env, now, astro, log, most = 48 * megabyte } = options;
  const security = securityHeaders(env);
  const pageHeaders = {
    ...security,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    vary: 'Accept-Encoding, Cookie',
  };
  const origin = env.publicUrl ?? `http://${env.host}:${env.port}`;
  const files: Map<string, StaticFile> =
    options.files === undefined ? new Map() : staticFiles(options.files, env.basePath, security);
  const plain = new Map<string, Page>();
  const elder = new Map<string, Page>();
  const making = new Map<string, Promise<Page | Response>>();
  /** Count of changes at which each topic changed last, and how often it did. */
  const changedAt = new Map<string, number>();
  const versions = new Map<string, number>();
  let changes = 0;
  /** Count of changes at which each topic was last withdrawn. */
  const withdrawnAt = new Map<string, number>();
  let uses = 0;
  let bytes = 0;
  let published: Date | undefined;
  let timer: NodeJS.Timeout | undefined;
  const whenSettled: (() => void)[] = [];

  const pathOf = (target: string): string | undefined => {
    if (env.basePath === '') return target;
    if (!target.startsWith(env.basePath)) return undefined;
    const rest = target.slice(env.basePath.length);
    if (rest === '' || rest.startsWith('?')) return `/${rest}`;
    return rest.startsWith('/') ? rest : undefined;
  };

  const isOutdated = (topics: readonly string[], asOf: number): boolean =>
    [everyPage, ...topics].some((topic) => (changedAt.get(topic) ?? 0) > asOf) ||
    (topics.length === 0 && changes > asOf);

  /** Whether something in a page was withdrawn since it began to be made; a page that does not say what it shows may show anything. */
  const isWithdrawn = ({ topics, asOf }: Pick<Page, 'topics' | 'asOf'>): boolean =>
    (topics.length === 0 ? [...withdrawnAt.keys()] : topics).some((topic) => (withdrawnAt.get(topic) ?? 0) > asOf);

  /** Renders one page and keeps it when it is one to keep. @returns the page, or what Astro answered instead */
  const make = async (target: string, forElders: boolean): Promise<Page | Response> => {
    if (astro === undefined) throw new Error('There is nothing to render pages with');
    const asOf = changes;
    const headers: Record<string, string> = forElders ? { cookie: 'view=elder' } : {};
    const response = await astro(new Request(origin + target, { headers }));
    const isPage = response.status === 200 && response.headers.get('content-type')?.startsWith('text/html') === true;
    if (!isPage || response.headers.has('set-cookie')) return response;
    const content = new Uint8Array(await response.arrayBuffer());
    const topics = (response.headers.get('x-shows') ?? '').split(/\s+/).filter(Boolean);
    const page: Page = {
      target,
      elder: forElders,
      bytes: await represent(content, pageHeaders, 5),
      topics,
      asOf,
      notBefore: now().getTime() + restAfter,
      isStale: isOutdated(topics, asOf),
      used: ++uses,
    };
    if (isWithdrawn(page)) return make(target, forElders);
    keep(page);
    published = now();
    if (page.isStale) schedule(restAfter);
    return page;
  };

  const keep = (page: Page): void => {
    forget(page);
    (page.elder ? elder : plain).set(page.target, page);
    bytes += page.bytes.bytes;
    while (bytes > most && plain.size + elder.size > 1) {
      forget([...plain.values(), ...elder.values()].reduce((least, one) => (one.used < least.used ? one : least)));
    }
  };
  const forget = ({ target, elder: forElders }: Page): void => {
    const pages = forElders ? elder : plain;
    bytes -= pages.get(target)?.bytes.bytes ?? 0;
    pages.delete(target);
  };

  /** However many ask for a page that is not there yet, it is made once. */
  const makeOnce = (target: string, forElders: boolean): Promise<Page | Response> => {
    const key = `${forElders ? 'elder' : 'plain'} ${target}`;
    let made = making.get(key);
    if (made === undefined) {
      made = make(target, forElders).finally(() => making.delete(key));
      making.set(key, made);
    }
    return made;
  };

  const stalePages = (): Page[] => [...plain.values(), ...elder.values()].filter((page) => page.isStale);

  const schedule = (milliseconds: number): void => {
    timer ??= setTimeout(() => void makeStaleOnes(), milliseconds).unref();
  };

  /** Makes one stale page again, the one used last first, then rests and goes on with the next. */
  const makeStaleOnes = async (): Promise<void> => {
    const began = now().getTime();
    const stale = stalePages();
    const due = stale.filter((page) => page.notBefore <= began).sort((a, b) => b.used - a.used)[0];
    if (due !== undefined) await makeAgain(due);
    timer = undefined;
    if (stalePages().length > 0) {
      const rest = (now().getTime() - began) * restPerWork;
      const next = Math.min(...stalePages().map((page) => page.notBefore)) - now().getTime();
      schedule(Math.max(rest, next, 1));
    } else {
      for (const settle of whenSettled.splice(0)) settle();
    }
  };

  const makeAgain = async (page: Page): Promise<void> => {
    try {
      const made = await makeOnce(page.target, page.elder);
      if (!(made instanceof Response)) made.used = page.used;
      else if (made.status < 500) forget(page);
      else throw new Error(`it was answered with ${made.status}`);
    } catch (error) {
      log(`${page.target} could not be rendered again, the last good one stays: ${String(error)}`);
      keep({ ...page, notBefore: now().getTime() + restAfterFailure });
    }
  };

  const firstAnswer = async (target: string, forElders: boolean, request: Request, incoming?: IncomingMessage) => {
    const made = await makeOnce(target, forElders);
    if (!(made instanceof Response)) return answerWith(made.bytes, request, incoming);
    // Several may wait for the same answer, whose body can be read once.
    const answer = made.clone();
    const headers = new Headers(answer.headers);
    for (const [name, value] of Object.entries(security)) headers.set(name, value);
    headers.delete('x-shows');
    return new Response(request.method === 'HEAD' ? null : answer.body, { status: answer.status, headers });
  };

  const store: Pages = {
    answer: (request, incoming) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
      const target = incoming?.url ?? request.url.slice(request.url.indexOf('/', 8));
      const cookies = incoming === undefined ? request.headers.get('cookie') : incoming.headers.cookie;
      const forElders = cookies?.includes('view=elder') ?? false;
      const page = (forElders ? elder : plain).get(target);
      if (page !== undefined) {
        page.used = ++uses;
        return answerWith(page.bytes, request, incoming);
      }
      const end = target.indexOf('?');
      const file = files.get(end === -1 ? target : target.slice(0, end));
      if (file !== undefined) {
        if (file.made !== undefined) return answerWith(file.made, request, incoming);
        return file.make().then((made) => answerWith(made, request, incoming));
      }
      const path = astro === undefined ? undefined : pathOf(target);
      if (path === undefined || !isPublished(path)) return undefined;
      return firstAnswer(target, forElders, request, incoming);
    },
    changed: (...topics) => {
      changes += 1;
      for (const topic of topics) {
        changedAt.set(topic, changes);
        versions.set(topic, (versions.get(topic) ?? 0) + 1);
      }
      for (const page of [...plain.values(), ...elder.values()]) {
        if (!page.isStale && isOutdated(page.topics, page.asOf)) {
          page.isStale = true;
          schedule(collect);
        }
      }
    },
    withdraw: (...topics) => {
      store.changed(...topics);
      for (const topic of topics) withdrawnAt.set(topic, changes);
      for (const page of [...plain.values(), ...elder.values()]) {
        if (isWithdrawn(page)) forget(page);
      }
    },
    version: (topic) => versions.get(topic) ?? 0,
    settled: () =>
      stalePages().length === 0 ? Promise.resolve() : new Promise((resolve) => void whenSettled.push(resolve)),
    lastPublished: () => published,
  };
  return store;
}
