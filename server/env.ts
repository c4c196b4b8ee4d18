/** Settings: the only reader of the environment. A wrong value is one Chinese sentence that names the variable and what it should be. */

import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { ed25519Cosignature, readVerifierKey, type VerifierKey } from './domain/trust/note.ts';
import { start } from '#words/start.ts';

/** Another institution that vouches that the ledger was never rewritten. */
export interface WitnessSetting {
  /** Its key for cosignatures. */
  key: VerifierKey;
  /** Its address without a slash at the end; `/add-checkpoint` is below it. */
  url: string;
}

/**
 * What this server is for. `all`: everything on one server. `box`: the portal, whose tickets another institution's server gives. `issuer`: that other
 * server, which gives tickets and does nothing else.
 */
export type Role =
  | { name: 'all' }
  | {
      name: 'box';
      /** Address of the issuer for this server, without a slash at the end. */
      issuerUrl: string;
      /** The same for phones, which then ask it directly; absent: this server passes on what they ask. */
      issuerPublicUrl: string | undefined;
      /** What both servers know, so that the issuer takes rounds from nobody else. */
      token: string;
    }
  | {
      name: 'issuer';
      token: string;
      /** Origin of the portal, whose pages may ask for tickets; absent: only the portal's server may. */
      portal: string | undefined;
    };

/** What the operator decides. All of it is explained in .env.example. */
export interface Environment {
  role: Role;
  port: number;
  host: string;
  /** Absolute path of the folder for database, files and keys. */
  dataDir: string;
  /** A `postgres://` address; absent: SQLite in `dataDir`. */
  databaseUrl: string | undefined;
  /** Origin under which citizens reach the site, without a slash at the end. */
  publicUrl: string | undefined;
  /** `/wanping`, or empty. */
  basePath: string;
  turnstile: { siteKey: string; secret: string; url: string } | undefined;
  /** PBKDF2 rounds per attempt of the proof of work. */
  altchaCost: number;
  /** Name of a new log; absent: made from the public address. */
  ledgerOrigin: string | undefined;
  /** Whether new cases are entered in the ledger at the end of their receipt week, or the day after. */
  ledgerPace: 'week' | 'day';
  /** Addresses of reverse proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** Key that seals contacts, 32 bytes; absent: kept in `dataDir`/keys. */
  contactKey: Uint8Array | undefined;
  /** Who is asked to cosign each checkpoint; names are unique. */
  witnesses: readonly WitnessSetting[];
  /** Notifications may go to this machine itself, and there by http: a mail relay beside the server, or a trial. */
  notifyLoopback: boolean;
}

/** A reason not to start that the operator can act on; its message is the whole output. */
export class CannotStart extends Error {}

/** Addresses of Cloudflare's test keys begin like this; they let everybody through, or nobody. */
export const isDummySecret = (secret: string): boolean => /^[123]x0{20,}/.test(secret);

const siteverify = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';

const number = (fallback: number, least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .default(fallback);

const address = (protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol));

/** Scheme, host and port, and nothing else. */
const isOrigin = ({ href, origin }: URL): boolean => href === `${origin}/`;

/** An address without user, query or fragment. */
const isPlainAddress = (value: string): boolean => {
  if (!URL.canParse(value)) return false;
  const { username, password, search, hash } = new URL(value);
  return username + password + search + hash === '';
};

const withoutSlash = (value: string): string => value.replace(/\/$/, '');

/** `<verifier key>=<address>`; nothing when it is malformed. */
function readWitness(text: string): WitnessSetting | undefined {
  const [, keyText = '', address = ''] = /^([^+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44})=(https?:\/\/.+)$/.exec(text) ?? [];
  const key = readVerifierKey(keyText);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (key?.type !== ed25519Cosignature || url === undefined) return undefined;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  return { key, url: url.href.replace(/\/$/, '') };
}

/** One entry each, separated by white space or commas. */
function readWitnesses(text: string): WitnessSetting[] | undefined {
  const all = text
    .trim()
    .split(/[\s,]+/u)
    .map(readWitness);
  const witnesses = all.filter((one) => one !== undefined);
  const isSet = new Set(witnesses.map(({ key }) => key.name)).size === all.length;
  return isSet ? witnesses : undefined;
}

