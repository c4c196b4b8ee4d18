/** Which acts on a case tell whom, as one table beside the workflow: everybody whose turn it becomes, and everybody who must know. */

import type { Addressees } from '../../db/notices.ts';
import type { CaseEvent } from '../domain/advance.ts';
import { type CaseFile, type Clock, responsibleLeader } from '../domain/case-file.ts';
import type { Day } from '../domain/day.ts';
import { needsSiteCheck } from '../domain/guards.ts';
import type { NoticeKind } from '../domain/notices.ts';
import type { ActName } from '../domain/workflow.ts';

/** Groups of people around a case; who belongs to them is in `groups`. */
export type Whom =
  | 'lead'
  | 'leader'
  | 'workers'
  | 'head'
  | 'formerLead'
  | 'helpers'
  | 'newHelpers'
  | 'formerHelpers'
  | 'clerks'
  | 'director'
  | 'office'
  | 'secondPerson'
  | 'asker'
  | 'supervisors'
  | 'discipline';

export interface Telling {
  kind: NoticeKind;
  whom: Whom;
  /** The date that they should know: of the first of these clocks that runs; `help` is the helper's own. */
  due?: readonly (Clock | 'help')[];
  /** Only then. */
  when?: (after: CaseFile, before: CaseFile) => boolean;
}

const work = ['accept', 'plan', 'complete'] as const satisfies Clock[];

const takenBack: readonly Telling[] = [
  { kind: 'ruled', whom: 'formerLead' },
  { kind: 'ruled', whom: 'formerHelpers' },
];
const released: readonly Telling[] = [...takenBack, { kind: 'ruled', whom: 'clerks' }];
const claimed: readonly Telling[] = [{ kind: 'claimed', whom: 'secondPerson', due: ['review'] }];
const failed: readonly Telling[] = [
  { kind: 'sent-back', whom: 'leader', due: ['complete'] },
  { kind: 'drawn', whom: 'office' },
];
const onNotice: readonly Telling[] = [
  { kind: 'ruled', whom: 'lead', due: ['notice'] },
  { kind: 'ruled', whom: 'secondPerson', due: ['notice'] },
];
const ordered: readonly Telling[] = [{ kind: 'order', whom: 'leader', due: ['reply'] }];
const answered: readonly Telling[] = [
  { kind: 'answered', whom: 'workers', due: ['plan', 'complete'] },
  { kind: 'answered', whom: 'asker' },
];

/**
 * An empty list is a decision: what waits in the 待梳理 and 待交办 queues is counted there, and a notice for each would tell the
 * hour at which people write; 签收, 方案 and 进展 stand in the lists of those who watch them; a calendar that changed is told
 * once for all cases by whoever changed it.
 */
export const whoIsTold: Readonly<Record<ActName, readonly Telling[]>> = {
  submit: [],
  takeUp: [],
  /** In the same words as `seal`, so that no department learns from what it is told that a case was sealed. */
  file: takenBack,
  merge: [],
  unmerge: [],
  seal: [...takenBack, { kind: 'clue', whom: 'discipline' }],
  receiveClue: [{ kind: 'clue', whom: 'director' }],
  reconsider: [{ kind: 'ruled', whom: 'clerks' }],

  assign: [
    { kind: 'assigned', whom: 'lead', due: work },
    { kind: 'joined', whom: 'helpers', due: ['help'] },
  ],
  accept: [],
  requestReturn: [{ kind: 'returned', whom: 'director', due: ['ruling'] }],
  grantReturn: released,
  refuseReturn: [{ kind: 'ruled', whom: 'lead', due: work }],
  transfer: released,

  join: [
    { kind: 'joined', whom: 'newHelpers', due: ['help'] },
    { kind: 'joined', whom: 'lead' },
  ],
  endHelp: [
    { kind: 'joined', whom: 'formerHelpers' },
    { kind: 'joined', whom: 'lead' },
  ],
  assist: [{ kind: 'joined', whom: 'workers' }],
  plan: [],
  progress: [],
  stage: [],
  requestExtension: [
    { kind: 'extension', whom: 'head', when: ({ extensionSigned }) => !extensionSigned },
    { kind: 'extension', whom: 'director', when: ({ extensionSigned }) => extensionSigned },
  ],
  signExtension: [{ kind: 'extension', whom: 'director' }],
  grantExtension: [{ kind: 'extension', whom: 'lead', due: ['complete'] }],
  refuseExtension: [{ kind: 'extension', whom: 'lead', due: ['complete'] }],
  ask: [{ kind: 'asked', whom: 'lead' }],
  reply: answered,
  endQuestion: answered,

  claim: claimed,
  explain: claimed,
  putOnAccount: claimed,

  beginReview: [{ kind: 'drawn', whom: 'supervisors', when: needsSiteCheck }],
  sendBack: [{ kind: 'sent-back', whom: 'leader', due: ['complete'] }],
  draw: [{ kind: 'drawn', whom: 'supervisors' }],
  check: [{ kind: 'drawn', whom: 'secondPerson' }],
  failCheck: failed,
  overturn: failed,
  passReview: [{ kind: 'ruled', whom: 'lead' }],
  passAccount: [{ kind: 'ruled', whom: 'lead', due: ['account'] }],
  confirm: [
    { kind: 'answered', whom: 'lead' },
    { kind: 'answered', whom: 'secondPerson', due: ['notice'] },
  ],
  dispute: [
    { kind: 'sent-back', whom: 'leader', due: ['complete'] },
    { kind: 'answered', whom: 'office' },
  ],
  agree: [],
  proceed: onNotice,
  close: [
    { kind: 'closed', whom: 'lead' },
    { kind: 'closed', whom: 'helpers' },
  ],
  closeByPanel: onNotice,
  closeByExtension: onNotice,
  closeByTransfer: onNotice,
  reopen: [
    { kind: 'sent-back', whom: 'leader', due: ['complete'] },
    { kind: 'sent-back', whom: 'office' },
  ],

  reviewAccount: [{ kind: 'ruled', whom: 'lead', due: ['account'] }],
  resume: [
    { kind: 'ruled', whom: 'lead', due: ['complete'] },
    { kind: 'ruled', whom: 'office' },
  ],

  urge: [{ kind: 'order', whom: 'leader', due: work }],
  supervise: ordered,
  list: ordered,
  talk: ordered,
  answerOrder: [{ kind: 'order', whom: 'director' }],
  delist: ordered,
  escalate: ordered,

  revisit: [],
  recalculate: [],
  redactText: [],
  erase: [{ kind: 'ruled', whom: 'lead' }],
};

