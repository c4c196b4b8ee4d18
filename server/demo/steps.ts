/**
 * On which days a planned case does what. Planned backwards: from the month of its closing over the notice, the author's answer and the
 * review to the claim, and from there by its deadline to 交办 and receipt. The domain then says whether it was right; if not, other days are tried.
 */

import { type Deadline, deadline, laterDeadline, workingDaysBetween } from '../domain/calendar.ts';
import { addDays, type Day, endOfMonth } from '../domain/day.ts';
import type { Allowance } from '../domain/deadline-policy.ts';
import type { OpinionKind } from '../domain/vocabulary.ts';
import { Refused, type Step, type World } from './life.ts';
import type { Papers } from './papers.ts';
import { type Clerk, people } from './people.ts';
import type { CasePlan } from './plan.ts';
import type { Random } from './random.ts';

/** One claim of the department and what the office and the author said to it. */
interface Round {
  claim: Day;
  begin: Day;
  /** Passed on to the author, unless the office sent it back. */
  pass: Day | null;
  check: Day | null;
  /** When the round ended: sent back, failed, refused, confirmed, or gone on. */
  end: Day;
}

export interface Cast {
  plan: CasePlan;
  kind: OpinionKind;
  papers: Papers;
  /** The clerk who assigns; reviewing and closing is for the other one. */
  clerk: Clerk;
  /** The department that gave the case back, where there is one. */
  first: string;
  helper: string;
}

export interface Drawn {
  receivedOn: Day;
  steps: Step[];
}

/** Draws the days of a case; throws Refused where the dice fell badly. */
export function drawDays(cast: Cast, world: World, random: Random): Drawn {
  const { end } = cast.plan;
  if (end.kind === 'closed') return new Drawing(cast, world, random).closed(end.month);
  if (end.kind === 'open') return new Drawing(cast, world, random).open();
  return new Drawing(cast, world, random).suspended();
}

/** Tries days until they fit a condition. */
const tries = 40;

class Drawing {
  readonly #cast: Cast;
  readonly #world: World;
  readonly #random: Random;
  readonly #steps: Step[] = [];

  constructor(cast: Cast, world: World, random: Random) {
    this.#cast = cast;
    this.#world = world;
    this.#random = random;
  }

