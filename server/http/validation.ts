/** From zod's findings to sentences that say what to do, each with the field that it is about. */

import type { z } from 'zod';
import type { FieldError } from '../problem.ts';
import { validation } from '#words/validation.ts';

/** One sentence for each finding. A schema that has its own sentence (`{ error: '请…' }`) keeps it. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.map((issue) => ({
    pointer: `#${issue.path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`,
    detail: sentence(issue),
  }));

const isOurs = (message: string): boolean => /\p{Script=Han}/u.test(message);

function sentence(issue: z.core.$ZodIssue): string {
  if (isOurs(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.message.endsWith('received undefined')
        ? validation.missing
        : validation.wrongType;
    case 'too_small':
      if (issue.origin === 'string')
        return Number(issue.minimum) <= 1 ? validation.missing : validation.tooShort(issue.minimum);
      return issue.origin === 'array' ? validation.tooFew(issue.minimum) : validation.tooSmall(issue.minimum);
    case 'too_big':
      if (issue.origin === 'string') return validation.tooLong(issue.maximum);
      return issue.origin === 'array' ? validation.tooMany(issue.maximum) : validation.tooBig(issue.maximum);
    case 'invalid_format':
      return validation.wrongFormat;
    case 'invalid_value':
      return validation.notOffered;
    case 'unrecognized_keys':
      return validation.unknownFields(issue.keys);
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return validation.wrong;
    default:
      return validation.wrong;
  }
}
