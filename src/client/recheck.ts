/** Checks, at most once a day and without a word when all is well, what this phone was promised; and says so where there is a place for it. */
import type { Day } from '../../server/domain/day.ts';
import { recheckWords } from '#words/recheck.ts';
import { ask, isDemonstration } from './ask.ts';
import { type Memory, phoneDay, recall, remember } from './kept.ts';
import { type Checked, recheck } from './ledger-checks.ts';
import { onEveryView } from './send.ts';
import { showTrouble } from './trouble.ts';

/** Another tab is at it. */
const busy = 'wanping-recheck';

/** The check of a visit: says at once what was found wrong before, and looks again when the last time was not today. */
export async function recheckQuietly(): Promise<void> {
  const memory = recall();
  tell(memory);
  onEveryView(() => tell(recall()));
  const day = phoneDay();
  const isNew = memory.promises.some(({ checkedOn }) => checkedOn !== day);
  if (memory.promises.length > 0 && (memory.checkedOn !== day || isNew)) {
    // Without an answer nothing is known, and the next visit looks again.
    await recheckNow().catch(() => undefined);
  }
}

/**
 * Looks now, whenever the last time was, and tells what came of it.
 * @throws NoAnswer when the site does not say
 */
export async function recheckNow(): Promise<Checked | undefined> {
  const day = phoneDay();
  const alone = async (): Promise<Checked | undefined> => {
    const checked = await recheck(recall(), ask, { day, isDemonstration: isDemonstration() });
    remember((memory) => after(memory, checked, day));
    return checked;
  };
  const checked =
    'locks' in navigator
      ? await navigator.locks.request(busy, { ifAvailable: true }, (lock) => (lock === null ? undefined : alone()))
      : await alone();
  tell(recall());
  document.dispatchEvent(new Event('rechecked'));
  return checked;
}

/** What is remembered after a check. What was wrong and is right again is no longer wrong. */
function after({ trouble: before, ...memory }: Memory, checked: Checked, day: Day): Memory {
  const { keys, checkpoint, trouble } = checked;
  const isOld = trouble !== undefined && before?.kind === trouble.kind && before.leaf === trouble.leaf;
  return {
    ...memory,
    promises: memory.promises.map((one) => ({ ...one, ...checked.promises.get(one.leaf) })),
    checkedOn: day,
    ...(keys !== undefined && { keys }),
    ...(checkpoint !== undefined && { checkpoint }),
    ...(trouble !== undefined && { trouble: isOld ? { ...trouble, ...(before.quiet && { quiet: true }) } : trouble }),
  };
}

/** A notice on whatever page when something is wrong; else a line on the pages that have a place for it. */
function tell(memory: Memory): void {
  if (memory.trouble !== undefined && memory.trouble.quiet === undefined) {
    showTrouble(memory, memory.trouble, async () => (await recheckNow())?.trouble !== undefined);
  }
  const place = document.querySelector<HTMLElement>('[data-recheck]');
  if (place === null || memory.promises.length === 0 || memory.checkedOn === undefined || memory.trouble) return;
  const places = memory.promises.flatMap(({ index }) => (index === undefined ? [] : [index]));
  const waiting = memory.promises.filter(({ index }) => index === undefined);
  const latest = waiting
    .map(({ by }) => by)
    .sort()
    .at(-1);
  const { fine, on } = recheckWords;
  place.textContent = `${fine(memory.promises.length, places.slice(0, 3), waiting.length, latest)}${on(memory.checkedOn)}`;
  place.hidden = false;
}
