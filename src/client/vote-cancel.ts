/** 作废: takes ballots back with their keys, which are on this phone or in a text that was kept. */
import type { RoundPlan } from '../../server/domain/round/plan.ts';
import { button, element } from './elements.ts';
import { departmentList } from './vote-list.ts';
import { choice, paragraph, showScreen, statusLine } from './vote-screen.ts';
import { postStep, Stopped } from './vote-post.ts';
import { type KeptVote, keepVote } from './vote-store.ts';
import { voteWords } from './vote-words.ts';

const words = voteWords.cancel;

/** What takes one ballot back. */
interface CancelKey {
  round: string;
  c: string;
  w: string;
}

/** The keys of a vote as text, one in a line with the name of its department in front. */
export const cancelLines = ({ round, ballots }: KeptVote, names: ReadonlyMap<string, string>): string[] =>
  Object.entries(ballots).map(([d, { c, w }]) => `${names.get(d) ?? d} ${round} ${c} ${w}`);

/** Finds such lines in whatever was pasted. */
function readCancelKeys(text: string): CancelKey[] {
  return [...text.matchAll(/([\w-]{1,40})\s+([\w-]{43})\s+([\w-]{43})(?![\w-])/g)].map(
    ([, round = '', c = '', w = '']) => ({
      round,
      c,
      w,
    }),
  );
}

/** Takes back one after the other; what was taken back stays so, whatever comes. */
async function cancelAll(
  keys: readonly CancelKey[],
  said: HTMLElement,
  after: (key: CancelKey) => void = () => undefined,
): Promise<void> {
  try {
    for (const [place, key] of keys.entries()) {
      said.textContent = words.working(place + 1, keys.length);
      const { round, c, w } = key;
      await postStep('cancel', { round, c, w }, (text) => {
        said.textContent = text;
      });
      after(key);
    }
    said.textContent = words.said(keys.length);
  } catch (error) {
    said.textContent = error instanceof Stopped ? error.message : voteWords.offline;
  }
}

/** Asks once more under a button. */
function sureButton(
  label: string,
  count: () => number,
  work: () => Promise<void>,
): { go: HTMLButtonElement; sure: HTMLElement } {
  const sure = element('div', {});
  let busy = false;
  const go = button(label, () => {
    const many = count();
    if (busy || many === 0) return sure.replaceChildren();
    const yes = button(
      words.yes,
      () => {
        if (busy) return;
        busy = true;
        sure.replaceChildren();
        void work().finally(() => {
          busy = false;
        });
      },
      '',
    );
    sure.replaceChildren(
      paragraph(words.sure(many), 'notice'),
      element(
        'div',
        { className: 'buttons' },
        yes,
        button(words.no, () => sure.replaceChildren()),
      ),
    );
    yes.focus();
  });
  return { go, sure };
}

/** Chooses ballots of a vote of this phone. */
export function showCancel(vote: KeptVote, plan: RoundPlan, back: () => void): void {
  const said = statusLine();
  const picked = new Set<string>();
  const place = element('div', {});
  const left = (): string[] => Object.keys(vote.ballots).filter((d) => !vote.ballots[d]?.isCancelled);
  const draw = (): void => {
    const codes = left();
    const all = element('input', { type: 'checkbox' });
    const list = departmentList({
      plan,
      codes,
      summary: (members) => voteWords.choose.group(members.filter((d) => picked.has(d)).length, members.length),
      row: ({ code, name }) => {
        const input = element('input', { type: 'checkbox', checked: picked.has(code) });
        input.addEventListener('change', () => pick([code], input.checked));
        return choice(input, name);
      },
    });
    const pick = (some: readonly string[], isPicked: boolean): void => {
      for (const d of some) {
        if (isPicked) picked.add(d);
        else picked.delete(d);
      }
      all.checked = picked.size === codes.length;
      list.refresh();
      refresh();
    };
    all.addEventListener('change', () => {
      pick(codes, all.checked);
      draw();
    });
    all.checked = codes.length > 0 && picked.size === codes.length;
    place.replaceChildren(...(codes.length === 0 ? [paragraph(words.none)] : [choice(all, words.all), list.element]));
    refresh();
  };
  const work = async (): Promise<void> => {
    const keys = [...picked].flatMap((d) => {
      const ballot = vote.ballots[d];
      return ballot === undefined ? [] : [{ round: vote.round, c: ballot.c, w: ballot.w }];
    });
    await cancelAll(keys, said, (key) => {
      const ballot = Object.values(vote.ballots).find(({ c }) => c === key.c);
      if (ballot !== undefined) ballot.isCancelled = true;
      keepVote(vote);
    });
    for (const d of picked) if (vote.ballots[d]?.isCancelled) picked.delete(d);
    draw();
  };
  const { go, sure } = sureButton('', () => picked.size, work);
  go.className = 'full';
  const refresh = (): void => {
    go.textContent = words.button(picked.size);
    go.hidden = left().length === 0;
    go.setAttribute('aria-disabled', String(picked.size === 0));
    sure.replaceChildren();
  };
  showScreen(
    words.title,
    paragraph(words.lead),
    place,
    element('div', { className: 'vote-go' }, go, sure, said),
    element('p', {}, button(voteWords.back, back, 'link')),
  );
  draw();
}

/** Takes back with a text that was kept, on whatever phone. */
export function pasteForm(): HTMLElement {
  const said = statusLine();
  const field = element('textarea', { id: 'cancel-keys', rows: 4, autocomplete: 'off', spellcheck: false });
  const read = (): CancelKey[] => readCancelKeys(field.value);
  const count = (): number => {
    const many = read().length;
    said.textContent = many === 0 ? words.unreadable : '';
    return many;
  };
  const { go, sure } = sureButton(words.pasteButton, count, () => cancelAll(read(), said));
  return element(
    'details',
    { className: 'fold' },
    element('summary', {}, words.paste),
    element(
      'div',
      { className: 'field' },
      element('label', { htmlFor: 'cancel-keys' }, words.paste),
      element('p', { className: 'hint' }, words.pasteHint),
      field,
    ),
    go,
    sure,
    said,
  );
}
