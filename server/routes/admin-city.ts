/** What the city says of itself at the head and foot of every page. */

import { hasCases } from '../../db/case-files.ts';
import { numberRules } from '../../db/ledger-rules.ts';
import { getLicence, getSetting, keepsPoints, setSetting } from '../../db/settings.ts';
import { audit } from '../audit.ts';
import type { Context } from '../context.ts';
import { answers, createRoute, json, newRoutes, refuses, staffOf, type z } from '../http/route.ts';
import { Problem } from '../problem.ts';
import { citySettings } from '../schemas/admin.ts';
import { deskErrors } from '#words/desk-api.ts';

const tags = ['administration'];
const refusals = refuses('not-signed-in', 'not-allowed', 'validation');

/** The city and the licence of its open data, as the form has them. */
async function settingsOf({ db }: Context): Promise<z.infer<typeof citySettings>> {
  const { name, url } = await getLicence(db);
  return { ...(await getSetting(db, 'city')), pointsOn: await keepsPoints(db), licence: name, licenceUrl: url };
}

export const adminCityRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/city',
      tags,
      summary: 'Settings of the city',
      responses: { 200: answers(citySettings, 'The settings'), ...refusals },
    }),
    async (c) => c.json(await settingsOf(c.var.context), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/city',
      tags,
      summary: 'Change the settings of the city',
      request: { body: json(citySettings) },
      responses: { 200: answers(citySettings, 'Changed'), ...refusals },
    }),
    async (c) => {
      const { context } = c.var;
      const { licence, licenceUrl, pointsOn, ...city } = c.req.valid('json');
      const before = await getSetting(context.db, 'city');
      if (city.yearStartsOn !== before.yearStartsOn && (await hasCases(context.db))) {
        throw new Problem('validation', { errors: [{ pointer: '#/yearStartsOn', detail: deskErrors.yearStays }] });
      }
      await context.db.transaction().execute(async (trx) => {
        await setSetting(trx, 'city', city);
        await setSetting(trx, 'licence', { name: licence, url: licenceUrl });
        if (pointsOn !== undefined) await setSetting(trx, 'points', { isOn: pointsOn });
        await numberRules(trx);
        await audit(context, staffOf(c).accountId, 'city.edited', '', trx);
      });
      context.pages.changed('city');
      return c.json(await settingsOf(context), 200);
    },
  );
