/** Makes elements of a page in few words. */

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A button that is not the one of a form. */
export function button(text: string, act: () => void, className = 'second'): HTMLButtonElement {
  const made = element('button', { type: 'button', className }, text);
  made.addEventListener('click', act);
  return made;
}

/** Lines as the text editors of all systems show them. */
export const linesAsText = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;

/** Hands a text to the browser as a file, byte for byte. */
export function saveText(name: string, text: string): void {
  const link = element('a', {
    href: URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' })),
    download: name,
  });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Copies a text; where that is not allowed, selects the element that shows it. @returns whether it was copied */
export async function copyText(text: string, shown: Element | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Older in-app browsers only copy what is selected.
    if (shown === null) return false;
    const range = document.createRange();
    range.selectNodeContents(shown);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
    return false;
  }
}
