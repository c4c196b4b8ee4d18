/** A list of the desk as a spreadsheet: cases with the query of their list, `of=records` or `of=inbox` with that of theirs. */
import type { APIRoute } from 'astro';
import { apiFor, problemOf } from '../../api.ts';
import { readFilter } from '../../desk/list-filter.ts';
import { href } from '../../links.ts';

export const GET: APIRoute = async ({ request, url, redirect }) => {
  const { api } = apiFor(request);
  const { of = '', ...query } = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));
  const answer: Response =
    of === 'records'
      ? await api.desk.export.records.$get({ query: query as never })
      : of === 'inbox'
        ? await api.desk.export.inbox.$get({ query: query as never })
        : await api.desk.export.cases.$get({ query: readFilter(url.searchParams) as never });
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
