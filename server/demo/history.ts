/**
 * The whole history of the demonstration city, without a database: every 意见 of three assessment years lived through the real rules.
 * The same seed gives the same history.
 */

import { defaultPolicy } from '../domain/deadline-policy.ts';
import type { Calendar } from '../domain/calendar.ts';
import { addDays, type Day } from '../domain/day.ts';
import type { FieldValues } from '../domain/fields.ts';
import { locksOf, type Locks, makeCode } from '../domain/receipt.ts';
import { redact } from '../domain/redaction.ts';
import type { Actor } from '../domain/roles.ts';
import type { Channel, OpinionKind, Topic, VerdictReason } from '../domain/vocabulary.ts';
import { type DemoDepartment, departments } from './data/departments.ts';
import { type Fill, fillFor } from './data/fills.ts';
import type { Pattern } from './data/opinions.ts';
import * as others from './data/other-opinions.ts';
import { Letters } from './letters.ts';
import { fileOn, type Life, live, Refused, type Step, type World } from './life.ts';
import { type Matter, papersFor } from './papers.ts';
import { clerks, people } from './people.ts';
import { type CasePlan, patternsFor, planYear } from './plan.ts';
import { type Random, randomFrom } from './random.ts';
import { drawDays } from './steps.ts';
import { type YearTotals, years } from './totals.ts';
import { workDaysOf } from './work-days.ts';

/** The seed of the published demonstration. */
const seed = 20_261_130;
/** The last day of the history: the last of the assessment year 2025. */
export const demonstrationDay: Day = '2026-11-30';

export interface DemoCase {
  life: Life;
  text: string;
  redactedText: string;
  department: string | null;
  /** Telephone, if the author left one. */
  contact: string | null;
  mayPublish: boolean;
  code: string;
  locks: Locks;
  verdict: VerdictReason;
}

/** A case with what a later one that is merged into it needs to know. */
interface Effective extends DemoCase {
  pattern: Pattern;
  fill: Fill;
  topic: Topic;
}

const byCode = new Map(departments.map((department) => [department.code, department]));
const departmentOf = (code: string): DemoDepartment => {
  const department = byCode.get(code);
  if (department === undefined) throw new RangeError(`No department ${code}`);
  return department;
};

/** A placeholder in the form of a telephone number; no such area code exists. */
export const telephoneOf = (code: string): string =>
  `0000-8000${String(1 + departments.indexOf(departmentOf(code))).padStart(4, '0')}`;

const idOf = (random: Random): string => Buffer.from(random.bytes(16)).toString('base64url');
const isWrittenOnPhone = (channel: Channel): boolean => channel !== 'paper' && channel !== 'phone';
const authorOf = (channel: Channel): Actor => (isWrittenOnPhone(channel) ? people.citizen : people.clerk('clerk-1'));

/** Makes the history. `report` is told now and then which part of it is done, from 0 to 1. */
export function makeHistory(calendar: Calendar, report: (part: number) => void = () => undefined): DemoCase[] {
  const world: World = {
    workDays: workDaysOf(calendar, '2023-10-01', '2027-12-31'),
    policy: defaultPolicy,
    today: demonstrationDay,
  };
  const all = years.reduce(
    (sum, { channels }) => sum + Object.values(channels).reduce((total, count) => total + count, 0),
    0,
  );
  const letters = new Letters(randomFrom(seed));
  const cases: DemoCase[] = [];
  for (const totals of years) {
    const maker = new YearMaker(totals, world, randomFrom(seed + totals.year), letters);
    for (const made of maker.cases()) {
      cases.push(made);
      if (cases.length % 500 === 0) report(cases.length / all);
    }
  }
  return numbered(cases);
}

/** Numbers are given in the order of 受理, by the calendar year in which it falls. */
function numbered(cases: readonly DemoCase[]): DemoCase[] {
  const counters = new Map<string, number>();
  const inOrder = cases
    .filter(({ life }) => life.file.takenUpOn !== null)
    .sort(
      (a, b) =>
        compare(a.life.file.takenUpOn ?? '', b.life.file.takenUpOn ?? '') || compare(a.life.file.id, b.life.file.id),
    );
  for (const one of inOrder) {
    const year = (one.life.file.takenUpOn ?? '').slice(0, 4);
    const value = (counters.get(year) ?? 0) + 1;
    counters.set(year, value);
    giveNumber(one.life, `${year}-${String(value).padStart(4, '0')}`);
  }
  return [...cases];
}

