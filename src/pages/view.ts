/** 长辈版 on or off: a form at the head of every page posts here; the choice is a cookie, and one goes back to where one was. */
import type { APIRoute } from 'astro';
import { href, ownAddress } from '../links.ts';

export const POST: APIRoute = async ({ request, cookies, redirect }) => {
  const form = await request.formData();
  const path = form.get('back');
  if (form.get('view') === 'elder') {
    cookies.set('view', 'elder', { path: href('/'), maxAge: 60 * 60 * 24 * 365, sameSite: 'lax', httpOnly: true });
  } else {
    cookies.delete('view', { path: href('/') });
  }
  return redirect(ownAddress(path) ?? href('/'), 303);
};
