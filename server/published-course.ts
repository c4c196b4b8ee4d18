/** What everybody may read of the course of a case beside its steps: who refused it and why, who helped, what was ordered, put off or put on account. */

import type { StoredEvent } from '../db/case-files.ts';
import { courseOf, type Step } from './desk/course.ts';
import { ordersIn } from './desk/orders.ts';
import type { CaseFile } from './domain/case-file.ts';
import type { Day } from './domain/day.ts';
import { redact } from './domain/redaction.ts';
import type { PublishedCase } from './schemas/cases.ts';

type Ref = (code: string | null | undefined) => { code: string; name: string } | null;

export type PublishedCourse = Pick<
  PublishedCase,
  'moves' | 'helpers' | 'extended' | 'stages' | 'orders' | 'drawn' | 'handedOver'
>;

/** Words that the ledger has a commitment to and that are open to everybody, with personal data covered; none once erased. */
const openWords = (text: string | undefined, { erased }: CaseFile): string | null =>
  text && !erased ? redact(text).text : null;

/**
 * @param events only those that the ledger tells of
 * @param file the case as it is now, which says whether its words were erased
 */
export function publishedCourse(file: CaseFile, events: readonly StoredEvent[], ref: Ref): PublishedCourse {
  const course = courseOf(file, events);
  const told = course.at(-1)?.after;
  const handedOver = course.findLast(({ event: { act } }) => act === 'closeByTransfer' || act === 'closeByExtension');
  return {
    moves: course.flatMap((step) => moveOf(step, course, file, ref)),
    helpers: Object.entries(told?.help ?? {}).flatMap(([code, { due, doneOn }]) => {
      const department = ref(code);
      return department === null ? [] : { department, askedOn: due.from, due: due.due, doneOn };
    }),
    extended: course
      .filter(({ event }) => event.act === 'grantExtension')
      .map(({ event, before, after }) => ({
        day: event.day,
        from: before.clocks.complete?.due ?? null,
        until: after.clocks.complete?.due ?? null,
        reason: openWords(event.given.ruling, file),
      })),
    stages: course
      .filter(({ event }) => event.act === 'stage')
      .map(({ event }) => ({
        day: event.day,
        until: event.given.stageDay ?? null,
        explanation: openWords(event.given.explanation, file),
      })),
    orders: ordersIn(course).map(({ step: { event }, answers, delisted }) => ({
      act: event.act as 'supervise' | 'list' | 'talk',
      level: event.given.level ?? null,
      day: event.day,
      replyBy: event.given.replyBy ?? null,
      answeredOn: answers[0]?.event.day ?? null,
      delistedOn: delisted?.event.day ?? null,
    })),
    drawn: told?.drawn ?? false,
    handedOver:
      handedOver && file.closure !== 'ordinary' && file.closure !== null
        ? {
            to: openWords(handedOver.event.given.receivingBody, file),
            until: handedOver.event.given.until ?? null,
          }
        : null,
  };
}

/** A request to return the case with the ruling on it, or a move that the office made itself. */
function moveOf(step: Step, course: readonly Step[], file: CaseFile, ref: Ref): PublishedCase['moves'] {
  const { act, day, seq, given } = step.event;
  const by = ref(step.before.department);
  if (act === 'transfer') {
    return [{ act, day, by, suggested: null, ruling: { granted: true, day, reason: openWords(given.ruling, file) } }];
  }
  if (act !== 'requestReturn') return [];
  const ruling = course.find(
    ({ event }) => event.seq > seq && (event.act === 'grantReturn' || event.act === 'refuseReturn'),
  )?.event;
  return [
    {
      act,
      day,
      by,
      suggested: ref(given.suggestedDepartment),
      ruling: ruling
        ? { granted: ruling.act === 'grantReturn', day: ruling.day, reason: openWords(ruling.given.ruling, file) }
        : null,
    },
  ];
}

/** Since when a case is on account, and every day on which the office has looked at it again. */
export function accountOf(events: readonly StoredEvent[]): { since: Day | null; reviews: Day[] } {
  const passed = events.findLast(({ act }) => act === 'passAccount');
  return {
    since: passed?.day ?? null,
    reviews: events.filter(({ act, seq }) => act === 'reviewAccount' && seq > (passed?.seq ?? 0)).map(({ day }) => day),
  };
}
