/** What the frame of every page shows: the city, who runs the site, and what day it is there. */

import { getLicence, getSetting } from '../../db/settings.ts';
import { dayOf } from '../clock.ts';
import { answers, createRoute, newRoutes } from '../http/route.ts';
import { citySchema } from '../schemas/city.ts';

const cityRoute = createRoute({
  method: 'get',
  path: '/api/city',
  summary: 'The city and who runs the site',
  responses: { 200: answers(citySchema, 'The city') },
});

export const cityRoutes = newRoutes().openapi(cityRoute, async (c) => {
  const { db, env, mode, now } = c.var.context;
  const { name, organizer, telephone, siteCode, icp, policeRecord } = await getSetting(db, 'city');
  return c.json(
    {
      name,
      organizer,
      telephone,
      siteCode,
      icp,
      police: policeRecord,
      demonstration: mode === 'demonstration',
      today: dayOf(now()),
      licence: await getLicence(db),
      ticketsApart: env.role.name === 'box',
      publicUrl: env.publicUrl ?? null,
    },
    200,
  );
});
