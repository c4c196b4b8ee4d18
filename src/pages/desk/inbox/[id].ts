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
  const { caseId, recordId } = await answer.json();
  if (caseId !== null) return sendOn(context, href(`/desk/cases/${caseId}`));
  return sendOn(context, recordId === null ? href('/desk/inbox') : href(`/desk/records/item/${recordId}`));
};

/** What a visit asks of a page. */
const pageOf = ({ request, redirect, url }: Parameters<APIRoute>[0]) => ({ request, redirect, url });
