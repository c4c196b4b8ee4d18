/** Published pages: their bytes in memory, compressed, with ETags, rendered again when what they show changes. */

import type { IncomingMessage } from 'node:http';

export interface Pages {
  /**
   * The answer to a request for a published page or a file; nothing when the request is for something else.
   * @param incoming Node's own request where there is one: its headers are parsed already
   */
  answer(request: Request, incoming?: IncomingMessage): Response | Promise<Response> | undefined;
  /** Says what changed (`figures`, `department:xzspj`, `case:2026-0123`, `city`); pages that show it are rendered again soon. */
  changed(...topics: string[]): void;
  /** Like `changed`, for what must not be shown a moment longer: pages that show it are thrown away and made anew when they are asked for. */
  withdraw(...topics: string[]): void;
  /** How often a topic has changed since the server started: what is computed from it may be kept until this moves. */
  version(topic: string): number;
  /** Settles when nothing waits to be rendered. */
  settled(): Promise<void>;
  /** When a page was last rendered. */
  lastPublished(): Date | undefined;
}
