/** Input that nobody means well: what every route must refuse, or store without harm. */

/** Values of the wrong kind for a field that takes text. */
export const notText: readonly unknown[] = [null, 7, true, [], {}, ['a'], { length: 5 }];

/** Texts that are meant to break something. */
export const hostileTexts = {
  html: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  sql: "'; drop table rating; --",
  controls: `一\u0000二\u0007三\u001b[31m四\u202e五\ufeff六`,
  surrogate: '坏\ud800字',
  path: '../../etc/passwd',
} as const;
