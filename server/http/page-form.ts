/** The form that a page was sent: one that cannot be read is the sender's mistake, and is not answered as if it were ours. */

import { Problem } from '../problem.ts';

const isForm = (type: string | null): boolean =>
  /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i.test(type ?? '');

/**
 * Watches a page read the form of a request. The page itself would answer a form that cannot be read with an error of ours.
 * @returns `check`, to be called when the page has answered; it throws what reading the form ran into
 * @throws Problem `malformed` when what was sent is no form
 */
export function readableForm(request: Request): { check: () => void } {
  if (request.method !== 'POST') return { check: () => undefined };
  if (!isForm(request.headers.get('content-type'))) throw new Problem('malformed');
  let failure: Problem | undefined;
  const read = request.formData.bind(request);
  const formData = async (): Promise<FormData> => {
    try {
      return await read();
    } catch (error) {
      failure = new Problem('malformed');
      throw error;
    }
  };
  Object.defineProperty(request, 'formData', { value: formData });
  return {
    check: () => {
      if (failure !== undefined) throw failure;
    },
  };
}
