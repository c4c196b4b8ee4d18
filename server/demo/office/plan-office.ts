/**
 * What the office, the departments and the supervisors of the demonstration do beside the cases, act by act, on which day and by whom. The rules
 * decide when it is stored; the same seed gives the same plan.
 */

import { createHash } from 'node:crypto';
import type { CaseEvent } from '../../domain/advance.ts';
import { addDays, type Day, monthOf } from '../../domain/day.ts';
import { defaultPolicy } from '../../domain/deadline-policy.ts';
import type { FieldValues } from '../../domain/fields.ts';
import type { RecordKind } from '../../domain/records.ts';
import { publicKeyOf } from '../../domain/trust/check-signature.ts';
import { pseudonym } from '../../domain/trust/entries.ts';
import type { Mark } from '../../domain/vocabulary.ts';
import * as texts from '../data/office.ts';
import * as replies from '../data/replies.ts';
import { departments } from '../data/departments.ts';
import { type DemoCase, demonstrationDay, telephoneOf } from '../history.ts';
import { accounts, people } from '../people.ts';
import type { Random } from '../random.ts';
import type { WorkDays } from '../work-days.ts';

/** One act on a record. */
export interface OfficeStep {
  day: Day;
  act: string;
  /** Account that does it; nothing for a citizen. */
  account: string | null;
  given: FieldValues;
  /** Uploads that the act attaches as evidence. */
  files?: number;
}

/** The life of one record; steps are in the order of their days. */
export interface OfficeRecord {
  id: string;
  kind: RecordKind;
  steps: OfficeStep[];
  /** What citizens say of a pledge, from the day after it is said to be kept. */
  marks?: { from: Day; marks: readonly Mark[] };
}

/** The year that the office's papers are made for. */
const year = 2025;

/** The key that a supervisor of the demonstration signs with. A demonstration may know it; a real one never leaves the phone. */
export const supervisorKey = (account: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(`澜江市演示 ${account}`).digest());
/** From this day on they sign. */
export const keysFrom: Day = '2023-12-04';

/** Plans every record. `random` is the planner's own, so that the cases stay as they are. */
export function planOffice(history: readonly DemoCase[], days: WorkDays, random: Random): OfficeRecord[] {
  const planner = new OfficePlanner(days, random);
  return [
    ...planner.supervisors(),
    ...history.flatMap((one) => planner.pledgeOf(one) ?? []),
    ...planner.inspections(),
    ...planner.orders(),
    ...planner.letters(),
    ...planner.reports(),
  ];
}

const accountOf = (department: string, role: 'liaison' | 'head'): string => `${department}-${role}`;
const find = (events: readonly CaseEvent[], act: string): CaseEvent | undefined =>
  events.findLast((event) => event.act === act);

/** What an 意见 is about, in a few words of its own: its longest clause that is not too long for a title. */
const clauseOf = (text: string): string =>
  text
    .split(/[，。？！：；、]/u)
    .filter(({ length }) => length <= 22)
    .reduce((longest, clause) => (clause.length > longest.length ? clause : longest), '');

class OfficePlanner {
  readonly #days: WorkDays;
  readonly #random: Random;
  #made = 0;

  constructor(days: WorkDays, random: Random) {
    this.#days = days;
    this.#random = random;
  }

