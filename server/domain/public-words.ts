/** What the public reads of a case, as the events decide it: the text that the office approved, and what is said of the outcome. */

import type { CaseEvent } from './advance.ts';
import type { CaseFile } from './case-file.ts';
import type { Day } from './day.ts';
import { redact } from './redaction.ts';
import type { ActName } from './workflow.ts';

export interface PublicWords {
  publicText: string | null;
  publicOutcome: string | null;
}

/** What must be said to the public beside the outcome, where the 意见 was not or not yet acted on. */
export interface PublicGrounds {
  /** 解释说明: the law or policy that the department relies on. */
  legalBasis: string | null;
  /** 挂账: what is to happen next, and the day on which the department looks again. */
  nextStep: string | null;
  reviewDay: Day | null;
}

/** Acts after which nothing of the case is published, or nothing any more. */
const withdrawing: readonly ActName[] = ['file', 'seal', 'unmerge', 'reconsider', 'erase'];

/** What becomes different with an event; what a department or a panel says is published with personal data hidden. */
export function publicWordsAfter(before: CaseFile, { act, given, change }: CaseEvent): Partial<PublicWords> {
  if (withdrawing.includes(act)) return { publicText: null, publicOutcome: null };
  if (act === 'takeUp' || act === 'redactText') return { publicText: given.publicText ?? null };
  if (act === 'claim') return { publicOutcome: redact(given.outcome ?? '').text };
  if (act === 'explain' || act === 'putOnAccount') return { publicOutcome: redact(given.explanation ?? '').text };
  if (act === 'closeByPanel' || act === 'closeByTransfer' || act === 'closeByExtension')
    return { publicOutcome: redact(given.ruling ?? '').text };
  // What was said of an outcome that did not hold is history and no longer the outcome.
  const isDoneAgain = (change.reworks ?? before.reworks) > before.reworks;
  return isDoneAgain || act === 'resume' ? { publicOutcome: null } : {};
}

/**
 * The grounds that the department gave, from the history of the case, with personal data hidden. Only what holds now:
 * an explanation counts while its result stands, an account while the case is on it. Erased words are gone here, too.
 */
export function publicGrounds({ state, result, erased }: CaseFile, events: readonly CaseEvent[]): PublicGrounds {
  const given = (act: ActName): CaseEvent['given'] => events.findLast((event) => event.act === act)?.given ?? {};
  const shown = (text: string | undefined): string | null => (text && !erased ? redact(text).text : null);
  const { legalBasis } = state === 'closed' && result === 'D' ? given('explain') : {};
  const { nextStep, reviewDay } = state === 'suspended' ? given('putOnAccount') : {};
  return { legalBasis: shown(legalBasis), nextStep: shown(nextStep), reviewDay: reviewDay ?? null };
}
