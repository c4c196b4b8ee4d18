/** `npm run dev`: installs what is missing, then runs Astro's development server in the foreground. */
import { foregroundTool, loadSettings, prepare, run } from './prepare.mjs';

await run(() => {
  loadSettings();
  // Without --ignore-lock Astro may choose to run in the background, depending on who it thinks is calling.
  return foregroundTool(prepare({ dev: true }), 'astro', ['dev', '--ignore-lock', ...process.argv.slice(2)]);
});
