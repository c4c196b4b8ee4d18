/** Once per run, for the tests that drive the built site: build it unless the build in dist/ is of these very sources. */
import { build } from '../../tools/prepare.mjs';

export function setup(): void {
  // Tests drive a site at the root, wherever the operator of this checkout has put theirs.
  delete process.env['BASE_PATH'];
  build(process.execPath);
}
