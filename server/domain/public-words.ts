/** What the public reads of a case, as the events decide it: the text that the office approved, and what is said of the outcome. */

import type { CaseEvent } from './advance.ts';
import type { CaseFile } from './case-file.ts';
import { redact } from './redaction.ts';
import type { ActName } from './workflow.ts';

export interface PublicWords {
  publicText: string | null;
  publicOutcome: string | null;
}

/** Acts after which nothing of the case is published, or nothing any more. */
const withdrawing: readonly ActName[] = ['seal', 'unmerge', 'reconsider', 'erase'];

/** What becomes different with an event; what a department or a panel says is published with personal data hidden. */
export function publicWordsAfter(before: CaseFile, { act, given, change }: CaseEvent): Partial<PublicWords> {
  if (withdrawing.includes(act)) return { publicText: null, publicOutcome: null };
  if (act === 'takeUp' || act === 'redactText') return { publicText: given.publicText ?? null };
  if (act === 'claim') return { publicOutcome: redact(given.outcome ?? '').text };
  if (act === 'explain' || act === 'putOnAccount') return { publicOutcome: redact(given.explanation ?? '').text };
  if (act === 'closeByPanel' || act === 'closeByTransfer') return { publicOutcome: redact(given.ruling ?? '').text };
  // What was said of an outcome that did not hold is history and no longer the outcome.
  const isDoneAgain = (change.reworks ?? before.reworks) > before.reworks;
  return isDoneAgain || act === 'resume' ? { publicOutcome: null } : {};
}
