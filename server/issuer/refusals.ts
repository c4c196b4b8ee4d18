/** Why no tickets are given, as a refusal on the wire. */

import type { IssueRefusal } from '../domain/round/issuer.ts';
import type { ProblemName } from '../problem.ts';

export const refusalNames = {
  'unknown-round': 'not-found',
  'not-open': 'round-not-open',
  'not-invited': 'not-invited',
  'already-used': 'code-used',
  'outside-window': 'outside-window',
  'wrong-departments': 'wrong-departments',
} as const satisfies Record<IssueRefusal, ProblemName>;
