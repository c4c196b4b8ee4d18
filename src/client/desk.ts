/** What a little JavaScript adds to the desk: keys, uploads while one types on, rows, and a word when the network is gone. */

const all = <T extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document): T[] => [
  ...within.querySelectorAll<T>(selector),
];
const byId = (id: string): HTMLElement | null => document.getElementById(id);

// ── A form that came back: the mistakes take the focus ───────────────────────────────────────────────────────────────

byId('error-summary')?.focus();
byId('error-summary')?.scrollIntoView({ block: 'center' });

// ── Offline: say so, and keep what was typed on the page ─────────────────────────────────────────────────────────────

const offline = byId('offline');
const showNetwork = (): void => {
  if (offline) offline.hidden = navigator.onLine;
};
addEventListener('online', showNetwork);
addEventListener('offline', showNetwork);
showNetwork();

/** Forms whose files are still on their way, with the button that was pressed meanwhile: it counts once they are there. */
const uploading = new Map<HTMLFormElement, { files: number; pressed: HTMLElement | null }>();

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  if (form.method !== 'post') return;
  const button = event.submitter;
  const upload = uploading.get(form);
  if (upload !== undefined) {
    event.preventDefault();
    upload.pressed = button;
    return;
  }
  if (!navigator.onLine) {
    event.preventDefault();
    showNetwork();
    offline?.scrollIntoView({ block: 'center' });
    return;
  }
  // What is answered with a file leaves the page as it is: its form may be sent again.
  if (button?.dataset['again'] !== undefined) return;
  if (form.dataset['sent'] !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset['sent'] = '';
  if (button instanceof HTMLButtonElement && button.dataset['sending']) {
    button.setAttribute('aria-disabled', 'true');
    button.textContent = button.dataset['sending'];
  }
});
// The browser's back button shows the page as it was left: its forms may be sent again.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) for (const form of all('form[data-sent]')) delete form.dataset['sent'];
});

// ── Passwords: show what is typed ────────────────────────────────────────────────────────────────────────────────────

