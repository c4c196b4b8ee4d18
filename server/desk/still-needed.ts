/** What 销号 still waits for: the guards of the workflow, asked one by one and said in words. */

import { type CaseFile, isOneOf, type State } from '../domain/case-file.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { guards } from '../domain/guards.ts';
import type { StillNeeded } from '../schemas/desk.ts';
import { formatDate } from '#words/calendar.ts';
import { stillNeededWords as words } from '#words/desk-api.ts';
import type { DepartmentNames } from './names.ts';

const onTheWay = [
  'assigned',
  'returning',
  'accepted',
  'planned',
  'rectifying',
  'claimed',
  'verifying',
  'asking',
  'notice',
] as const satisfies State[];
const said = ['claimed', 'verifying', 'asking', 'notice'] as const satisfies State[];

export function stillNeeded(file: CaseFile, moment: Moment, departments: DepartmentNames): StillNeeded[] {
  if (!isOneOf(onTheWay, file.state)) return [];
  const question = { file, moment, given: {}, actor: { role: 'clerk' } } as const;
  const isSaid = isOneOf(said, file.state);
  const isReviewed = file.reviewedBy !== null && file.reviewedBy !== file.assignedBy;
  const missing = Object.entries(file.help).flatMap(([code, { doneOn }]) =>
    doneOn === null ? (departments.get(code) ?? code) : [],
  );
  const helps = Object.keys(file.help).length > 0;
  const isExplained = file.result === 'D';
  const isAccount = file.result === 'C';
  // With nothing claimed yet the guard cannot know that the claim will be 整改.
  const needsCheck = (file.keyItem || file.drawn) && !isExplained && !isAccount;
  const { notice } = file.clocks;
  const rows: (StillNeeded | false)[] = [
    !isExplained &&
      !isAccount && {
        name: words.plan,
        done: isSaid || (isOneOf(['planned', 'rectifying'], file.state) && guards.plannedUnlessImmediate(question)),
        detail: !isSaid && file.nature === 'IMMEDIATE' && !file.keyItem ? words.planMaySkip : null,
      },
    helps && {
      name: words.help,
      done: guards.helpersDone(question),
      detail: missing.length > 0 ? words.helpFrom(missing) : null,
    },
    { name: isAccount ? words.account : isExplained ? words.explained : words.claim, done: isSaid, detail: null },
    !isExplained &&
      !isAccount && { name: words.evidence, done: file.evidenceCount > 0, detail: words.files(file.evidenceCount) },
    {
      name: words.secondPerson,
      done: isReviewed && isOneOf(['verifying', 'asking', 'notice'], file.state),
      detail: words.secondPersonWhy,
    },
    needsCheck && {
      name: words.siteCheck,
      done: file.checked === 'passed',
      detail: file.drawn ? words.drawn : words.keyItem,
    },
    !isAccount && {
      name: words.author,
      done: file.state === 'notice',
      detail:
        file.state === 'asking' && file.clocks.answer ? words.authorUntil(formatDate(file.clocks.answer.due)) : null,
    },
    !isAccount && {
      name: words.notice,
      done: file.state === 'notice' && guards.noticeOver(question),
      detail: notice ? words.noticeUntil(formatDate(notice.due)) : null,
    },
  ];
  return rows.filter((row) => row !== false);
}
