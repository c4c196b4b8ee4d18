/** 督办 of a case: every order with its number, what it asks and what came of it. */

import type { CaseView } from '../schemas/desk.ts';
import { actWords, supervisionWords } from '#words/workflow.ts';
import type { Step } from './course.ts';
import { numberOf } from './history.ts';
import type { ReadCase } from './read-case.ts';

/** Acts that are an order. */
const orders = ['supervise', 'list', 'talk'] as const;
const isOrder = ({ event: { act } }: Step): boolean => (orders as readonly string[]).includes(act);

/** An order with its answer, which is the first one before the next order, and where it is 挂牌 with 摘牌. */
export interface Order {
  step: Step;
  /** Every answer to it. */
  answers: Step[];
  delisted: Step | undefined;
}

export function ordersIn(course: readonly Step[]): Order[] {
  return course.flatMap((step, index) => {
    if (!isOrder(step)) return [];
    const later = course.slice(index + 1);
    const next = later.findIndex(isOrder);
    const own = next < 0 ? later : later.slice(0, next);
    return {
      step,
      answers: own.filter(({ event: { act } }) => act === 'answerOrder'),
      delisted: step.event.act === 'list' ? later.find(({ event: { act } }) => act === 'delist') : undefined,
    };
  });
}

export const levelOf = ({ event: { act, given } }: Step): string =>
  act === 'supervise' ? supervisionWords[given.level ?? 2] : actWords[act].name;

export const ordersOf = ({ course, names }: Pick<ReadCase, 'course' | 'names'>): CaseView['orders'] =>
  ordersIn(course).map(({ step, answers, delisted }) => ({
    seq: step.event.seq,
    name: actWords[step.event.act].name,
    level: levelOf(step),
    number: numberOf(step.event.seq, names),
    day: step.event.day,
    replyBy: step.event.given.replyBy ?? null,
    answeredOn: answers[0]?.event.day ?? null,
    delistedOn: delisted?.event.day ?? null,
  }));
