/** From a refusal of the API to the lines of an error summary and the sentence beside each field. */
import { commonWords } from '#words/common.ts';
import type { problemOf } from './api.ts';

type Refusal = Awaited<ReturnType<typeof problemOf>>;

/** One line of `ErrorSummary.astro`. */
export interface ErrorLine {
  field?: string | undefined;
  text: string;
}

/**
 * Lines for what a problem says. `ids` gives the id of the control for each first step of a pointer, and with `null` leaves out what
 * the reader cannot mend; other fields are taken to have the id of their name.
 */
export function linesOf(problem: Refusal, ids: Readonly<Record<string, string | null>> = {}): ErrorLine[] {
  const lines = (problem.errors ?? []).flatMap(({ pointer, detail }): ErrorLine[] => {
    const name = pointer.split('/')[1] ?? '';
    const field = name in ids ? ids[name] : name;
    return field === null ? [] : [{ field, text: detail }];
  });
  if (lines.length > 0) return lines;
  // What broke on our side can only be found by its number.
  const number = problem.status >= 500 && problem.requestId ? commonWords.requestId(problem.requestId) : '';
  return [{ text: `${problem.title}。${problem.detail}${number}` }];
}

/** The sentence for a field, if there is one. */
export const errorAt = (lines: readonly ErrorLine[], field: string): string | undefined =>
  lines.find((line) => line.field === field)?.text;
