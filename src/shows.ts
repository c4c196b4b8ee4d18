/** Tells the page store what a page shows, so that it is rendered again when that changes. */

/**
 * Marks a published page. Call it in the page itself: a layout runs after the headers have left.
 * Topics are those of `context.pages`, such as `figures`, `department:xzspj`, `case:2026-0123`, `city`.
 */
export const shows = (response: { headers: Headers }, ...topics: string[]): void =>
  response.headers.set('x-shows', topics.join(' '));
