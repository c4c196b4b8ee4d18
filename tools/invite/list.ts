/** The inviter's list as `make` left it: rows of people with their codes. */

import { readInvitationCode } from '../../server/domain/round/invitation-code.ts';
import { readLink } from '../../server/invite/invitation.ts';
import { invitationWords } from '#words/invitations.ts';
import { inviteWords as words } from '#words/invite.ts';
import { readTable } from './files.ts';
import { InviteRefusal } from './options.ts';

export interface InviterList {
  columns: string[];
  /** Id of the round. */
  round: string;
  people: { row: string[]; roster: string; secret: string; code: string }[];
}

/** @throws InviteRefusal */
export function readList(file: string): InviterList {
  const { columns, rows } = readTable(file);
  const place = columns.indexOf(invitationWords.columns.link);
  if (place < 0 || rows.length === 0) throw new InviteRefusal(words.notList(file));
  const rounds = new Set<string>();
  const people = rows.map((row, index) => {
    const link = readLink(row[place] ?? '');
    const reading = readInvitationCode(link?.code ?? '');
    if (link === undefined || !reading.ok) throw new InviteRefusal(words.wrongLine(file, index + 2));
    rounds.add(link.round);
    return { row, roster: reading.roster, secret: reading.secret, code: link.code };
  });
  const [round = '', ...others] = rounds;
  if (others.length > 0) throw new InviteRefusal(words.severalRounds(file));
  return { columns, round, people };
}
