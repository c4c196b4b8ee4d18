/** What is typed into a form is kept on the phone until it has been sent, so that nothing is lost to a bad network or a closed page. */

export interface Draft {
  [name: string]: string;
}

const keyOf = (name: string): string => `wanping-draft-${name}`;
/** Contacts and files are not kept: a phone may be lent. */
const kept = ['text', 'department', 'kind', 'publish'];

/** One choice of several is kept by its first; several check boxes are kept as one text. */
const textIn = (data: FormData, field: string): string | undefined => {
  const values = data.getAll(field);
  return values.every((value) => typeof value === 'string') && values.length > 0 ? values.join('\n') : undefined;
};

function fillIn(control: Element | RadioNodeList | null, value: string): boolean {
  if (control instanceof RadioNodeList) {
    const chosen = value.split('\n');
    for (const one of control) if (one instanceof HTMLInputElement) one.checked = chosen.includes(one.value);
    return true;
  }
  const isFilled =
    control instanceof HTMLTextAreaElement ||
    control instanceof HTMLSelectElement ||
    (control instanceof HTMLInputElement && ['text', 'date', 'time', 'tel'].includes(control.type));
  if (isFilled) control.value = value;
  return isFilled;
}

/**
 * Fills in what was kept and goes on keeping.
 * @param fields names of the controls; the form is taken to be untouched while the first of them is empty
 * @returns whether there was something, and how to drop it
 */
export function keepDraft(
  form: HTMLFormElement,
  name: string,
  fields: readonly string[] = kept,
): { restored: boolean; drop: () => void } {
  const key = keyOf(name);
  const [first = ''] = fields;
  const isEmpty = new FormData(form).get(first) === '';
  const draft = isEmpty ? read(key) : {};
  let restored = false;
  for (const [field, value] of Object.entries(draft)) {
    const isFilled = fields.includes(field) && fillIn(form.elements.namedItem(field), value);
    restored ||= isFilled && field === first && value.trim() !== '';
  }
  form.addEventListener('input', () => {
    const data = new FormData(form);
    const now = fields.flatMap((field) => {
      const value = textIn(data, field);
      return value === undefined ? [] : [[field, value] as const];
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
