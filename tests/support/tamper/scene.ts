/** What an attacker has to work with: the lived city's database, what it serves, and the key with which it signs. */
import type { Kysely } from 'kysely';
import { listDepartments } from '../../../db/departments.ts';
import { appendEntries, logSize, readEntries } from '../../../db/ledger-log.ts';
import { nativeSha256 } from '../../../db/native-hash.ts';
import { getLicence, getSetting } from '../../../db/settings.ts';
import type { Database } from '../../../db/tables.ts';
import { closingsOf, countRowsOf } from '../../../server/domain/counting.ts';
import { assessmentYear } from '../../../server/domain/day.ts';
import { cityFigures } from '../../../server/domain/figures.ts';
import { checkOpenings } from '../../../server/domain/trust/check-openings.ts';
import { canonicalJson } from '../../../server/domain/trust/canonical.ts';
import { readCity } from '../../../server/domain/trust/check-files.ts';
import { asCanonical, type Entry } from '../../../server/domain/trust/entries.ts';
import { type About, type FindingKind, newFindings } from '../../../server/domain/trust/findings.ts';
import type { VerifierKey } from '../../../server/domain/trust/note.ts';
import { newReading } from '../../../server/domain/trust/read-log.ts';
import { readBundle } from '../../../server/domain/trust/tiles.ts';
import { walkLog } from '../../../server/domain/trust/walk-log.ts';
import { logKeys } from '../../../server/ledger/log-keys.ts';
import type { Signer } from '../../../server/ledger/signer.ts';
import { openFiles } from '../../../server/open/files.ts';
import { testCity } from '../city.ts';
import { type Desk, deskOf } from '../desk.ts';
import type { LivedCity } from '../lived-city.ts';
import { type Files, mirrorCity } from '../open-mirror.ts';
import { type Draft, mirrorOf, rebind, seal, tellEvents } from '../small-ledger.ts';

/** What a reader gets to see, and what that reader has kept from before. */
export interface Seen {
  files: Files;
  /** An older checkpoint. */
  since?: string | undefined;
  /** The log's key as the newspaper printed it. */
  key?: VerifierKey;
  witnesses?: readonly VerifierKey[];
  witnessesNeeded?: number;
}

export interface Scene {
  lived: LivedCity;
  /** Signs what the city signs. */
  signer: Signer;
  /** What the city serves, honest; a copy of its own for each attack. */
  readonly files: () => Files;
  /** The same after an earlier publication, 0 being the first. */
  readonly earlier: (n: number) => Files;
  /** What somebody serves who changes entries or files, tells everything consistently and signs it with the city's key. */
  readonly forge: (change: (draft: Draft) => void | Promise<void>) => Promise<Files>;
  /** The same, with all facts and figures counted anew from the changed log, so that only the log itself can betray it. */
  readonly recount: (change: (draft: Draft) => void | Promise<void>) => Promise<Files>;
  /** What a copy of the city serves after somebody has been at its database; it goes on running meanwhile. */
  readonly database: (change: (desk: Desk, db: Kysely<Database>) => Promise<void>) => Promise<Files>;
}

/** Whoever attacks. */
export type Attacker = '有数据库权限的人' | '掌握签名密钥的运营方' | '单位' | '评议办' | '中间人' | '外面的人';

/** Does it, and gives what the reader then sees. */
export type How = (scene: Scene) => Promise<Files | Seen> | Files | Seen;

/** One attack: somebody does something, and the verifier names it; or does not, and then it says why nobody can. */
export interface Attack {
  by: Attacker;
  /** What exactly, in one sentence. */
  does: string;
  /** What the reader sees; nothing for what no program can try out. */
  how?: How;
  /** The finding that names it; `no-ledger` when there is nothing left to verify. */
  found?: FindingKind | 'no-ledger';
  /** Words of the report about it. */
  says?: string;
  /** What the finding says of where. */
  names?: (lived: LivedCity) => About;
  /** tools/verify.py does not see it: it asks neither the calendar nor the hour, and demands no witness. */
  onlyByFirst?: true;
  /** Why it is not found; such an attack must verify as clean. */
  missed?: string;
  /** Who finds it instead. */
  instead?: string;
}

