/**
 * What the phone works out beside the page: the proof of work before something is sent, and the check of the slip that came back. One worker for
 * both, because on a slow line each file more costs as much as its content.
 */
import { type Solution, solve, type Work } from './proof-of-work.ts';
import { type Answer, checkSlip, type Question } from './slip-check.ts';

export type Asked = { work: Work } | { slip: Question };

const answerTo = async (asked: Asked): Promise<Solution | Answer> =>
  'work' in asked ? solve(asked.work) : checkSlip(asked.slip);

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  answerTo(data).then(
    (answer) => postMessage(answer),
    // An algorithm that this browser does not have: the page goes on without.
    () => postMessage(undefined),
  );
});
