/** What each kind of channel must know to reach its service; kept sealed, because most of it opens the door. */

import type { ChannelKind } from '../domain/notices.ts';
import type { ContactSeal } from '../files/contact.ts';

export interface MailSettings {
  host: string;
  port: number;
  /** From the first byte, by STARTTLS and not without it, or not at all. */
  security: 'tls' | 'starttls' | 'none';
  /** Empty for a server that asks for none. */
  user: string;
  password: string;
  from: string;
  recipients: string[];
}

export interface RobotSettings {
  /** With the robot's key in it. */
  url: string;
  /** 加签; empty where the robot has none. */
  secret: string;
}

export interface WebhookSettings {
  url: string;
  /** `whsec_` and base64. */
  secret: string;
}

export interface ChannelSettings {
  mail: MailSettings;
  wecom: RobotSettings;
  dingtalk: RobotSettings;
  feishu: RobotSettings;
  webhook: WebhookSettings;
}

/** A channel's settings together with its kind. */
export type OpenChannel = { [K in ChannelKind]: { kind: K; settings: ChannelSettings[K] } }[ChannelKind];

export const sealSettings = (seal: ContactSeal, { settings }: OpenChannel): string =>
  seal.seal(JSON.stringify(settings));

/** The settings again; undefined when they were sealed with another key. */
export function openSettings(
  seal: ContactSeal,
  channel: { kind: ChannelKind; sealed: string },
): OpenChannel | undefined {
  const text = seal.open(channel.sealed);
  return text === undefined ? undefined : ({ kind: channel.kind, settings: JSON.parse(text) } as OpenChannel);
}
