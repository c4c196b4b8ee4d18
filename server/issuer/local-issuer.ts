/** The ticket issuer on tables of this server's database. It never sees a ballot, and what it keeps says nothing of one. */

import type { Kysely } from 'kysely';
import type { CitizenWrites } from '../../db/citizen-writes.ts';
import {
  destroyIssuerKeys,
  findIssuerRules,
  type IssuerRules,
  listIssuerKeys,
  listRedemptions,
  replaceIssuerRound,
  type StoredTicketKey,
  useCode,
  wasUsed,
} from '../../db/issuer.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import type { Database } from '../../db/tables.ts';
import { dayOf, minuteOf } from '../clock.ts';
import type { IssueRefusal, IssueRequest, Issuer } from '../domain/round/issuer.ts';
import { rosterLineOf } from '../domain/trust/ballot.ts';
import { canonicalJson } from '../domain/trust/canonical.ts';
import { fromBase64Url } from '../domain/trust/encoding.ts';
import { saltedHash } from '../domain/trust/hash.ts';
import type { ContactSeal } from '../files/contact.ts';
import { makeTicketKeys } from './make-keys.ts';
import { canSign, readSigningKey, type SigningKey, signAll } from './sign-tickets.ts';

/** A code of the round was used: its keys and rosters stay as they are. */
export class RoundInUse extends Error {}

export interface LocalIssuerOptions {
  db: Kysely<Database>;
  /** Group commit, so that codes are used up on the disk before anybody gets an answer, without a wait for the disk each. */
  writes: Pick<CitizenWrites, 'answer'>;
  now: () => Date;
  /** Seals the private halves of keys. */
  seal: ContactSeal;
}

interface Known {
  /** As stored: another text is another version of the round. */
  text: string;
  rules: IssuerRules;
  /** By group, then by department. */
  keys: Map<string, Map<string, SigningKey>>;
}

export function createLocalIssuer({ db, writes, now, seal }: LocalIssuerOptions): Issuer {
  const rounds = new Map<string, Known>();

  const roundOf = async (round: string): Promise<Known | undefined> => {
    const text = await findIssuerRules(db, round);
    if (text === undefined) return undefined;
    const known = rounds.get(round);
    if (known?.text === text) return known;
    const read: Known = { text, rules: JSON.parse(text) as IssuerRules, keys: new Map() };
    rounds.set(round, read);
    return read;
  };

  const keysOf = async ({ rules: { round }, keys }: Known, group: string): Promise<Map<string, SigningKey>> => {
    const known = keys.get(group);
    if (known !== undefined) return known;
    const read = new Map<string, SigningKey>();
    for (const { department, modulus, sealed } of await listIssuerKeys(db, round, group)) {
      if (sealed === null) continue;
      const secret = seal.open(sealed);
      if (secret === undefined) throw new Error('The keys of tickets were sealed with another key');
      read.set(department, readSigningKey(modulus, secret));
    }
    keys.set(group, read);
    return read;
  };

  const issue = async (
    request: IssueRequest,
  ): Promise<{ signed: Record<string, string> } | { refusal: IssueRefusal }> => {
    const known = await roundOf(request.round);
    if (known === undefined) return { refusal: 'unknown-round' };
    const { opensOn, closesOn, ticketsUntil = closesOn, rosters } = known.rules;
    const instant = now();
    const today = dayOf(instant);
    if (today < opensOn || today > closesOn) return { refusal: 'not-open' };
    const rule = rosters.find(({ roster }) => roster === request.roster);
    if (rule === undefined) return { refusal: 'not-invited' };
    const keys = await keysOf(known, rule.group);
    const wanted = Object.entries(request.blinded).map(([name, text]) => ({
      name,
      key: keys.get(name),
      blinded: fromBase64Url(text),
    }));
    const ready = wanted.flatMap(({ name, key, blinded }) =>
      key !== undefined && blinded !== undefined && canSign(key, blinded) ? [{ name, key, blinded }] : [],
    );
    const isWhole =
      ready.length === rule.departments.length &&
      rule.departments.every((code) => Object.hasOwn(request.blinded, code));
    if (!isWhole || wanted.length !== ready.length) return { refusal: 'wrong-departments' };
    const isInWindow = rule.window === undefined || isWithin(rule.window, minuteOf(instant));
    const use = await writes.answer((trx) =>
      useCode(trx, {
        round: request.round,
        roster: request.roster,
        line: rosterLineOf(nativeSha256, request.redemption),
        redemption: request.redemption,
        requestHash: saltedHash(nativeSha256, '', canonicalJson({ ...request.blinded })),
        mayBegin: today <= ticketsUntil && isInWindow,
      }),
    );
    if (use === 'granted') return { signed: await signAll(ready) };
    if (use === 'too-late') return { refusal: isInWindow ? 'not-open' : 'outside-window' };
    return { refusal: use === 'unknown' ? 'not-invited' : 'already-used' };
  };

  return {
    prepare: async (round) => {
      const inUse = `Codes of round ${round.round} were used already`;
      if (await wasUsed(db, round.round)) throw new RoundInUse(inUse);
      const made = await makeTicketKeys(round.keys.length);
      const keys = round.keys.map(({ group, department }, place): StoredTicketKey => {
        const { modulus = '', secret = '' } = made[place] ?? {};
        return { rater_group: group, department, modulus, sealed: seal.seal(secret) };
      });
      if ((await replaceIssuerRound(db, round, keys)) === 'used') throw new RoundInUse(inUse);
      rounds.delete(round.round);
      return keys
        .map(({ rater_group, department, modulus }) => ({ group: rater_group, department, n: modulus }))
        .sort((a, b) => (a.group === b.group ? compare(a.department, b.department) : compare(a.group, b.group)));
    },
    issue,
    redemptions: (round) => listRedemptions(db, round),
    destroy: async (round) => {
      await destroyIssuerKeys(db, round);
      rounds.delete(round);
    },
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Both ends included. */
const isWithin = ({ from, until }: { from: string; until: string }, minute: string): boolean =>
  from <= minute && minute <= until;
