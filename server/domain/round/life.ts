/** What the states of a 评议活动 mean to those who read it. */

/** States in which there is a result that everybody may read. */
const published: readonly string[] = ['published', 'appealed', 'final'];

export const hasResults = (state: string): boolean => published.includes(state);
