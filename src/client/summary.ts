/** The error summary of a form that the phone itself finds incomplete: the same as the server's, without the way there and back. */

/** A field that needs something, and what. */
export interface MissingLine {
  field: string;
  text: string;
}

/** Shows what is missing above the form and moves there. `heading` says what has not happened. */
export function summarise(form: HTMLFormElement, lines: readonly MissingLine[], heading: string): void {
  document.getElementById('error-summary')?.remove();
  const box = document.createElement('div');
  box.id = 'error-summary';
  box.className = 'error-summary';
  box.setAttribute('role', 'alert');
  box.tabIndex = -1;
  const title = document.createElement('h2');
  title.textContent = heading;
  const list = document.createElement('ul');
  for (const { field, text } of lines) {
    const link = document.createElement('a');
    link.href = `#${field}`;
    link.textContent = text;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      document.getElementById(field)?.focus();
    });
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  box.append(title, list);
  form.before(box);
  box.focus();
  box.scrollIntoView({ block: 'start' });
}
