/** `make`: codes for people, in files for the inviter (who has which code), for the portal (hashed lines), and for the printer. */

import { createHash, randomBytes } from 'node:crypto';
import { nativeSha256 } from '../../db/native-hash.ts';
import { fileMark } from '../../server/csv.ts';
import type { RosterRule } from '../../server/domain/round/plan.ts';
import { mostCodes, writeRosterFile } from '../../server/domain/round/roster-file.ts';
import { type Mint, newInvitation, rosterList, votePage } from '../../server/invite/invitation.ts';
import {
  type Addressed,
  addressed,
  perFile,
  sheet,
  type SheetKind,
  type SheetTexts,
} from '../../server/invite/sheets.ts';
import { dayOf } from '../../server/clock.ts';
import { formatDate } from '#words/calendar.ts';
import { invitationWords } from '#words/invitations.ts';
import { inviteWords as words } from '#words/invite.ts';
import { fillFolder, type NewFile, readTable, type Table, tableLine } from './files.ts';
import { InviteRefusal, isCode, type MakeOptions } from './options.ts';

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** A cell of group and department with fewer ballots is not counted. */
const smallestRoster = 10;

type Rule = Omit<RosterRule, 'codes'>;

/** @returns what to tell the inviter */
export function makeInvitations(options: MakeOptions): string[] {
  const { round, site, into, isSealed, sheets } = options;
  const people: Table =
    typeof options.people === 'number'
      ? { columns: [], rows: Array.from({ length: options.people }, () => []) }
      : readPeople(options.people, options);
  const { rules, ruleOf } = rostersFor(options, people);
  const mint: Mint = { round, site, tree: nativeSha256, random: randomBytes };
  const lines = new Map<string, string[]>(rules.map(({ roster }) => [roster, []]));
  const { columns } = invitationWords;
  const nameAt = people.columns.indexOf(options.nameColumn);
  const texts = textsOf(options);
  let printed: Record<SheetKind, number> | undefined;
  let hash = '';
  fillFolder(into, (create) => {
    const list = isSealed ? undefined : create('list.csv');
    list?.write(fileMark + tableLine([...people.columns, columns.roster, columns.code, columns.link, columns.message]));
    const printer = newPrinter(create, sheets, texts);
    for (const [index, person] of people.rows.entries()) {
      const { roster } = ruleOf(index);
      const { line, code, link } = newInvitation(mint, roster);
      const name = person[nameAt] ?? '';
      lines.get(roster)?.push(line);
      list?.write(tableLine([...person, roster, code, link, invitationWords.message(texts, link, code, name)]));
      if (sheets.length > 0) printer.print(addressed({ code, link }, name));
    }
    printed = printer.close();
    list?.close();
    const rosters = rules.map((rule) => rosterList(rule, lines.get(rule.roster) ?? []));
    const text = writeRosterFile({ v: 1, round, rosters });
    hash = createHash('sha256').update(text).digest('hex');
    const file = create('roster.json');
    file.write(text);
    file.close();
  });
  const made = rules.map((rule) => ({
    roster: rule.roster,
    about: words.about(rule),
    codes: lines.get(rule.roster)?.length ?? 0,
  }));
  return words.made({
    people: people.rows.length,
    folder: into,
    sealed: isSealed,
    files: [
      ...(isSealed ? [] : [words.fileAbout.list]),
      words.fileAbout.roster,
      ...sheets.map((kind) => words.fileAbout[kind](printed?.[kind] ?? 0)),
    ],
    rosters: made,
    hash,
    small: made.filter(({ codes }) => codes < smallestRoster).length,
  });
}

function readPeople(file: string, { nameColumn, isNameAsked }: MakeOptions): Table {
  const table = readTable(file);
  if (table.rows.length === 0) throw new InviteRefusal(words.noPeople(file));
  if (table.rows.length > mostCodes) throw new InviteRefusal(words.tooManyPeople(mostCodes));
  if (isNameAsked && !table.columns.includes(nameColumn)) throw new InviteRefusal(words.noColumn(file, nameColumn));
  for (const column of Object.values(invitationWords.columns))
    if (table.columns.includes(column)) throw new InviteRefusal(words.reservedColumn(file, column));
  return table;
}

/** One roster for all, or one for each department that a column names. */
function rostersFor(options: MakeOptions, people: Table): { rules: Rule[]; ruleOf: (person: number) => Rule } {
  const { roster, group, only, except, window, by } = options;
  const shared = { group, ...(window !== undefined && { window }) };
  if (by === undefined) {
    const rule: Rule = {
      roster,
      ...shared,
      ...(only !== undefined && { only }),
      ...(except !== undefined && { except }),
    };
    return { rules: [rule], ruleOf: () => rule };
  }
  const place = people.columns.indexOf(by.column);
  if (place < 0) throw new InviteRefusal(words.noColumn(String(options.people), by.column));
  const departments = people.rows.map((row, index) => {
    const department = row[place] ?? '';
    // Staff of no department rate all of them.
    if (!isCode(department) && !(by.rule === 'except' && department === ''))
      throw new InviteRefusal(words.wrongDepartment(index + 1, department));
    return department;
  });
  const different = [...new Set(departments)].toSorted();
  const first = letters.indexOf(roster.charAt(0)) * 32 + letters.indexOf(roster.charAt(1));
  if (first + different.length > 1024) throw new InviteRefusal(words.tooManyRosters(roster, different.length));
  const rules = new Map(
    different.map((department, index): [string, Rule] => {
      const number = first + index;
      const name = letters.charAt(number >> 5) + letters.charAt(number & 31);
      return [department, { roster: name, ...shared, ...(department !== '' && { [by.rule]: department }) }];
    }),
  );
  const fallback = (): never => {
    throw new Error('Every department of a person has a roster');
  };
  return { rules: [...rules.values()], ruleOf: (person) => rules.get(departments[person] ?? '') ?? fallback() };
}

const textsOf = (options: MakeOptions): SheetTexts => ({
  title: options.title,
  organizer: options.organizer,
  inviter: options.inviter,
  telephone: options.phone,
  typeAt: votePage(options.site).replace(/^https:\/\//, ''),
  closesOn: options.closes,
  window: options.window,
  isSealed: options.isSealed,
  key: options.key,
  dated: formatDate(options.dated ?? dayOf(new Date())),
});

/** Writes each invitation on every kind of sheet that is wanted, a new file when one is full. */
function newPrinter(create: (name: string) => NewFile, sheets: readonly SheetKind[], texts: SheetTexts) {
  const presses = sheets.map((kind) => {
    const pages = sheet(kind, texts);
    let file: NewFile | undefined;
    let files = 0;
    let onThis = 0;
    const finish = (): void => {
      file?.write(pages.closing);
      file?.close();
      file = undefined;
    };
    return {
      kind,
      print(invitation: Addressed): void {
        if (file === undefined) {
          files += 1;
          file = create(`${kind}-${String(files).padStart(3, '0')}.html`);
          file.write(pages.opening);
          onThis = 0;
        }
        file.write(pages.one(invitation));
        onThis += 1;
        if (onThis === perFile(kind)) finish();
      },
      finish: (): number => {
        finish();
        return files;
      },
    };
  });
  return {
    print: (invitation: Addressed): void => {
      for (const press of presses) press.print(invitation);
    },
    /** @returns how many files there are of each kind */
    close: (): Record<SheetKind, number> => {
      const files = { letters: 0, slips: 0, qr: 0 };
      for (const { kind, finish } of presses) files[kind] = finish();
      return files;
    },
  };
}
