/** The newest round in one line, for pages that are about something else. */
import { resultWords } from '#words/results.ts';
import { api } from '../api.ts';
import { stageOf } from './stage.ts';

/** Nothing while no round was frozen. A department's own rounds are no news of the city. */
export async function roundNews(): Promise<{ id: string; title: string; told: string } | undefined> {
  const answer = await api.api.rounds.$get();
  if (!answer.ok) return undefined;
  const { items } = await answer.json();
  const [newest] = items
    .filter(({ kind, state }) => kind !== 'own' && state !== 'dropped')
    .toSorted((a, b) => b.year - a.year || (a.opensOn < b.opensOn ? 1 : -1));
  if (newest === undefined) return undefined;
  const { id, title, opensOn, closesOn } = newest;
  const words = resultWords.homeStates;
  const told = {
    coming: () => words.coming(opensOn),
    open: () => words.open(closesOn),
    counting: () => words.counting,
    over: () => words.over,
    dropped: () => '',
  }[stageOf(newest.state)]();
  return { id, title, told };
}
