/** Photos for an 意见, uploaded before it; what no opinion takes up within a day is removed. */

import { insertFile } from '../../db/files.ts';
import { dayOf } from '../clock.ts';
import { addDays } from '../domain/day.ts';
import { cleanPhoto } from '../files/photo.ts';
import { bodyLimit } from '../http/body-limit.ts';
import { answers, createRoute, newRoutes, refuses, z } from '../http/route.ts';
import { senderOf } from '../http/sender.ts';
import { newId } from '../ids.ts';
import { Problem } from '../problem.ts';
import { photoReceipt } from '../schemas/opinions.ts';

const picture = { schema: z.string().openapi({ format: 'binary' }) };

const photoRoute = createRoute({
  method: 'post',
  path: '/api/photos',
  summary: 'Upload a photo for an 意见',
  description: 'The body is the picture itself. It is re-encoded; nothing but its pixels is kept.',
  request: { body: { content: { 'image/jpeg': picture, 'image/png': picture, 'image/webp': picture } } },
  responses: {
    201: answers(photoReceipt, 'Stored'),
    ...refuses('not-a-photo', 'too-large', 'too-many'),
  },
});

export const photoRoutes = newRoutes().openapi(photoRoute, async (c) => {
  const { db, files, limits, now, random } = c.var.context;
  limits.take('post', senderOf(c));
  const sent = new Uint8Array(await c.req.arrayBuffer());
  if (sent.length > bodyLimit('/api/photos')) throw new Problem('too-large');
  const clean = await cleanPhoto(sent);
  if (clean === undefined) throw new Problem('not-a-photo');
  const { sha256, size } = await files.put(clean);
  const id = newId(random);
  await insertFile(db, {
    id,
    sha256,
    media_type: 'image/jpeg',
    size,
    name: '',
    owner: 'citizen',
    opinion_id: null,
    case_id: null,
    purge_after: addDays(dayOf(now()), 1),
  });
  return c.json({ id, size }, 201);
});
