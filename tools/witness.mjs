/** `npm run witness`: installs what is missing, then runs the witness program (docs/witness.md). Arguments go to it. */
import { join } from 'node:path';
import { foreground, prepare, root, run } from './prepare.mjs';

await run(() => foreground(prepare(), [join(root, 'tools', 'witness', 'main.ts'), ...process.argv.slice(2)]));
