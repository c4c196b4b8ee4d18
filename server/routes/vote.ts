/** 投票: tickets for an invitation code, ballots handed in closed, their openings, and taking one back. No body is ever logged, and no time is kept. */

import type { Promised } from '../../db/ballots.ts';
import { cancelBallot, openBallots, storeBallots } from '../../db/ballots.ts';
import { waitForLog } from '../../db/vote-waiting.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { ballotEntry } from '../domain/trust/ballot.ts';
import { fromBase64Url } from '../domain/trust/encoding.ts';
import { durable } from '../http/durable.ts';
import { answers, createRoute, json, newRoutes, refuses } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { refusalNames } from '../issuer/refusals.ts';
import { Problem } from '../problem.ts';
import { votingRound } from '../rounds/voting-round.ts';
import {
  ballotsAnswer,
  ballotsRequest,
  cancelAnswer,
  cancelRequest,
  issueAnswer,
  issueRequest,
  openingsAnswer,
  openingsRequest,
} from '../schemas/vote.ts';

const always = ['validation', 'malformed', 'not-found', 'round-not-open', 'too-many', 'busy'] as const;

const issueRoute = createRoute({
  method: 'post',
  path: '/api/vote/issue',
  summary: 'Take tickets for an invitation code',
  description: 'The same request again gets the same answer; another one with the same code is refused.',
  request: { body: json(issueRequest) },
  responses: {
    200: answers(issueAnswer, 'Signed'),
    ...refuses(...always, 'not-invited', 'code-used', 'outside-window', 'wrong-departments', 'issuer-unreachable'),
  },
});

const ballotsRoute = createRoute({
  method: 'post',
  path: '/api/vote/ballots',
  summary: 'Hand in ballots that nobody can read yet',
  description: 'A ballot that is there already is left as it is, and its receipt given again.',
  request: { body: json(ballotsRequest) },
  responses: { 200: answers(ballotsAnswer, 'Stored'), ...refuses(...always, 'bad-ticket') },
});

const openingsRoute = createRoute({
  method: 'post',
  path: '/api/vote/openings',
  summary: 'Show what ballots say, after their receipts are there',
  request: { body: json(openingsRequest) },
  responses: {
    200: answers(openingsAnswer, 'Kept'),
    ...refuses(...always, 'bad-opening', 'ballot-cancelled'),
  },
});

const cancelRoute = createRoute({
  method: 'post',
  path: '/api/vote/cancel',
  summary: 'Take a ballot back with its key',
  request: { body: json(cancelRequest) },
  responses: { 200: answers(cancelAnswer, 'Cancelled'), ...refuses(...always, 'wrong-key') },
});

const receiptOf = ({ ledger }: Context, c: string, { leaf, includeBy }: Promised) => ({
  c,
  leaf,
  receipt: ledger.receipt(fromBase64Url(leaf) ?? new Uint8Array(), includeBy),
  includeBy,
});

export const voteRoutes = newRoutes()
  .openapi(issueRoute, async (c) => {
    const { context } = c.var;
    const { issuer, limits, now, writes } = context;
    limits.take('vote', senderOf(c));
    const request = c.req.valid('json');
    const { round, roster, redemption } = request;
    await votingRound(context, round);
    const answer = await durable(issuer.issue(request));
    if ('refusal' in answer) {
      if (answer.refusal === 'not-invited') limits.take('wrong-code', senderOf(c));
      throw new Problem(refusalNames[answer.refusal]);
    }
    // That the code was used waits for the ledger before anybody can hand in a ballot for it.
    await durable(
      writes.answer((trx) => waitForLog(trx, [{ t: 'redeem', p: round, g: roster, r: redemption }], dayOf(now()))),
    );
    return c.json(answer, 200);
  })
  .openapi(ballotsRoute, async (c) => {
    const { context } = c.var;
    context.limits.take('vote', senderOf(c));
    const { round: id, group, ballots: given } = c.req.valid('json');
    const round = await votingRound(context, id);
    const ballots = given.map((ballot) => ballotEntry({ p: id, g: group, ...ballot }));
    if (!ballots.every(round.isTicket)) throw new Problem('bad-ticket');
    const stored = await durable(
      context.writes.answer(async (trx) => {
        const promised = await storeBallots(trx, ballots, dayOf(context.now()));
        // Thrown in here, so that nothing of the request is stored.
        if (promised === 'taken') throw new Problem('bad-ticket');
        return promised;
      }),
    );
    return c.json({ receipts: stored.map((promised, at) => receiptOf(context, ballots[at]?.c ?? '', promised)) }, 200);
  })
  .openapi(openingsRoute, async (c) => {
    const { context } = c.var;
    context.limits.take('vote', senderOf(c));
    const { round, openings } = c.req.valid('json');
    await votingRound(context, round);
    const done = await durable(context.writes.answer((trx) => openBallots(trx, round, openings)));
    if (done !== 'opened') throw new Problem(done === 'cancelled' ? 'ballot-cancelled' : 'bad-opening');
    return c.json({ opened: openings.map(({ c: commitment }) => commitment) }, 200);
  })
  .openapi(cancelRoute, async (c) => {
    const { context } = c.var;
    context.limits.take('vote', senderOf(c));
    const given = c.req.valid('json');
    await votingRound(context, given.round);
    const done = await durable(context.writes.answer((trx) => cancelBallot(trx, given, dayOf(context.now()))));
    if (done === 'wrong-key') {
      context.limits.take('wrong-code', senderOf(c));
      throw new Problem('wrong-key');
    }
    return c.json(receiptOf(context, given.c, done), 200);
  });
