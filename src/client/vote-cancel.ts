/** 作废: takes ballots back with their keys, which are on this phone or in a text that was kept. */
import { voteWords } from '#words/vote.ts';
import { button, element } from './elements.ts';
import { choice, paragraph, showScreen, statusLine } from './vote-screen.ts';
import { postStep, Stopped } from './vote-post.ts';
import { type KeptVote, keepVote } from './vote-store.ts';

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
export function readCancelKeys(text: string): CancelKey[] {
  return [...text.matchAll(/([\w-]{1,40})\s+([\w-]{43})\s+([\w-]{43})(?![\w-])/g)].map(
    ([, round = '', c = '', w = '']) => ({
      round,
      c,
      w,
    }),
  );
}

const cancelOne = (key: CancelKey, said: HTMLElement): Promise<unknown> =>
  postStep('cancel', key, (text) => {
    said.textContent = text;
  });

/** Asks once more, then takes back one after the other; what was taken back stays so, whatever comes. */
async function cancelAll(
  keys: readonly CancelKey[],
  said: HTMLElement,
  after: (key: CancelKey) => void = () => undefined,
): Promise<void> {
  try {
    for (const [place, key] of keys.entries()) {
      said.textContent = words.working(place + 1, keys.length);
      await cancelOne(key, said);
      after(key);
    }
    said.textContent = words.said(keys.length);
  } catch (error) {
    said.textContent = error instanceof Stopped ? error.message : voteWords.offline;
  }
}

/** Chooses ballots of a vote of this phone. */
export function showCancel(vote: KeptVote, names: ReadonlyMap<string, string>, back: () => void): void {
  const said = statusLine();
  const left = (): [string, CancelKey][] =>
    Object.entries(vote.ballots).flatMap(([d, { c, w, isCancelled }]) =>
      isCancelled ? [] : [[d, { round: vote.round, c, w }]],
    );
  const picked = new Set<string>();
  const boxes = element('div', { className: 'choices' });
  const go = button('', () => ask(), 'full');
  const sure = element('div', {});
  const refresh = (): void => {
    go.textContent = words.button(picked.size);
    go.hidden = left().length === 0;
    go.setAttribute('aria-disabled', String(picked.size === 0));
    sure.replaceChildren();
  };
  const draw = (): void => {
    const open = new Map(left());
    const all = element('input', { type: 'checkbox' });
    const inputs = [...open.keys()].map((d) => {
      const input = element('input', { type: 'checkbox', value: d, checked: picked.has(d) });
      input.addEventListener('change', () => {
        if (input.checked) picked.add(d);
        else picked.delete(d);
        all.checked = picked.size === open.size;
        refresh();
      });
      return input;
    });
    all.addEventListener('change', () => {
      for (const input of inputs) {
        input.checked = all.checked;
        if (all.checked) picked.add(input.value);
        else picked.delete(input.value);
      }
      refresh();
    });
    boxes.replaceChildren(
      ...(open.size > 1 ? [choice(all, words.all)] : []),
      ...inputs.map((input) => choice(input, names.get(input.value) ?? input.value)),
      ...(open.size === 0 ? [paragraph(words.none)] : []),
    );
    refresh();
  };
  let busy = false;
  const ask = (): void => {
    if (picked.size === 0 || busy) return;
    const yes = button(words.yes, () => void work(), '');
    sure.replaceChildren(
      paragraph(words.sure(picked.size), 'notice'),
      element(
        'div',
        { className: 'buttons' },
        yes,
        button(words.no, () => sure.replaceChildren()),
      ),
    );
    yes.focus();
  };
  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    const open = new Map(left());
    const chosen = [...picked].flatMap((d) => open.get(d) ?? []);
    sure.replaceChildren();
    await cancelAll(chosen, said, ({ c }) => {
      for (const [d, ballot] of Object.entries(vote.ballots)) {
        if (ballot.c !== c) continue;
        ballot.isCancelled = true;
        picked.delete(d);
      }
      keepVote(vote);
    });
    busy = false;
    draw();
  };
  showScreen(
    words.title,
    paragraph(words.lead),
    boxes,
    go,
    sure,
    said,
    element('p', {}, button(voteWords.back, back, 'link')),
  );
  draw();
}

/** Takes back with a text that was kept, on whatever phone. */
export function pasteForm(): HTMLElement {
  const said = statusLine();
  const sure = element('div', {});
  const field = element('textarea', { id: 'cancel-keys', rows: 4, autocomplete: 'off', spellcheck: false });
  let busy = false;
  const ask = (): void => {
    if (busy) return;
    const keys = readCancelKeys(field.value);
    said.textContent = keys.length === 0 ? words.unreadable : '';
    if (keys.length === 0) return sure.replaceChildren();
    const work = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      sure.replaceChildren();
      await cancelAll(keys, said);
      busy = false;
    };
    sure.replaceChildren(
      paragraph(words.sure(keys.length), 'notice'),
      element(
        'div',
        { className: 'buttons' },
        button(words.yes, () => void work(), ''),
        button(words.no, () => sure.replaceChildren()),
      ),
    );
  };
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
    button(words.pasteButton, ask),
    sure,
    said,
  );
}
