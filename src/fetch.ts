/**
 * Astro's request pipeline. Under `astro dev` the whole server runs here, in front of the pages; in production it stands
 * in front of the bundle (server/main.ts), and only pages arrive here.
 */

import { FetchState, astro } from 'astro/fetch';

const pages = (request: Request): Promise<Response> => astro(new FetchState(request));

const fetch = import.meta.env.DEV ? await developmentServer() : pages;

async function developmentServer(): Promise<(request: Request) => Response | Promise<Response>> {
  const { bootForDevelopment } = await import('../server/boot.ts');
  return (await bootForDevelopment(pages)).fetch;
}

export default { fetch };
