/** Asks the worker beside the page. Nothing comes where the browser has no such workers, or it takes too long. */
import type { Asked } from './beside.ts';

/** After this the page goes on without. */
const patience = 20_000;

export function askBeside<Reply>(asked: Asked): Promise<Reply | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./beside.ts', import.meta.url), { type: 'module' });
    const end = (reply?: Reply): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(reply);
    };
    const timer = setTimeout(end, patience);
    worker.addEventListener('message', ({ data }: MessageEvent<Reply | undefined>) => end(data));
    worker.addEventListener('error', () => end());
    worker.postMessage(asked);
  });
}
