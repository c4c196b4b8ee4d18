/** The worker of the site: keeps one page for when there is no network, and nothing else. Made once, at the build. */
import type { APIRoute } from 'astro';
import { href } from '../links.ts';

export const prerender = true;

const worker = (offline: string): string => `
const offline = ${JSON.stringify(offline)};
addEventListener('install', (event) => event.waitUntil((async () => {
  const cache = await caches.open('offline');
  const page = await fetch(offline, { cache: 'no-cache' });
  const styles = [...(await page.clone().text()).matchAll(/href="([^"]+\\.css)"/g)].map(([, address]) => address);
  await cache.put(offline, page);
  await cache.addAll(styles);
  await skipWaiting();
})()));
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(offline)));
  } else if (request.destination === 'style') {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
  }
});
`;

export const GET: APIRoute = () =>
  new Response(worker(href('/offline')), {
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
  });
