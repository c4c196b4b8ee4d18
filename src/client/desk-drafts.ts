/** Keeps what is typed into the forms of a case, a moment after the typing stops. */

/** Milliseconds without typing after which a draft is kept. */
const pause = 2000;
/** In the city, whatever the clock of this machine says. */
const timeOfDay = new Intl.DateTimeFormat('zh-CN', {
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
  timeZone: 'Asia/Shanghai',
});

for (const note of document.querySelectorAll<HTMLElement>('[data-draft]')) {
  const form = note.closest('form');
  const { draft: address, sheet = '', saved = '', failed = '' } = note.dataset;
  if (form === null || address === undefined) continue;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: AbortController | undefined;

  const stop = (): void => {
    clearTimeout(timer);
    sending?.abort();
  };
  const keep = async (): Promise<void> => {
    const controls = [...new FormData(form)].filter(
      ([name, value]) =>
        name.startsWith(`${sheet}-`) && name !== `${sheet}-sure` && typeof value === 'string' && value !== '',
    );
    if (controls.length === 0) return;
    sending = new AbortController();
    const kept = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sheet, controls }),
      signal: sending.signal,
    })
      .then(async (answer) => (answer.ok ? ((await answer.json()) as { savedAt: string }) : undefined))
      .catch(() => undefined);
    if (sending.signal.aborted) return;
    note.textContent = kept === undefined ? failed : saved.replace('%', timeOfDay.format(new Date(kept.savedAt)));
  };
  form.addEventListener('input', () => {
    stop();
    timer = setTimeout(() => void keep(), pause);
  });
  // What is being sent is no draft any more.
  form.addEventListener('submit', stop);
}
