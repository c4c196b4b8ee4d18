/** Published pages: their bytes in memory, compressed, with ETags, rendered again when what they show changes. */

export interface Pages {
  /** The answer to a request for a published page; nothing when the request is for something else. */
  answer(request: Request): Response | Promise<Response> | undefined;
  /** Says what changed (`figures`, `department:xzspj`, `case:2026-0123`, `city`); pages that show it are rendered again soon. */
  changed(...topics: string[]): void;
  /** How often a topic has changed since the server started: what is computed from it may be kept until this moves. */
  version(topic: string): number;
  /** Settles when nothing waits to be rendered. */
  settled(): Promise<void>;
  /** When a page was last rendered. */
  lastPublished(): Date | undefined;
}
