/** What the server works out for 抽查: what is frozen when one is announced, and whom the numbers of the lottery draw. */

import { caseFrame, departmentFrame } from '../../db/frames.ts';
import { newestCheckpoint } from '../../db/ledger-log.ts';
import { canonicalWinning, drawLots, fitsLottery, type Frozen, frameHash, readFrozen } from '../domain/lottery.ts';
import type { Canonical } from '../domain/trust/canonical.ts';
import { Problem } from '../problem.ts';
import type { Derive } from '../records/derive.ts';
import { sampleErrors } from '#words/samples.ts';
import { frameOf } from './frame-of.ts';
import { tellDrawn } from './tell-drawn.ts';

const wrong = (field: string, detail: string): Problem =>
  new Problem('validation', { errors: [{ pointer: `#/given/${field}`, detail }] });

/** Freezes the newest signed checkpoint: what comes later cannot be let in, nor kept out. */
const announce: Derive = async ({ trx, given, day }) => {
  const { frame = 'claimed', drawDay = '' } = given;
  if (drawDay <= day) throw wrong('drawDay', sampleErrors.drawDay);
  const checkpoint = await newestCheckpoint(trx);
  if (checkpoint === undefined) throw wrong('frame', sampleErrors.noLedger);
  const { size, root } = checkpoint;
  const ids = frame === 'departments' ? await departmentFrame(trx) : await caseFrame(trx, frame, size);
  if (ids.length === 0) throw wrong('frame', sampleErrors.empty);
  const frozen: Frozen = {
    size,
    root,
    count: ids.length,
    ids: frameHash(ids),
    ...(frame === 'departments' && { of: ids }),
  };
  return { frozen: frozen as unknown as Canonical };
};

/** Draws with the numbers in their one spelling, and has those that were drawn looked at. */
const draw: Derive = async ({ trx, context, before, given, id, day }) => {
  const frozen = readFrozen(before?.body.frozen);
  if (before === null || frozen === undefined) throw new Problem('not-in-this-state');
  const { frame = 'claimed', sampleSize = 1, drawDay = '', lottery = '' } = before.body;
  if (day < drawDay) throw wrong('winning', sampleErrors.tooEarly(drawDay));
  const winning = canonicalWinning(given.winning ?? '');
  if (winning === undefined || !fitsLottery(lottery, winning)) throw wrong('winning', sampleErrors.winning(lottery));
  const ids = await frameOf(trx, frame, frozen);
  const drawn = drawLots({ root: frozen.root, winning, ids, size: sampleSize });
  if (frame === 'claimed') await tellDrawn(trx, context, { sample: id, cases: drawn });
  return { winning, drawn };
};

export const sampleDerivations: Readonly<Record<string, Derive>> = { 'sample.announce': announce, 'sample.draw': draw };
