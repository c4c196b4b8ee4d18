/** One line of a queue, as far as its reader may know the case. */

import type { StoredCase } from '../../db/case-rows.ts';
import type { OpinionRow } from '../../db/opinions.ts';
import { nextDue } from '../domain/advance.ts';
import { readableBy } from '../domain/case-access.ts';
import type { CaseFile } from '../domain/case-file.ts';
import type { Day } from '../domain/day.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { judge } from '../domain/lights.ts';
import { type Actor, isDepartmentRole } from '../domain/roles.ts';
import type { ActName } from '../domain/workflow.ts';
import type { CaseLine, Due } from '../schemas/desk.ts';
import { actWords, stateWords } from '#words/workflow.ts';
import { dueOf } from './dues.ts';
import { type DepartmentNames, refOrNull } from './names.ts';

const summaryLength = 60;

/** The beginning of a text, on one line. */
export const summaryOf = (text: string): string => {
  const characters = [...text.replaceAll(/\s+/gu, ' ')];
  return characters.length <= summaryLength ? characters.join('') : `${characters.slice(0, summaryLength).join('')}…`;
};

/** What is due next and why; nothing while the case stands still or is finished. */
export function nextDueOf(file: CaseFile, moment: Moment): Due | null {
  const next = nextDue(file);
  const running = next && file.clocks[next.clock];
  return next && running ? dueOf(next.clock, running, moment) : null;
}

/** The department of the reader helps with the case and does not lead it. */
export const helpsOnly = (file: CaseFile, actor: Actor): boolean =>
  isDepartmentRole(actor.role) && actor.department !== file.department;

/** The light with the reasons for it. */
export function lightWithReasons(file: CaseFile, moment: Moment): Pick<CaseLine, 'light' | 'lightReasons'> {
  const { light, reasons } = judge(file, moment);
  return { light, lightReasons: reasons };
}

export function lineOf(
  stored: StoredCase,
  opinion: OpinionRow | undefined,
  {
    actor,
    moment,
    departments,
    move,
  }: { actor: Actor; moment: Moment; departments: DepartmentNames; move: { act: ActName; day: Day } | undefined },
): CaseLine {
  const { file, publicText } = stored;
  const readable = readableBy(file, actor);
  const text = (readable.published && publicText) || (readable.redacted && opinion?.redacted_text) || '';
  return {
    id: file.id,
    number: file.number,
    state: file.state,
    stateName: stateWords[file.state],
    ...lightWithReasons(file, moment),
    summary: summaryOf(text),
    kind: file.kind,
    topic: file.topic,
    channel: file.channel,
    nature: file.nature,
    keyItem: file.keyItem,
    named: refOrNull(file.named, departments),
    department: refOrNull(file.department, departments),
    helpsOnly: helpsOnly(file, actor),
    receivedOn: file.receivedOn,
    moved: move && move.act !== 'submit' ? { on: move.day, button: actWords[move.act].button } : null,
    nextDue: nextDueOf(file, moment),
    percent: file.percent,
    supervision: file.supervision,
    reworks: file.reworks,
    questionOpen: file.questionOpen,
    extensionAsked: file.extensionAsked,
    erased: file.erased,
  };
}
