/** Ends the session; the button is in the head of every desk page. */
import type { APIRoute } from 'astro';
import { apiFor } from '../../api.ts';
import { sendOn } from '../../desk/visit.ts';
import { href } from '../../links.ts';

export const POST: APIRoute = async (context) => {
  const answer = await apiFor(context.request).api.desk['sign-out'].$post();
  return sendOn(context, `${href('/desk/sign-in')}?out=1`, answer);
};

export const GET: APIRoute = (context) => context.redirect(href('/desk'), 303);
