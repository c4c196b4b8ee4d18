/** The bodies of tests, one project per folder of tests/, and one for what may run beside browsers. */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const postgres = './tests/support/postgres-setup.ts';
const site = './tests/support/site-setup.ts';
const city = './tests/support/city-setup.ts';

/** Of tests/fault those that need no machine of their own: refused starts, attacks on data, searches for traces. */
const untimed = 'tests/fault/{start,tamper,no-trace,no-trace-rounds}.test.ts';

/** Later groups start when earlier ones have ended: browsers want the machine to themselves, and each crash test does. */
const projects = [
  { name: 'domain', globalSetup: [], group: 1 },
  { name: 'db', globalSetup: [postgres], group: 1 },
  { name: 'api', globalSetup: [postgres], group: 1 },
  { name: 'site', globalSetup: [site, city], group: 2 },
  { name: 'attack', globalSetup: [site, postgres], group: 2, include: untimed },
  { name: 'fault', globalSetup: [site, postgres], group: 3, exclude: untimed },
].map(({ include, exclude, ...project }) => ({
  ...project,
  include: include ?? `tests/${project.name}/**/*.test.ts`,
  exclude: exclude === undefined ? [] : [exclude],
}));

export default defineConfig({
  test: {
    projects: projects.map(({ name, globalSetup, group, include, exclude }) => ({
      test: {
        name,
        globalSetup,
        include: [include],
        exclude,
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
