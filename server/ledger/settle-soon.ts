/** In the demonstration nothing waits for its day: soon after something changed, all of it is entered and published, so that it can be tried. */

import type { Ledger } from './ledger.ts';

/** Milliseconds that changes are collected for. */
const collect = 1500;
/** Settling takes at most a tenth of the time, so that requests are answered meanwhile. */
const restPerWork = 9;

export interface SettleSoon {
  /** Something changed. */
  nudge(): void;
  /** Settles no more, and resolves when what runs has ended. */
  stop(): Promise<void>;
}

/** @param log receives what went wrong */
export function settleSoon(ledger: Pick<Ledger, 'settle'>, now: () => Date, log: (line: string) => void): SettleSoon {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let notBefore = 0;
  let isStopped = false;
  let isWanted = false;

  const settle = async (): Promise<void> => {
    const began = now().getTime();
    await ledger.settle().catch((error: unknown) => log(`ledger: ${String(error)}`));
    const ended = now().getTime();
    notBefore = ended + (ended - began) * restPerWork;
  };
  const schedule = (): void => {
    if (timer !== undefined || running !== undefined || isStopped) return;
    const wait = Math.max(collect, notBefore - now().getTime());
    timer = setTimeout(() => {
      timer = undefined;
      isWanted = false;
      running = settle().then(() => {
        running = undefined;
        if (isWanted) schedule();
      });
    }, wait).unref();
  };
  return {
    nudge: () => {
      isWanted = true;
      schedule();
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
