/** One attempt to deliver one message, as every service sees it: what it is given, and how it can end. */

import type { Message } from '../../db/outbox.ts';
import type { NoticeKind } from '../domain/notices.ts';

/** Why a message did not get through, as it is kept: a word, and a number of the other side where it gave one (`status:503`). */
export type Trouble = string;

export type Outcome =
  /** The other side took it. `note` is kept with it, such as a recipient that was refused. */
  | { end: 'delivered'; note?: Trouble }
  /** It certainly did not get through: it may be tried again, unless `final`. */
  | { end: 'refused'; trouble: Trouble; final?: true; retryAfter?: number }
  /** Bytes have left and no answer came: nobody can know. */
  | { end: 'unknown'; trouble: Trouble };

/** What is sent, and the rules of the attempt. */
export interface Attempt {
  /** The same at every attempt, so that the other side can drop a double. */
  id: string;
  message: Omit<Message, 'kind'> & { kind: NoticeKind | 'test' };
  /** City and kind in words, for a head line. */
  title: string;
  /** Lines of plain text: the subject, and where to look. */
  lines: readonly string[];
  /** Where to look; none when the site has no public address. */
  link: string | null;
  /** The machine's own time, which signatures are about, also in a demonstration. */
  now: Date;
  /** Http and this machine's own addresses are allowed. */
  loopback: boolean;
  /** To be awaited before the first byte of the message leaves; when it says false, nothing may leave. */
  handOver: () => Promise<boolean>;
  /** The server is stopping: an attempt of which nothing has left yet ends. */
  signal: AbortSignal;
}

/** Thrown by the ways of sending. `sent` says whether anything of the message has left. */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered';
  readonly trouble: Trouble;
  readonly sent: boolean;

  constructor(trouble: Trouble, sent: boolean) {
    super(trouble);
    this.trouble = trouble;
    this.sent = sent;
  }
}
