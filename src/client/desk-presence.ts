/** Says every half minute that somebody has this case open, and shows who else has. */

/** Milliseconds between two signs; the server believes them for three times as long. */
const every = 30_000;

const box = document.querySelector<HTMLElement>('[data-presence]');
const others = box?.querySelector<HTMLElement>('[data-others]');
const moved = box?.querySelector<HTMLElement>('[data-moved]');

async function sign(): Promise<void> {
  if (!box || !others || !moved || document.hidden) return;
  const told = await fetch(box.dataset['presence'] ?? '', { method: 'POST' })
    .then(async (answer) => (answer.ok ? ((await answer.json()) as { seq: number; others: string[] }) : undefined))
    .catch(() => undefined);
  if (told === undefined) return;
  const { seq, others: names } = told;
  const said = names.length > 0 ? (box.dataset['here'] ?? '').replace('%', names.join('、')) : '';
  // The same words are not said again to those who listen.
  if (others.textContent?.trim() !== said) others.textContent = said;
  others.hidden = names.length === 0;
  moved.hidden = seq <= Number(box.dataset['seq']);
}

if (box) {
  setInterval(() => void sign(), every);
  document.addEventListener('visibilitychange', () => void sign());
}
