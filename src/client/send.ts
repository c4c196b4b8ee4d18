/** Sends a form without leaving the page: waits out a bad network with the same token, keeps what was typed, and shows the answer in place. */
import { phoneWords } from '#words/phone.ts';
import { type MissingLine, summarise } from './summary.ts';

export interface Sending {
  /** Fields that the script adds, made when the form is sent; or what is missing, and then it is not sent. */
  prepare: (submitter: HTMLElement | null) => Promise<Prepared>;
  /** The answer is on the page. `status` is that of the answer. */
  shown?: (status: number) => void;
}

export type Prepared =
  | { fields: Readonly<Record<string, string | null>> }
  | { missing: readonly MissingLine[]; heading?: string };

/** Waits between tries, in milliseconds. */
const waits = [1000, 3000, 6000, 12_000];

/** Makes a form send itself by script. Without one it posts to the same address. */
export function sendByScript(form: HTMLFormElement, { prepare, shown }: Sending): void {
  let busy = false;
  const button = form.querySelector('button');
  const status = form.querySelector('[data-status]');
  const say = (text: string): void => {
    if (status) status.textContent = text;
  };
  const work = async (submitter: HTMLElement | null): Promise<void> => {
    const prepared = await prepare(submitter);
    if ('missing' in prepared) return summarise(form, prepared.missing, prepared.heading ?? phoneWords.errorSummary);
    say(phoneWords.sending);
    const data = new FormData(form, submitter);
    for (const [name, value] of Object.entries(prepared.fields)) {
      if (value === null) data.delete(name);
      else data.set(name, value);
    }
    const answer = await post(form.action || location.href, data, say);
    if (answer === undefined) {
      say(phoneWords.failed);
      return;
    }
    show(await answer.text());
    shown?.(answer.status);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    button?.setAttribute('aria-disabled', 'true');
    say(phoneWords.proving);
    work(event.submitter)
      .catch(() => say(phoneWords.failed))
      .finally(() => {
        busy = false;
        button?.removeAttribute('aria-disabled');
        if (status?.textContent === phoneWords.proving) say('');
      });
  });
}

/** Posts until something answers; a server that is busy (503) is asked again as well. */
async function post(address: string, data: FormData, say: (text: string) => void): Promise<Response | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await fetch(address, { method: 'POST', body: data }).catch(() => undefined);
    const wait = waits[attempt];
    if (answer !== undefined && answer.status !== 503) return answer;
    if (wait === undefined) return answer;
    say(phoneWords.retrying(waits.length - attempt));
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** Puts the answer in the place of what was shown, and the focus where it should be read from. */
export function show(html: string): void {
  const answer = new DOMParser().parseFromString(html, 'text/html');
  const main = answer.querySelector('main') ?? answer.body;
  document.title = answer.title;
  document.querySelector('main')?.replaceChildren(...main.childNodes);
  scrollTo(0, 0);
  (document.getElementById('error-summary') ?? document.getElementById('main'))?.focus();
  document.dispatchEvent(new Event('shown'));
}

/** Runs now, and again whenever an answer has been put in place. */
export function onEveryView(start: () => void): void {
  start();
  document.addEventListener('shown', start);
}
