/** What the voting page says: its forms from here, its sentences from the page. */
import { type voteTexts, voteWordsWith } from '#words/vote.ts';

const { words = '{}' } = document.querySelector<HTMLElement>('#vote')?.dataset ?? {};

export const voteWords = voteWordsWith(JSON.parse(words) as typeof voteTexts);
