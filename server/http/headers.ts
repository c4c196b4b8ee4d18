/** The security headers of every answer, static files included. */

import type { Environment } from '../env.ts';
import { issuerForPhones } from '../issuer/address.ts';

const turnstileHost = 'https://challenges.cloudflare.com';

/**
 * Header names in lower case. The policy allows no inline script or style and no other host.
 * @param development lets in the inline styles and the web socket of Vite's development server
 */
export function securityHeaders(
  env: Pick<Environment, 'turnstile' | 'publicUrl' | 'role'>,
  development = false,
): Readonly<Record<string, string>> {
  const turnstile = env.turnstile === undefined ? '' : ` ${turnstileHost}`;
  const issuer = issuerForPhones(env);
  const policy = [
    "default-src 'none'",
    `script-src 'self'${turnstile}`,
    `style-src 'self'${development ? " 'unsafe-inline'" : ''}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${issuer === null ? '' : ` ${new URL(issuer).origin}`}${development ? ' ws:' : ''}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(turnstile === '' ? [] : [`frame-src${turnstile}`]),
    "base-uri 'none'",
    "worker-src 'self'",
    "manifest-src 'self'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
    ...(env.publicUrl?.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  };
}
