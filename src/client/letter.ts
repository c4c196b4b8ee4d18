/** /letter#CODE, as the QR code of a letter leads there: the code is filled in and sent; in the address after `#` no server sees it. */

const form = document.querySelector<HTMLFormElement>('#letter-form');
const field = form?.querySelector<HTMLInputElement>('#code');
const code = decodeURIComponent(location.hash.slice(1));
if (form && field && code !== '') {
  // Nobody who is shown the history of this phone later finds the code in it.
  history.replaceState(null, '', location.pathname);
  // One that came back with a mistake is for its reader to correct.
  if (field.value === '') {
    field.value = code;
    form.requestSubmit();
  }
}
