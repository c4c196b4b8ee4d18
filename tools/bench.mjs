/**
 * `npm run bench`: installs what is missing, builds when needed, then measures the budgets against their floors.
 * Arguments behind `--`: `--json FILE`; `--seconds N`, the length of a round; `--rounds N`; `--only ratings,pages,phone,rest,figures,ledger,lists,rounds`;
 * `--voters N`, how many of the ten thousand invited vote;
 * `--city FOLDER`, a data folder to measure a copy of instead of a new demonstration; `--write` for docs/performance.md.
 */
import { join } from 'node:path';
import { build, foreground, prepare, root, run } from './prepare.mjs';

await run(async () => {
  const node = prepare({ dev: true });
  // The site is measured at the root, wherever the operator of this checkout has put theirs.
  delete process.env.BASE_PATH;
  build(node);
  return foreground(node, [join(root, 'tools', 'bench', 'main.ts'), ...process.argv.slice(2)]);
});