/** The case around an act, and who asked the question that is open. */
export interface Told {
  before: CaseFile;
  event: CaseEvent;
  after: CaseFile;
  /** Account of the office that put the question to the author; none when the department did. */
  asker?: string | undefined;
}

const ofDepartment = (department: string | null): Addressees[] => (department === null ? [] : [{ department }]);
const ofDepartments = (codes: readonly string[]): Addressees[] => codes.map((department) => ({ department }));

/** Who belongs to a group; a list, because each department is told by itself. Nobody is told of their own act. */
const groups: Record<Whom, (told: Told) => Addressees[]> = {
  lead: ({ after }) => ofDepartment(after.department),
  /** With the one who must answer for a case that comes back again and again. */
  leader: ({ after }) =>
    ofDepartment(after.department).map((to) =>
      responsibleLeader(after) === 'section' ? to : { ...to, roles: ['liaison', 'deputy', 'head'] },
    ),
  workers: ({ after }) => ofDepartment(after.department).map((to) => ({ ...to, roles: ['liaison', 'handler'] })),
  head: ({ after }) => ofDepartment(after.department).map((to) => ({ ...to, roles: ['head'] })),
  formerLead: ({ before }) => ofDepartment(before.department),
  helpers: ({ after }) => ofDepartments(after.coDepartments),
  newHelpers: ({ before, after }) =>
    ofDepartments(after.coDepartments.filter((code) => !before.coDepartments.includes(code))),
  formerHelpers: ({ before, after }) =>
    ofDepartments(before.coDepartments.filter((code) => !after.coDepartments.includes(code))),
  clerks: () => [{ roles: ['clerk'] }],
  director: () => [{ roles: ['director'] }],
  office: () => [{ roles: ['clerk', 'director'] }],
  /** 换人复核: whoever assigned the case may not review it. */
  secondPerson: ({ after }) => [
    { roles: ['clerk', 'director'], except: after.assignedBy === null ? [] : [after.assignedBy] },
  ],
  asker: ({ asker }) => (asker === undefined ? [] : [{ accounts: [asker] }]),
  supervisors: () => [{ roles: ['supervisor'] }],
  discipline: () => [{ roles: ['discipline'] }],
};

/** What is said to one set of people. */
export interface Saying {
  kind: NoticeKind;
  whom: Whom;
  to: Addressees;
  /** The date that they should know, and of what; null where there is none. */
  due: { clock: Clock | 'help'; day: Day } | null;
}

/** Everything that an act makes known, in the order of the table. */
export const sayingsOf = (told: Told): Saying[] =>
  whoIsTold[told.event.act]
    .filter(({ when }) => when?.(told.after, told.before) ?? true)
    .flatMap(({ kind, whom, due }) =>
      groups[whom](told).map((to) => ({
        kind,
        whom,
        to: { ...to, except: [...(to.except ?? []), ...[told.event.actor.account].filter((id) => id !== undefined)] },
        due: dueOf(told.after, due ?? [], to.department),
      })),
    );

function dueOf(file: CaseFile, clocks: readonly (Clock | 'help')[], department: string | undefined): Saying['due'] {
  for (const clock of clocks) {
    const running = clock === 'help' ? file.help[department ?? '']?.due : file.clocks[clock];
    if (running !== undefined) return { clock, day: running.due };
  }
  return null;
}
