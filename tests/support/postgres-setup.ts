/** Once per run: one PostgreSQL for all projects that need it, with a migrated database that each test copies. */
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { type Cluster, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's PostgreSQL, up to and including the slash before a database's name. */
    postgres: string;
  }
}

/** Kept on globalThis, because each project loads its own copy of this module and all of them share one cluster. */
const shared: typeof globalThis & { wanpingTestPostgres?: Promise<Cluster> } = globalThis;

async function startMigrated(): Promise<Cluster> {
  const cluster = await startPostgres();
  try {
    const admin = new pg.Client(cluster.url('postgres'));
    await admin.connect();
    await admin.query('create database migrated');
    await admin.end();
    const db = openDatabase(cluster.url('migrated'));
    await migrateToLatest(db);
    await db.destroy();
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

export async function setup(project: TestProject): Promise<void> {
  shared.wanpingTestPostgres ??= startMigrated();
  project.provide('postgres', (await shared.wanpingTestPostgres).url(''));
}

/** Runs when everything has ended, once for each project; the first one stops the cluster. */
export async function teardown(): Promise<void> {
  const cluster = await shared.wanpingTestPostgres;
  delete shared.wanpingTestPostgres;
  await cluster?.stop();
}
