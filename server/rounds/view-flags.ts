/** Flags of a round as the desk sees them: by rule, with the rule's published sentence and the numbers of each. */

import { listFlags, type StoredFlag } from '../../db/flags.ts';
import { newestRecordWords } from '../../db/records.ts';
import { listRecordEvents } from '../../db/records.ts';
import { recordsOfRound } from '../../db/round-records.ts';
import { findRound } from '../../db/rounds.ts';
import type { Context } from '../context.ts';
import { dayOf } from '../clock.ts';
import { recordActsFor } from '../domain/advance-record.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import { pseudonym } from '../domain/trust/entries.ts';
import { exclusionRules } from '../domain/vocabulary.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { Problem } from '../problem.ts';
import { whoWrote } from '../records/perform-record-act.ts';
import type { FlagList } from '../schemas/flags.ts';
import { flagRuleSentences, flagWords } from '#words/flags.ts';
import { recordKindWords } from '#words/records.ts';
import { exclusionRuleWords } from '#words/rounds.ts';
import { takesExclusions } from './derive-exclusions.ts';
import { byHand } from './propose-exclusions.ts';

/** Flags of one rule in an answer; an exclusion may take in all of them. */
const flagsShown = 200;

/** @throws Problem `not-found` */
export async function flagsOfRound({ db, now }: Context, staff: Staff, roundId: string): Promise<FlagList> {
  const round = await findRound(db, roundId);
  if (round?.plan === undefined) throw new Problem('not-found');
  const { plan } = round;
  const { file } = round.record;
  const batches = (await recordsOfRound(db, 'batch', roundId)).map((one) => one.file);
  const exclusions = (await recordsOfRound(db, 'exclusion', roundId)).map((one) => one.file);
  const ids = [...batches, ...exclusions].map(({ id }) => id);
  const words = await newestRecordWords(db, ids, ['batchName', 'reason']);
  const batchNames = new Map(
    batches.map(({ id, number }) => [id, [number, words.get(id)?.batchName].join(' ').trim()]),
  );
  const states = new Map(exclusions.map(({ id, state }) => [id, recordKindWords.exclusion.states[state] ?? state]));
  const flags = Map.groupBy(await listFlags(db, roundId), ({ rule }) => rule);
  const actor = actorOf(staff);
  const circumstances = { day: dayOf(now()), self: pseudonym(staff.accountId) };
  return {
    round: {
      id: file.id,
      number: file.number,
      title: round.title,
      stateName: recordKindWords.round.states[file.state] ?? file.state,
    },
    takes: takesExclusions(file.state),
    rules: exclusionRules.map((rule) => {
      const of = (flags.get(rule) ?? []).sort(byPaper);
      const open = of.filter(({ exclusion }) => exclusion === null);
      const first = [...open, ...of.filter(({ exclusion }) => exclusion !== null)].slice(0, flagsShown);
      return {
        rule,
        name: exclusionRuleWords[rule],
        sentence: flagRuleSentences[rule],
        byHand: byHand(rule),
        flags: of.length,
        open: open.length,
        items: first.map((flag) => ({
          id: flag.id,
          rows: flag.targets.length,
          where: whereIs(flag, plan, batchNames),
          why: flagWords.why[rule](flag.detail.numbers, levelName(plan, flag.detail.numbers['level'])),
          exclusion:
            flag.exclusion === null ? null : { id: flag.exclusion, stateName: states.get(flag.exclusion) ?? '' },
        })),
      };
    }),
    exclusions: await Promise.all(
      exclusions.map(async (one) => {
        const { exclusionRule: rule = 'interference', excluded } = one.body;
        const { ballots = 0, rows = 0 } = (excluded ?? {}) as { ballots?: number; rows?: number };
        const wrote = whoWrote(await listRecordEvents(db, one));
        return {
          id: one.id,
          number: one.number,
          ruleName: exclusionRuleWords[rule],
          state: one.state,
          stateName: states.get(one.id) ?? one.state,
          ballots,
          rows,
          reason: words.get(one.id)?.reason ?? '',
          mayDecide: recordActsFor(one, actor, { ...circumstances, wrote }).includes('confirm'),
        };
      }),
    ),
    batches: batches
      .filter(({ state }) => state === 'confirmed')
      .map(({ id }) => ({ id, name: batchNames.get(id) ?? id })),
    departments: plan.departments.map(({ code, name }) => ({ code, name })),
  };
}

const levelName = ({ scale }: RoundPlan, level: number | undefined): string =>
  scale.levels.find((one) => one.level === level)?.name ?? '';

/** As the papers lie in their boxes. */
const byPaper = ({ detail: a }: StoredFlag, { detail: b }: StoredFlag): number =>
  (a.batch ?? '') < (b.batch ?? '') ? -1 : (a.batch ?? '') > (b.batch ?? '') ? 1 : (a.serial ?? 0) - (b.serial ?? 0);

function whereIs({ detail }: StoredFlag, plan: RoundPlan, batchNames: ReadonlyMap<string, string>): string {
  if (detail.batch !== undefined) return flagWords.paper(batchNames.get(detail.batch) ?? '', detail.serial ?? 0);
  const department = plan.departments.find(({ code }) => code === detail.department)?.name ?? '';
  const group = plan.groups.find(({ code }) => code === detail.group)?.name ?? '';
  return flagWords.day(detail.day ?? '', department, group);
}
