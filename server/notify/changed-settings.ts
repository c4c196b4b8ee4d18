/** The settings of a channel after a form was sent: what was left empty stays, and what cannot be reached is refused at once. */

import { type FieldError, Problem } from '../problem.ts';
import type { ChannelRequest } from '../schemas/channels.ts';
import type { OpenChannel } from './channel-settings.ts';
import { isCallable } from './guard-address.ts';
import { isWebhookSecret, newWebhookSecret } from './signed-webhook.ts';
import { channelErrors } from '#words/notify.ts';

interface World {
  loopback: boolean;
  random: (length: number) => Uint8Array;
}

/**
 * @param before the settings so far; undefined for a new channel, or when they cannot be opened any more
 * @returns the settings, and the secret that was made for a webhook without one
 * @throws Problem `validation`
 */
export function changedSettings(
  given: ChannelRequest,
  before: OpenChannel | undefined,
  { loopback, random }: World,
): { channel: OpenChannel; made: string | null } {
  if (given.kind === 'mail') return { channel: mailAfter(given, before), made: null };
  const known = before?.kind === 'mail' ? undefined : before?.settings;
  const url = given.url === '' ? (known?.url ?? '') : given.url;
  const errors: FieldError[] = [];
  if (url === '') errors.push({ pointer: '#/url', detail: channelErrors.missingUrl });
  else if (!URL.canParse(url) || !isCallable(new URL(url), loopback))
    errors.push({ pointer: '#/url', detail: loopback ? channelErrors.urlOrHttp : channelErrors.url });
  const typed = given.secret === '' ? (known?.secret ?? '') : given.secret;
  if (given.kind === 'webhook' && typed !== '' && !isWebhookSecret(typed))
    errors.push({ pointer: '#/secret', detail: channelErrors.webhookSecret });
  if (errors.length > 0) throw new Problem('validation', { errors });
  const made = given.kind === 'webhook' && typed === '' ? newWebhookSecret(random) : null;
  return { channel: { kind: given.kind, settings: { url, secret: made ?? typed } }, made };
}

function mailAfter(given: Extract<ChannelRequest, { kind: 'mail' }>, before: OpenChannel | undefined): OpenChannel {
  const { host, port, security, user, from, recipients } = given;
  // A password in the clear would be read on the way.
  if (security === 'none' && user !== '') {
    throw new Problem('validation', { errors: [{ pointer: '#/user', detail: channelErrors.clearPassword }] });
  }
  const known = before?.kind === 'mail' ? before.settings : undefined;
  // A password goes to the server it was entered for, and to no other.
  const isSame = known?.host === host && known.user === user && known.security === security;
  const password = user === '' ? '' : given.password || (isSame ? known.password : '');
  if (user !== '' && password === '') {
    throw new Problem('validation', { errors: [{ pointer: '#/password', detail: channelErrors.missingPassword }] });
  }
  return {
    kind: 'mail',
    settings: { host, port, security, user, password, from, recipients: [...new Set(recipients)] },
  };
}
