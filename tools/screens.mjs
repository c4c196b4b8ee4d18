/** `npm run screens`: pictures of the most important pages in docs/screens/, taken of a fresh demonstration city. */
import { join } from 'node:path';
import { build, foreground, prepare, root, run } from './prepare.mjs';

await run(async () => {
  const node = prepare({ dev: true });
  delete process.env.BASE_PATH;
  build(node);
  return foreground(node, [join(root, 'tools', 'screens', 'main.ts'), ...process.argv.slice(2)]);
});
