/** Invitations: a code, its link, its line in the roster. Made offline, on the inviter's machine. */
import { formatInvitationCode, makeInvitationCode, readInvitationCode } from '../domain/round/invitation-code.ts';
import type { RosterRule } from '../domain/round/plan.ts';
import type { RosterList } from '../domain/round/roster-file.ts';
import { redemptionOf, rosterLineOf } from '../domain/trust/ballot.ts';
import type { TreeHash } from '../domain/trust/hash.ts';

export interface Invitation {
  /** In groups of four. */
  code: string;
  /** Opens the ballot; the code stands behind `#`, so that it reaches no server and no log. */
  link: string;
}

/** A place to make codes: the round, the site with the path below which it lies, and where randomness comes from. */
export interface Mint {
  round: string;
  site: string;
  tree: TreeHash;
  /** That many bytes of a cryptographic source. */
  random: (count: number) => Uint8Array;
}

/** Address at which a code is typed. */
export const votePage = (site: string): string => `${site.replace(/\/+$/, '')}/v`;

/** The line of the roster that a code belongs to; nothing when the code is misspelt or of another roster. */
export function lineOfCode({ round, tree }: Pick<Mint, 'round' | 'tree'>, roster: string, code: string) {
  const reading = readInvitationCode(code);
  if (!reading.ok || reading.roster !== roster) return undefined;
  return rosterLineOf(tree, redemptionOf(tree, round, roster, reading.secret));
}

/** One new code of a roster with its hashed line. */
export function newInvitation(mint: Mint, roster: string): Invitation & { line: string } {
  const code = makeInvitationCode(roster, mint.random(10));
  const line = lineOfCode(mint, roster, code);
  if (line === undefined) throw new Error('A code that was made belongs to its roster');
  return { code: formatInvitationCode(code), link: `${votePage(mint.site)}#${mint.round}.${code}`, line };
}

/** The roster as the portal gets it: lines sorted, so that their order says nothing of the people. */
export const rosterList = (rule: Omit<RosterRule, 'codes'>, lines: readonly string[]): RosterList => ({
  ...rule,
  codes: lines.length,
  lines: lines.toSorted(),
});

/** Round and roster out of a link; nothing when it is none. */
export function readLink(link: string): { round: string; roster: string; code: string } | undefined {
  const [, round, code = ''] = /#([\w-]+)\.([^.#]+)$/.exec(link.trim()) ?? [];
  const reading = readInvitationCode(code);
  return round === undefined || !reading.ok ? undefined : { round, roster: reading.roster, code };
}
