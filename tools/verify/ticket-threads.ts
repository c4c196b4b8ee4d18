/** Checks tickets on all processors of the machine; the threads begin with the first ticket, so that a log without any costs nothing. */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CheckTickets, TicketJob } from '../../server/domain/trust/tickets.ts';

/** More threads than this have nothing to do: one reads the log. */
const threadsMost = 8;

interface Waiting {
  done: (good: boolean[]) => void;
  failed: (error: Error) => void;
}

export function ticketThreads(): { check: CheckTickets; close: () => Promise<void> } {
  const workers: Worker[] = [];
  const waiting = new Map<number, Waiting>();
  let next = 0;

  function begin(): void {
    for (let count = Math.min(threadsMost, availableParallelism()); count > 0; count -= 1) {
      const worker = new Worker(new URL('ticket-worker.ts', import.meta.url));
      worker.on('message', ({ id, good }: { id: number; good: boolean[] }) => {
        waiting.get(id)?.done(good);
        waiting.delete(id);
      });
      worker.on('error', (error: Error) => {
        for (const { failed } of waiting.values()) failed(error);
        waiting.clear();
      });
      workers.push(worker);
    }
  }

  return {
    check: (jobs: readonly TicketJob[]) => {
      if (workers.length === 0) begin();
      return new Promise<boolean[]>((done, failed) => {
        const id = next;
        next += 1;
        waiting.set(id, { done, failed });
        workers[id % workers.length]?.postMessage({ id, jobs });
      });
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}
