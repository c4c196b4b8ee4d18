/** 办理时限: how long each step may take, from which day on, for which 意见; and in which hours people are told of them. */

import { accountNames } from '../../db/accounts.ts';
import { listAudit } from '../../db/audit.ts';
import { numberRules } from '../../db/ledger-rules.ts';
import { insertPolicyChange, listPolicyChanges } from '../../db/policy.ts';
import { officeHoursOf, setSetting } from '../../db/settings.ts';
import { audit } from '../audit.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import type { Day } from '../domain/day.ts';
import {
  type Allowance,
  defaultPolicy,
  isTakenBack,
  longest,
  onlyWorkdays,
  policyAfter,
  type PolicyChange,
  type PolicyKey,
  policyKeys,
  readPolicyKey,
  type SpecialKey,
} from '../domain/deadline-policy.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf } from '../http/route.ts';
import type { Staff } from '../http/staff.ts';
import { Problem } from '../problem.ts';
import { officeHours, policyChange, type PolicyStep, type PolicyView, policyView } from '../schemas/policy.ts';
import { deskErrors } from '#words/desk-api.ts';
import { forWhatWords, policyWords } from '#words/deadlines.ts';

const tags = ['administration'];
const refusals = refuses('not-signed-in', 'not-allowed', 'validation');
/** Lines of history that the page shows; the trail has all of them. */
const historyShown = 100;

const keyOf = (key: PolicyKey, kind: string, channel: string): PolicyChange['key'] =>
  kind === '*' && channel === '*' ? key : (`${key}/${kind}/${channel}` as SpecialKey);

/** What the trail says of a change: the key, its first day, and the value or a dash. */
const subjectOf = ({ key, validFrom, amount, unit }: PolicyChange): string =>
  `${key} ${validFrom} ${isTakenBack({ key, amount }) ? '-' : `${amount} ${unit}`}`;

function readSubject(subject: string): { key: string; validFrom: Day; value: Allowance | null } {
  const [key = '', validFrom = '', amount = '-', unit] = subject.split(' ');
  const value = amount === '-' ? null : ({ amount: Number(amount), unit: unit === 'day' ? 'day' : 'workday' } as const);
  return { key, validFrom, value };
}

const valueOf = (change: PolicyChange): Allowance | null =>
  isTakenBack(change) ? null : { amount: change.amount, unit: change.unit };

/** The value in force of one key, since when, and what is to come. */
function timesOf(changes: readonly PolicyChange[], key: string, today: Day) {
  const own = changes.filter((change) => change.key === key);
  const newest = own.findLast(({ validFrom }) => validFrom <= today);
  return {
    since: newest?.validFrom ?? null,
    value: newest === undefined ? null : valueOf(newest),
    coming: own
      .filter(({ validFrom }) => validFrom > today)
      .map((one) => ({ validFrom: one.validFrom, value: valueOf(one) })),
  };
}

function stepOf(key: PolicyKey, changes: readonly PolicyChange[], today: Day): PolicyStep {
  const general = timesOf(changes, key, today);
  const special = [...new Set(changes.map((change) => change.key).filter((one) => one.startsWith(`${key}/`)))].sort();
  return {
    key,
    ...policyWords.steps[key],
    default: defaultPolicy[key],
    value: policyAfter(changes, today)[key],
    since: general.since,
    coming: general.coming,
    longest: longest[key],
    onlyWorkdays: (onlyWorkdays as readonly PolicyKey[]).includes(key),
    specials: special.flatMap((one) => {
      const { kind = '*', channel = '*' } = readPolicyKey(one) ?? {};
      const times = timesOf(changes, one, today);
      if (times.value === null && times.coming.length === 0) return [];
      return [{ kind, channel, forWhat: forWhatWords(kind, channel), ...times }];
    }),
  };
}

async function viewOf({ db, now }: Context, staff: Staff): Promise<PolicyView> {
  const today = dayOf(now());
  const changes = await listPolicyChanges(db);
  const trail = await listAudit(db, { limit: historyShown, act: 'deadline.changed' });
  const names = await accountNames(
    db,
    trail.flatMap(({ account_id }) => account_id ?? []),
  );
  return {
    today,
    mayChange: staff.role !== 'clerk',
    officeHours: await officeHoursOf(db),
    steps: policyKeys.map((key) => stepOf(key, changes, today)),
    history: trail.flatMap(({ at, account_id, subject }) => {
      const { key, validFrom, value } = readSubject(subject);
      const parts = readPolicyKey(key);
      if (parts === undefined) return [];
      const { name } = policyWords.steps[parts.key];
      const by = names.get(account_id ?? '') ?? '';
      return [{ at, by, name, forWhat: forWhatWords(parts.kind, parts.channel), validFrom, value }];
    }),
  };
}

/** @throws Problem `validation` for a day that is over, an amount beyond the limit, or a general value that is to be taken back */
function checkChange(change: PolicyChange, step: PolicyKey, today: Day): void {
  const wrong = (field: string, detail: string): Problem =>
    new Problem('validation', { errors: [{ pointer: `#/${field}`, detail }] });
  if (change.validFrom < today) throw wrong('validFrom', deskErrors.past);
  if (change.amount === 0 && !change.key.includes('/')) throw wrong('amount', deskErrors.missing);
  if (change.amount > longest[step]) throw wrong('amount', policyWords.atMost(longest[step]));
  if (change.unit === 'day' && (onlyWorkdays as readonly PolicyKey[]).includes(step))
    throw wrong('unit', policyWords.onlyWorkdays);
}

export const adminPolicyRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/deadlines',
      tags,
      summary: 'How long each step may take, with special values and the history',
      responses: { 200: answers(policyView, 'The policy'), ...refusals },
    }),
    async (c) => c.json(await viewOf(c.var.context, staffOf(c)), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/deadlines',
      tags,
      summary: 'Change how long a step may take from a day on; only clocks that start from then on run by it',
      request: { body: json(policyChange) },
      responses: { 200: answers(policyView, 'Changed'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const staff = staffOf(c);
      const { key: step, kind, channel, validFrom, amount, unit } = c.req.valid('json');
      const change: PolicyChange = { key: keyOf(step, kind, channel), validFrom, amount: amount ?? 0, unit };
      checkChange(change, step, dayOf(context.now()));
      await context.db.transaction().execute(async (trx) => {
        await insertPolicyChange(trx, change);
        await numberRules(trx);
        await audit(context, staff.accountId, 'deadline.changed', subjectOf(change), trx);
      });
      context.pages.changed('figures');
      return c.json(await viewOf(context, staff), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/office-hours',
      tags,
      summary: 'When notices of deadlines may be sent, on working days',
      request: { body: json(officeHours) },
      responses: { 200: answers(officeHours, 'Changed'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const given = c.req.valid('json');
      await context.db.transaction().execute(async (trx) => {
        await setSetting(trx, 'officeHours', given);
        await audit(context, staffOf(c).accountId, 'hours.changed', `${given.from}-${given.to}`, trx);
      });
      return c.json(given, 200);
    },
  );
