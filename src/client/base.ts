/** The address of the site's first page, with a slash at its end. */
export const base = (): string =>
  new URL(document.querySelector<HTMLAnchorElement>('.masthead .name')?.href ?? '/', location.href).pathname.replace(
    /\/?$/,
    '/',
  );
