/** The description of the API for programs and their authors, made from the routes themselves (OpenAPI 3.1). */

import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Environment } from './env.ts';
import type { Env } from './http/route.ts';
import { openapi } from './words/zh-CN/openapi.ts';

export const describeApi = (hono: OpenAPIHono<Env>, { publicUrl = '', basePath }: Environment): object =>
  hono.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: openapi.title, description: openapi.description, version: '0.1.0' },
    servers: [{ url: publicUrl + basePath || '/' }],
  });
