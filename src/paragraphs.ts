/** Texts that people wrote with line breaks, as paragraphs. */

/** Lines with something on them. */
export const paragraphsOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
