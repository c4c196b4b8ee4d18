/** 评议: the questionnaire, one department unfolded at a time, every choice kept on the phone at once. */
import { departmentsOf, type RoundDepartment } from '../../server/domain/round/plan.ts';
import { button, element } from './elements.ts';
import { departmentList } from './vote-list.ts';
import { paragraph, showScreen, statusLine } from './vote-screen.ts';
import type { Voting } from './vote-send.ts';
import { keepVote, overall } from './vote-store.ts';
import { voteWords } from './vote-words.ts';

const words = voteWords.ballot;

export interface BallotWays {
  choose: () => void;
  review: () => void;
  /** Department to begin with. */
  first?: string | undefined;
}

/** How many questions of a department were answered. */
const answered = ({ vote }: Voting, code: string): number => Object.keys(vote.marks[code] ?? {}).length;

const questionsOf = ({ round: { plan } }: Voting): { code: string; name: string }[] => [
  ...plan.items,
  ...(plan.asksOverall ? [{ code: overall, name: words.overall }] : []),
];

export function showBallot(voting: Voting, { choose, review, first }: BallotWays): void {
  const { vote, round, rule } = voting;
  const codes = round.plan.departments.map(({ code }) => code).filter((code) => vote.picked.includes(code));
  const questions = questionsOf(voting);
  const isOnly = departmentsOf(round.plan, rule).length === 1;
  const count = (of: readonly string[]): number => of.filter((code) => answered(voting, code) > 0).length;
  const progress = statusLine();
  const states = new Map<string, HTMLElement>();
  /** The one that is unfolded. */
  let open: { code: string; fold: () => void } | undefined;

  const tell = (code: string): void => {
    const state = states.get(code);
    if (state) state.textContent = words.status(answered(voting, code), questions.length);
    progress.textContent = words.progress(count(codes), codes.length);
    list.refresh();
  };
  const keep = (code: string): void => {
    keepVote(vote);
    tell(code);
  };

  const row = (department: RoundDepartment): HTMLElement => {
    const { code, name } = department;
    const state = element('span', { className: 'quiet small' }, words.status(answered(voting, code), questions.length));
    states.set(code, state);
    const head = element('button', { type: 'button', className: 'vote-head', id: `unit-${code}` }, name, ' ', state);
    const body = element('div', { className: 'vote-body' });
    const fold = (): void => {
      head.setAttribute('aria-expanded', 'false');
      body.replaceChildren();
      if (open?.code === code) open = undefined;
    };
    const unfold = (): void => {
      open?.fold();
      open = { code, fold };
      head.setAttribute('aria-expanded', 'true');
      const at = codes.indexOf(code);
      const next = [...codes.slice(at + 1), ...codes.slice(0, at)].find((one) => answered(voting, one) === 0);
      const questionnaire = questionnaireOf(voting, department, questions, () => keep(code));
      const onward =
        next === undefined ? button(words.toReview, review, 'full') : button(words.next, () => show(next), 'full');
      body.replaceChildren(...questionnaire, onward);
    };
    head.addEventListener('click', () => (open?.code === code ? fold() : unfold()));
    fold();
    unfolding.set(code, unfold);
    return element('div', { className: 'vote-unit' }, element('h3', {}, head), body);
  };
  const unfolding = new Map<string, () => void>();
  const show = (code: string): void => {
    list.reveal(code);
    unfolding.get(code)?.();
    const head = document.getElementById(`unit-${code}`);
    head?.focus({ preventScroll: true });
    head?.scrollIntoView({ block: 'start' });
  };

  const list = departmentList({
    plan: round.plan,
    codes,
    row,
    summary: (members) => words.group(count(members), members.length),
  });
  showScreen(
    words.title,
    paragraph(round.title, 'quiet small'),
    progress,
    list.element,
    element(
      'div',
      { className: 'buttons' },
      button(words.toReview, review, ''),
      ...(isOnly ? [] : [button(words.more, choose)]),
    ),
    paragraph(words.kept, 'quiet small'),
  );
  tell('');
  const begin = first ?? (codes.length === 1 ? codes[0] : undefined);
  if (begin !== undefined) show(begin);
  if (isOnly) scrollTo(0, 0);
}

/** The questions on one department: what it says of itself, one press for all, and every item with its levels. */
function questionnaireOf(
  { vote, round: { plan, reports } }: Voting,
  { code, name }: RoundDepartment,
  questions: readonly { code: string; name: string }[],
  keep: () => void,
): HTMLElement[] {
  const levels = [
    ...plan.scale.levels.map(({ level, name: word }) => ({ level, word })),
    { level: 0, word: words.unknown },
  ];
  const mark = (question: string, level: number): void => {
    vote.marks[code] = { ...vote.marks[code], [question]: level };
  };
  const sets = questions.map((question) => {
    const options = levels.map(({ level, word }) => {
      const input = element('input', { type: 'radio', name: `${code}/${question.code}`, value: String(level) });
      input.checked = vote.marks[code]?.[question.code] === level;
      input.addEventListener('change', () => {
        mark(question.code, level);
        keep();
      });
      return element('label', { className: level === 0 ? 'vote-unknown' : '' }, input, element('span', {}, word));
    });
    return element(
      'fieldset',
      {},
      element('legend', {}, question.name),
      element('div', { className: 'vote-levels' }, ...options),
    );
  });
  const same = levels.map(({ level, word }) => {
    const all = button(word, () => {
      for (const question of questions) mark(question.code, level);
      for (const set of sets) {
        const input = set.querySelector<HTMLInputElement>(`input[value="${level}"]`);
        if (input) input.checked = true;
      }
      keep();
    });
    all.setAttribute('aria-label', words.sameLabel(word));
    return all;
  });
  const report = reports[code];
  return [
    ...(report === undefined
      ? []
      : [
          element(
            'details',
            { className: 'definition' },
            element('summary', {}, words.report),
            element('p', { className: 'prose-lines' }, report),
          ),
        ]),
    ...(questions.length < 2
      ? []
      : [element('div', { className: 'vote-same' }, element('p', {}, words.same), ...same)]),
    ...sets.map((set, place) => {
      if (place === 0)
        set.querySelector('legend')?.append(element('span', { className: 'hidden-text' }, `（${name}）`));
      return set;
    }),
    paragraph(words.note, 'quiet small'),
  ];
}