/** The number is part of the event of 受理, as at the desk. */
function giveNumber(life: Life, number: string): void {
  const index = life.events.findIndex(({ act }) => act === 'takeUp');
  life.events = life.events.map((event, place) =>
    place === index ? { ...event, change: { ...event.change, number } } : event,
  );
  life.files = life.files.map((file, place) => (place >= index ? { ...file, number } : file));
  life.file = { ...life.file, number };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Days are drawn until the rules allow them; that many failures mean that a plan asks for what cannot be. */
const drawsMost = 600;

class YearMaker {
  readonly #totals: YearTotals;
  readonly #world: World;
  readonly #random: Random;
  readonly #letters: Letters;
  readonly #channels: Channel[];

  constructor(totals: YearTotals, world: World, random: Random, letters: Letters) {
    this.#totals = totals;
    this.#world = world;
    this.#random = random;
    this.#letters = letters;
    this.#channels = [];
  }

  *cases(): Generator<DemoCase> {
    const plans = planYear(this.#totals, this.#random);
    const left = { ...this.#totals.channels };
    for (const { channel } of plans) left[channel] -= 1;
    const rest = (Object.keys(left) as Channel[]).flatMap((name) => Array.from({ length: left[name] }, () => name));
    this.#channels.push(...this.#random.shuffled(rest));

    const effective: Effective[] = [];
    for (const plan of plans) {
      const made = this.#effective(plan);
      effective.push(made);
      yield made;
    }
    const open = effective.filter(({ life }) => life.file.takenUpOn !== null);
    const inPublic = open.filter(({ topic }) => topic === 'city' || topic === 'transport' || topic === 'livelihood');
    for (let number = 0; number < this.#totals.duplicate; number += 1) {
      yield this.#duplicate(this.#random.pick(this.#random.chance(65) ? inPublic : open));
    }
    yield* this.#filed();
  }

  // ── 有效意见 ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #effective(plan: CasePlan): Effective {
    const random = this.#random;
    const department = departmentOf(plan.department);
    // A question of the year-round channel has five working days, too short for much to happen on the way.
    const isSimple =
      plan.end.kind === 'closed' && plan.redo.length === 0 && !plan.late && !plan.extended && plan.returned === null;
    const fitting = patternsFor(plan.department, plan.topic).filter(
      ({ kind }) => isSimple || !['question', 'help'].includes(kind),
    );
    // What is explained, or cannot be done yet, was rather suggested than complained about.
    const suggested = fitting.filter(({ kind }) => kind === 'suggestion');
    const isWanting = (plan.end.kind === 'closed' && plan.end.result === 'D') || plan.end.kind === 'suspended';
    const pattern = random.pick(isWanting && suggested.length > 0 ? suggested : fitting);
    const fill = fillFor(random, department);
    const text = this.#letters.write(pattern.text, fill);
    const redactedText = redact(text).text;
    const { code, locks } = this.#receipt();
    const matter: Matter = {
      publicText: redactedText,
      pattern,
      topic: plan.topic,
      telephone: telephoneOf(plan.department),
      fill,
      code,
      locks,
    };
    const beside = departments.filter(
      ({ classCode, code: other }) => classCode === department.classCode && other !== department.code,
    );
    const [first, helper] = random.shuffled(beside.filter(({ effective }) => effective >= 7));
    const id = idOf(random);
    const clerk = random.pick(clerks);

    let last: unknown;
    for (let attempt = 0; attempt < drawsMost; attempt += 1) {
      try {
        const papers = papersFor(matter, random, () => idOf(random));
        const cast = { plan, kind: pattern.kind, papers, clerk, first: first?.code ?? '', helper: helper?.code ?? '' };
        const { receivedOn, steps } = drawDays(cast, this.#world, random);
        const named = plan.returned === 'granted' ? (first?.code ?? null) : random.chance(94) ? plan.department : null;
        const life = live(
          { id, channel: plan.channel, kind: pattern.kind, named, receivedOn },
          authorOf(plan.channel),
          steps,
          this.#world,
        );
        requireAsPlanned(life, plan, this.#world);
        return {
          ...this.#opinion(life, text, redactedText, code, locks, plan.channel),
          contact: plan.hasContact ? this.#telephone() : null,
          pattern,
          fill,
          topic: plan.topic,
        };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        last = error;
      }
    }
    throw new Error(`No days fit ${JSON.stringify(plan)}`, { cause: last });
  }

  // ── 不予交办 ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The same matter told by somebody else, found and merged within a few days. */
  #duplicate(target: Effective): DemoCase {
    const random = this.#random;
    const { workDays, today } = this.#world;
    for (;;) {
      const receivedOn = addDays(target.life.file.receivedOn, random.between(0, 12));
      const takenUpOn = target.life.file.takenUpOn ?? receivedOn;
      const merged = workDays.shift(receivedOn > takenUpOn ? receivedOn : takenUpOn, random.between(0, 3));
      const into = fileOn(target.life, merged);
      if (merged > today || into === undefined) continue;
      const channel = this.#channel();
      const text = this.#letters.writeAgain(target.pattern.text, target.fill);
      const given = { target: into.id, reason: random.pick(others.reasons.DUPLICATE) };
      const step: Step = { day: merged, act: 'merge', actor: people.clerk(random.pick(clerks)), given, target: into };
      const kind = target.pattern.kind;
      const life = live(
        { id: idOf(random), channel, kind, named: target.life.file.named, receivedOn },
        authorOf(channel),
        [step],
        this.#world,
      );
      const { code, locks } = this.#receipt();
      const made = this.#opinion(life, text, redact(text).text, code, locks, channel);
      // Somebody is reachable for a case as soon as one of its reporters is; who left no contact must not become reachable by merging.
      return { ...made, contact: target.contact !== null && random.chance(60) ? this.#telephone() : null };
    }
  }

  /** Everything that triage laid aside, and the clues that only 纪检 may see. */
  *#filed(): Generator<DemoCase> {
    const { praise, empty, outOfScope, violation, emergency, clue, year } = this.#totals;
    const random = this.#random;
    const times = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
    const file =
      (exit: 'PRAISE' | 'NO_CONTENT' | 'VIOLATION' | 'EMERGENCY') =>
      (fill: Fill): FieldValues => ({
        exit,
        reason: fill(random.pick(others.reasons[exit])),
        ...(exit === 'EMERGENCY' && { otherChannel: 'hotline' }),
      });
    for (const number of times(praise)) yield this.#aside('praise', random.pick(others.praise), file('PRAISE'), number);
    for (const number of times(empty))
      yield this.#aside('suggestion', random.pick(others.empty), file('NO_CONTENT'), number);
    for (const number of times(violation))
      yield this.#aside('complaint', random.pick(others.violations), file('VIOLATION'), number);
    for (const number of times(emergency))
      yield this.#aside('help', random.pick(others.emergencies), file('EMERGENCY'), number);
    for (const number of times(outOfScope)) {
      const { text, channel, reason } = random.pick(others.outOfScope);
      yield this.#aside('complaint', text, () => ({ exit: 'OUT_OF_SCOPE', otherChannel: channel, reason }), number);
    }
    for (const number of times(clue)) yield this.#clue(random.pick(others.clues), number, year);
  }

  #aside(kind: OpinionKind, pattern: string, given: (fill: Fill) => FieldValues, number: number): DemoCase {
    const random = this.#random;
    // The last few of 2024 came when the year ended; looking through the archive a year later, the director has them triaged again.
    const isReconsidered = this.#totals.year === 2024 && kind === 'suggestion' && number < 8;
    const department = this.#anyDepartment();
    const fill = fillFor(random, department);
    const letter = isReconsidered ? random.pick(patternsFor(department.code, 'procedure')).text : pattern;
    const text = isReconsidered ? this.#letters.write(letter, fill) : fill(letter);
    const receivedOn = isReconsidered ? addDays(`${this.#totals.year + 1}-11-10`, number) : this.#anyDay();
    const steps: Step[] = [this.#triage(receivedOn, 'file', given(fill), kind === 'help' ? 0 : random.between(1, 5))];
    if (isReconsidered)
      steps.push({
        day: this.#world.today,
        act: 'reconsider',
        actor: people.director,
        given: { reason: others.reasons.RECONSIDER[0] },
      });
    return this.#laidAside(kind, text, department.code, receivedOn, steps);
  }

  /** A clue names its department in the text alone, so that no count by department can hint at it. */
  #clue(pattern: string, number: number, year: number): DemoCase {
    const random = this.#random;
    const text = random.pick(['', '实名反映：', '匿名反映：']) + fillFor(random, this.#anyDepartment())(pattern);
    const receivedOn = this.#anyDay();
    const steps = [this.#triage(receivedOn, 'seal', { reason: others.reasons.CLUE[0] }, random.between(0, 1))];
    const taken = this.#world.workDays.shift(steps[0]?.day ?? receivedOn, random.between(1, 3));
    const isWaiting = year === 2025 && number < 2;
    if (!isWaiting && taken <= this.#world.today)
      steps.push({ day: taken, act: 'receiveClue', actor: people.discipline, given: {} });
    return this.#laidAside('complaint', text, null, receivedOn, steps);
  }

  #triage(receivedOn: Day, act: 'file' | 'seal', given: FieldValues, after: number): Step {
    const { workDays, today } = this.#world;
    const day = workDays.shift(receivedOn, after);
    return { day: day > today ? today : day, act, actor: people.clerk(this.#random.pick(clerks)), given };
  }

  #laidAside(kind: OpinionKind, text: string, named: string | null, receivedOn: Day, steps: readonly Step[]): DemoCase {
    const channel = this.#channel();
    const life = live(
      { id: idOf(this.#random), channel, kind, named, receivedOn },
      authorOf(channel),
      steps,
      this.#world,
    );
    const { code, locks } = this.#receipt();
    const made = this.#opinion(life, text, redact(text).text, code, locks, channel);
    return { ...made, contact: this.#random.chance(41) ? this.#telephone() : null };
  }

  // ── what all have ─────────────────────────────────────────────────────────────────────────────────────────────────

  #opinion(life: Life, text: string, redactedText: string, code: string, locks: Locks, channel: Channel): DemoCase {
    return {
      life,
      text,
      redactedText,
      department: life.file.named,
      contact: null,
      mayPublish: this.#random.chance(86),
      code,
      locks,
      verdict: isWrittenOnPhone(channel) && this.#random.chance(3) ? 'no-proof' : 'proof',
    };
  }

  #receipt(): { code: string; locks: Locks } {
    const code = makeCode(this.#random.bytes(10));
    return { code, locks: locksOf(code) };
  }

  #telephone(): string {
    return `1380000${this.#random.between(1000, 9999)}`;
  }

  #channel(): Channel {
    return this.#channels.pop() ?? 'qr';
  }

  #anyDepartment(): DemoDepartment {
    const random = this.#random;
    const total = departments.reduce((sum, { effective }) => sum + effective + 2, 0);
    let ticket = random.below(total);
    for (const department of departments) {
      ticket -= department.effective + 2;
      if (ticket < 0) return department;
    }
    return random.pick(departments);
  }

  /** Three in four come with the round in December and January, the others through the year, the last ones on a working day. */
  #anyDay(): Day {
    const random = this.#random;
    const { year } = this.#totals;
    if (random.chance(75)) return addDays(`${year}-12-01`, random.below(62));
    return addDays(`${year + 1}-02-01`, random.below(298));
  }
}

/** The life came out as it was planned, by the domain's own account. @throws Refused */
function requireAsPlanned({ file }: Life, plan: CasePlan, world: World): void {
  const { end } = plan;
  const is = (holds: boolean, what: string): void => {
    if (!holds) throw new Refused(`Not as planned: ${what}`);
  };
  is(file.extensions > 0 === plan.extended, 'extension');
  is(file.nature === plan.nature || file.state === 'triaged', 'nature');
  is(file.coDepartments.length > 0 === plan.isJoint || end.kind === 'resumed', 'joint');
  if (end.kind === 'closed') {
    const bases = {
      citizen: 'citizen',
      independent: 'independent',
      seen: 'office',
      silence: 'office',
      panel: 'office',
      transfer: 'office',
    } as const;
    is(file.state === 'closed' && file.result === end.result && file.basis === bases[end.word], 'basis');
    is(file.closedOn?.startsWith(end.month) === true, 'month');
    is(file.onTime === !plan.late, 'on time');
    is(file.revisit === plan.revisit, 'revisit');
  } else if (end.kind === 'open') {
    is(file.state === end.state, 'state');
    const due = file.clocks.complete?.due;
    const isWorking = ['assigned', 'accepted', 'planned', 'rectifying'].includes(file.state);
    const isOverdue = isWorking && file.pausedOn === null && due !== undefined && due < world.today;
    is(isOverdue === (end.situation === 'overdue'), 'overdue');
  } else is(file.state === (end.kind === 'suspended' ? 'suspended' : end.state), 'account');
}
