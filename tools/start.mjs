/** `npm start`: installs what is missing, builds when needed, then serves. Arguments (`--empty`) go to the server. */
import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build, foreground, loadSettings, prepare, run, serverEntry } from './prepare.mjs';

await run(async () => {
  loadSettings();
  const node = prepare();
  build(node);
  if (realpathSync(node) !== process.execPath) return foreground(node, [serverEntry, ...process.argv.slice(2)]);
  // Already on the right Node, as on every start but the first: become the server, so that signals need no relay.
  await import(pathToFileURL(serverEntry).href);
  return undefined;
});
