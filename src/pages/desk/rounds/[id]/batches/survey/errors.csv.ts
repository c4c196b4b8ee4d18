/** Every mistake of a survey as a file; the form of the import sends what it holds here. */
import type { APIRoute } from 'astro';
import { apiFor } from '../../../../../../api.ts';
import { fileIn, mappingIn } from '../../../../../../desk/survey-form.ts';
import { sendOn } from '../../../../../../desk/visit.ts';
import { href } from '../../../../../../links.ts';

export const POST: APIRoute = async (context) => {
  const { request, params } = context;
  const id = params['id'] ?? '';
  const form = await request.formData();
  const file = await fileIn(form);
  const mapping = mappingIn(form);
  const here = href(`/desk/rounds/${id}/batches/survey`);
  if (file === undefined) return sendOn(context, here);
  const answer = await apiFor(request).api.desk.rounds[':id'].survey.errors.$post({
    param: { id },
    json: { file, ...(mapping && { mapping }) },
  });
  if (!answer.ok) return sendOn(context, here);
  return new Response(answer.body, {
    headers: {
      'content-type': answer.headers.get('content-type') ?? '',
      'content-disposition': answer.headers.get('content-disposition') ?? '',
      'cache-control': 'no-store',
    },
  });
};
