/** A case as it stood at the end of an earlier day, folded from its history. */

import { applyEvent, type CaseEvent } from './advance.ts';
import type { CaseFile } from './case-file.ts';
import type { Day } from './day.ts';

/** A case on the day it came in, with all its events, oldest first. */
export interface History {
  beginning: CaseFile;
  events: readonly CaseEvent[];
}

/** The case at the end of a day; nothing where it had not come in yet. */
export function caseOn({ beginning, events }: History, day: Day): CaseFile | undefined {
  if (beginning.receivedOn > day) return undefined;
  let file = beginning;
  for (const event of events) {
    // Events follow each other, and so do their days.
    if (event.day > day) break;
    file = applyEvent(file, event);
  }
  return file;
}

/** All of them at the end of a day. */
export const casesOn = (histories: readonly History[], day: Day): CaseFile[] =>
  histories.flatMap((history) => caseOn(history, day) ?? []);
