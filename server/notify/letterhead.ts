/** What every message of this city carries: its name, what it is about in words, and where to look. */

import { findSetting } from '../../db/settings.ts';
import { later } from '../clock.ts';
import type { Context } from '../context.ts';
import type { Attempt } from './attempt.ts';
import { messageWords, noticeKindWords } from '#words/notify.ts';

export interface Letterhead {
  of(message: Attempt['message']): Pick<Attempt, 'title' | 'lines' | 'link'>;
}

export async function letterheadOf({ db, env }: Context): Promise<Letterhead> {
  const city = (await findSetting(db, 'city'))?.name ?? '';
  const desk = env.publicUrl === undefined ? null : `${env.publicUrl}${env.basePath}/desk`;
  return {
    of: ({ kind, subject, caseId, recordId }) => {
      const link =
        desk === null
          ? null
          : caseId !== null
            ? `${desk}/cases/${caseId}`
            : recordId !== null
              ? `${desk}/records/item/${recordId}`
              : `${desk}/inbox`;
      return {
        title: messageWords.title(city, kind === 'test' ? messageWords.testKind : noticeKindWords[kind]),
        lines: [subject, ...(link === null ? [] : [messageWords.look(link)])],
        link,
      };
    },
  };
}

/** The machine's own time: other services compare signatures with theirs, and the demonstration lives in a time of its own. */
export async function wallClock({ db, now }: Context): Promise<Date> {
  const clock = await findSetting(db, 'clock');
  return later(now(), -(clock?.offsetMilliseconds ?? 0));
}
