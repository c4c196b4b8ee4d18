/** 评议结果反馈函 of one department: what the published result says of it, its 意见 of the year, what is asked of it, and its right of 复核. */

import { listPublishedCases } from '../../db/case-lists.ts';
import type { Context } from '../context.ts';
import { dayOf } from '../clock.ts';
import type { Day } from '../domain/day.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import type { ClassResult, DepartmentResult } from '../domain/round/results.ts';
import { row, rowsOf, section, sign } from '../desk/papers/parts.ts';
import type { PaperSection } from '../schemas/papers.ts';
import type { RoundLetter } from '../schemas/round-letters.ts';
import { roundLetterWords } from '#words/round-letters.ts';
import { stateWords } from '#words/workflow.ts';
import { publishedLine } from '../published-case.ts';
import { momentOf } from '../moment.ts';

const words = roundLetterWords.paper;

/** 意见 that stand on the letter; the others are in the 整改台账. */
const opinionsShown = 40;

export interface LetterSource {
  context: Context;
  plan: RoundPlan;
  number: string;
  result: DepartmentResult;
  ofClass: ClassResult | undefined;
  /** Another department of its class has the same place. */
  isShared: boolean;
  sentOn: Day | null;
  recheckUntil: Day | null;
}

export async function feedbackLetter(source: LetterSource): Promise<RoundLetter['paper']> {
  const { plan, number, result, sentOn } = source;
  const name = plan.departments.find(({ code }) => code === result.department)?.name ?? result.department;
  return {
    key: `letter-${result.department}`,
    title: roundLetterWords.titleOf(plan.title),
    number,
    day: sentOn,
    sections: [
      section(null, [row(words.rows.to, words.to(name)), row(words.rows.matter, words.text(plan.title, number))]),
      resultSection(source),
      ...(isTold(result) ? [itemSection(source), groupSection(source)] : []),
      await opinionSection(source),
      section(words.sections.demands, [row(words.rows.demands, demands(source))]),
      rightsSection(source),
      section(words.sections.signatures, [sign(words.rows.office), sign(words.rows.received)]),
    ],
    notes: [words.note],
  };
}

/** Whether there are enough ballots to say anything. */
const isTold = ({ standing }: DepartmentResult): boolean => standing !== 'withheld' && standing !== 'exempt';

function resultSection({ plan, result, ofClass, isShared }: LetterSource): PaperSection {
  const { score, interval, rank, tier, standing, n, satisfied, verySatisfied, unknown, annual } = result;
  const className = plan.classes.find(({ code }) => code === result.classCode)?.name ?? result.classCode;
  const place =
    rank !== undefined
      ? words.rank(rank, ofClass?.departments ?? 0, { tier, isShared })
      : standing === 'ranked'
        ? words.none
        : words.noRank(standing);
  const mean = ofClass?.mean;
  return section(
    words.sections.result,
    rowsOf(
      row(words.rows.class, className),
      row(words.rows.rank, place),
      isTold(result) &&
        row(
          words.rows.score,
          score === undefined ? words.none : words.score(score, interval?.low ?? '', interval?.high ?? ''),
        ),
      isTold(result) && row(words.rows.n, words.n(n)),
      isTold(result) &&
        row(
          words.rows.satisfied,
          words.satisfied(words.percent(satisfied.percent), words.percent(verySatisfied.percent)),
        ),
      isTold(result) && row(words.rows.unknown, words.percent(unknown.percent)),
      mean !== undefined && row(words.rows.mean, words.mean(mean, ofClass?.max ?? '', ofClass?.min ?? '')),
      annual !== undefined && row(words.rows.annual, annual.score),
    ),
  );
}

function itemSection({ plan, result, ofClass }: LetterSource): PaperSection {
  const lines = plan.items.map(({ code, name, weight }) => {
    const own = result.items.find(({ item }) => item === code);
    const mean = ofClass?.items.find(({ item }) => item === code)?.score;
    return [
      name,
      `${weight}%`,
      own?.score ?? words.none,
      mean ?? words.none,
      String(own?.n ?? 0),
      String(own?.unknown ?? 0),
    ];
  });
  return section(words.sections.items, [], { columns: [...words.itemColumns], lines });
}

/** Groups that were too small to be opened are named without numbers. */
function groupSection({ plan, result }: LetterSource): PaperSection {
  const lines = plan.groups.map(({ code, name, weight }) => {
    const own = result.groups.find(({ group }) => group === code);
    if (own === undefined) return [name, `${weight}%`, words.withheld, words.withheld, words.tooFew];
    return [
      name,
      `${weight}%`,
      String(own.substantive),
      own.score ?? words.none,
      own.counts ? words.counted : words.tooFew,
    ];
  });
  return section(words.sections.groups, [], { columns: [...words.groupColumns], lines });
}

async function opinionSection({ context, plan, result }: LetterSource): Promise<PaperSection> {
  const { db, now } = context;
  const moment = await momentOf(db, now());
  const { cases, count } = await listPublishedCases(db, {
    department: result.department,
    year: plan.year,
    today: dayOf(now()),
    limit: opinionsShown,
  });
  const lines = cases.map((stored) => {
    const { number, text, state } = publishedLine(stored, new Map(), moment);
    return [number, text ?? words.erased, stateWords[state]];
  });
  return section(
    words.sections.opinions,
    [row(words.rows.opinions, words.opinionsCount(Number(count), lines.length))],
    lines.length === 0 ? null : { columns: [...words.opinionColumns], lines },
  );
}

/** Items below the mean of the class, the weakest first, three at most. */
function demands({ plan, result, ofClass }: LetterSource): string {
  const weak = result.items
    .flatMap(({ item, score }) => {
      const mean = ofClass?.items.find((one) => one.item === item)?.score;
      const behind = score === undefined || mean === undefined ? 0 : Number(mean) - Number(score);
      const name = plan.items.find(({ code }) => code === item)?.name;
      return behind > 0 && name !== undefined ? [{ name, behind }] : [];
    })
    .toSorted((a, b) => b.behind - a.behind)
    .slice(0, 3)
    .map(({ name }) => name);
  const told = isTold(result) ? [weak.length > 0 ? words.weakest(weak) : words.noneWeak] : [];
  return [...told, words.demands(weak)].join('\n');
}

const rightsSection = ({ recheckUntil }: LetterSource): PaperSection =>
  section(words.sections.rights, [
    row(words.rows.apply, recheckUntil === null ? words.applyUnsent : words.apply(recheckUntil)),
    row(words.rows.reply, words.reply),
  ]);
