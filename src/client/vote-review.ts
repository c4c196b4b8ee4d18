/** 看一遍: what will be handed in, department by department; and the choice to hand it in now or some days later. */
import { departmentsOf } from '../../server/domain/round/plan.ts';
import { button, element } from './elements.ts';
import { paragraph, showScreen } from './vote-screen.ts';
import type { Voting } from './vote-send.ts';
import { overall } from './vote-store.ts';
import { marksOf } from './vote-tickets.ts';
import { voteWords } from './vote-words.ts';

export interface ReviewWays {
  /** Back to a department. */
  change: (code: string | undefined) => void;
  /** Hands it in; `waits`: only takes the tickets. */
  send: (waits: boolean) => void;
}

export function showReview({ vote, round, rule }: Voting, { change, send }: ReviewWays): void {
  const words = voteWords.review;
  const { plan, today } = round;
  const codes = departmentsOf(plan, rule);
  const rated = plan.departments.filter(
    ({ code }) => codes.includes(code) && vote.picked.includes(code) && vote.marks[code],
  );
  const last = plan.ticketsUntil ?? plan.closesOn;
  const isLate = today > last;
  const questions = [...plan.items.map(({ code }) => code), ...(plan.asksOverall ? [overall] : [])];
  const lines = rated.map(({ code, name }) => {
    const { r, x } = marksOf(plan, vote.marks[code]);
    const given = [...Object.values(x), ...(plan.asksOverall ? [r] : [])];
    const counts = plan.scale.levels.flatMap(({ level, name: word }) => {
      const count = given.filter((one) => one === level).length;
      return count === 0 ? [] : [`${word} ${count}`];
    });
    const left = questions.filter((question) => vote.marks[code]?.[question] === undefined).length;
    const said = [
      counts.length === 0 ? words.unknown : counts.join('，'),
      ...(left > 0 && counts.length > 0 ? [words.left(left)] : []),
    ];
    const again = button(words.change, () => change(code), 'link');
    again.setAttribute('aria-label', `${words.change}：${name}`);
    return element(
      'li',
      {},
      element('strong', {}, name),
      element('span', { className: 'quiet' }, said.join('；')),
      again,
    );
  });
  const rest = codes.length - rated.length;
  showScreen(
    words.title,
    paragraph(words.lead),
    rated.length === 0
      ? paragraph(words.nothing, 'notice')
      : element('ul', { className: 'rows vote-review' }, ...lines),
    ...(rest > 0 && rated.length > 0 ? [paragraph(words.rest(rest))] : []),
    ...(isLate
      ? [paragraph(words.late(last), 'notice')]
      : [
          button(words.submit, () => send(false), 'full'),
          element(
            'details',
            { className: 'fold' },
            element('summary', {}, words.wait),
            paragraph(words.waitHint(plan.closesOn)),
            button(words.wait, () => send(true), 'second full'),
          ),
        ]),
    element(
      'p',
      {},
      button(voteWords.back, () => change(undefined), 'link'),
    ),
  );
}