const shape = z.object({
  PORT: number(4321, 0, 65_535),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/)
    .default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: address(['postgres:', 'postgresql:']).optional(),
  PUBLIC_URL: address(['http:', 'https:'])
    .refine((value) => URL.canParse(value) && isOrigin(new URL(value)))
    .optional(),
  BASE_PATH: z
    .string()
    .regex(/^(\/|(\/[\w-]+)+\/?)$/)
    .default('/'),
  TURNSTILE_SITE_KEY: z.string().min(1).optional(),
  TURNSTILE_SECRET: z.string().min(1).optional(),
  TURNSTILE_URL: address(['http:', 'https:']).default(siteverify),
  ALTCHA_COST: number(1000, 100, 20_000),
  TRUSTED_PROXIES: z
    .string()
    .refine((value) => value.split(',').every((one) => isIP(one.trim()) !== 0))
    .default('127.0.0.1,::1'),
  LEDGER_ORIGIN: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)+$/)
    .optional(),
  LEDGER_PACE: z.enum(['week', 'day']).default('week'),
  CONTACT_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/_-]{43}=?$/)
    .optional(),
  WITNESSES: z
    .string()
    .refine((value) => readWitnesses(value) !== undefined)
    .optional(),
  NOTIFY_LOOPBACK: z.enum(['on', 'off']).default('off'),
  ROLE: z.enum(['all', 'box', 'issuer']).default('all'),
  ISSUER_URL: address(['http:', 'https:']).refine(isPlainAddress).optional(),
  ISSUER_PUBLIC_URL: address(['http:', 'https:']).refine(isPlainAddress).optional(),
  ISSUER_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{32,200}$/)
    .optional(),
  PORTAL_ORIGIN: address(['http:', 'https:'])
    .refine((value) => URL.canParse(value) && isOrigin(new URL(value)))
    .optional(),
});

/** Names of the settings; each has a sentence in words/zh-CN/start.ts. */
export type SettingName = keyof z.input<typeof shape>;

/**
 * Reads the settings; an empty value counts as absent.
 * @throws CannotStart with a sentence for each wrong one
 */
export function readEnvironment(source: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const read = shape.safeParse(given);
  if (!read.success) {
    const names = [...new Set(read.error.issues.map((issue) => issue.path[0] as SettingName))];
    throw new CannotStart(names.map((name) => start.wrongSetting(name, source[name] ?? '')).join('\n'));
  }
  const value = read.data;
  if ((value.TURNSTILE_SITE_KEY === undefined) !== (value.TURNSTILE_SECRET === undefined)) {
    throw new CannotStart(start.turnstileHalf);
  }
  return {
    role: readRole(value),
    port: value.PORT,
    host: value.HOST,
    dataDir: resolve(value.DATA_DIR),
    databaseUrl: value.DATABASE_URL,
    publicUrl: value.PUBLIC_URL === undefined ? undefined : new URL(value.PUBLIC_URL).origin,
    basePath: value.BASE_PATH.replace(/\/$/, ''),
    turnstile:
      value.TURNSTILE_SITE_KEY === undefined || value.TURNSTILE_SECRET === undefined
        ? undefined
        : { siteKey: value.TURNSTILE_SITE_KEY, secret: value.TURNSTILE_SECRET, url: value.TURNSTILE_URL },
    altchaCost: value.ALTCHA_COST,
    ledgerOrigin: value.LEDGER_ORIGIN,
    ledgerPace: value.LEDGER_PACE,
    trustedProxies: value.TRUSTED_PROXIES.split(',').map((one) => one.trim()),
    contactKey: value.CONTACT_KEY === undefined ? undefined : Buffer.from(value.CONTACT_KEY, 'base64'),
    witnesses: readWitnesses(value.WITNESSES ?? '') ?? [],
    notifyLoopback: value.NOTIFY_LOOPBACK === 'on',
  };
}

function readRole(value: z.output<typeof shape>): Role {
  const { ROLE: name, ISSUER_URL: issuerUrl, ISSUER_PUBLIC_URL: issuerPublicUrl, ISSUER_TOKEN: token } = value;
  if (name === 'all') return { name };
  if (token === undefined || (name === 'box' && issuerUrl === undefined)) throw new CannotStart(start.roleHalf(name));
  if (name === 'issuer')
    return { name, token, portal: value.PORTAL_ORIGIN === undefined ? undefined : new URL(value.PORTAL_ORIGIN).origin };
  return {
    name,
    issuerUrl: withoutSlash(issuerUrl ?? ''),
    issuerPublicUrl: issuerPublicUrl === undefined ? undefined : withoutSlash(issuerPublicUrl),
    token,
  };
}
