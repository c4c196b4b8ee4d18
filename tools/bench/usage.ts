/** Loaded into a process that is measured (`node --import`): tells its parent what it has used, and ends with it. */

/** What a process has used since it started. */
export interface Usage {
  /** Microseconds of processor time, in the program and in the system on its behalf. */
  cpu: number;
  /** Bytes of memory it occupies now. */
  rss: number;
}

process.on('message', (message) => {
  if (message !== 'usage') return;
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage: Usage = { cpu: userCPUTime + systemCPUTime, rss: process.memoryUsage.rss() };
  process.send?.({ usage });
});
process.on('disconnect', () => process.exit());
// Being asked is no reason to stay.
process.channel?.unref();
