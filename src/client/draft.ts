/** What is typed into a form is kept on the phone until it has been sent, so that nothing is lost to a bad network or a closed page. */

export interface Draft {
  [name: string]: string;
}

const keyOf = (name: string): string => `wanping-draft-${name}`;
/** Contacts and files are not kept: a phone may be lent. */
const kept = ['text', 'department', 'kind', 'publish'];

/** Fills in what was kept and goes on keeping. @returns whether there was something, and how to drop it */
export function keepDraft(form: HTMLFormElement, name: string): { restored: boolean; drop: () => void } {
  const key = keyOf(name);
  const isEmpty = new FormData(form).get('text') === '';
  const draft = isEmpty ? read(key) : {};
  let restored = false;
  for (const [field, value] of Object.entries(draft)) {
    const control = form.elements.namedItem(field);
    if (
      control instanceof RadioNodeList ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement
    ) {
      control.value = value;
      restored ||= field === 'text' && value.trim() !== '';
    }
  }
  form.addEventListener('input', () => {
    const data = new FormData(form);
    const now = kept.flatMap((field) => {
      const value = data.get(field);
      return typeof value === 'string' ? [[field, value] as const] : [];
    });
    try {
      localStorage.setItem(key, JSON.stringify(Object.fromEntries(now)));
    } catch {
      // A browser that keeps nothing: typing goes on all the same.
    }
  });
  return { restored, drop: () => dropDraft(name) };
}

export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(keyOf(name));
  } catch {
    // Nothing was kept.
  }
}

function read(key: string): Draft {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Draft;
  } catch {
    return {};
  }
}
