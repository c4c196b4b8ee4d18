/** The beginning: a code typed by hand, the round it is for, and votes of this phone that are not at their end. */
import { readInvitationCode } from '../../server/domain/round/invitation-code.ts';
import type { PublicRoundLine } from '../../server/schemas/rounds.ts';
import { button, element } from './elements.ts';
import { summarise } from './summary.ts';
import { pasteForm } from './vote-cancel.ts';
import { choice, paragraph, showScreen, statusLine } from './vote-screen.ts';
import { forgetVote, keptVotes, type KeptVote } from './vote-store.ts';
import { voteWords } from './vote-words.ts';

const words = voteWords.start;

export interface Starting {
  rounds: readonly PublicRoundLine[];
  /** What was typed before, or came with the address, and what is wrong with it. */
  typed?: string;
  wrong?: string | undefined;
  /** @returns what is wrong, when it is not the beginning of a vote */
  begin: (round: string, code: { roster: string; secret: string }) => Promise<string | undefined>;
  resume: (vote: KeptVote) => void;
}

export function showStart({ rounds, typed = '', wrong, begin, resume }: Starting): void {
  const open = rounds.filter(({ state }) => state === 'open');
  const next = rounds.filter(({ state }) => state === 'frozen');
  const votes = keptVotes();
  showScreen(
    words.title,
    ...(votes.length === 0 ? [] : [here(votes, resume)]),
    ...(open.length === 0 ? [paragraph(words.none, 'notice')] : [codeForm(open, typed, wrong, begin)]),
    ...next.map(({ title, opensOn }) => paragraph(words.next(title, opensOn))),
    pasteForm(),
  );
  const form = document.querySelector<HTMLFormElement>('#vote-code');
  if (form !== null && wrong !== undefined) summarise(form, [{ field: 'code', text: wrong }], words.heading);
}

function here(votes: readonly KeptVote[], resume: (vote: KeptVote) => void): HTMLElement {
  const rows = votes.map((vote) =>
    element(
      'li',
      { className: 'kept' },
      element('span', {}, vote.title),
      button(words.stage[vote.stage], () => resume(vote), 'link'),
    ),
  );
  // What was not handed over anywhere may go; the rest cannot be had again.
  for (const [place, vote] of votes.entries()) {
    if (vote.stage !== 'marking') continue;
    const row = rows[place];
    row?.append(
      button(
        voteWords.done.forget,
        () => {
          forgetVote(vote.redemption);
          row.remove();
        },
        'link small',
      ),
    );
  }
  return element('section', {}, element('h2', {}, words.here), element('ul', { className: 'rows' }, ...rows));
}

function codeForm(
  open: readonly PublicRoundLine[],
  typed: string,
  wrong: string | undefined,
  begin: Starting['begin'],
): HTMLFormElement {
  const only = open.length === 1 ? open[0] : undefined;
  const field = element('input', {
    id: 'code',
    name: 'code',
    className: 'code-input',
    value: typed,
    maxLength: 60,
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: false,
    required: true,
  });
  field.setAttribute('aria-describedby', 'code-hint');
  if (wrong !== undefined) field.setAttribute('aria-invalid', 'true');
  const choices = open.map(({ id, title, closesOn }, place) =>
    choice(
      element('input', {
        type: 'radio',
        name: 'round',
        value: id,
        checked: open.length === 1,
        id: place === 0 ? 'round' : `round-${id}`,
      }),
      title,
      element('span', { className: 'quiet small' }, ` ${words.until(closesOn)}`),
    ),
  );
  const said = statusLine();
  const form = element(
    'form',
    { id: 'vote-code', noValidate: true },
    ...(only === undefined
      ? [
          element(
            'fieldset',
            {},
            element('legend', {}, words.which),
            element('div', { className: 'choices' }, ...choices),
          ),
        ]
      : [element('p', {}, element('strong', {}, only.title), ` ${words.until(only.closesOn)}`)]),
    element(
      'div',
      { className: 'field' },
      element('label', { htmlFor: 'code' }, words.code),
      element('p', { className: 'hint', id: 'code-hint' }, words.hint),
      field,
    ),
    element('button', { className: 'full' }, words.button),
    said,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const round = only?.id ?? new FormData(form).get('round');
    const reading = readInvitationCode(field.value);
    const missing = [
      ...(typeof round === 'string' ? [] : [{ field: 'round', text: words.whichFirst }]),
      ...(reading.ok ? [] : [{ field: 'code', text: words.wrong[reading.why] }]),
    ];
    if (!reading.ok || typeof round !== 'string') return summarise(form, missing, words.heading);
    said.textContent = voteWords.loading;
    void begin(round, reading).then((problem) => {
      said.textContent = '';
      if (problem !== undefined) summarise(form, [{ field: 'code', text: problem }], words.heading);
    });
  });
  return form;
}
