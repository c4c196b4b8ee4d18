/** Tells the page store what a page shows, so that it is rendered again when that changes. */

/**
 * Marks a published page. Call it in the page itself: a layout runs after the headers have left.
 * Topics are those of `context.pages`, such as `figures`, `department:xzspj`, `case:2026-0123`, `city`.
 */
export const shows = (response: { headers: Headers }, ...topics: string[]): void =>
  // Only ASCII may stand in a header; the names of what can change are ASCII, and anything else somebody typed in an address.
  response.headers.set('x-shows', topics.map((topic) => topic.replaceAll(/[^!-~]/g, '?')).join(' '));
