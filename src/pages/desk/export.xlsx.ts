/** A list of the desk as a spreadsheet: cases with the query of their list, `of=records`, `of=revisits`, `of=orders` or `of=inbox` with that of theirs. */
import type { APIRoute } from 'astro';
import { apiFor, problemOf } from '../../api.ts';
import { readFilter } from '../../desk/list-filter.ts';
import { href } from '../../links.ts';

export const GET: APIRoute = async ({ request, url, redirect }) => {
  const { api } = apiFor(request);
  const { of = '', ...query } = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));
  const lists = api.desk.export;
  const others = { records: lists.records, inbox: lists.inbox, revisits: lists.revisits, orders: lists.orders };
  const answer: Response = Object.hasOwn(others, of)
    ? await others[of as keyof typeof others].$get({ query: query as never })
    : await lists.cases.$get({ query: readFilter(url.searchParams) as never });
  if (answer.ok) {
    return new Response(answer.body, {
      headers: {
        'content-type': answer.headers.get('content-type') ?? '',
        'content-disposition': answer.headers.get('content-disposition') ?? '',
        'cache-control': 'no-store',
      },
    });
  }
  const { name } = await problemOf(answer);
  if (name === 'not-signed-in')
    return redirect(`${href('/desk/sign-in')}?next=${encodeURIComponent(url.pathname + url.search)}`, 303);
  return redirect(href(`/problems/${name}`), 303);
};