/** The entries and open files of a mirror. */
export function draftOf(files: Files): Draft {
  const bundles = [...files.keys()].filter((path) => path.startsWith('log/tile/entries/')).sort();
  const entries = bundles.flatMap((path) =>
    (readBundle(files.get(path) ?? new Uint8Array(0)) ?? []).map(
      (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Entry,
    ),
  );
  const open = [...files]
    .filter(([path]) => path.startsWith('open/'))
    .map(([path, bytes]) => [path.slice('open/'.length), bytes] as const);
  return { entries, open: new Map(open) };
}

/** Counts every fact and figure of a draft anew from its entries, as the publisher would. */
export async function republish(draft: Draft, signer: Signer, db: Kysely<Database>): Promise<void> {
  const mirror = mirrorOf(seal(draft, signer));
  const city = await readCity(mirror);
  if (city === undefined) throw new Error('open/city.json is gone');
  const tools = { mirror, hash: nativeSha256, findings: newFindings() };
  const reading = newReading(tools, city.publication.n, () => undefined);
  await walkLog(tools, { size: draft.entries.length }, (placed) => reading.take(placed));
  const { published, cells } = await reading.finish();
  if (published === undefined) throw new Error('There is no such publication');
  const { facts, entry, records } = published;
  const { year } = city.publication;
  const ratings = await checkOpenings(tools, cells, published.at);
  const { name, organizer, demonstration, yearStartsOn, classes, departments, topics } = city;
  const figureSource = {
    asOf: entry.day,
    year,
    city: { name, organizer, demonstration },
    classes,
    departments,
    topics,
    rows: countRowsOf(facts, entry.day, yearStartsOn),
    closings: closingsOf(facts, year, yearStartsOn),
    ratings: ratings.filter((sums) => sums.year === year),
  };
  const sorted = facts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for await (const { path, bytes } of openFiles({
    n: entry.n,
    day: entry.day,
    city: await getSetting(db, 'city'),
    licence: await getLicence(db),
    origin: city.origin,
    keys: city.keys,
    departments: await listDepartments(db, { withInactive: true }),
    figureSource,
    figures: cityFigures(figureSource),
    years: city.years,
    factsOfYear: (one) => Promise.resolve(sorted.filter(({ week }) => assessmentYear(week, yearStartsOn) === one)),
    records,
  })) {
    draft.open.set(path, bytes);
  }
}

/** Puts another log in the place of the one in the database: entries, tiles, leaves; nothing is signed. */
export async function rewriteLog(db: Kysely<Database>, change: (entries: Entry[]) => Entry[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const entries: Entry[] = [];
    for await (const { entry } of readEntries(trx, 0, await logSize(trx))) entries.push(JSON.parse(entry) as Entry);
    for (const table of ['ledger_bundle', 'ledger_tile', 'ledger_leaf', 'ledger_checkpoint'] as const) {
      await trx.deleteFrom(table).execute();
    }
    await appendEntries(
      trx,
      change(entries).map((entry) => ({
        entry: canonicalJson(asCanonical(entry)),
        ...('act' in entry && { caseId: entry.id, seq: entry.n }),
      })),
    );
  });
}

/**
 * The scene around a city that has been lived.
 * @param copy opens a copy of its database
 */
export async function setScene(lived: LivedCity, copy: () => Promise<Kysely<Database>>): Promise<Scene> {
  const { desk, mirrors } = lived;
  const { db, env, ledger } = desk.context;
  const signer = logKeys(env, ledger.origin).log;
  const honest = await mirrorCity(desk);
  const files = (): Files => new Map([...honest].map(([path, bytes]) => [path, bytes.slice()]));
  const told = async (draft: Draft): Promise<Files> => {
    tellEvents(draft);
    rebind(draft);
    return seal(draft, signer);
  };
  return {
    lived,
    signer,
    files,
    earlier: (n) => new Map(mirrors[n]),
    forge: async (change) => {
      const draft = draftOf(files());
      await change(draft);
      return told(draft);
    },
    recount: async (change) => {
      const draft = draftOf(files());
      await change(draft);
      await republish(draft, signer, db);
      return told(draft);
    },
    database: async (change) => {
      const city = await testCity(await copy(), { keysOf: env.dataDir });
      city.time = desk.time;
      try {
        await change(deskOf(city), city.context.db);
        return await mirrorCity(city);
      } finally {
        await city.close();
      }
    },
  };
}

/** Attacks of one kind. */
export interface AttackList {
  title: string;
  /** What they have in common. */
  about: string;
  attacks: readonly Attack[];
}
