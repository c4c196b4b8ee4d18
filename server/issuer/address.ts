/** Where phones ask for tickets. */

import type { Environment } from '../env.ts';

/** The address of the issuer that phones ask directly, or null when this server takes what they ask. */
export const issuerForPhones = ({ role }: Pick<Environment, 'role'>): string | null =>
  (role.name === 'box' ? role.issuerPublicUrl : undefined) ?? null;