  /** @returns nothing of what has not come yet */
  #record(kind: RecordKind, steps: OfficeStep[]): OfficeRecord {
    this.#made += 1;
    const id = createHash('sha256').update(`${kind} ${this.#made}`).digest('base64url').slice(0, 22);
    return { id, kind, steps: steps.filter(({ day }) => day <= demonstrationDay) };
  }

  supervisors(): OfficeRecord[] {
    return accounts
      .filter(({ role }) => role === 'supervisor')
      .map(({ id, title }, index) =>
        this.#record('supervisor', [
          {
            day: '2023-11-15',
            act: 'propose',
            account: 'clerk-1',
            given: {
              holderName: title,
              holder: pseudonym(id),
              identity: (['congress', 'retired', 'verifier'] as const)[index] ?? 'citizen',
              certificate: `澜评监 2023-${String(index + 1).padStart(3, '0')}`,
              termFrom: '2023-12-01',
              termUntil: '2025-11-30',
            },
          },
          { day: '2023-11-20', act: 'appoint', account: 'director', given: {} },
          { day: keysFrom, act: 'registerKey', account: id, given: { publicKey: publicKeyOf(supervisorKey(id)) } },
          { day: '2025-11-24', act: 'renew', account: 'director', given: { termUntil: '2027-11-30' } },
        ]),
      );
  }

  /** 公开承诺 for a 重点 case of the year: from its plan to its closing. Nothing for other cases. */
  pledgeOf({ life: { file, events }, text }: DemoCase): OfficeRecord | undefined {
    const [plan, claim] = [find(events, 'plan'), find(events, 'claim')];
    const { department } = file;
    if (plan === undefined || department === null || plan.day < `${year + 1}-01-01`) return undefined;
    // Beside the 重点 cases, which are done, some long ones that are being worked on.
    const isUnderWay = file.state === 'rectifying' && file.nature === 'LONG_TERM' && file.reworks === 0;
    if (!(file.keyItem && claim !== undefined) && !isUnderWay) return undefined;
    const [days, random] = [this.#days, this.#random];
    const drafted = days.shift(plan.day, 1);
    const published = days.shift(drafted, random.between(1, 2));
    const said = claim === undefined || isUnderWay ? addDays(demonstrationDay, 30) : claim.day;
    const finished = days.shift(said > published ? said : published, random.between(1, 3));
    const planned = plan.given.plannedDay ?? finished;
    const until = isUnderWay ? `${year + 2}-06-30` : planned > drafted ? planned : addDays(drafted, 30);
    const matter = find(events, 'takeUp')?.given.publicText ?? '';
    const head = accountOf(department, 'head');
    const steps: OfficeStep[] = [
      {
        day: drafted,
        act: 'draft',
        account: accountOf(department, 'liaison'),
        given: {
          department,
          title: `关于“${clauseOf(text)}”的整改承诺`,
          matter,
          goal: plan.given.goal ?? '',
          measures: (plan.given.measures ?? []).map((measure) => ({ ...measure, by: until })),
          plannedDay: until,
          leader: `${departments.find(({ code }) => code === department)?.name ?? ''}主要负责人`,
          leaderPost: random.pick(texts.pledgePosts),
          telephone: telephoneOf(department),
          ...(file.topic !== null && { topic: file.topic }),
          cases: [file.id],
        },
      },
      { day: published, act: 'publish', account: 'director', given: {} },
    ];
    const reported = days.between(published, finished < demonstrationDay ? finished : demonstrationDay);
    for (const percent of [40, 80].filter(() => reported.length > 4 && random.chance(60))) {
      const day = reported[Math.floor((reported.length * percent) / 100)] ?? published;
      steps.push({
        day,
        act: 'report',
        account: accountOf(department, 'liaison'),
        given: {
          progress: random.pick(texts.pledgeReports),
          percent,
          ...(random.chance(20) && { difficulty: random.pick(texts.pledgeDifficulties) }),
        },
      });
    }
    steps.push({
      day: finished,
      act: 'finish',
      account: head,
      given: { outcome: claim?.given.outcome ?? '', signedBy: random.pick(replies.signatures) },
      files: 1,
    });
    // Citizens have as long to mark it as the author of a case has for an answer.
    const marked = days.shift(addDays(finished, defaultPolicy.answer.amount), 0);
    const kept = days.shift(marked, random.between(1, 5));
    steps.push({ day: kept, act: 'keep', account: 'director', given: { opinion: random.pick(texts.pledgeOpinions) } });
    return { ...this.#record('pledge', steps), marks: { from: finished, marks: this.#marks() } };
  }

  #marks(): Mark[] {
    const random = this.#random;
    const many = (mark: Mark, count: number): Mark[] => Array.from({ length: count }, () => mark);
    return [
      ...many('satisfied', random.between(6, 28)),
      ...many('fairly', random.between(1, 8)),
      ...many('dissatisfied', random.between(0, 4)),
    ];
  }

  inspections(): OfficeRecord[] {
    const days = this.#days.between(`${year + 1}-03-01`, demonstrationDay);
    return Array.from({ length: 18 }, (_, index) => {
      const text = texts.inspections[index % texts.inspections.length];
      if (text === undefined) throw new RangeError('No inspection to tell of');
      const day = days[Math.floor((days.length * (index + 0.5)) / 18)] ?? demonstrationDay;
      const [writer, second] = [people.supervisor(index), people.supervisor(index + 1)];
      const steps: OfficeStep[] = [
        {
          day,
          act: 'write',
          account: writer.account ?? null,
          given: {
            inspectionWay: text.way,
            inspectedOn: day,
            place: text.place,
            department: text.department,
            inspectionItems: [...text.items],
            situation: text.situation,
            grade: text.grade,
            advice: text.advice,
            startsAt: '09:30',
            endsAt: '10:20',
            ...(text.problem !== undefined && { problem: text.problem }),
          },
        },
      ];
      // The newest ones still wait for the second signature, or for the office.
      if (index < 17) steps.push({ day, act: 'cosign', account: second.account ?? null, given: {} });
      if (index < 16) {
        const reviewed = this.#days.shift(day, this.#random.between(1, 4));
        steps.push({ day: reviewed, act: 'review', account: 'clerk-2', given: { opinion: '记录完整，情况属实' } });
        if (text.advice === 'none' || index < 12) {
          const reason = text.advice === 'none' ? '未发现问题，归档备查' : '单位当场整改，复查合格，归档';
          steps.push({ day: this.#days.shift(reviewed, 2), act: 'file', account: 'clerk-1', given: { reason } });
        }
      }
      return this.#record('inspection', steps);
    });
  }

  orders(): OfficeRecord[] {
    const named = ['cgj', 'jjzd', 'jyj', 'rsj', 'zjj', 'wjw', 'cgj', 'zjj'].filter((code) =>
      departments.some((department) => department.code === code),
    );
    return named.map((department, index) => {
      const [orderLevel, reason, demand] = texts.orders[index % texts.orders.length] ?? ['reminder', '', ''];
      const issued = this.#days.shift(`${year + 1}-${String(4 + index).padStart(2, '0')}-03`, 0);
      const steps: OfficeStep[] = [
        {
          day: issued,
          act: 'issue',
          account: 'director',
          given: { orderLevel, department, reason, demand, replyBy: this.#days.shift(issued, 5) },
        },
        {
          day: this.#days.shift(issued, 3),
          act: 'answer',
          account: accountOf(department, 'head'),
          given: { orderReply: this.#random.pick(texts.orderAnswers), signedBy: this.#random.pick(replies.signatures) },
        },
        {
          day: this.#days.shift(issued, 9),
          act: 'lift',
          account: 'director',
          given: { opinion: this.#random.pick(texts.orderLifts) },
        },
      ];
      return this.#record('order', index === named.length - 1 ? steps.slice(0, 1) : steps);
    });
  }

  letters(): OfficeRecord[] {
    return Array.from({ length: 30 }, (_, index) => {
      const random = this.#random;
      const issued = this.#days.shift(`${year + 1}-${String(5 + Math.floor(index / 5)).padStart(2, '0')}-11`, 0);
      const steps: OfficeStep[] = [
        {
          day: issued,
          act: 'issue',
          account: 'clerk-1',
          given: {
            department: random.pick(departments).code,
            addressee: random.pick(texts.letterAddressees),
            replyBy: this.#days.shift(issued, 15),
          },
        },
      ];
      if (random.chance(80)) {
        const mark: Mark = random.chance(72) ? 'satisfied' : random.chance(70) ? 'fairly' : 'dissatisfied';
        steps.push({
          day: this.#days.shift(issued, random.between(3, 12)),
          act: 'answer',
          account: 'clerk-2',
          given: {
            mark,
            solved: mark === 'satisfied' ? 'yes' : 'partly',
            attitude: mark === 'dissatisfied' ? 'fair' : 'good',
            ...(random.chance(40) && { comment: random.pick(texts.letterComments) }),
          },
        });
      } else steps.push({ day: this.#days.shift(issued, 18), act: 'lapse', account: 'clerk-1', given: {} });
      return this.#record('letter', steps);
    });
  }

  /** 整改月报 of the last two months; a few departments are still missing for the newest. */
  reports(): OfficeRecord[] {
    return [`${year + 1}-09`, `${year + 1}-10`].flatMap((month, which) =>
      departments
        .filter((_, index) => which === 0 || index % 13 !== 5)
        .map(({ code }) => {
          const random = this.#random;
          const filled = this.#days.shift(addDays(`${month}-28`, 5), random.between(-1, 1));
          const day = monthOf(filled) > month ? filled : addDays(filled, 4);
          return this.#record('report', [
            {
              day,
              act: 'fill',
              account: accountOf(code, 'liaison'),
              given: {
                department: code,
                month,
                doneThisMonth: random.pick(texts.monthlyDone),
                nextPlan: random.pick(texts.monthlyNext),
                filledBy: '联络员',
                ...(random.chance(20) && { difficulty: random.pick(texts.monthlyDifficulties) }),
              },
            },
            {
              day,
              act: 'approve',
              account: accountOf(code, 'head'),
              given: { signedBy: random.pick(replies.signatures) },
            },
          ]);
        }),
    );
  }
}
