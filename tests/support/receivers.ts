/** Those who are notified, for tests: an HTTP service and a mail server on this machine that keep what they are sent. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';

/** A request as it arrived. */
export interface Received {
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HttpReceiver extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
  /** What it answers from now on; by default 200 with what robots say when all is well. */
  answer: (response: ServerResponse, nth: number) => void;
}

export const welcome = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"errcode":0,"errmsg":"ok","code":0}');
};

export async function httpReceiver(): Promise<HttpReceiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      receiver.answer(response, received.length);
    });
  });
  const port = await listening(server);
  const receiver: HttpReceiver = {
    url: `http://127.0.0.1:${port}`,
    received,
    answer: welcome,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}

async function listening(server: ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A letter as it arrived. */
export interface Letter {
  from: string;
  to: string[];
  /** User name and password of whoever delivered it; empty without signing in. */
  auth: string;
  /** Head and body, as they came over the wire. */
  text: string;
}

export interface SmtpReceiver extends AsyncDisposable {
  readonly port: number;
  readonly letters: Letter[];
  /** The reply to a command (`DATA.` is the end of the letter); null hangs up without one. */
  reply: (command: string, usual: string) => string | null;
}

/** Speaks enough SMTP (RFC 5321, with AUTH PLAIN of RFC 4954) for a client that behaves. */
export async function smtpReceiver(): Promise<SmtpReceiver> {
  const letters: Letter[] = [];
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.setEncoding('utf8').on('error', () => undefined);
    const say = (command: string, usual: string): void => {
      const reply = receiver.reply(command, usual);
      if (reply === null) socket.destroy();
      else socket.write(`${reply}\r\n`);
    };
    let letter: Letter = { from: '', to: [], auth: '', text: '' };
    let waiting = '';
    let inLetter = false;
    say('', '220 mail.test ESMTP');
    const command = (line: string): void => {
      const [verb = ''] = line.toUpperCase().split(/[ :]/);
      if (verb === 'EHLO') say(line, '250-mail.test\r\n250-AUTH PLAIN\r\n250 SIZE 1000000');
      else if (verb === 'AUTH') {
        letter.auth = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString('utf8');
        say(line, '235 welcome');
      } else if (verb === 'MAIL') {
        letter = { ...letter, from: addressIn(line), to: [], text: '' };
        say(line, '250 ok');
      } else if (verb === 'RCPT') {
        letter.to.push(addressIn(line));
        say(line, '250 ok');
      } else if (verb === 'DATA') {
        inLetter = true;
        say(line, '354 go on');
      } else if (verb === 'QUIT') say(line, '221 bye');
      else say(line, '502 what?');
    };
    socket.on('data', (text: string) => {
      waiting += text;
      for (;;) {
        const end = waiting.indexOf(inLetter ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const part = waiting.slice(0, end);
        waiting = waiting.slice(end + (inLetter ? 5 : 2));
        if (!inLetter) command(part);
        else {
          inLetter = false;
          letters.push({ ...letter, text: part });
          say('DATA.', '250 taken');
        }
      }
    });
  });
  const port = await listening(server);
  const receiver: SmtpReceiver = {
    port,
    letters,
    reply: (_command, usual) => usual,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}

const addressIn = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? '';
