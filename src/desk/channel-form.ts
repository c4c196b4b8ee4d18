/** The form of a channel: what it sent, as the API takes it, and what to fill in again. */
import { type ChannelKind, channelKinds, noticeKinds } from '../../server/domain/notices.ts';
import type { ChannelRequest } from '../../server/schemas/channels.ts';
import { textOf, textsOf } from './visit.ts';

export const channelKindOf = (text: string | null): ChannelKind | undefined =>
  channelKinds.find((kind) => kind === text);

/** What the form holds; secrets are never filled in again. */
export interface Typed {
  name: string;
  events: readonly string[];
  department: string;
  isActive: boolean;
  host: string;
  port: string;
  security: string;
  user: string;
  from: string;
  recipients: string;
}

export const typedIn = (form: FormData): Typed => ({
  name: textOf(form, 'name'),
  events: textsOf(form, 'events'),
  department: textOf(form, 'department'),
  isActive: textOf(form, 'isActive') === 'yes',
  host: textOf(form, 'host'),
  port: textOf(form, 'port'),
  security: textOf(form, 'security'),
  user: textOf(form, 'user'),
  from: textOf(form, 'from'),
  recipients: textOf(form, 'recipients'),
});

/** @param department code of the one that was typed */
export function requestOf(kind: ChannelKind, form: FormData, department: string | null): ChannelRequest {
  const typed = typedIn(form);
  const common = {
    name: typed.name,
    events: noticeKinds.filter((one) => typed.events.includes(one)) as ChannelRequest['events'],
    department,
    isActive: typed.isActive,
  };
  if (kind !== 'mail') return { kind, ...common, url: textOf(form, 'url'), secret: textOf(form, 'secret') };
  return {
    kind,
    ...common,
    host: typed.host,
    port: Number(typed.port),
    // What is missing is the API's to say.
    security: typed.security as 'tls',
    user: typed.user,
    password: textOf(form, 'password'),
    from: typed.from,
    recipients: typed.recipients
      .split(/[\s,;，；]+/u)
      .map((one) => one.trim())
      .filter(Boolean),
  };
}
