/** The files that the build leaves for browsers, served from memory. They are read and compressed when first asked for. */

import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { type Representation, represent } from './representation.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};

export interface StaticFile {
  /** There once it has been made. */
  made?: Representation;
  make: () => Promise<Representation>;
}

/**
 * The files of a folder by their address. Only what is listed at the start exists, so that no address leads anywhere else.
 * Names under /_astro/ hold a hash of the content: browsers keep those for good.
 */
export function staticFiles(
  folder: string,
  basePath: string,
  security: Readonly<Record<string, string>>,
): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = `/${path.slice(folder.length).split(sep).filter(Boolean).join('/')}`;
    const isKeptForGood = name.startsWith('/_astro/');
    const headers = {
      ...security,
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      'cache-control': isKeptForGood ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'Accept-Encoding',
    };
    let making: Promise<Representation> | undefined;
    const file: StaticFile = {
      make: () => {
        making ??= readFile(path).then(async (bytes) => (file.made = await represent(bytes, headers, 11)));
        return making;
      },
    };
    files.set(encodeURI(basePath + name), file);
    const page = /^(.*)\/index\.html$/.exec(name)?.[1];
    if (page !== undefined) files.set(`${basePath}${page}` || '/', file);
  }
  return files;
}
