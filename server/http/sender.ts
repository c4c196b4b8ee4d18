/** Which network a request comes from: for rate limits only, never stored and never logged. */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Context } from 'hono';
import type { Env } from './route.ts';

/** While a page is made, the network of its reader: what the page asks of the API in process counts as the reader's. */
const reader = new AsyncLocalStorage<string>();

/** Makes a page on behalf of a request. */
export const onBehalfOf = <T>(c: Context<Env>, make: () => T): T => reader.run(senderOf(c), make);

/** The sender's network: the first 24 bits of an IPv4 address, 48 of an IPv6 one. */
export function senderOf(c: Context<Env>): string {
  if (c.env?.inProcess) return reader.getStore() ?? 'local';
  return networkOfRequest(c.env, c.var.context.env.trustedProxies);
}

/** The network of a request as Node received it. @param proxies whose X-Forwarded-For is believed */
export function networkOfRequest(
  bindings: { incoming?: object | undefined } | undefined,
  proxies: readonly string[],
): string {
  const incoming = bindings?.incoming;
  if (incoming === undefined || !('socket' in incoming)) return 'local';
  return networkOf(addressOf(incoming as IncomingMessage, proxies));
}

/** The address of the peer; behind a proxy that we trust, the one that the proxy saw. */
function addressOf({ socket, headers }: IncomingMessage, proxies: readonly string[]): string {
  const peer = withoutMapping(socket.remoteAddress ?? '');
  const forwarded = headers['x-forwarded-for'];
  if (forwarded === undefined || !proxies.includes(peer)) return peer;
  const last = String(forwarded).split(',').at(-1)?.trim() ?? '';
  return isIP(last) === 0 ? peer : withoutMapping(last);
}

const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** `203.0.113.0/24`, `2001:db8:1::/48`. */
export function networkOf(address: string): string {
  if (isIP(address) === 4) return `${address.split('.').slice(0, 3).join('.')}.0/24`;
  const [head = ''] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  return `${[0, 1, 2].map((index) => groups[index] ?? '0').join(':')}::/48`;
}
