/** What the server hands to every route: the store, the clock, and the few services with a life of their own. */

import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { CitizenWrites } from '../db/citizen-writes.ts';
import type { Issuer } from './domain/round/issuer.ts';
import type { Environment } from './env.ts';
import type { ContactSeal } from './files/contact.ts';
import type { FileStore } from './files/file-store.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { RateLimits } from './http/rate-limit.ts';
import type { HumanCheck } from './human/human-check.ts';
import type { Metrics } from './metrics.ts';
import type { Pages } from './pages/pages.ts';

/** A demonstration city and a real one are never mixed: set when the database is made, and never changed. */
export type Mode = 'demonstration' | 'real';

export interface Context {
  env: Environment;
  mode: Mode;
  db: Kysely<Database>;
  /** Group commit for everything that citizens send. */
  writes: CitizenWrites;
  /** The injected clock: the only source of time outside server/main.ts. In the demonstration it shows the city's own time. */
  now: () => Date;
  /** Cryptographically random bytes. */
  random: (length: number) => Uint8Array;
  human: HumanCheck;
  files: FileStore;
  /** Seals what a citizen leaves as a contact, and opens it for the office. */
  contacts: ContactSeal;
  /** How often the same sender may do something; nothing of it is stored. */
  limits: RateLimits;
  /** Gives blind tickets for invitation codes: on this server's tables, or at another institution. */
  issuer: Issuer;
  /** The public log: what official acts and citizens' words are entered in, and what every public number is counted from. */
  ledger: Ledger;
  /** Published pages kept in memory; routes tell it what changed. */
  pages: Pages;
  metrics: Metrics;
}
