/** 「把全市重算一遍」 on the page: a worker verifies, the page shows how far it is and what came out. */
import type { Progress } from '../../server/domain/trust/verify.ts';
import type { Report } from '../../server/domain/trust/report.ts';
import { reportWords } from '#words/verify.ts';
import { verifyPage, verifyWords } from '#words/verify-page.ts';
import { ask } from './ask.ts';
import { report } from './check-list.ts';
import { button, element, linesAsText, saveText } from './elements.ts';
import { recall } from './kept.ts';
import { readLedger } from './ledger-checks.ts';
import { base } from './base.ts';
import type { Task, Told } from './verify-worker.ts';

/** Verifies the city into a place of the page; ends when that is done, or stopped. */
export async function verifyCity(place: HTMLElement): Promise<void> {
  const { witnesses } = await readLedger(ask);
  const memory = recall();
  const task: Task = {
    base: new URL(base(), location.href).href,
    // Only a key that this phone has seen before says more than the log says of itself.
    key: memory.keys?.log,
    witnesses: witnesses.map(({ key }) => key),
    since: memory.checkpoint,
  };
  const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' });
  const bar = element('progress', { max: 1, value: 0 });
  bar.setAttribute('aria-label', verifyPage.city.title);
  const said = element('p', { className: 'small' }, verifyWords.working);
  said.setAttribute('role', 'status');
  const told = await new Promise<Report | 'failed' | 'stopped'>((resolve) => {
    place.replaceChildren(
      bar,
      said,
      button(verifyPage.city.cancel, () => resolve('stopped')),
    );
    worker.addEventListener('error', () => resolve('failed'));
    worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if ('report' in data) resolve(data.report);
      else if ('failed' in data) resolve('failed');
      else follow(data.progress, bar, said);
    });
    worker.postMessage(task);
  });
  worker.terminate();
  if (told === 'stopped') place.replaceChildren(element('p', {}, verifyWords.stopped));
  else if (told === 'failed') place.replaceChildren(element('p', {}, verifyWords.noAnswer));
  else place.replaceChildren(...reportOf(told));
}

function follow(progress: Progress & { bytes: number }, bar: HTMLProgressElement, said: Element): void {
  const { step, done, of, bytes } = progress;
  // Reading the log is most of the work; what comes after has no end that is known before.
  if (step === 'log') bar.value = of === 0 ? 0 : (done / of) * 0.8;
  else bar.value = { rounds: 0.81, openings: 0.82, texts: 0.88, files: 0.92, figures: 0.96 }[step];
  const megabytes = (bytes / 1024 / 1024).toFixed(1);
  said.textContent = `${reportWords.progress(progress)}，${verifyWords.downloaded(megabytes)}`;
}

/** The report in the words of the program that people run on their own machine, with a verdict above it. */
function reportOf(told: Report): HTMLElement[] {
  const lines = reportWords.lines(told);
  const wrong = Object.values(told.counts).reduce((sum, count) => sum + count, 0);
  return [
    report(told.ok, told.ok ? verifyWords.fineCity : verifyWords.wrongCity(wrong)),
    element('div', { className: 'report' }, ...lines.filter((line) => line !== '').map(lineOf)),
    element(
      'div',
      { className: 'buttons' },
      button(verifyWords.savedReport, () => saveText(`${verifyWords.reportFile}-${told.size}.txt`, linesAsText(lines))),
    ),
  ];
}

/** A line of the report: what is checked has its mark, what belongs to it stands in. */
function lineOf(line: string): HTMLElement {
  const text = line.trimStart();
  const made = element('p', { className: line === text ? '' : 'inner' }, text);
  if (text.startsWith('✓')) made.classList.add('passed');
  if (text.startsWith('✗')) made.classList.add('differs');
  return made;
}