  get #plan(): CasePlan {
    return this.#cast.plan;
  }
  get #days() {
    return this.#world.workDays;
  }
  /** 交办 of the opinions of a round begins in February, after the round has been summed up. */
  get #firstAssignment(): Day {
    return this.#days.shift(`${this.#plan.year + 1}-02-02`, 0);
  }
  /** 重点 cases are seen on the spot before the office says that they are solved. */
  get #isSeenFirst(): boolean {
    return this.#plan.isKeyItem;
  }
  get #lead() {
    return people.liaison(this.#plan.department);
  }
  get #reviewer() {
    return people.second(this.#cast.clerk);
  }

  #add(day: Day, act: Step['act'], actor: Step['actor'], given: Step['given'] = {}): void {
    this.#steps.push({ day, act, actor, given });
  }

  // ── closed ────────────────────────────────────────────────────────────────────────────────────────────────────────

  closed(month: string): Drawn {
    const plan = this.#plan;
    const last = endOfMonth(`${month}-01`);
    const inMonth = this.#days.between(`${month}-01`, last < this.#world.today ? last : this.#world.today);
    const close = this.#random.pick(inMonth);
    const noticeFrom = this.#days.shift(close, -this.#random.between(6, 8));
    const word = plan.end.kind === 'closed' ? plan.end.word : 'silence';
    const rounds = this.#rounds(noticeFrom);
    const firstClaim = rounds[0]?.claim ?? noticeFrom;
    const lastClaim = rounds.at(-1)?.claim ?? noticeFrom;
    const assigned = this.#assignmentBefore(firstClaim, lastClaim, rounds);
    const due = this.#dueOf(assigned, rounds);

    this.#untilAssigned(assigned);
    const started = this.#beginWork(assigned, firstClaim);
    this.#whileWorking(started, firstClaim, due, lastClaim, rounds);
    for (const [index, round] of rounds.entries()) this.#round(round, index === rounds.length - 1, assigned);
    if (word === 'panel') this.#add(noticeFrom, 'closeByPanel', people.director, this.#cast.papers.closeByPanel());
    if (word === 'transfer')
      this.#add(noticeFrom, 'closeByTransfer', people.director, this.#cast.papers.closeByTransfer());
    this.#add(close, 'close', this.#random.chance(50) ? people.director : this.#reviewer);
    this.#afterwards(close, noticeFrom);
    return this.#drawn(assigned);
  }

  /** The claims backwards from the day on which the notice begins. */
  #rounds(noticeFrom: Day): Round[] {
    const { end, redo } = this.#plan;
    const word = end.kind === 'closed' ? end.word : 'silence';
    const random = this.#random;
    const rounds: Round[] = [];
    let until = noticeFrom;
    if (word === 'panel' || word === 'transfer') {
      until = addDays(noticeFrom, -random.between(5, 12));
      rounds.unshift(this.#askedRound(until, this.#days.backTo(addDays(until, -random.between(1, 8)))));
    } else if (word === 'citizen' || word === 'seen') {
      rounds.unshift(this.#askedRound(until, this.#days.backTo(addDays(until, -random.between(1, 11)))));
    } else if (word === 'independent') {
      const pass = this.#days.shift(until, -random.between(1, 6));
      const round = this.#askedRound(until, pass);
      const seen: [Day, Day] = this.#isSeenFirst
        ? [round.begin, pass]
        : [random.chance(30) ? round.begin : pass, until];
      rounds.unshift({ ...round, check: random.pick(this.#days.between(...seen)) });
    } else {
      let pass = this.#days.backTo(addDays(until, -random.between(17, 21)));
      while (deadline(this.#days.calendar, pass, 15, 'day').due >= until) pass = this.#days.shift(pass, -1);
      rounds.unshift(this.#askedRound(until, pass));
    }
    for (const why of redo.toReversed()) {
      const next = rounds[0]?.claim ?? until;
      if (why === 'dispute') {
        const refused = addDays(next, -random.between(4, 12));
        rounds.unshift(this.#askedRound(refused, this.#days.backTo(addDays(refused, -random.between(1, 8)))));
      } else if (why === 'failCheck') {
        const failed = this.#days.shift(next, -random.between(3, 7));
        rounds.unshift(this.#askedRound(failed, this.#days.shift(failed, -random.between(1, 4))));
      } else {
        const back = this.#days.shift(next, -random.between(3, 7));
        const claim = this.#days.shift(back, -random.between(1, 3));
        rounds.unshift({
          claim,
          begin: this.#random.pick(this.#days.between(claim, back)),
          pass: null,
          check: null,
          end: back,
        });
      }
    }
    return rounds;
  }

  #askedRound(end: Day, pass: Day): Round {
    const claim = this.#days.shift(pass, -this.#random.between(1, 4));
    return { claim, begin: this.#random.pick(this.#days.between(claim, pass)), pass, check: null, end };
  }

  get #allowance(): Allowance {
    const { policy } = this.#world;
    const { nature } = this.#plan;
    const isShort = nature === 'IMMEDIATE' && (this.#cast.kind === 'question' || this.#cast.kind === 'help');
    return isShort ? policy['complete.IMMEDIATE.question'] : policy[`complete.${nature}`];
  }

  #firstDue(assigned: Day): Deadline {
    const { amount, unit } = this.#allowance;
    return deadline(this.#days.calendar, assigned, amount, unit);
  }

  /** The deadline as the pauses of the rounds move it, before any extension. */
  #dueOf(assigned: Day, rounds: readonly Round[]): Day {
    let { due } = this.#firstDue(assigned);
    for (const { claim, end } of rounds.slice(0, -1)) {
      if (due >= claim)
        due = laterDeadline(this.#days.calendar, due, workingDaysBetween(this.#days.calendar, claim, end));
    }
    return due;
  }

  /** The latest day an extension may reach. */
  #latestExtension(due: Day): Day {
    const { calendar } = this.#days;
    return this.#allowance.unit === 'workday' ? laterDeadline(calendar, due, 5) : addDays(due, 30);
  }

  /** The day of 交办, so that the claim comes in time, within an extension, or late, as planned. */
  #assignmentBefore(firstClaim: Day, lastClaim: Day, rounds: readonly Round[]): Day {
    const { late, extended, order, isListed, nature } = this.#plan;
    const { calendar } = this.#days;
    const isShort = this.#allowance.amount === 5;
    const plain: Record<typeof nature, [number, number]> = {
      IMMEDIATE: isShort ? [1, 7] : [4, 21],
      TIMED: [14, 60],
      LONG_TERM: [70, 180],
    };
    const over: Record<typeof nature, [number, number]> = {
      IMMEDIATE: isShort ? [8, 30] : [22, 50],
      TIMED: [61, 122],
      LONG_TERM: [181, 245],
    };
    const [least, most] = late || extended ? over[nature] : plain[nature];
    const redone = extended && rounds.length > 1;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const assigned = this.#days.backTo(
        addDays(firstClaim, -this.#random.between(redone ? Math.min(least, 45) : least, most)),
      );
      if (assigned < this.#firstAssignment) continue;
      const due = this.#dueOf(assigned, rounds);
      const until = extended ? this.#latestExtension(due) : due;
      if (extended && !(due < lastClaim)) continue;
      if (!late && lastClaim > until) continue;
      if (late) {
        const lateness = workingDaysBetween(calendar, until, lastClaim);
        const least2 = isListed ? 12 : order === 3 ? 9 : order === 2 ? 5 : 1;
        if (lateness < least2 || lateness > (isListed ? 30 : 22)) continue;
      }
      return assigned;
    }
    throw new Refused('No day of 交办 fits');
  }

  // ── up to 交办 ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Assigns, after another department has given the case back where that is planned. */
  #untilAssigned(assigned: Day): void {
    const { plan, papers, clerk, helper, first } = this.#cast;
    const office = people.clerk(clerk);
    if (plan.returned === 'granted') {
      const before = this.#days.shift(assigned, -this.#random.between(2, 3));
      const asked = this.#days.shift(before, this.#random.between(0, 1));
      const granted = this.#random.pick(this.#days.between(asked, this.#days.shift(asked, 1)));
      this.#add(before, 'assign', office, papers.assign(first, plan.nature, [], false));
      this.#add(asked, 'requestReturn', people.liaison(first), papers.requestReturn(plan.department));
      this.#add(granted, 'grantReturn', people.director, papers.grantReturn());
    }
    const isJoined = plan.isJoint && this.#random.chance(70);
    this.#add(
      assigned,
      'assign',
      office,
      papers.assign(plan.department, plan.nature, isJoined ? [helper] : [], plan.isKeyItem),
    );
    if (plan.isJoint && !isJoined) this.#add(assigned, 'join', office, papers.join([helper]));
  }

  /** 签收 or a refused return, then the plan. @returns the day from which progress may be reported */
  #beginWork(assigned: Day, before: Day, wantsPlan = true): Day {
    const { plan, papers } = this.#cast;
    const random = this.#random;
    const latest = this.#days.backTo(before);
    const capped = (day: Day): Day => (day > latest ? latest : day);
    let accepted: Day;
    if (plan.returned === 'refused') {
      const asked = capped(this.#days.shift(assigned, random.between(0, 1)));
      accepted = capped(this.#days.shift(asked, random.between(0, 1)));
      this.#add(asked, 'requestReturn', this.#lead, papers.requestReturn(this.#cast.first));
      this.#add(accepted, 'refuseReturn', people.director, papers.refuseReturn());
    } else {
      accepted = capped(
        random.chance(98)
          ? this.#days.shift(assigned, random.between(0, 1))
          : this.#days.shift(assigned, random.between(2, 3)),
      );
      this.#add(accepted, 'accept', this.#lead, papers.accept());
    }
    if (!wantsPlan || (plan.nature === 'IMMEDIATE' && !plan.isKeyItem)) return accepted;
    const planned = capped(this.#days.shift(accepted, random.between(1, 8)));
    const { due } = this.#firstDue(assigned);
    this.#add(planned, 'plan', random.chance(80) ? this.#lead : people.head(plan.department), papers.plan(due));
    return planned;
  }

  /** Progress, help, questions, extensions, 督办: between the beginning of the work and the first claim, or the last one. */
  #whileWorking(started: Day, firstClaim: Day, due: Day, lastClaim: Day, rounds: readonly Round[]): void {
    const { plan, papers } = this.#cast;
    const random = this.#random;
    this.#progress(
      started,
      firstClaim,
      plan.nature === 'IMMEDIATE'
        ? random.between(0, 1)
        : plan.nature === 'TIMED'
          ? random.between(1, 2)
          : random.between(2, 4),
    );
    // A case is finished only when everybody who was asked has said their part.
    if (plan.isJoint && (plan.end.kind === 'closed' || random.chance(70))) {
      const days = this.#days.between(started, firstClaim);
      const said = days.length > 0 ? random.pick(days) : started;
      this.#add(said, 'assist', people.liaison(this.#cast.helper), papers.assist());
    }
    const isCalm =
      !plan.late && !plan.extended && !plan.extensionRefused && rounds.length === 1 && plan.returned === null;
    if (isCalm && ['qr', 'sms', 'web'].includes(plan.channel) && random.chance(9)) this.#question(started, firstClaim);
    if (plan.extensionRefused) {
      const asked = this.#days.shift(due, -random.between(4, 8));
      if (asked < started || this.#days.shift(asked, 1) > firstClaim)
        throw new Refused('No time to ask for an extension');
      this.#add(asked, 'requestExtension', people.head(plan.department), papers.requestExtension(addDays(due, 10)));
      this.#add(this.#days.shift(asked, 1), 'refuseExtension', people.director, papers.refuseExtension());
    }
    let runsUntil = due;
    if (plan.extended)
      runsUntil = this.#extension(
        rounds.length > 1 ? (rounds.at(-2)?.end ?? started) : started,
        due,
        plan.late ? due : lastClaim,
      );
    if (plan.late) this.#supervision(runsUntil, lastClaim);
  }

  #progress(from: Day, to: Day, count: number): void {
    const days = this.#days.between(from, to);
    if (days.length === 0) return;
    const chosen = Array.from({ length: count }, () => this.#random.pick(days)).sort();
    chosen.forEach((day, index) =>
      this.#add(day, 'progress', this.#lead, this.#cast.papers.progress(Math.round((90 * (index + 1)) / (count + 1)))),
    );
  }

  #question(started: Day, firstClaim: Day): void {
    const { papers } = this.#cast;
    const days = this.#days.between(started, firstClaim);
    const asked = days[this.#random.below(Math.max(days.length - 6, 0) + 1)];
    if (asked === undefined || days.length < 7) return;
    this.#add(asked, 'ask', this.#lead, papers.ask());
    if (this.#random.chance(75))
      this.#add(addDays(asked, this.#random.between(1, 4)), 'reply', people.citizen, papers.reply());
    else this.#add(this.#days.shift(asked, 5), 'endQuestion', people.system);
  }

  /** Asks for an extension in time and gets it. @returns the new deadline */
  #extension(from: Day, due: Day, needed: Day): Day {
    const { papers } = this.#cast;
    const latest = this.#latestExtension(due);
    const asked = this.#days.shift(due, -this.#random.between(2, 4));
    const granted = this.#days.shift(asked, 1);
    if (asked < from) throw new Refused('No time to ask for an extension');
    const wish = addDays(needed > due ? needed : due, this.#random.between(needed > due ? 0 : 1, 6));
    let until = this.#days.shift(wish > latest ? latest : wish, 0);
    if (until > latest) until = this.#days.backTo(latest);
    if (until <= due || until < needed) throw new Refused('No extension is long enough');
    this.#requestExtension(asked, until);
    this.#add(granted, 'grantExtension', people.director, papers.grantExtension());
    return until;
  }

  /** The head asks, or the liaison asks and the head signs. */
  #requestExtension(asked: Day, until: Day): void {
    const head = people.head(this.#plan.department);
    const isAskedByHead = this.#random.chance(40);
    this.#add(asked, 'requestExtension', isAskedByHead ? head : this.#lead, this.#cast.papers.requestExtension(until));
    if (!isAskedByHead) this.#add(asked, 'signExtension', head);
  }

  /** The day after the deadline the clockwork urges; then come the 督办单 and, rarely, 挂牌. */
  #supervision(due: Day, before: Day): void {
    const { plan, papers } = this.#cast;
    const shift = (from: Day, count: number): Day => this.#days.shift(from, count);
    const urged = shift(due, 1);
    if (urged > before) throw new Refused('Not late enough to be urged');
    this.#add(urged, 'urge', people.system, papers.urge());
    if (plan.order === null) return;
    const ordered = shift(due, plan.order === 3 ? this.#random.between(6, 8) : this.#random.between(3, 4));
    if (ordered > before) throw new Refused('Not late enough for a 督办单');
    this.#add(ordered, 'supervise', people.director, papers.supervise(plan.order, shift(ordered, 5)));
    const answered = shift(ordered, this.#random.between(2, 5));
    if (answered <= before && (!plan.isListed || answered < shift(due, 9)))
      this.#add(answered, 'answerOrder', people.head(plan.department), papers.answerOrder());
    if (!plan.isListed) return;
    const listed = shift(due, this.#random.between(9, 11));
    if (listed > before) throw new Refused('Not late enough to be listed');
    this.#add(listed, 'list', people.director, papers.list(shift(listed, 10)));
  }

  // ── after the claim ───────────────────────────────────────────────────────────────────────────────────────────────

  #round({ claim, begin, pass, check, end }: Round, isLast: boolean, assigned: Day): void {
    const { plan, papers } = this.#cast;
    const random = this.#random;
    const word = plan.end.kind === 'closed' ? plan.end.word : 'silence';
    const signing = random.chance(70) ? this.#lead : people.head(plan.department);
    if (plan.end.kind === 'closed' && plan.end.result === 'D') this.#add(claim, 'explain', signing, papers.explain());
    else this.#add(claim, 'claim', signing, papers.claim(claim, assigned));
    this.#add(begin, 'beginReview', this.#reviewer);
    if (pass === null) {
      this.#add(end, 'sendBack', this.#reviewer, papers.sendBack());
      return;
    }
    // Seen on the spot and found wanting, it does not come before its author.
    if (!isLast && this.#isSeenFirst && plan.redo.includes('failCheck')) {
      this.#add(end, 'failCheck', people.supervisor(random.below(3)), papers.failCheck());
      return;
    }
    if (this.#isSeenFirst && check === null)
      this.#add(
        random.pick(this.#days.between(begin, pass)),
        'check',
        people.supervisor(random.below(3)),
        papers.check(),
      );
    const isBefore = check !== null && (this.#isSeenFirst || check < pass);
    if (check !== null && isBefore) this.#add(check, 'check', people.supervisor(random.below(3)), papers.check());
    this.#add(pass, 'passReview', this.#reviewer, papers.passReview());
    if (check !== null && !isBefore) this.#add(check, 'check', people.supervisor(random.below(3)), papers.check());
    if (isLast && (word === 'independent' || word === 'silence')) {
      this.#add(end, 'proceed', this.#reviewer, papers.proceed(word === 'independent'));
    } else if (isLast && (word === 'citizen' || word === 'seen')) {
      this.#add(end, 'confirm', people.citizen, papers.word('y', word === 'citizen' ? 'lock' : 'seen'));
    } else if (plan.redo.includes('failCheck')) {
      this.#add(end, 'failCheck', people.supervisor(random.below(3)), papers.failCheck());
    } else {
      if (plan.revisit === 'dissatisfied')
        this.#add(
          random.pick(this.#days.between(pass, end)),
          'revisit',
          this.#reviewer,
          papers.revisit('dissatisfied'),
        );
      this.#add(end, 'dispute', people.citizen, papers.word('n', 'lock'));
    }
  }

  /** 回访 and 摘牌. A revisit that would fall after today happens while the notice still runs. */
  #afterwards(close: Day, noticeFrom: Day): void {
    const { plan, papers } = this.#cast;
    if (plan.revisit !== null && plan.revisit !== 'dissatisfied') {
      const after = this.#days.shift(close, this.#random.between(1, 5));
      const day =
        after > this.#world.today
          ? this.#random.pick(this.#days.between(this.#days.shift(noticeFrom, 1), this.#days.shift(close, -1)))
          : after;
      this.#add(day, 'revisit', people.clerk(this.#cast.clerk), papers.revisit(plan.revisit));
    }
    if (plan.isListed) this.#add(close, 'delist', people.director, papers.delist());
  }

  // ── open by now ───────────────────────────────────────────────────────────────────────────────────────────────────

  open(): Drawn {
    const { end } = this.#plan;
    if (end.kind !== 'open') throw new TypeError('Not an open case');
    const { today } = this.#world;
    const random = this.#random;
    const back = (least: number, most: number): Day => this.#days.shift(today, -random.between(least, most));
    if (end.situation !== 'inTime') return this.#openBeyond(end.situation, end.state);
    const { state } = end;
    const claimed = (['claimed', 'verifying', 'asking', 'notice'] as const).find((name) => name === state);
    if (claimed === undefined) {
      const assigned =
        state === 'assigned'
          ? back(0, 1)
          : state === 'returning'
            ? back(1, 1)
            : state === 'accepted'
              ? back(1, 6)
              : state === 'planned'
                ? back(4, 11)
                : this.#inRange();
      if (this.#firstDue(assigned).due < today) throw new Refused('Would be overdue');
      this.#untilAssigned(assigned);
      if (state === 'returning')
        this.#add(today, 'requestReturn', this.#lead, this.#cast.papers.requestReturn(this.#cast.first));
      if (state === 'accepted') this.#beginWork(assigned, today, false);
      if (state === 'planned' || state === 'rectifying') {
        const started = this.#beginWork(assigned, today);
        if (state === 'rectifying')
          this.#progress(started, today, this.#plan.nature === 'IMMEDIATE' ? 1 : random.between(1, 3));
      }
      return this.#drawn(assigned);
    }
    const noticeFrom = claimed === 'notice' ? back(0, 4) : addDays(today, 1);
    const pass =
      claimed === 'asking'
        ? back(0, 8)
        : claimed === 'notice'
          ? this.#days.shift(noticeFrom, -random.between(1, 6))
          : today;
    const claim =
      claimed === 'claimed'
        ? back(0, 2)
        : claimed === 'verifying'
          ? back(1, 3)
          : this.#days.shift(pass, -random.between(1, 4));
    const begin =
      claimed === 'verifying'
        ? random.pick(this.#days.between(claim, today))
        : random.pick(this.#days.between(claim, pass));
    const round: Round = { claim, begin, pass, check: null, end: noticeFrom };
    const assigned = this.#assignmentBefore(claim, claim, [round]);
    this.#untilAssigned(assigned);
    const started = this.#beginWork(assigned, claim);
    this.#whileWorking(started, claim, this.#dueOf(assigned, [round]), claim, [round]);
    this.#add(claim, 'claim', this.#lead, this.#cast.papers.claim(claim, assigned));
    if (claimed !== 'claimed') this.#add(begin, 'beginReview', this.#reviewer);
    if (claimed === 'asking' || claimed === 'notice')
      this.#add(pass, 'passReview', this.#reviewer, this.#cast.papers.passReview());
    if (claimed === 'notice') this.#add(noticeFrom, 'confirm', people.citizen, this.#cast.papers.word('y', 'lock'));
    return this.#drawn(assigned);
  }

  /** A day of 交办 from which the work still has time today. */
  #inRange(): Day {
    const most = { IMMEDIATE: 14, TIMED: 38, LONG_TERM: 110 }[this.#plan.nature];
    const least = { IMMEDIATE: 6, TIMED: 15, LONG_TERM: 40 }[this.#plan.nature];
    return this.#days.shift(this.#world.today, -this.#random.between(least, most));
  }

  /** Open on an extension, or overdue. */
  #openBeyond(situation: 'extended' | 'overdue', state: string): Drawn {
    const { today } = this.#world;
    const random = this.#random;
    const { order, isListed } = this.#plan;
    for (let attempt = 0; attempt < tries * 4; attempt += 1) {
      const assigned = this.#days.shift(today, -random.between(14, 190));
      const { due } = this.#firstDue(assigned);
      const beyond = workingDaysBetween(this.#days.calendar, due, today);
      const least = situation === 'extended' ? 1 : isListed ? 12 : order === 3 ? 9 : 5;
      if (beyond < least || beyond > (situation === 'extended' ? 15 : 25)) continue;
      if (situation === 'extended' && this.#days.backTo(this.#latestExtension(due)) < this.#days.shift(today, 1))
        continue;
      this.#untilAssigned(assigned);
      const isPlanned = state !== 'accepted';
      const started = this.#beginWork(assigned, due, isPlanned);
      if (state === 'rectifying') this.#progress(started, due, random.between(1, 3));
      if (situation === 'extended') this.#extension(started, due, this.#days.shift(today, 1));
      else this.#supervision(due, today);
      return this.#drawn(assigned);
    }
    throw new Refused('No day of 交办 fits an open case');
  }

  // ── on account ────────────────────────────────────────────────────────────────────────────────────────────────────

  suspended(): Drawn {
    const { plan, papers } = this.#cast;
    const random = this.#random;
    const { today } = this.#world;
    const claim = random.pick(this.#days.between(`${plan.year + 1}-06-10`, `${plan.year + 1}-11-13`));
    const round: Round = {
      claim,
      begin: this.#days.shift(claim, random.between(0, 2)),
      pass: null,
      check: null,
      end: claim,
    };
    const assigned = this.#assignmentBefore(claim, claim, [round]);
    this.#untilAssigned(assigned);
    const started = this.#beginWork(assigned, claim);
    this.#progress(started, claim, random.between(0, 2));
    this.#add(claim, 'putOnAccount', people.head(plan.department), papers.putOnAccount(claim));
    this.#add(round.begin, 'beginReview', this.#reviewer);
    let passed = this.#days.shift(round.begin, random.between(0, 3));
    this.#add(passed, 'passAccount', this.#reviewer, papers.passAccount());
    const until = plan.end.kind === 'resumed' ? this.#days.shift(today, -random.between(10, 30)) : today;
    for (;;) {
      const review = this.#days.shift(addDays(passed, 175), 0);
      if (review >= until) break;
      this.#add(review, 'reviewAccount', this.#reviewer, papers.reviewAccount());
      passed = review;
    }
    if (plan.end.kind === 'resumed') {
      this.#add(until, 'resume', random.chance(50) ? people.director : this.#lead, papers.resume());
      if (plan.end.state === 'triaged') this.#add(today, 'transfer', people.director, papers.transfer());
      else this.#progress(until, today, 1);
    }
    return this.#drawn(assigned);
  }

  /** The day of receipt and 受理 before the first 交办: most come from the round of December and January. */
  #drawn(assigned: Day): Drawn {
    const random = this.#random;
    const { year } = this.#plan;
    const firstAssigned = this.#steps
      .filter(({ act }) => act === 'assign')
      .reduce((earliest, { day }) => (day < earliest ? day : earliest), assigned);
    if (firstAssigned < this.#firstAssignment) throw new Refused('Before the first 交办 of the year');
    let receivedOn: Day;
    let takenUp: Day;
    if (firstAssigned <= `${year + 1}-04-30` && random.chance(90)) {
      receivedOn = addDays(`${year}-12-01`, random.below(62));
      takenUp = this.#days.shift(receivedOn, random.between(1, 8));
      if (takenUp > firstAssigned) takenUp = this.#days.backTo(firstAssigned);
    } else {
      takenUp = this.#days.shift(firstAssigned, -random.between(1, 3));
      receivedOn = addDays(takenUp, -random.between(0, 3));
    }
    this.#steps.unshift({
      day: takenUp,
      act: 'takeUp',
      actor: people.clerk(this.#cast.clerk),
      given: this.#cast.papers.takeUp(),
    });
    return { receivedOn, steps: this.#steps };
  }
}
