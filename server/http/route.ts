/** What every route file starts from: the app's types, the hook that words validation failures, and the documented refusals. */

import type { HttpBindings } from '@hono/node-server';
import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from '../context.ts';
import { Problem, type ProblemName, statuses } from '../problem.ts';
import type { Staff } from './staff.ts';
import { fieldErrors } from './validation.ts';

/** Types of the Hono app: what comes with a request, and what the middleware puts beside it. */
export interface Env {
  Bindings: Partial<HttpBindings> & {
    /** Set only by src/api.ts: our own pages calling the API in process, on behalf of a request that was already checked. */
    inProcess?: boolean;
  };
  Variables: {
    context: Context;
    requestId: string;
    /** Who is signed in, on routes that are not open to anyone. */
    staff: Staff | undefined;
  };
}

/** A new set of routes. Chain `.openapi(route, handler)` calls, so that the type carries them all, and mount it in routes/index.ts. */
export const newRoutes = () =>
  new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (!result.success) throw new Problem('validation', { errors: fieldErrors(result.error) });
    },
  });

/** A body of JSON: `request: { body: json(ratingSchema) }`; also for answers: `200: { ...json(shape), description }`. */
export const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});

/** An answer of JSON with what it is. */
export const answers = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    name: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    requestId: z.string().optional(),
  })
  .openapi('Problem');

interface Refused {
  description: string;
  content: { 'application/problem+json': { schema: typeof problemSchema } };
}

/**
 * The refusals of a route, for its `responses`: `...refuses('validation', 'not-found')`. Routes throw `new Problem(name)`.
 * The type has the statuses, so that the typed client knows that an answer may be a problem.
 */
export function refuses<Name extends ProblemName>(
  ...names: readonly [Name, ...Name[]]
): { [Status in (typeof statuses)[Name]]: Refused } {
  const byStatus = Map.groupBy(names, (name) => statuses[name]);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      { description: group.join(', '), content: { 'application/problem+json': { schema: problemSchema } } },
    ]),
  ) as { [Status in (typeof statuses)[Name]]: Refused };
}

/** The staff member of a route that only signed-in people reach. */
export function staffOf(c: { var: { staff: Staff | undefined } }): Staff {
  if (c.var.staff === undefined) throw new Problem('not-signed-in');
  return c.var.staff;
}

export { createRoute, z } from '@hono/zod-openapi';
