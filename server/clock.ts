/** From instants to the city's own days. All of China keeps one time, eight hours ahead of UTC, without summer time. */

import { addDays, type Day } from './domain/day.ts';

const ahead = 8 * 60 * 60 * 1000;

/** The day that an instant falls on in Asia/Shanghai. */
export const dayOf = (instant: Date): Day => inShanghai(instant).toISOString().slice(0, 10);

/** The minute of an instant as clocks in the city show it, `YYYY-MM-DDTHH:MM`. Sorts as text. */
export const minuteOf = (instant: Date): string => inShanghai(instant).toISOString().slice(0, 16);

/** An instant as it is stored: ISO-8601 in UTC, to the second. Sorts as text. */
export const instantText = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;

/** Milliseconds since the last midnight of the city. */
export const sinceMidnight = (instant: Date): number => inShanghai(instant).getTime() % (24 * 60 * 60 * 1000);

// oxlint-disable-next-line no-restricted-globals -- the only place that turns an instant into another one
const inShanghai = (instant: Date): Date => new Date(instant.getTime() + ahead);

/** The instant some milliseconds after another one. */
// oxlint-disable-next-line no-restricted-globals -- as above
export const later = (instant: Date, milliseconds: number): Date => new Date(instant.getTime() + milliseconds);

/** The instant of its stored form. */
// oxlint-disable-next-line no-restricted-globals -- as above
export const instantOf = (text: string): Date => new Date(text);

/** The instant of a POSIX time in seconds. */
// oxlint-disable-next-line no-restricted-globals -- as above
export const instantOfSeconds = (seconds: number): Date => new Date(seconds * 1000);

/** The instant at which a day of the city begins, in its stored form. */
export const beginningOf = (day: Day): string => `${addDays(day, -1)}T16:00:00Z`;
