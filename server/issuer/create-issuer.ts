/** Which ticket issuer a server has: its own tables, or another institution's server. */

import type { Environment } from '../env.ts';
import type { Issuer } from '../domain/round/issuer.ts';
import type { ContactSeal } from '../files/contact.ts';
import { createLocalIssuer, type LocalIssuerOptions } from './local-issuer.ts';
import { createRemoteIssuer } from './remote-issuer.ts';

/** @param options.seal makes the seal of the keys of tickets, where they are kept here */
export const createIssuer = (
  { role }: Pick<Environment, 'role'>,
  { seal, ...options }: Omit<LocalIssuerOptions, 'seal'> & { seal: () => ContactSeal },
): Issuer =>
  role.name === 'box'
    ? createRemoteIssuer({ url: role.issuerUrl, token: role.token })
    : createLocalIssuer({ ...options, seal: seal() });
