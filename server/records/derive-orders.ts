/** What the server works out for a 督办 of a department: the light that it follows, with the counts that was decided on. */

import { newestLightOf } from '../../db/lights.ts';
import type { Canonical } from '../domain/trust/canonical.ts';
import type { Derive } from './derive.ts';

/** The newest light of the department, so that the order can be checked against it; nothing before its first one. */
const lightBehind: Derive = async ({ trx, given }) => {
  const light = await newestLightOf(trx, given.department ?? '');
  if (light === undefined) return { counted: {} };
  const { month, light: colour, numbers } = light;
  return { counted: { month, light: colour, ...numbers } as unknown as Canonical };
};

export const orderDerivations: Readonly<Record<string, Derive>> = { 'order.issue': lightBehind };
