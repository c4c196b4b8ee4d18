/** One screen of the voting page after another: what stands there, where the focus goes, and the way back. */
import { element } from './elements.ts';

let place: HTMLElement | undefined;

export function screensIn(main: HTMLElement): void {
  place = main;
}

/** Puts a screen in the place of the one before, its heading first. */
export function showScreen(title: string, ...parts: (Node | string)[]): void {
  const heading = element('h1', { tabIndex: -1 }, title);
  place?.replaceChildren(heading, ...parts);
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** A line that is read out when it changes. */
export function statusLine(text = ''): HTMLParagraphElement {
  const line = element('p', { className: 'quiet' }, text);
  line.setAttribute('role', 'status');
  return line;
}

export const paragraph = (text: string, className = ''): HTMLParagraphElement => element('p', { className }, text);

/** A check box or a radio button as wide as the page, with its word. */
export function choice(input: HTMLInputElement, ...words: (Node | string)[]): HTMLLabelElement {
  return element('label', { className: 'choice' }, input, element('span', {}, ...words));
}
