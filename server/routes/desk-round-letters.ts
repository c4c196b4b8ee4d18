/** 评议结果反馈函: the office reads all of them, a department its own once they went out. */

import { recordsOfRound } from '../../db/round-records.ts';
import { findRound } from '../../db/rounds.ts';
import { listRecordEvents } from '../../db/records.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { refOf } from '../desk/names.ts';
import { answers, createRoute, newRoutes, refuses, staffOf } from '../http/route.ts';
import type { Staff } from '../http/staff.ts';
import { Problem } from '../problem.ts';
import { feedbackLetter } from '../rounds/feedback-letter.ts';
import { publishedResults, resultOf } from '../rounds/published-results.ts';
import { idInPath } from '../schemas/desk.ts';
import { letterInPath, letterList, roundLetter } from '../schemas/round-letters.ts';
import { recordKindWords } from '#words/records.ts';
import { letterErrors } from '#words/round-letters.ts';

const tags = ['desk'];
const refusals = refuses('not-signed-in', 'not-allowed', 'validation', 'not-found', 'not-in-this-state');

/**
 * @throws Problem `not-found` for a round without a plan; `not-in-this-state` before the result is published, and for a department before its letter
 *   went out
 */
async function lettersOf({ db }: Context, { department }: Staff, id: string) {
  const round = await findRound(db, id);
  if (round?.plan === undefined) throw new Problem('not-found');
  const published = await publishedResults(db, id);
  if (published === undefined) throw new Problem('not-in-this-state', { detail: letterErrors.notPublished });
  const { file } = round.record;
  const sentOn = (await listRecordEvents(db, file)).find(({ act }) => act === 'hear')?.day ?? null;
  if (department !== null && sentOn === null) {
    throw new Problem('not-in-this-state', { detail: letterErrors.notSent });
  }
  const until = sentOn === null ? undefined : file.body.recheckUntil;
  return {
    plan: round.plan,
    results: published.results,
    round: { id, number: file.number ?? '', title: round.plan.title, state: file.state },
    sentOn,
    recheckUntil: typeof until === 'string' ? until : null,
  };
}

export const deskRoundLetterRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/rounds/{id}/letters',
      tags,
      summary: '反馈函 of a round: all of them, or a department’s own',
      request: { params: idInPath },
      responses: { 200: answers(letterList, 'The letters'), ...refusals },
    }),
    async (c) => {
      const staff = staffOf(c);
      const { plan, results, ...rest } = await lettersOf(c.var.context, staff, c.req.valid('param').id);
      const names = new Map(plan.departments.map(({ code, name }) => [code, name]));
      const items = results.departments
        .filter(({ department }) => staff.department === null || department === staff.department)
        .map(({ department, classCode, standing, score, rank }) => ({
          department: refOf(department, names),
          className: plan.classes.find(({ code }) => code === classCode)?.name ?? classCode,
          standing,
          score: score ?? null,
          rank: rank ?? null,
          of: results.classes.find((one) => one.classCode === classCode)?.departments ?? 0,
        }));
      return c.json({ ...rest, items }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/desk/rounds/{id}/letters/{code}',
      tags,
      summary: 'One 反馈函, as it stands on paper',
      request: { params: letterInPath },
      responses: { 200: answers(roundLetter, 'The letter'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { id, code } = c.req.valid('param');
      if (staff.department !== null && staff.department !== code) throw new Problem('not-found');
      const { plan, results, round, sentOn, recheckUntil } = await lettersOf(context, staff, id);
      const result = resultOf(results, code);
      if (result === undefined) throw new Problem('not-found');
      const ofClass = results.classes.find(({ classCode }) => classCode === result.classCode);
      const { rank } = result;
      const isShared =
        rank !== undefined &&
        results.departments.some(
          (one) => one.department !== code && one.classCode === result.classCode && one.rank === rank,
        );
      const own = (await recordsOfRound(context.db, 'recheck', id)).filter(({ file }) => file.department === code);
      const names = new Map(plan.departments.map((one) => [one.code, one.name]));
      const isOpen = round.state === 'appealed' && recheckUntil !== null && dayOf(context.now()) <= recheckUntil;
      const mayAsk = staff.role === 'liaison' || staff.role === 'head';
      return c.json(
        {
          round,
          department: refOf(code, names),
          paper: await feedbackLetter({
            context,
            plan,
            number: round.number,
            result,
            ofClass,
            isShared,
            sentOn,
            recheckUntil,
          }),
          mayRecheck: isOpen && mayAsk && !own.some(({ file }) => file.state === 'applied'),
          recheckUntil,
          rechecks: own.map(({ file }) => ({
            id: file.id,
            number: file.number,
            stateName: recordKindWords.recheck.states[file.state] ?? file.state,
          })),
        },
        200,
      );
    },
  );
