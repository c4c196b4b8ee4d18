/** Opens what a notice is about, and notes that it was read. */
import type { APIRoute } from 'astro';
import { sendOn, visitDesk } from '../../../desk/visit.ts';
import { href } from '../../../links.ts';

export const GET: APIRoute = async (context) => {
  const response = new Response();
  const visit = await visitDesk({ ...pageOf(context), response });
  if (visit instanceof Response) return visit;
  const answer = await visit.api.desk.inbox[':id'].read.$post({ param: { id: context.params['id'] ?? '' } });
  if (!answer.ok) return sendOn(context, `${href('/desk/inbox')}?done=gone`);
  const { caseId } = await answer.json();
  return sendOn(context, caseId === null ? href('/desk/inbox') : href(`/desk/cases/${caseId}`));
};

/** What a visit asks of a page. */
const pageOf = ({ request, redirect, url }: Parameters<APIRoute>[0]) => ({ request, redirect, url });
