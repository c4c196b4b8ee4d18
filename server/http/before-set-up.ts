/** A real city that nobody has set up yet has nothing to show: its pages lead to the first set-up. */

import { findSetting } from '../../db/settings.ts';
import type { Context } from '../context.ts';

/** Pages are addresses without a file's ending outside the API; the set-up page is one of them. */
const isPage = (path: string): boolean => !/^\/(api|open|log|setup|healthz|metrics|_astro)(\/|$)|\.\w+$/.test(path);

/**
 * A question to ask of each request: where it must go instead, or nothing. Once the city is set up the database is not asked again.
 * @returns `settled` is true as soon as no request needs to be asked about
 */
export function leadToSetUp({ db, env, mode }: Pick<Context, 'db' | 'env' | 'mode'>) {
  let settled = mode === 'demonstration';
  return {
    get settled(): boolean {
      return settled;
    },
    async instead(request: Request): Promise<Response | undefined> {
      // The set-up code is kept until it is used.
      settled ||= (await findSetting(db, 'setup')) === undefined;
      const path = new URL(request.url).pathname.slice(env.basePath.length) || '/';
      if (settled || !['GET', 'HEAD'].includes(request.method) || !isPage(path)) return undefined;
      return new Response(null, {
        status: 303,
        headers: { location: `${env.basePath}/setup`, 'cache-control': 'no-store' },
      });
    },
  };
}
