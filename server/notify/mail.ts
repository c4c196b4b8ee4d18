/** Notifications by e-mail: one letter to all recipients of a channel, who do not see each other. SMTP is nodemailer's. */

import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type Attempt, NotDelivered, type Outcome } from './attempt.ts';
import type { MailSettings } from './channel-settings.ts';
import { addressFor } from './guard-address.ts';

/** Milliseconds: to get a connection, for the server to answer, and for all of it. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
const patienceInAll = 60_000;

/** The same at every attempt, so that a mailbox that knows it can drop a double. */
const messageIdOf = (id: string, from: string): string => `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`;

/**
 * Sends the letter.
 * @throws NotDelivered with whether the letter itself had begun to leave
 */
export async function sendMail(settings: MailSettings, attempt: Attempt): Promise<Outcome> {
  const ip = await addressFor(settings.host, attempt.loopback);
  const letter = await compose(settings, attempt);
  const connection = new SMTPConnection({
    host: ip,
    port: settings.port,
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
    // Who is connected to by number is still asked for the certificate of its name.
    ...(isIP(settings.host) === 0 && { servername: settings.host, tls: { servername: settings.host } }),
    ...patience,
    maxResponseSize: 16_384,
  });
  return new Promise((resolve, reject) => {
    let sent = false;
    const stop = (): void => {
      if (!sent) fail('stopped');
    };
    const timer = setTimeout(() => fail('timeout'), patienceInAll);
    const end = (): void => {
      clearTimeout(timer);
      attempt.signal.removeEventListener('abort', stop);
      connection.close();
    };
    const fail = (trouble: string): void => {
      end();
      reject(new NotDelivered(trouble, sent));
    };
    /** A reply with a number is a decision of the server; anything else leaves open what became of a letter that had left. */
    const failed = (error: SmtpError): void => {
      if (error.responseCode === undefined) return fail(troubleOf(error));
      end();
      resolve({
        end: 'refused',
        trouble: `${error.code === 'EAUTH' ? 'auth' : 'smtp'}:${error.responseCode}`,
        ...(isForGood(error.responseCode) && error.code !== 'EAUTH' && { final: true }),
      });
    };
    attempt.signal.addEventListener('abort', stop);
    connection.on('error', failed);
    if (attempt.signal.aborted) return stop();
    const send = (): void => {
      // Read only after the server has said that it waits for the letter.
      const source = Readable.from(
        (async function* () {
          if (!(await attempt.handOver())) throw new NotDelivered('lost', false);
          sent = true;
          yield letter;
        })(),
      );
      source.on('error', (error) => fail(error instanceof NotDelivered ? error.trouble : 'store'));
      connection.send({ from: settings.from, to: settings.recipients, size: letter.length }, source, (error, info) => {
        if (error) return failed(error);
        end();
        resolve({ end: 'delivered', ...(info.rejected.length > 0 && { note: `rejected:${info.rejected.length}` }) });
      });
    };
    connection.connect((error) => {
      if (error) return failed(error);
      if (settings.user === '') return send();
      connection.login({ user: settings.user, pass: settings.password }, (refused) =>
        refused ? failed(refused) : send(),
      );
    });
  });
}

/** 5xx, but for a mailbox that is full or a server that has reached its limit for now (RFC 5321 §4.2.1: 4xx says so itself). */
const isForGood = (code: number): boolean => code >= 500 && code !== 552;

type SmtpError = Error & { code?: string | undefined; responseCode?: number | undefined };

function troubleOf({ code }: SmtpError): string {
  if (code === 'ETLS') return 'tls';
  if (code === 'ETIMEDOUT') return 'timeout';
  if (code === 'EDNS') return 'dns';
  return code === 'ECONNECTION' || code === 'ESOCKET' ? 'connect' : 'closed';
}

const compose = ({ from }: MailSettings, { id, title, lines, now }: Attempt): Promise<Buffer> =>
  new MailComposer({
    from,
    to: 'undisclosed-recipients:;',
    subject: `【${title}】${lines[0] ?? ''}`,
    text: `${lines.join('\n')}\n`,
    messageId: messageIdOf(id, from),
    date: now,
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
    .compile()
    .build();
