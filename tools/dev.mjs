/** `npm run dev`: installs what is missing, then runs Astro's development server in the foreground. */
import { foregroundTool, prepare, run } from './prepare.mjs';

// Without --ignore-lock Astro may choose to run in the background, depending on who it thinks is calling.
await run(() => foregroundTool(prepare({ dev: true }), 'astro', ['dev', '--ignore-lock', ...process.argv.slice(2)]));
