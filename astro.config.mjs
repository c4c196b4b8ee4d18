/** How Astro builds the site: one server bundle whose entry is our own `server/main.ts`. */
import { fileURLToPath } from 'node:url';
import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `This is Node ${process.versions.node}, which is too old here. Use "npm run dev" or "npm run build": they bring their own Node 24.`,
  );
  process.exit(1);
}

/** @astrojs/node, with the bundle's entry replaced by our own: Hono in front, Astro's handler behind it. */
function adapter() {
  const integration = node({
    mode: 'standalone',
    // Only a ceiling for forms with photos that reach a page; each route sets its own, smaller limit before this one.
    bodySizeLimit: 16 * 1024 * 1024,
  });
  const configDone = integration.hooks['astro:config:done'];
  integration.hooks['astro:config:done'] = (context) =>
    configDone?.({
      ...context,
      setAdapter: (ours) =>
        context.setAdapter({
          ...ours,
          serverEntrypoint: fileURLToPath(new URL('./server/main.ts', import.meta.url)),
        }),
    });
  return integration;
}

export default defineConfig({
  output: 'server',
  adapter: adapter(),
  base: process.env.BASE_PATH || '/',
  trailingSlash: 'never',
  session: false,
  // The strict CSP allows no inline style or script: everything is a file of our own.
  build: { inlineStylesheets: 'never' },
  // Hono checks the origin of every state-changing request, pages and API alike; a second check would refuse differently.
  security: { checkOrigin: false },
  devToolbar: { enabled: false },
  server: { host: process.env.HOST || '127.0.0.1', port: Number(process.env.PORT) || 4321 },
  vite: { build: { assetsInlineLimit: 0 } },
});
