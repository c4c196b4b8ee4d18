/** A small round that is open in the demonstration: with keys of its own, and codes to vote with by hand. It is made as an office and an inviter make one. */

import { nativeSha256 } from '../../../db/native-hash.ts';
import { findRound, savePlan, saveReport } from '../../../db/rounds.ts';
import type { Context } from '../../context.ts';
import type { RoundPlan } from '../../domain/round/plan.ts';
import { type RosterList, writeRosterFile } from '../../domain/round/roster-file.ts';
import { type Mint, newInvitation, rosterList, votePage } from '../../invite/invitation.ts';
import { addressed, sheet, type SheetTexts } from '../../invite/sheets.ts';
import { performRecordAct } from '../../records/perform-record-act.ts';
import { beginRound, takeRosters } from '../../rounds/edit-round.ts';
import { planOf } from '../../rounds/draft-plan.ts';
import { formatDate } from '#words/calendar.ts';
import { demo } from '#words/demo.ts';
import { codesEach, groups, liveRound, rosters, selfReports } from '../data/live-round.ts';
import { demonstrationDay } from '../history.ts';
import { staffOf } from '../office/store-office.ts';
import { onDay } from '../on-day.ts';

export interface LiveRound {
  id: string;
  /** Codes to try, as the accounts are shown: one of each roster. */
  codes: { username: string; password: string; title: string }[];
  /** A page of HTML with all codes as letters, to be printed. */
  letters: string;
}

/** Prepares and freezes the round. It can be opened as soon as that is in the ledger. */
export async function prepareLiveRound(context: Context): Promise<LiveRound> {
  const { title, draftedOn, frozenOn, closesOn } = liveRound;
  const [clerk, director] = [staffOf('clerk-1'), staffOf('director')];
  const drafting = onDay(context, draftedOn);
  const id = await beginRound(drafting, clerk, { kind: 'regular', title, opensOn: demonstrationDay, closesOn });
  await preparePlan(drafting, id);
  const { codes, letters, lists } = invite(context, id);
  await takeRosters(drafting, clerk, id, writeRosterFile({ v: 1, round: id, rosters: lists }));
  await performRecordAct(onDay(context, frozenOn), director, { id, kind: 'round', act: 'freeze', given: {} });
  return { id, codes, letters };
}

export async function openLiveRound(context: Context, { id }: LiveRound): Promise<void> {
  await performRecordAct(onDay(context, demonstrationDay), staffOf('director'), {
    id,
    kind: 'round',
    act: 'open',
    given: {},
  });
}

async function preparePlan({ db }: Context, id: string): Promise<void> {
  const round = await findRound(db, id);
  if (round === undefined) throw new Error('The round was begun');
  const usual = await planOf(db, round);
  const departments = usual.departments.filter(({ code }) => Object.hasOwn(selfReports, code));
  const classes = new Set(departments.map(({ classCode }) => classCode));
  const plan: RoundPlan = {
    ...usual,
    year: liveRound.year,
    groups: [...groups],
    classes: usual.classes.filter(({ code }) => classes.has(code)),
    departments,
    channels: usual.channels.filter(({ channel }) => channel === 'online' || channel === 'paper'),
  };
  await savePlan(db, plan, usual);
  for (const [department, report] of Object.entries(selfReports))
    await saveReport(db, id, department, { report, filledOn: liveRound.draftedOn });
}

/** Codes and letters, as the inviter's program makes them. */
function invite({ env, random, ledger }: Context, round: string) {
  const site = `${env.publicUrl ?? `http://127.0.0.1:${env.port}`}${env.basePath}`;
  const mint: Mint = { round, site, tree: nativeSha256, random };
  const texts: SheetTexts = {
    title: liveRound.title,
    organizer: demo.city.organizer,
    inviter: demo.liveRound.inviter,
    telephone: demo.city.telephone,
    typeAt: votePage(site).replace(/^https?:\/\//, ''),
    closesOn: liveRound.closesOn,
    isSealed: false,
    key: ledger.keys[0],
    dated: formatDate(demonstrationDay),
  };
  const pages = sheet('letters', texts);
  const lists: RosterList[] = [];
  const codes: LiveRound['codes'] = [];
  let letters = pages.opening;
  for (const rule of rosters) {
    const made = Array.from({ length: codesEach }, () => newInvitation(mint, rule.roster));
    lists.push(
      rosterList(
        rule,
        made.map(({ line }) => line),
      ),
    );
    for (const invitation of made) letters += pages.one(addressed(invitation, ''));
    const [first] = made;
    if (first !== undefined) codes.push({ ...demo.liveRound.code(rule.roster, first.link), password: first.code });
  }
  return { codes, letters: letters + pages.closing, lists };
}
