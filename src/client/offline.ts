/** Registers the worker that shows a page of ours when there is no network. */
import { base } from './base.ts';

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  void navigator.serviceWorker.register(`${base()}sw.js`).catch(() => undefined);
}
