/** Refusals on the wire: RFC 9457 problem details, one `type` for each name, with its status here and its words in words/. */

import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal } from './domain/advance.ts';
import { problems, type RequestRefusal } from '#words/problems.ts';

/** Every reason for which a request is refused. */
export type ProblemName = Refusal | RequestRefusal;

/** HTTP status of each refusal: 403 is about who asks, 409 about what the case is now, 422 about what was typed. */
export const statuses = {
  'not-in-this-state': 409,
  'not-this-role': 403,
  'not-your-case': 403,
  'field-missing': 422,
  targetTakesReporters: 422,
  notReturnedBefore: 409,
  withinReturnClock: 409,
  leads: 403,
  helpsOnly: 403,
  plannedUnlessImmediate: 409,
  notExtendedBefore: 409,
  askedEarlyEnough: 409,
  extensionNotTooLong: 422,
  extensionAsked: 409,
  extensionSigned: 409,
  extensionUnsigned: 409,
  helpersDone: 409,
  joint: 409,
  helping: 422,
  signedHighEnough: 403,
  siteChecked: 409,
  drawnIfClosed: 409,
  drawn: 409,
  notDrawn: 409,
  orderOpen: 409,
  supervisedInRed: 409,
  datesMove: 409,
  noQuestionOpen: 409,
  questionOpen: 409,
  questionRanOut: 409,
  secondPerson: 403,
  solvedOrExplained: 409,
  cannotBeSolvedNow: 409,
  hasEvidence: 409,
  silentOrChecked: 409,
  noticeOver: 409,
  claimedBefore: 409,
  reworkedBefore: 409,
  reopenedInTime: 409,
  notListed: 409,
  listed: 409,
  rectifiedAndVerified: 409,
  threeReworksOrTransfers: 409,
  notErased: 409,
  'second-signer': 403,
  'term-over': 403,
  recused: 403,
  'bad-signature': 422,
  validation: 422,
  malformed: 400,
  'not-found': 404,
  'wrong-method': 405,
  conflict: 409,
  busy: 503,
  'too-large': 413,
  'too-many': 429,
  origin: 403,
  'not-signed-in': 401,
  'sign-in-failed': 401,
  'must-change-password': 403,
  'setup-closed': 404,
  'not-allowed': 403,
  'human-check-failed': 403,
  'not-a-photo': 422,
  'not-evidence': 422,
  'round-not-open': 409,
  'not-invited': 403,
  'code-used': 409,
  'outside-window': 409,
  'wrong-departments': 422,
  'bad-ticket': 422,
  'bad-opening': 422,
  'ballot-cancelled': 409,
  'wrong-key': 403,
  'issuer-unreachable': 503,
  unknown: 500,
} as const satisfies Record<ProblemName, ContentfulStatusCode>;

/** One thing to mend in what was sent: `pointer` is a JSON pointer in a URI fragment (RFC 6901 §6), such as `#/text`. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** The body of a refusal (RFC 9457 §3.1) with our extensions `name`, `errors` and `requestId`. */
export interface ProblemBody {
  /** Address of the page that explains this refusal. */
  type: string;
  title: string;
  status: number;
  detail: string;
  name: ProblemName;
  errors?: FieldError[];
  requestId?: string;
}

export interface ProblemOptions {
  /** Fields to mend. */
  errors?: readonly FieldError[];
  /** In place of the usual advice. */
  detail?: string;
  /** Seconds after which to try again. */
  retryAfter?: number;
  /** Methods that would do, where this one does not (RFC 9110 §15.5.6). */
  allow?: readonly string[];
}

/** Thrown by routes; `onError` turns it into the answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly problem: ProblemName;
  readonly options: ProblemOptions;

  constructor(problem: ProblemName, options: ProblemOptions = {}) {
    super(problem);
    this.problem = problem;
    this.options = options;
  }

  get status(): ContentfulStatusCode {
    return statuses[this.problem];
  }
}

/** The answer to a refused request. */
export function problemBody({ problem, options }: Problem, basePath: string, requestId?: string): ProblemBody {
  return {
    type: `${basePath}/problems/${problem}`,
    title: problems[problem].title,
    status: statuses[problem],
    detail: options.detail ?? problems[problem].advice,
    name: problem,
    ...(options.errors && { errors: [...options.errors] }),
    ...(requestId !== undefined && { requestId }),
  };
}
