/** `remind`: whose code was not used yet. Of the public ledger only used codes are looked at, never a ballot. */

import { nativeSha256 } from '../../db/native-hash.ts';
import { fileMark } from '../../server/csv.ts';
import { redemptionOf } from '../../server/domain/trust/ballot.ts';
import { NoLedger, readHead } from '../../server/domain/trust/check-head.ts';
import { newFindings } from '../../server/domain/trust/findings.ts';
import type { Mirror } from '../../server/domain/trust/mirror.ts';
import { hasRoot, walkLog } from '../../server/domain/trust/walk-log.ts';
import { inviteWords as words } from '#words/invite.ts';
import { folderMirror } from '../verify/folder-mirror.ts';
import { httpMirror } from '../verify/http-mirror.ts';
import { newFile, tableLine } from './files.ts';
import { readList } from './list.ts';
import { InviteRefusal, isAddress, type RemindOptions } from './options.ts';

/** @returns what to tell the inviter */
export async function remind({ list: file, from, into }: RemindOptions): Promise<string[]> {
  const list = readList(file);
  const mirror = isAddress(from) ? httpMirror(from, undefined) : folderMirror(from);
  const { used, size } = await usedCodes(mirror, from, list.round);
  const isUsed = ({ roster, secret }: (typeof list.people)[number]): boolean =>
    used.get(roster)?.delete(redemptionOf(nativeSha256, list.round, roster, secret)) ?? false;
  const unused = list.people.filter((person) => !isUsed(person));
  const rosters = new Set(list.people.map(({ roster }) => roster));
  const others = [...used].reduce((sum, [roster, codes]) => sum + (rosters.has(roster) ? codes.size : 0), 0);
  const target = newFile(into);
  target.write(fileMark + tableLine(list.columns));
  for (const { row } of unused) target.write(tableLine(row));
  target.close();
  return words.reminded({
    used: list.people.length - unused.length,
    unused: unused.length,
    others,
    size,
    file: into,
  });
}

/** Used codes of a round by roster, out of a log whose tree is what its checkpoint says. */
async function usedCodes(mirror: Mirror, from: string, round: string) {
  const used = new Map<string, Set<string>>();
  const findings = newFindings();
  const { checkpoint } = await readHead(mirror).catch((error: unknown) => {
    if (error instanceof NoLedger) throw new InviteRefusal(words.noLedger(from));
    throw error;
  });
  const walked = await walkLog({ mirror, hash: nativeSha256, findings }, checkpoint, ({ entry }) => {
    if (entry.t !== 'redeem' || entry.p !== round) return;
    const ofRoster = used.get(entry.g) ?? new Set();
    used.set(entry.g, ofRoster.add(entry.r));
  });
  if (!hasRoot(walked, checkpoint)) throw new InviteRefusal(words.brokenLedger(from));
  return { used, size: checkpoint.size };
}
