/** How alike two 意见 are, so that the desk can suggest duplicates; a person always decides (归并). */

/** Below this many characters a text has too few runs of three to be compared by them. */
const shortText = 12;

/** Only letters, digits and characters count; width, case, spaces and punctuation do not. */
const normalised = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** All runs of `size` neighbouring characters; a text shorter than that is one run. */
const runsOf = (text: string, size: number): ReadonlySet<string> => {
  const characters = [...text];
  if (characters.length <= size) return new Set(text === '' ? [] : [text]);
  return new Set(characters.slice(size - 1).map((_, start) => characters.slice(start, start + size).join('')));
};

/** Jaccard index: what two sets share, as part of everything in either. Two empty sets share nothing. */
const jaccard = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let shared = 0;
  for (const run of a) if (b.has(run)) shared += 1;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
};

/**
 * The candidates most like a text, best first and equal ones by id: at most `most`, each with a likeness (0 to 1, the
 * Jaccard index of their runs of three characters, or of two when either text is short) of `atLeast` or more.
 */
export const suggestDuplicates = (
  text: string,
  candidates: Iterable<{ readonly id: string; readonly text: string }>,
  atLeast = 0.35,
  most = 5,
): { id: string; likeness: number }[] => {
  const own = normalised(text);
  const ownRuns = { 2: runsOf(own, 2), 3: runsOf(own, 3) };
  return Array.from(candidates, (candidate) => {
    const other = normalised(candidate.text);
    const size = Math.min(own.length, other.length) < shortText ? 2 : 3;
    return { id: candidate.id, likeness: jaccard(ownRuns[size], runsOf(other, size)) };
  })
    .filter(({ likeness }) => likeness > 0 && likeness >= atLeast)
    .sort((a, b) => b.likeness - a.likeness || (a.id < b.id ? -1 : 1))
    .slice(0, most);
};
