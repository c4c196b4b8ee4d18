/** The form of a 回访: in the order of the talk, and only what fits an answer; what was heard becomes the act `revisit`. */
import { attitudes, revisitAnswers, revisitWays } from '../../server/domain/vocabulary.ts';
import { revisitWords } from '#words/revisits.ts';
import type { ErrorLine } from '../refused.ts';
import { textOf } from './visit.ts';

const words = revisitWords.call;
const solvedAnswers = ['yes', 'partly', 'no'] as const;

const oneOf = <T extends string>(of: readonly T[], value: string): T | undefined => of.find((one) => one === value);

/** What the act takes, or what is still to be filled in. Somebody who was not reached is asked nothing. */
export function readRevisit(form: FormData): { given: Record<string, unknown>; errors: ErrorLine[] } {
  const errors: ErrorLine[] = [];
  const needed = <T>(field: keyof typeof words.missing, value: T | undefined): T | undefined => {
    if (value === undefined || value === '') errors.push({ field, text: words.missing[field] });
    return value;
  };
  const reached = needed('reached', oneOf(['yes', 'no'], textOf(form, 'reached')));
  const revisitWay = needed('way', oneOf(revisitWays, textOf(form, 'way')));
  const [comment, handling] = [textOf(form, 'comment'), textOf(form, 'handling')];
  const said = { ...(comment && { comment }), ...(handling && { handling }) };
  if (reached !== 'yes') return { given: { revisitAnswer: 'unreachable', revisitWay, ...said }, errors };
  const contacted = needed('contacted', oneOf(['yes', 'no'], textOf(form, 'contacted')));
  const solved = needed('solved', oneOf(solvedAnswers, textOf(form, 'solved')));
  const mark = needed('mark', oneOf(revisitAnswers, textOf(form, 'mark')));
  const attitude = oneOf(attitudes, textOf(form, 'attitude'));
  if (mark === 'dissatisfied') {
    needed('comment', comment);
    needed('handling', handling);
  }
  return {
    given: {
      revisitAnswer: mark,
      solved,
      revisitWay,
      contacted: contacted === 'yes',
      ...(attitude && { attitude }),
      ...said,
    },
    errors,
  };
}
