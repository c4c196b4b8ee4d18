/** A list of the desk as a spreadsheet: the same address as the list, with another name before the question mark. */
import type { APIRoute } from 'astro';
import { apiFor, problemOf } from '../../api.ts';
import { readFilter } from '../../desk/list-filter.ts';
import { href } from '../../links.ts';

export const GET: APIRoute = async ({ request, url, redirect }) => {
  const { api } = apiFor(request);
  const answer: Response = await api.desk.export.cases.$get({ query: readFilter(url.searchParams) as never });
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
