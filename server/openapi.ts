/** The description of the API for programs and their authors, made from the routes themselves (OpenAPI 3.1). */

import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Environment } from './env.ts';
import type { Env } from './http/route.ts';
import { openapi } from '#words/openapi.ts';

/** The document, with what each route does in the words of the catalogue instead of those of its code. */
export function describeApi(hono: OpenAPIHono<Env>, { publicUrl = '', basePath }: Environment): object {
  const description = hono.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: openapi.title, description: openapi.description, version: '0.1.0' },
    servers: [{ url: publicUrl + basePath || '/' }],
  });
  const summaries: Record<string, string> = openapi.operations;
  for (const [path, operations] of Object.entries(description.paths ?? {})) {
    for (const method of ['get', 'post', 'delete'] as const) {
      const operation = operations[method];
      const summary = summaries[`${method.toUpperCase()} ${path}`];
      if (operation && summary) operation.summary = summary;
    }
  }
  return description;
}
