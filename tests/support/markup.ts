/** Words that are markup, for everything that anybody can write, and how to tell that a page took them for words. */
import { type FieldName, fields } from '../../server/domain/fields.ts';

/** Ends an attribute of either kind, an element, a script and a comment; begins others. */
export const hostile = `"'--></script></textarea><script>alert(1)</script><img src=x onerror=alert(1)>" onfocus="alert(1)`;
export const short = '"><img src=x onerror=1>';
/** What a page must not have: the words above as markup, or as an address. */
const markup = /<script>alert|<img src=x|onfocus="alert/i;
const address = /(?:href|src|action|formaction|content)\s*=\s*["']?\s*(?:\d+;\s*url=)?javascript:/i;
/** Values of attributes. In them `<` is a character like any other; a quote that was not escaped would end the value early. */
const values = /="[^"]*"/g;
/** The words above as a browser shows them as words. */
const asWords = /&lt;(?:script|img src=x)|="[^"]*(?:<img src=x|javascript:)/i;

/** Where a page took words for markup or for an address, with what stands around it; empty where it did not. */
export function mistaken(page: string): string {
  for (const [text, pattern] of [
    [page, address],
    [page.replaceAll(values, ''), markup],
  ] as const) {
    const at = text.search(pattern);
    if (at >= 0) return text.slice(Math.max(0, at - 100), at + 200);
  }
  return '';
}

/** Whether a page shows some of the words, as words. */
export const showsWords = (page: string): boolean => asWords.test(page);

/** What an act is given, with markup in every text that somebody would write, as far as it is long. */
export function withMarkup<T extends object>(given: T): T {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, name in fields ? marked(name as FieldName, value) : value]),
  ) as T;
}

function marked(name: FieldName, value: unknown): unknown {
  const field = fields[name];
  if (field.kind === 'line' && typeof value === 'string') return value.slice(0, field.max - short.length) + short;
  if (field.kind === 'text' && typeof value === 'string') return value.slice(0, field.max - hostile.length) + hostile;
  if (field.kind === 'names') return (value as string[]).map((one) => one + short);
  if (field.kind === 'measures')
    return (value as { what: string }[]).map((one) => ({ ...one, what: one.what + hostile }));
  return value;
}