for (const input of all<HTMLInputElement>('input[data-show]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'link';
  const show = (visible: boolean): void => {
    input.type = visible ? 'text' : 'password';
    button.textContent = (visible ? input.dataset['hide'] : input.dataset['show']) ?? '';
  };
  button.addEventListener('click', () => show(input.type === 'password'));
  show(false);
  input.after(button);
}

// ── Rows: one more without a round trip ──────────────────────────────────────────────────────────────────────────────

for (const rows of all('[data-rows]')) {
  const button = rows.querySelector<HTMLButtonElement>('button[name="more"]');
  button?.addEventListener('click', (event) => {
    event.preventDefault();
    const present = all('[data-row]', rows);
    const last = present.at(-1);
    if (!last) return;
    const row = last.cloneNode(true) as HTMLElement;
    const place = present.length + 1;
    for (const element of [row, ...all('*', row)]) {
      if (element.id) element.id = element.id.replace(/(-\d+)?$/, `-${place}`);
      if (element instanceof HTMLInputElement) element.value = '';
      element.removeAttribute('aria-invalid');
      const label = element.getAttribute('aria-label');
      if (label) element.setAttribute('aria-label', label.replace(/\d+/, String(place)));
    }
    last.after(row);
    row.querySelector('input')?.focus();
    button.hidden = place >= Number(rows.dataset['most']);
  });
}

// ── Files: uploaded as soon as they are chosen ───────────────────────────────────────────────────────────────────────

interface UploadWords {
  uploading: string;
  uploaded: string;
  failed: string;
  keep: string;
}

for (const field of all('[data-upload]')) {
  const input = field.querySelector<HTMLInputElement>('input[type="file"]');
  const kept = field.querySelector<HTMLElement>('[data-kept]');
  const status = field.querySelector<HTMLElement>('[data-status]');
  if (!input || !kept || !status) continue;
  const words = JSON.parse(field.dataset['words'] ?? '{}') as UploadWords;
  const sentence = (template: string, name: string): string => template.replace('%', name);

  const upload = async (file: File): Promise<{ said: string; ok: boolean }> => {
    status.textContent = sentence(words.uploading, file.name);
    const answer = await fetch(`${field.dataset['upload']}?name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      body: file,
    }).catch(() => undefined);
    const body = (await answer?.json().catch(() => undefined)) as
      | { id: string; name: string; size: number; title?: string; detail?: string }
      | undefined;
    if (!answer?.ok || !body) {
      const said = [sentence(words.failed, file.name), body?.title, body?.detail].filter(Boolean).join('。');
      return { said, ok: false };
    }
    const label = document.createElement('label');
    label.className = 'choice';
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.name = kept.dataset['kept'] ?? '';
    box.value = `${body.id} ${body.size} ${body.name}`;
    box.checked = true;
    const text = document.createElement('span');
    text.textContent = sentence(words.keep, body.name);
    label.append(box, text);
    kept.append(label);
    return { said: sentence(words.uploaded, body.name), ok: true };
  };
  input.addEventListener('change', () => {
    void (async () => {
      const files = [...(input.files ?? [])];
      const form = input.form;
      if (form === null) return;
      const state = uploading.get(form) ?? { files: 0, pressed: null };
      uploading.set(form, state);
      state.files += files.length;
      const results: { said: string; ok: boolean }[] = [];
      for (const file of files) results.push(await upload(file));
      input.value = '';
      status.textContent = results.map(({ said }) => said).join('；');
      state.files -= files.length;
      if (state.files > 0) return;
      uploading.delete(form);
      // What could not be uploaded is to be seen before the rest is sent.
      if (state.pressed !== null && results.every(({ ok }) => ok)) form.requestSubmit(state.pressed);
    })();
  });
}

// ── Paper ────────────────────────────────────────────────────────────────────────────────────────────────────────────

for (const button of all<HTMLButtonElement>('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// ── Choosing lines of a list: all of the page at once, and how many there are ────────────────────────────────────────

const picks = (): HTMLInputElement[] => all<HTMLInputElement>('input[data-pick]');
const pickAll = document.querySelector<HTMLElement>('[data-pick-all]');
const pickAllBox = pickAll?.querySelector('input') ?? undefined;
const picked = document.querySelector<HTMLElement>('[data-picked]');
const countPicks = (): void => {
  const boxes = picks();
  const count = boxes.filter(({ checked }) => checked).length;
  if (picked) picked.textContent = (picked.dataset['words'] ?? '').replace('0', String(count));
  if (pickAllBox) {
    pickAllBox.checked = count > 0 && count === boxes.length;
    pickAllBox.indeterminate = count > 0 && count < boxes.length;
  }
};
const pickEvery = (checked: boolean): void => {
  for (const box of picks()) box.checked = checked;
  countPicks();
};
if (pickAll) pickAll.hidden = false;
pickAllBox?.addEventListener('change', () => pickEvery(pickAllBox.checked));
for (const box of picks()) box.addEventListener('change', countPicks);
addEventListener('pageshow', countPicks);
countPicks();

// ── Keys: see the help that they open. They can be switched off (WCAG 2.1.4). ─────────────────────────────────────────

const keyFoot = byId('keys');
const keyHelp = byId('keys-help') as HTMLDialogElement | null;
const keySwitch = byId('keys-switch');
const stored = 'desk-keys';
const areOn = (): boolean => localStorage.getItem(stored) !== 'off';
const labelSwitch = (): void => {
  if (keySwitch) keySwitch.textContent = (areOn() ? keySwitch.dataset['off'] : keySwitch.dataset['on']) ?? '';
};
if (keyFoot) keyFoot.hidden = false;
labelSwitch();
keySwitch?.addEventListener('click', () => {
  localStorage.setItem(stored, areOn() ? 'off' : 'on');
  labelSwitch();
});
byId('keys-open')?.addEventListener('click', () => keyHelp?.showModal());

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (/^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && (target as HTMLInputElement).type !== 'checkbox'));

/** Opens what can be kept under a name, and begins with the name. */
function keepFilter(): void {
  const fold = byId('keep') as HTMLDetailsElement | null;
  if (fold === null) return;
  fold.open = true;
  byId('keep-name')?.focus();
}

/** The box of the line that has the focus, on its link or on the box itself. */
const pickHere = (): HTMLInputElement | null =>
  document.activeElement?.closest('tr')?.querySelector<HTMLInputElement>('input[data-pick]') ?? null;

function togglePick(): void {
  const box = pickHere();
  if (box === null) return;
  box.checked = !box.checked;
  countPicks();
}

const toggleHelp = (): void => {
  if (keyHelp?.open) keyHelp.close();
  else keyHelp?.showModal();
};

document.addEventListener('keydown', (event) => {
  if (!keyFoot || !areOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const lines = all<HTMLAnchorElement>('a[data-line]');
  const row = document.activeElement?.closest('tr');
  const at = lines.findIndex((line) => line === document.activeElement || row?.contains(line) === true);
  const { key } = event;
  if (key === '?') toggleHelp();
  else if (keyHelp?.open) return;
  else if (key === '/') byId('q')?.focus();
  else if (key === 'j') lines[Math.min(at + 1, lines.length - 1)]?.focus();
  else if (key === 'k') lines[Math.max(at - 1, 0)]?.focus();
  else if (key === 'x') togglePick();
  else if (key === 'a' && pickAllBox) pickEvery(!picks().every(({ checked }) => checked));
  else if (key === 's') keepFilter();
  else if (/^[1-9]$/.test(key)) all<HTMLAnchorElement>('a[data-queue]')[Number(key) - 1]?.click();
  else return;
  event.preventDefault();
});

// ── An act on many cases that is held: the seconds that are left, and the page again when they are over ───────────────

const bulk = document.querySelector<HTMLElement>('[data-bulk-state="held"], [data-bulk-state="running"]');
if (bulk) {
  let left = bulk.dataset['bulkState'] === 'held' ? Number(bulk.dataset['seconds']) : 2;
  const shown = bulk.querySelector<HTMLElement>('[data-countdown]');
  const tick = (): void => {
    if (shown) shown.textContent = String(Math.max(0, left));
    // A moment longer, in which the server begins.
    if (left < -1) location.reload();
    left -= 1;
  };
  tick();
  setInterval(tick, 1000);
}
