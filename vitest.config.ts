/** The bodies of tests, one project per folder of tests/; a project is there as soon as its folder is. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const postgres = './tests/support/postgres-setup.ts';
const site = './tests/support/site-setup.ts';
const city = './tests/support/city-setup.ts';

/** Later groups start when earlier ones have ended: browsers want the machine to themselves, and each crash test does. */
const projects = [
  { name: 'domain', globalSetup: [], group: 1 },
  { name: 'db', globalSetup: [postgres], group: 1 },
  { name: 'api', globalSetup: [postgres], group: 1 },
  { name: 'site', globalSetup: [site, city], group: 2 },
  { name: 'fault', globalSetup: [site, postgres], group: 3 },
];

export default defineConfig({
  test: {
    projects: projects
      .filter(({ name }) => existsSync(new URL(`./tests/${name}`, import.meta.url)))
      .map(({ name, globalSetup, group }) => ({
        test: {
          name,
          globalSetup,
          include: [`tests/${name}/**/*.test.ts`],
          sequence: { groupOrder: group },
          maxWorkers: group === 3 ? 1 : availableParallelism(),
          // Generous, because no test is about time: these only end a test that hangs.
          testTimeout: group === 1 ? 60_000 : 180_000,
          hookTimeout: 240_000,
          // What a page will say after a click is asked until it says so.
          expect: { poll: { timeout: 30_000 } },
        },
      })),
  },
});
