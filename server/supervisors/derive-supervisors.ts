/** What the server adds to records of 监督员 and 明查暗访: whose appointment it is, and the case that a finding becomes. */

import { storeOpinions } from '../../db/opinion-writes.ts';
import { appointmentsOf } from '../../db/supervisors.ts';
import { instantText } from '../clock.ts';
import { locksOf, makeCode, viewHash, viewKey } from '../domain/receipt.ts';
import { isPublicKey } from '../domain/trust/check-signature.ts';
import { idOfToken } from '../ids.ts';
import { newOpinion } from '../new-opinion.ts';
import { Problem } from '../problem.ts';
import type { Derive } from '../records/derive.ts';
import { fieldErrors } from '#words/field.ts';
import { supervisorErrors } from '#words/supervisors.ts';
import { refuseUnfit } from './may-check.ts';

const wrong = (field: string, detail: string): Problem =>
  new Problem('validation', { errors: [{ pointer: `#/given/${field}`, detail }] });

/** An appointment is tied to an account, which whoever begins the record names by its pseudonym; one at a time. */
const propose: Derive = async ({ trx, given }) => {
  const { holder } = given;
  if (typeof holder !== 'string') throw wrong('holderName', supervisorErrors.account);
  const others = await appointmentsOf(trx, holder);
  if (others.some(({ state }) => state !== 'ended')) throw wrong('holderName', supervisorErrors.twice);
  return { holder };
};

const registerKey: Derive = async ({ given }) => {
  if (!isPublicKey(given.publicKey ?? '')) throw wrong('publicKey', fieldErrors.key);
  return {};
};

const renew: Derive = async ({ before, given }) => {
  if ((given.termUntil ?? '') <= (before?.body.termUntil ?? '')) throw wrong('termUntil', supervisorErrors.notLater);
  return {};
};

/** The first and the second supervisor, each with a signature or without. */
const say =
  (act: string): Derive =>
  async ({ trx, context, before, given, id, actor, day }) => {
    await refuseUnfit({
      db: trx,
      origin: context.ledger.origin,
      accountId: actor.account ?? '',
      day,
      departments: [given.department ?? before?.department ?? null],
      signature: given.signature,
      signed: { id, n: (before?.seq ?? 0) + 1, act },
    });
    return {};
  };

/** 转为意见: the office writes it down (代录). Its receipt code is thrown away, so that nobody speaks for an author there is none of. */
const convert: Derive = async ({ trx, context, before, given, id, actor }) => {
  const code = makeCode(context.random(10));
  const entry = await newOpinion(
    { ...context, db: trx },
    {
      id: idOfToken(`inspection ${id}`),
      channel: 'paper',
      kind: 'criticism',
      text: given.publicText ?? '',
      mayPublish: true,
      department: before?.department ?? null,
      viewHash: viewHash(viewKey(code)),
      locks: locksOf(code),
      codeSeen: true,
      verdict: 'pass',
      reason: 'proof',
      photos: [],
    },
    actor,
    instantText(context.now()),
  );
  const [result] = await storeOpinions(trx, [entry]);
  if (result !== 'stored') throw new Problem('conflict');
  return { caseId: entry.caseFile.id };
};

export const supervisorDerivations: Readonly<Record<string, Derive>> = {
  'supervisor.propose': propose,
  'supervisor.registerKey': registerKey,
  'supervisor.renew': renew,
  'inspection.write': say('write'),
  'inspection.cosign': say('cosign'),
  'inspection.convert': convert,
};
