/** Makes the store of published pages. */

import type { Astro } from '../app.ts';
import type { Environment } from '../env.ts';
import type { Pages } from './pages.ts';

export interface PagesOptions {
  env: Environment;
  now: () => Date;
  /** Renders a page; without it nothing is kept. */
  astro: Astro | undefined;
  log: (line: string) => void;
}

export function createPages(_options: PagesOptions): Pages {
  return {
    answer: () => undefined,
    changed: () => undefined,
    version: () => 0,
    settled: async () => undefined,
    lastPublished: () => undefined,
  };
}
