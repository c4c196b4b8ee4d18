/**
 * The city's ledger as the server holds it: its name and keys, and the one sequencer that enters what waits, signs, and publishes. Any number
 * of processes may have one; the lock of the log makes them take turns.
 */

import type { Kysely, Transaction } from 'kysely';
import { appendEntries, insertCheckpoint, lockLog, logSize } from '../../db/ledger-log.ts';
import { readMeta } from '../../db/log-meta.ts';
import { numbersOf } from '../../db/logged-cases.ts';
import { openRatings } from '../../db/rating-steps.ts';
import { findSetting, getSetting, setSetting, type Settings } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { dayOf } from '../clock.ts';
import type { Mode } from '../context.ts';
import { addDays, type Day, isoWeek, receiptWeek } from '../domain/day.ts';
import { canonicalJson } from '../domain/trust/canonical.ts';
import { writeCheckpoint } from '../domain/trust/checkpoint.ts';
import { asCanonical, type Entry, type MetaEntry } from '../domain/trust/entries.ts';
import { writeNote } from '../domain/trust/note.ts';
import { receiptText } from '../domain/trust/receipt-note.ts';
import type { Environment } from '../env.ts';
import type { Pages } from '../pages/pages.ts';
import { enterWaiting } from './enter.ts';
import { logKeys, metaEntry } from './log-keys.ts';
import { makePublication } from './publication.ts';
import { mayStillSign } from './witnesses.ts';

export interface Ledger {
  /** Name of the log. */
  readonly origin: string;
  /** Verifier keys: of checkpoints, of receipts. */
  readonly keys: readonly [string, string];
  /** Day on which the log may tell that something came in on a day. */
  enterOn(received: Day): Day;
  /** 回执: a signed promise that a leaf is in the log by a day. */
  receipt(leaf: Uint8Array, includeBy: Day): string;
  /** Enters what is due and signs. @returns what it did, in a few words */
  enter(): Promise<string>;
  /** Enters what is due, opens ratings once a week, publishes, and signs. */
  publish(): Promise<string>;
  /** Enters everything that waits, whatever its day, opens ratings and publishes: where things are tried out. */
  settle(): Promise<void>;
}

export interface LedgerOptions {
  db: Kysely<Database>;
  env: Environment;
  mode: Mode;
  now: () => Date;
  pages: Pick<Pages, 'changed'>;
  /** Gets each new checkpoint as soon as it is stored. */
  signed?: ((note: string) => void) | undefined;
}

/** The log in `db` was signed by another key than ours. */
export class ForeignLog extends Error {}

/** The name of a new log: where the city's pages are, or what the operator says. */
function originOf({ ledgerOrigin, publicUrl, basePath }: Environment, mode: Mode): string {
  if (ledgerOrigin !== undefined) return ledgerOrigin;
  if (publicUrl !== undefined) return `${new URL(publicUrl).hostname}${basePath}/wmpy`;
  return mode === 'demonstration' ? 'lanjiang.example/wmpy' : 'localhost/wmpy';
}

/**
 * Opens the ledger of a city; nothing is written before there is something to enter.
 * @throws ForeignLog when the log in the database belongs to other keys
 */
export async function createLedger(options: LedgerOptions): Promise<Ledger> {
  const { db, env, mode, now, pages, signed } = options;
  const origin = (await findSetting(db, 'ledger'))?.origin ?? originOf(env, mode);
  const { log, receipts, keys } = logKeys(env, origin);
  await refuseForeign(db, keys);

  const sign = async (
    trx: Transaction<Database>,
    { size, root }: { size: number; root: Uint8Array },
  ): Promise<string> => {
    const text = writeCheckpoint({ origin, size, root });
    const note = writeNote(text, [log.line(text)]);
    await insertCheckpoint(trx, { size, root, day: dayOf(now()), note });
    return note;
  };

  const meta = async (trx: Transaction<Database>): Promise<MetaEntry> =>
    metaEntry(origin, keys, (await getSetting(trx, 'city')).name);

  const append = (trx: Transaction<Database>, entries: readonly Entry[]) =>
    appendEntries(
      trx,
      entries.map((entry) => ({ entry: canonicalJson(asCanonical(entry)) })),
    );

  /** One turn of the sequencer. */
  const turn = async (wanted: { all: boolean; publish: boolean }): Promise<string> => {
    const today = dayOf(now());
    const done = await db.transaction().execute(async (trx) => {
      await lockLog(trx);
      if (!(await mayStillSign(trx, env, origin))) return undefined;
      const state: Settings['ledger'] = (await findSetting(trx, 'ledger')) ?? { origin };
      let tree: { size: number; root: Uint8Array } | undefined;
      if ((await logSize(trx)) === 0) tree = await append(trx, [await meta(trx)]);
      const votesToday = new Set(Object.keys(state.votesOn ?? {}).filter((round) => state.votesOn?.[round] === today));
      const entered = await enterWaiting(trx, {
        today,
        all: wanted.all,
        ratingsToday: state.ratingsOn === today,
        votesToday,
      });
      tree = entered.tree ?? tree;
      if (entered.ratings > 0) state.ratingsOn = today;
      // Only today's are asked for.
      const votedToday = [...votesToday, ...entered.rounds].map((round) => [round, today] as const);
      if (votedToday.length > 0) state.votesOn = Object.fromEntries(votedToday);
      let published = 0;
      if (wanted.publish) {
        if (wanted.all || state.openedIn !== isoWeek(today)) {
          const opened = await openRatings(trx, { day: today });
          if (opened !== undefined) tree = await append(trx, [opened]);
          state.openedIn = isoWeek(today);
        }
        const hasNews = tree !== undefined || state.renamed === true;
        const publication = await makePublication(trx, { today, mode, origin, keys, hasNews });
        if (publication !== undefined) {
          tree = await append(trx, [publication.entry]);
          await publication.store(tree.size - 1);
          published = publication.entry.n;
          delete state.renamed;
        }
      }
      await setSetting(trx, 'ledger', state);
      return {
        entered,
        published,
        note: tree && (await sign(trx, tree)),
        numbers: entered.cases.size > 0 && entered.cases.size <= 500 ? await numbersOf(trx, [...entered.cases]) : [],
      };
    });
    if (done === undefined) return 'signing has stopped';
    if (done.note !== undefined) signed?.(done.note);
    const topics = done.numbers.map((number) => `case:${number}`);
    if (done.note !== undefined) pages.changed('ledger', ...topics, ...(done.published > 0 ? ['figures'] : []));
    return `${done.entered.entries} entries${done.published > 0 ? `, publication ${done.published}` : ''}`;
  };

  return {
    origin,
    keys,
    enterOn: (received) => addDays(env.ledgerPace === 'day' ? received : receiptWeek(received).to, 1),
    receipt: (leaf, includeBy) => {
      const text = receiptText({ origin, leaf, includeBy });
      return writeNote(text, [receipts.line(text)]);
    },
    enter: () => turn({ all: false, publish: false }),
    publish: () => turn({ all: false, publish: true }),
    settle: async () => void (await turn({ all: true, publish: true })),
  };
}

async function refuseForeign(db: Kysely<Database>, keys: readonly string[]): Promise<void> {
  const known = (await readMeta(db))?.keys;
  if (known !== undefined && known.join() !== keys.join())
    throw new ForeignLog(`The log belongs to ${known.join(', ')}`);
}
