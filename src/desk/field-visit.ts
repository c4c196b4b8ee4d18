/** A supervisor who has come to a page of the desk on the phone, with what there is to see; or why the page cannot be shown. */
import type { AstroGlobal } from 'astro';
import type { FieldView } from '../../server/schemas/field.ts';
import { fieldWords } from '#words/field.ts';
import { href } from '../links.ts';
import { type Visit, visitDesk } from './visit.ts';

export interface FieldVisit extends Visit {
  /** Nothing where it cannot be shown. */
  field: FieldView | undefined;
  refused: { title: string; text: string };
  /** For the script of the page. */
  data: Record<`data-${string}`, string>;
}

type Page = Pick<AstroGlobal, 'request' | 'response' | 'redirect' | 'url'>;

export async function visitField(page: Page): Promise<FieldVisit | Response> {
  const visit = await visitDesk(page);
  if (visit instanceof Response) return visit;
  const { me, api } = visit;
  const answer = me.role === 'supervisor' ? await api.desk.field.$get() : undefined;
  const field = answer?.ok ? await answer.json() : undefined;
  if (field === undefined) page.response.status = me.role === 'supervisor' ? 503 : 403;
  return {
    ...visit,
    field,
    refused: me.role === 'supervisor' ? fieldWords.failed : fieldWords.notSupervisor,
    data: {
      'data-field': '',
      'data-account': me.id,
      'data-origin': field?.origin ?? '',
      'data-key': field?.standing.publicKey ?? '',
      'data-base': href('/'),
    },
  };
}
