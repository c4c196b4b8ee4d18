/** `check`: whether a roster, in a file or as the portal published it, holds exactly the codes of a list. */

import { nativeSha256 } from '../../db/native-hash.ts';
import { readRosterFile } from '../../server/domain/round/roster-file.ts';
import { readUtf8 } from '../../server/domain/trust/mirror.ts';
import { lineOfCode } from '../../server/invite/invitation.ts';
import { inviteWords as words } from '#words/invite.ts';
import { httpMirror } from '../verify/http-mirror.ts';
import { readBytes } from './files.ts';
import { readList } from './list.ts';
import { InviteRefusal, isAddress } from './options.ts';

/** @returns what to tell the inviter, and whether roster and list are the same */
export async function checkRoster({ list: file, roster: where }: { list: string; roster: string }): Promise<{
  ok: boolean;
  lines: string[];
}> {
  const { round, people } = readList(file);
  const rosters = readRosters(readUtf8(await read(where)) ?? '', where, round);
  const expected = new Map<string, Set<string>>();
  for (const { roster, code } of people) {
    const line = lineOfCode({ round, tree: nativeSha256 }, roster, code);
    if (line !== undefined) expected.set(roster, (expected.get(roster) ?? new Set()).add(line));
  }
  let ok = true;
  const lines: string[] = [];
  for (const [roster, own] of expected) {
    const theirs = new Set(rosters.get(roster));
    const same = [...own].filter((line) => theirs.has(line)).length;
    const counts = { roster, same, missing: own.size - same, extra: theirs.size - same };
    ok &&= counts.missing + counts.extra === 0;
    lines.push(words.checked(counts));
  }
  return { ok, lines: ok ? lines : [...lines, words.checkFailed] };
}

async function read(where: string): Promise<Uint8Array> {
  if (!isAddress(where)) return readBytes(where);
  const url = new URL(where);
  const bytes = await httpMirror(new URL('.', url).href, undefined).read(url.pathname.split('/').at(-1) ?? '');
  if (bytes === undefined) throw new InviteRefusal(words.notRoster(where));
  return bytes;
}

/** Lines by roster, of either file: that of the inviter, or `roster.json` of the open data. */
function readRosters(text: string, where: string, round: string): Map<string, string[]> {
  const reading = readRosterFile(text);
  if (reading.ok) {
    if (reading.file.round !== round) throw new InviteRefusal(words.otherRound(reading.file.round, round));
    return new Map(reading.file.rosters.map(({ roster, lines }) => [roster, lines]));
  }
  const published = parsed(text);
  if (typeof published !== 'object' || published === null) throw new InviteRefusal(words.notRoster(where));
  const rosters = new Map(Object.entries(published));
  for (const lines of rosters.values())
    if (!Array.isArray(lines) || !lines.every((line) => typeof line === 'string'))
      throw new InviteRefusal(words.notRoster(where));
  return rosters as Map<string, string[]>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
