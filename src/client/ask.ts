/** Asks this site as the checks of the ledger do: always itself and never a copy of an earlier answer. */
import { type Ask, NoAnswer } from './ledger-checks.ts';
import { base } from './base.ts';

export const ask: Ask = async (path) => {
  const answer = await fetch(base() + path, { cache: 'no-store' }).catch(() => undefined);
  if (answer === undefined) throw new NoAnswer(path);
  return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
};

/** Every page of a demonstration says so at its top. */
export const isDemonstration = (): boolean => document.querySelector('.demo') !== null;
