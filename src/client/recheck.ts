/** Checks, at most once a day and without a word when all is well, what this phone was promised; and says so where there is a place for it. */
import type { Day } from '../../server/domain/day.ts';
import { recheckWords } from '#words/recheck.ts';
import { ask, isDemonstration } from './ask.ts';
import { type Memory, phoneDay, recall, remember } from './kept.ts';
import { type Checked, recheck } from './ledger-checks.ts';
import { onEveryView } from './send.ts';
import { showTrouble } from './trouble.ts';

/** Name of the lock with which tabs take turns. */
const busy = 'wanping-recheck';

/** The check of a visit: looks again when the last time was not today or something was wrong, and says what is wrong. */
export async function recheckQuietly(): Promise<void> {
  const { promises, checkedOn, trouble } = recall();
  const day = phoneDay();
  const isNew = promises.some((one) => one.checkedOn !== day);
  const isWrong = trouble !== undefined && trouble.quiet === undefined;
  if (isWrong || (promises.length > 0 && (checkedOn !== day || isNew))) {
    // Without an answer nothing is known, and the next visit looks again.
    await lookAgain({ ifAvailable: true }).catch(() => undefined);
  }
  onEveryView(() => tell(recall()));
}

/**
 * Looks now, whenever the last time was, and tells what came of it.
 * @throws NoAnswer when the site does not say
 */
export async function recheckNow(): Promise<Checked | undefined> {
  const checked = await lookAgain({});
  tell(recall());
  return checked;
}

/** @returns nothing where another tab is looking and one need not wait for it */
async function lookAgain(options: LockOptions): Promise<Checked | undefined> {
  const day = phoneDay();
  const look = async (): Promise<Checked> => {
    const checked = await recheck(recall(), ask, { day, isDemonstration: isDemonstration() });
    remember((memory) => after(memory, checked, day));
    document.dispatchEvent(new Event('rechecked'));
    return checked;
  };
  if (!('locks' in navigator)) return look();
  return navigator.locks.request(busy, options, (lock) => (lock === null ? undefined : look()));
}

/** What is remembered after a check. What was wrong and is right again is no longer wrong. */
function after({ trouble: before, ...memory }: Memory, checked: Checked, day: Day): Memory {
  const { keys, checkpoint, trouble } = checked;
  // What came back with a slip was not what had been sent: this cannot be looked at a second time.
  const standing = before?.kind === 'slip' ? before : undefined;
  const isOld = trouble !== undefined && before?.kind === trouble.kind && before.leaf === trouble.leaf;
  const found = standing ?? (isOld ? { ...trouble, ...(before.quiet && { quiet: true as const }) } : trouble);
  return {
    ...memory,
    promises: memory.promises.map((one) => ({ ...one, ...checked.promises.get(one.leaf), checkedOn: day })),
    checkedOn: day,
    ...(keys !== undefined && { keys }),
    ...(checkpoint !== undefined && { checkpoint }),
    ...(found !== undefined && { trouble: found }),
  };
}

/** A notice on whatever page when something is wrong; else a line on the pages that have a place for it. */
function tell(memory: Memory): void {
  if (memory.trouble !== undefined && memory.trouble.quiet === undefined) {
    showTrouble(memory, memory.trouble, async () => {
      await recheckNow();
      return recall().trouble !== undefined;
    });
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
