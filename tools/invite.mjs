/** `npm run invite`: installs what is missing, then runs the inviter's program (docs/invitations.md). Arguments go to it. */
import { join } from 'node:path';
import { foreground, prepare, root, run } from './prepare.mjs';

await run(() => foreground(prepare(), [join(root, 'tools', 'invite', 'main.ts'), ...process.argv.slice(2)]));
