/** `npm run verify -- <address or folder>`: installs what is missing, then checks a city's ledger (docs/verify.md). Arguments go to the program. */
import { join } from 'node:path';
import { foreground, prepare, root, run } from './prepare.mjs';

await run(() => foreground(prepare(), [join(root, 'tools', 'verify', 'main.ts'), ...process.argv.slice(2)]));
