/** 提交: tells how far it is, and goes on after a stop from where it was. */
import { button, element } from './elements.ts';
import { paragraph, showScreen, statusLine } from './vote-screen.ts';
import { Stopped } from './vote-post.ts';
import { sendVote, type Tell, type Voting } from './vote-send.ts';
import { forgetVote, type KeptVote, keptVote } from './vote-store.ts';
import { voteWords } from './vote-words.ts';

const steps = ['marking', 'sealed', 'ticketed', 'cast'] as const;

/** A vote is sent once at a time, however often the button is pressed. */
let busy = false;

/** @param after what to show with the vote as it is then: at its end, at its tickets, or (`isLater`) where somebody left it */
export async function showSending(voting: Voting, after: (vote: KeptVote, isLater: boolean) => void): Promise<void> {
  if (busy) return;
  busy = true;
  const words = voteWords.sending;
  const bar = element('progress', { max: steps.length, value: 0 });
  bar.setAttribute('aria-label', words.title);
  const said = statusLine();
  const lines = steps
    .filter((step) => !voting.vote.waits || step === 'marking' || step === 'sealed')
    .map((step) => ({
      step,
      count: element('span', { className: 'quiet' }),
      line: element('li', {}, words.steps[step]),
    }));
  for (const { line, count } of lines) line.append(' ', count);
  bar.max = lines.length;
  showScreen(
    words.title,
    bar,
    element('ol', { className: 'vote-steps' }, ...lines.map(({ line }) => line)),
    said,
    paragraph(words.stay, 'notice'),
  );
  const tell: Tell = (stage, done, of, text) => {
    const at = lines.findIndex(({ step }) => step === stage);
    bar.value = at + (of === 0 ? 0 : done / of);
    for (const [place, { line, count }] of lines.entries()) {
      line.className = place < at ? 'done' : '';
      if (place === at) line.setAttribute('aria-current', 'step');
      else line.removeAttribute('aria-current');
      if (place === at) count.textContent = words.count(done, of);
    }
    if (text !== undefined) said.textContent = text;
  };
  try {
    const vote = await sendVote(voting, tell);
    busy = false;
    after(vote, false);
  } catch (error) {
    busy = false;
    stopped(voting, error, after);
  }
}

function stopped(
  { vote, round, rule }: Voting,
  error: unknown,
  after: (vote: KeptVote, isLater: boolean) => void,
): void {
  // What was reached is kept there, and perhaps by another tab.
  const now = keptVote(vote.redemption) ?? vote;
  const text = error instanceof Stopped ? error.message : voteWords.offline;
  // Another phone has the tickets: what is kept here leads nowhere.
  const isUsed = error instanceof Stopped && error.problem === 'code-used';
  const forget = button(voteWords.done.forget, () => {
    forgetVote(vote.redemption);
    showScreen(voteWords.start.title, paragraph(voteWords.done.forgotten));
  });
  const box = element('div', { className: 'error-summary' }, element('p', {}, text));
  box.setAttribute('role', 'alert');
  showScreen(
    voteWords.sending.stopped,
    box,
    element(
      'div',
      { className: 'buttons' },
      button(voteWords.again, () => void showSending({ vote: now, round, rule }, after), ''),
      button(voteWords.sending.later, () => after(now, true)),
      ...(isUsed ? [forget] : []),
    ),
  );
}
