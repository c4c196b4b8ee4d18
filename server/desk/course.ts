/** The history of a case, step by step, each with the case before and after it. */

import type { StoredEvent } from '../../db/case-files.ts';
import { applyEvent } from '../domain/advance.ts';
import { type CaseFile, newCaseFile } from '../domain/case-file.ts';

export interface Step {
  event: StoredEvent;
  before: CaseFile;
  after: CaseFile;
}

/** @param events the whole history, or its beginning, first event first */
export function courseOf(file: CaseFile, events: readonly StoredEvent[]): Step[] {
  let before = newCaseFile(file);
  return events.map((event) => {
    const step = { event, before, after: applyEvent(before, event) };
    before = step.after;
    return step;
  });
}
