/** The clerk's guide, put together from the tables of the workflow, of the records and of who is told, and from the words for it. */

import { type DeadlinePolicy, policyKeys } from '../domain/deadline-policy.ts';
import type { FieldName } from '../domain/fields.ts';
import { paperKindOf } from '../domain/paper-numbers.ts';
import { type RecordAct, type RecordKind, recordKindOf, recordKinds } from '../domain/records.ts';
import type { Role } from '../domain/roles.ts';
import { type ActName, actNames, actOf } from '../domain/workflow.ts';
import { whoIsTold } from '../notify/who-is-told.ts';
import type { Guide, GuideStep } from '../schemas/guide.ts';
import { allowanceWords, policyWords } from '#words/deadlines.ts';
import { queueWords } from '#words/desk-api.ts';
import {
  type GuidePaper,
  guidePaperWords,
  guideWords as words,
  partWords,
  recordGuideWords,
  rhythmWords,
  stepWords,
  yearWords,
} from '#words/guide.ts';
import { noticePhrase } from '#words/notify.ts';
import { recordKindWords } from '#words/records.ts';
import { actWords, clockWords, fieldWords, guardWords, roleWords, stateWords } from '#words/workflow.ts';

/**
 * @param policy the allowances that are told
 * @param reader whose own steps are marked; nobody's on paper
 */
export const guideOf = (policy: DeadlinePolicy, reader?: Role): Guide => ({
  year: yearWords.map(({ when, what, acts, records = [] }) => ({
    when,
    what,
    steps: acts.map((act) => ({ id: act, name: actWords[act].name })),
    records: records.map((kind) => ({ id: kind, name: recordKindWords[kind].name })),
  })),
  rhythm: rhythmWords.map(({ when, what, places }) => ({ when, what, places: [...places] })),
  clocks: policyKeys.map((key) => ({
    key,
    name: policyWords.steps[key].name,
    amount: allowanceWords(policy[key]),
    told: policyWords.steps[key].told,
  })),
  parts: partWords.map(({ id, name, acts }) => ({ id, name, steps: acts.map((act) => stepOf(act, reader)) })),
  records: recordKinds.map((kind) => ({
    kind,
    name: recordKindWords[kind].name,
    path: recordPath(kind),
    tip: recordGuideWords[kind].tip,
    steps: Object.entries(recordKindOf(kind).acts).map(([act, line]) => recordStep(kind, act, line, reader)),
  })),
  papers: [
    ...(Object.keys(guidePaperWords) as GuidePaper[]).map((paper) => ({
      name: guidePaperWords[paper],
      where: paper === 'revisit' ? words.onPrint(words.revisits) : words.casePapers,
      steps: actNames.filter((act) => stepWords[act].papers?.includes(paper)).map((act) => actWords[act].name),
    })),
    ...recordKinds.map((kind) => ({
      name: recordKindWords[kind].sheet,
      where: words.onPrint(recordKindWords[kind].name),
      steps: Object.values(recordKindWords[kind].acts).map(({ name }) => name),
    })),
  ],
});

const recordPath = (kind: RecordKind): string => recordGuideWords[kind].path ?? `/desk/records/${kind}`;

function stepOf(name: ActName, reader: Role | undefined): GuideStep {
  const act = actOf(name);
  const { tip, papers = [] } = stepWords[name];
  const from = act.from.map((state) => stateWords[state]).join('、');
  return {
    act: name,
    name: actWords[name].name,
    ...placeOf(name),
    tip,
    isMine: reader !== undefined && act.by.includes(reader),
    who: act.by.map((role) => roleWords[role]),
    required: labels(act.needs),
    optional: labels(act.may),
    moves: act.to === 'stays' ? words.stays : words.to(from || words.begins, stateWords[act.to]),
    clocks: [
      ...(act.starts ?? []).map((clock) => words.starts(clockWords[clock])),
      ...(act.stops ?? []).map((clock) => words.stops(clockWords[clock])),
      ...(act.pauses ? [words.pauses] : []),
      ...(act.resumes ? [words.resumes] : []),
    ],
    papers: papers.map((paper) =>
      paperKindOf(name) === paper ? words.numbered(guidePaperWords[paper]) : guidePaperWords[paper],
    ),
    tells: whoIsTold[name].map(({ whom }) => words.telling(words.told[whom], noticePhrase(name, whom))),
    isPublic: act.shown === true,
    refusals: (act.when ?? []).map((guard) => guardWords[guard]),
    entry: act.ledger === 'none' ? null : act.ledger,
  };
}

/** Where a step is done, in words, and the page where it begins. */
function placeOf(name: ActName): Pick<GuideStep, 'where' | 'path'> {
  const { where } = stepWords[name];
  const { button } = actWords[name];
  switch (where.in) {
    case 'queue':
      return { where: words.inQueue(queueWords[where.queue], button), path: `/desk?queue=${where.queue}` };
    case 'page':
      return {
        where:
          name === 'draw' || name === 'recalculate' ? words.byRecord(where.name) : words.onPage(where.name, button),
        path: where.path,
      };
    case 'track':
      return { where: words.onTrack, path: null };
    case 'system':
      return { where: words.bySystem, path: null };
  }
}

function recordStep(kind: RecordKind, name: string, act: RecordAct, reader: Role | undefined): GuideStep {
  const { acts, states, labels: own = {}, name: place } = recordKindWords[kind];
  const told = acts[name] ?? { name, button: name, does: '' };
  const label = (field: FieldName): string => own[field] ?? fieldWords[field].label;
  const from = act.from.map((state) => states[state] ?? state).join('、');
  return {
    act: `${kind}.${name}`,
    name: told.name,
    where: words.onPage(place, told.button),
    path: recordPath(kind),
    tip: told.does,
    isMine: reader !== undefined && act.by.includes(reader),
    who: act.by.map((role) => roleWords[role]),
    required: (act.needs ?? []).map(label),
    optional: (act.may ?? []).map(label),
    moves: act.from.includes(act.to) ? words.stays : words.to(from || words.begins, states[act.to] ?? act.to),
    clocks: [],
    papers: act.numbers ? [words.numbered(recordKindWords[kind].sheet)] : [],
    tells: [],
    isPublic: act.publishes === true,
    refusals: act.notBy === undefined ? [] : [words.notBy(acts[act.notBy]?.name ?? act.notBy)],
    entry: 'record',
  };
}

const labels = (names: readonly FieldName[] = []): string[] => names.map((name) => fieldWords[name].label);
