/** Which addresses notifications may be sent to: never this machine itself, nor what only the network beside it answers to. */

import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { NotDelivered } from './attempt.ts';

/**
 * Loopback, "this network", link-local (where clouds keep their metadata), multicast and broadcast (RFC 6890). Private addresses
 * (RFC 1918) are allowed: mail servers and chat services of a government network have them.
 */
const refused = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  refused.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fe80::', 10],
  ['ff00::', 8],
  // IPv4 in another dress: mapped, and translated (RFC 6052).
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
] as const)
  refused.addSubnet(net, bits, 'ipv6');

const isRefused = (address: string): boolean => refused.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * The IP address to connect to for a host. It is looked up once and connected to as it is, so that a name cannot lead somewhere
 * else the second time.
 * @throws NotDelivered `dns` when there is none, `address` when one of them may not be sent to
 */
export async function addressFor(host: string, loopback: boolean): Promise<string> {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  const found =
    isIP(name) === 0
      ? await lookup(name, { all: true }).catch(() => {
          throw new NotDelivered('dns', false);
        })
      : [{ address: name }];
  const [first] = found;
  if (first === undefined) throw new NotDelivered('dns', false);
  if (!loopback && found.some(({ address }) => isRefused(address))) throw new NotDelivered('address', false);
  return first.address;
}

/** Whether an address may be called at all: https, or http where this machine's own addresses are allowed. */
export const isCallable = (url: URL, loopback: boolean): boolean =>
  (url.protocol === 'https:' || (loopback && url.protocol === 'http:')) && url.username === '' && url.password === '';
