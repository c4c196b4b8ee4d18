/** 选单位: only those that one had to do with; the others are handed in as 不了解. */
import { departmentsOf } from '../../server/domain/round/plan.ts';
import { button, element } from './elements.ts';
import { departmentList } from './vote-list.ts';
import { choice, paragraph, showScreen } from './vote-screen.ts';
import type { Voting } from './vote-send.ts';
import { keepVote } from './vote-store.ts';
import { voteWords } from './vote-words.ts';

/** @param go to the ballots, with what was picked kept */
export function showChoose({ vote, round, rule }: Voting, go: () => void): void {
  const words = voteWords.choose;
  const codes = departmentsOf(round.plan, rule);
  const picked = new Set(vote.picked);
  const keep = (): void => {
    vote.picked = codes.filter((code) => picked.has(code));
    keepVote(vote);
    list.refresh();
    begin.textContent = words.go(picked.size);
    begin.setAttribute('aria-disabled', String(picked.size === 0));
  };
  const list = departmentList({
    plan: round.plan,
    codes,
    summary: (members) => words.group(members.filter((code) => picked.has(code)).length, members.length),
    row: ({ code, name }) => {
      const box = element('input', { type: 'checkbox', checked: picked.has(code), value: code });
      box.addEventListener('change', () => {
        if (box.checked) picked.add(code);
        else picked.delete(code);
        keep();
      });
      return choice(box, name);
    },
  });
  const begin = button(words.go(picked.size), () => picked.size > 0 && go(), 'full');
  const all = button(
    words.all,
    () => {
      for (const code of codes) picked.add(code);
      keep();
      go();
    },
    'second full',
  );
  showScreen(
    words.title,
    paragraph(words.lead(codes.length)),
    list.element,
    element('div', { className: 'vote-go' }, begin),
    all,
  );
  keep();
}
