/** The ledger at a glance: what the page 核验 shows, and what phones check their receipts against. */

import { cosignaturesOf, latestCosignatures } from '../../db/cosignatures.ts';
import { newestCheckpoint } from '../../db/ledger-log.ts';
import { countPending } from '../../db/ledger-pending.ts';
import { readMeta } from '../../db/log-meta.ts';
import { newestPublication } from '../../db/publications.ts';
import { findSetting } from '../../db/settings.ts';
import { dayOf, instantOfSeconds } from '../clock.ts';
import { writeVerifierKey } from '../domain/trust/note.ts';
import { answers, createRoute, newRoutes } from '../http/route.ts';
import { ledgerView } from '../schemas/ledger.ts';

const ledgerRoute = createRoute({
  method: 'get',
  path: '/api/ledger',
  summary: 'The ledger at a glance',
  responses: { 200: answers(ledgerView, 'Keys, size, newest checkpoint, witnesses, what waits, last publication') },
});

export const ledgerRoutes = newRoutes().openapi(ledgerRoute, async (c) => {
  const { db, env, ledger, mode, now } = c.var.context;
  const [newest, waiting, publication, cosigned, contradiction] = await Promise.all([
    newestCheckpoint(db),
    countPending(db),
    newestPublication(db),
    latestCosignatures(db),
    findSetting(db, 'contradiction'),
  ]);
  const [log, receipts] = ledger.keys;
  c.header('cache-control', 'no-store');
  return c.json(
    {
      origin: ledger.origin,
      keys: { log, receipts },
      today: dayOf(now()),
      size: newest?.size ?? 0,
      checkpoint: newest === undefined ? null : newest.note + (await cosignaturesOf(db, newest.size)).join(''),
      checkpointDay: newest?.day ?? null,
      witnesses: env.witnesses.map(({ key }) => {
        const last = cosigned.find(({ witness }) => witness === key.name);
        return {
          name: key.name,
          key: writeVerifierKey(key),
          size: last?.size ?? null,
          day: last === undefined ? null : dayOf(instantOfSeconds(last.time)),
        };
      }),
      waiting: {
        opinions: waiting['case.new'],
        citizens: waiting.citizen,
        staff: waiting.staff,
        ratings: waiting.rating,
      },
      publication:
        publication === undefined ? null : { n: publication.n, day: publication.day, index: publication.idx },
      pace: mode === 'demonstration' ? ('demonstration' as const) : env.ledgerPace,
      contradiction: contradiction ?? null,
      previous: (await readMeta(db))?.prev ?? null,
    },
    200,
  );
});
