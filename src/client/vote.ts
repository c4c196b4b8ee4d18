/** 投票, the first lines: a browser that cannot keep, count or throw dice is told so in one sentence; the others load the rest. */
import { keepsThings } from './vote-store.ts';

const place = document.querySelector<HTMLElement>('#vote');

/** In full, because a browser that lacks one of these must not even read what uses it. */
const isAble =
  typeof BigInt === 'function' && typeof globalThis.crypto?.getRandomValues === 'function' && keepsThings();

if (place !== null) {
  const able = isAble ? import('./vote-app.ts').then(({ startVoting }) => startVoting(place)) : Promise.reject();
  able.catch(() => {
    for (const part of document.querySelectorAll<HTMLElement>('[data-cannot]')) part.className = 'notice';
    place.hidden = true;
  });
}
