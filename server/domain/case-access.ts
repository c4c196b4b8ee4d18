/** Which cases each role may see, and what of their texts. What may not be seen answers as if it were not there. */

import { type CaseFile, isOneOf, mayDepartmentSee } from './case-file.ts';
import { type Actor, isDepartmentRole, isOfficeRole } from './roles.ts';

/** States in which somebody independent looks at a case. */
export const checkedStates = ['verifying', 'asking', 'notice', 'closed'] as const;

/**
 * Whether an actor may know that a case exists.
 * 检举控告线索 are for 纪检 alone once sealed (信访工作条例 art. 22, 30); the office and the auditor still see that there is one.
 */
export function maySee(file: CaseFile, actor: Actor): boolean {
  if (isDepartmentRole(actor.role)) return actor.department !== undefined && mayDepartmentSee(file, actor.department);
  if (isOfficeRole(actor.role) || actor.role === 'auditor') return true;
  if (actor.role === 'supervisor') return isOneOf(checkedStates, file.state);
  if (actor.role === 'discipline') return file.state === 'sealed';
  return actor.role === 'statistician' && file.state !== 'sealed';
}

/** Which texts an actor may read of a case that it may see. */
export interface Readable {
  /** What the author wrote, word for word; opening it is audited. */
  original: boolean;
  /** What the author saw and sent as the version without personal data, with the photos. */
  redacted: boolean;
  /** What the office approved for everybody, and the words of the history. */
  published: boolean;
  contact: boolean;
  /** Names of the people of the office, and how the human check judged the sender. */
  inside: boolean;
}

const nothing: Readable = { original: false, redacted: false, published: false, contact: false, inside: false };

export function readableBy(file: CaseFile, actor: Actor): Readable {
  if (!maySee(file, actor)) return nothing;
  if (file.state === 'sealed') {
    const isTheirs = actor.role === 'discipline';
    return {
      ...nothing,
      original: isTheirs,
      redacted: isTheirs,
      published: isTheirs,
      contact: isTheirs,
      inside: !isDepartmentRole(actor.role),
    };
  }
  if (isOfficeRole(actor.role)) return { original: true, redacted: true, published: true, contact: true, inside: true };
  if (isDepartmentRole(actor.role)) return { ...nothing, redacted: true, published: true };
  if (actor.role === 'supervisor') return { ...nothing, published: true };
  return actor.role === 'auditor' ? { ...nothing, published: true, inside: true } : nothing;
}
