/** How large a request may be, by its path; what is larger is refused before it is read, or as soon as it shows. */

import type { MiddlewareHandler } from 'hono';
import { bodyLimit as counting } from 'hono/body-limit';
import { Problem } from '../problem.ts';
import type { Env } from './route.ts';

const megabyte = 1024 * 1024;

const photoMost = 8 * megabyte;
const evidenceMost = 20 * megabyte;
/** Bytes that a form without JavaScript needs beside the files it carries. */
const formMost = megabyte;

/** The table of a survey, in Base64 beside what is said of it. */
const surveyMost = 4 * megabyte;

const refuse = (): never => {
  throw new Problem('too-large');
};
const limits = (most: number) => ({ most, counted: counting({ maxSize: most, onError: refuse }) });

const usual = limits(megabyte);
/** Paths that take more; the first line that fits counts. */
const larger = [
  { path: /^\/api\/photos$/, ...limits(photoMost) },
  { path: /^\/api\/desk\/rounds\/[^/]+\/survey/, ...limits(surveyMost) },
  { path: /^\/api\/desk\/files$/, ...limits(evidenceMost) },
  { path: /^\/api\/desk\/rounds\/[^/]+\/rosters$/, ...limits(evidenceMost) },
  { path: /^\/(d\/[^/]+\/)?opinion$/, ...limits(3 * photoMost + formMost) },
  { path: /^\/desk\//, ...limits(2 * evidenceMost + formMost) },
];

const limitOf = (path: string) => larger.find((one) => one.path.test(path)) ?? usual;

/** Bytes that a request to this path may carry. */
export const bodyLimit = (path: string): number => limitOf(path).most;

/** The middleware that sees to it. */
export const limitBody: MiddlewareHandler<Env> = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || c.env?.inProcess) return next();
  const { most, counted } = limitOf(c.req.path);
  const announced = c.req.header('content-length');
  // Node reads no more than was announced; a body in chunks announces nothing and is counted.
  if (announced === undefined || c.req.header('transfer-encoding') !== undefined) return counted(c, next);
  if (Number(announced) > most) refuse();
  return next();
};
